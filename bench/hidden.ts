/** CPU of the real app, all its processes together, while its window is hidden. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { type BenchApp, withApp } from './support/bench-app.ts';
import { withChild } from './support/child.ts';
import type { MarketOf } from './support/three-venues.ts';

const seconds = 30;
/** Of the rates that a channel keeps. */
const stretchSeconds = 5;

export async function hidden(): Promise<void> {
  console.log('\nHidden window, CPU of all processes  (budget 3 % of one core for 50 frames/s)');
  const watching = await withChild('three-venues', {}, (markets: readonly MarketOf[]) =>
    withApp([...markets], measure),
  );
  console.log(`  three feeds of three venues, ${inWords(watching)}`);
  console.log(`  the practice venue inside the app, ${inWords(await withApp([], measure))}`);
}

interface Measured {
  readonly percent: number;
  readonly perSecond: number;
}

async function measure({ app, page }: BenchApp): Promise<Measured> {
  await page.locator('.rail').waitFor();
  await wait(8_000);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await wait(5_000);
  await app.evaluate(({ app: electron }) => void electron.getAppMetrics());
  await wait(seconds * 1_000);
  const percent = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().reduce((sum, { cpu }) => sum + cpu.percentCPUUsage, 0),
  );
  return { percent, perSecond: (await messages(page)) / seconds };
}

/** Of all channels, in the seconds that were measured. */
function messages(page: Page): Promise<number> {
  return page.evaluate(async (stretches) => {
    const answer = await window.vigil.request('tables.snapshot', { table: 'channel' });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.rows
      .flatMap(([, row]) => ('rate' in row && Array.isArray(row.rate) ? row.rate.slice(-stretches) : []))
      .reduce((sum, count) => sum + count, 0);
  }, seconds / stretchSeconds);
}

function inWords({ percent, perSecond }: Measured): string {
  return `${perSecond.toFixed(0)} messages/s: ${percent.toFixed(1)} %`;
}
