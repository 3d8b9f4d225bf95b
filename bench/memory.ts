/** Memory between the first and the tenth million trades; run with --expose-gc. */
import { runVigil } from './support/vigil.ts';
import { withSender } from './support/with-sender.ts';

const rows = 50;
const million = 1_000_000;
const count = (10 * million) / rows;

export async function memory(): Promise<void> {
  const marks = new Map<number, number>();
  await withSender({ frames: { kind: 'trades', count, rows }, perSecond: null }, (url) =>
    runVigil(url, 'trade', 1 + 4 + count + 1, ({ trades }) => {
      const reached = Math.floor(trades / million);
      if (reached === 0 || marks.has(reached)) return;
      globalThis.gc?.();
      marks.set(reached, process.memoryUsage().heapUsed / 2 ** 20);
    }),
  );
  const first = marks.get(1) ?? 0;
  const last = marks.get(10) ?? 0;
  console.log('\nMemory over ten million trades (heap after collection)');
  console.log(
    `  after 1 million ${first.toFixed(1)} MB, after 10 million ${last.toFixed(1)} MB: ${(last - first).toFixed(1)} MB more  (budget 20 MB)`,
  );
}
