/** The name of a view that is one table, or the tabs that choose among its parts. */

export function ViewTitle({ title, count }: { readonly title: string; readonly count: number }) {
  return (
    <h1 className="view-title">
      {title} <span className="dim">{count}</span>
    </h1>
  );
}

export interface TabsProps<Id extends string> {
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly count: number }[];
  readonly current: Id;
  readonly label: string;
  readonly onChoose: (id: Id) => void;
}

export function Tabs<Id extends string>({ tabs, current, label, onChoose }: TabsProps<Id>) {
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === current}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label} <span className="dim">{tab.count}</span>
        </button>
      ))}
    </div>
  );
}
