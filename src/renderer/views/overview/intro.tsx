/** Three things a new user should know, beside the practice venue's totals. */

export function Intro() {
  return (
    <section className="intro" aria-label="How to read this window">
      <ul>
        <li>
          <b>Every number has an age.</b> It stands at the end of its row; old rows are dimmed.
        </li>
        <li>
          <b>The strip below is the truth.</b> One cell per feed: shape, age, last 15 minutes.
        </li>
        <li>
          <b>Vigil only watches.</b> It has no way to place, change or cancel an order.
        </li>
      </ul>
    </section>
  );
}
