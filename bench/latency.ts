/** Socket to store at a steady 2,000 frames a second: from the sender's stamp to the listener. */
import { runVigil } from './support/vigil.ts';
import { withSender } from './support/with-sender.ts';

const perSecond = 2_000;
const count = 20_000;

export async function latency(): Promise<void> {
  const { latenciesMs } = await withSender(
    { frames: { kind: 'book', levels: 500, count }, perSecond },
    (url) => runVigil(url, 'orderBookL2', 1 + 4 + count + 1),
  );
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2)} ms`;
  console.log(`\nSocket to store, ${perSecond.toLocaleString('en')} frames/s, ${sorted.length} samples`);
  console.log(`  p50 ${at(0.5)}  p99 ${at(0.99)}  (budget 3 ms)  worst ${at(0.99999)}`);
}
