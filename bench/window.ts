/** The real app: socket to painted pixel, a burst of frames, time to the first row, and CPU while hidden. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright';
import { watchMainLoop, withApp } from './support/bench-app.ts';
import { withSender } from './support/with-sender.ts';

const paced = 2_000;
const seconds = 15;
const burst = 100_000;
const starts = 5;

export async function paint(): Promise<void> {
  const job = { frames: { kind: 'clock', count: paced * (seconds + 30) }, perSecond: paced } as const;
  const ages = await withSender(job, (url) =>
    withApp([{ venue: 'bitmex', symbols: ['XBTUSD'], endpoint: url }], async ({ page }) => {
      await page.locator('.rail').waitFor();
      await page.keyboard.press('Control+5');
      await page.locator('.market-row .last-price').first().waitFor();
      await wait(3_000);
      return page.evaluate(agesOfPaintedPrices, seconds * 1000);
    }),
  );
  ages.sort((a, b) => a - b);
  console.log(`\nSocket to painted pixel, ${paced.toLocaleString('en')} frames/s, ${ages.length} paints`);
  console.log(
    `  p50 ${ms(at(ages, 0.5))}  p99 ${ms(at(ages, 0.99))}  (budget 100 ms)  worst ${ms(at(ages, 1))}`,
  );
}

export async function burstOfFrames(): Promise<void> {
  const job = { frames: { kind: 'clock', count: burst }, perSecond: null } as const;
  const { gap, block, took } = await withSender(job, (url) =>
    withApp([], async ({ app, page }) => {
      await page.locator('[role=grid] tbody tr').first().waitFor();
      await wait(3_000);
      const ended = await watchMainLoop(app);
      const gaps = page.evaluate(longestFrameGap);
      const begun = performance.now();
      const added = await page.evaluate(
        (endpoint) => window.vigil.request('markets.add', { venue: 'bitmex', symbols: ['XBTUSD'], endpoint }),
        url,
      );
      if (!added.ok) throw new Error(added.error.message);
      const took = await quiet(page, begun);
      return { gap: await gaps, block: await ended(), took };
    }),
  );
  console.log(`\nBurst of ${burst.toLocaleString('en')} frames, read in about ${(took / 1000).toFixed(1)} s`);
  console.log(`  longest frame gap in the window ${ms(gap)}  (budget 100 ms)`);
  console.log(`  longest block of the main process ${ms(block)}  (budget 50 ms)`);
}

export async function start(): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < starts; run++) {
    const begun = performance.now();
    await withApp([], async ({ page }) => {
      await page.locator('[role=grid] tbody tr .sym').first().waitFor();
      times.push(performance.now() - begun);
    });
  }
  times.sort((a, b) => a - b);
  console.log(`\nStart to the first painted row, practice venue, ${starts} starts`);
  console.log(`  median ${ms(at(times, 0.5))}  worst ${ms(at(times, 1))}  (budget 2,000 ms)`);
}

/** Runs in the page: the age of each new price just after the frame that painted it. */
function agesOfPaintedPrices(forMs: number): Promise<number[]> {
  return new Promise((resolve) => {
    const ages: number[] = [];
    const end = performance.now() + forMs;
    const channel = new MessageChannel();
    let shown = '';
    channel.port1.onmessage = () => {
      const price = Number(shown.replaceAll(',', ''));
      const now = (performance.timeOrigin + performance.now()) % 100_000;
      ages.push((now - price + 100_000) % 100_000);
    };
    function look(): void {
      const text = document.querySelector('.market-row .last-price')?.textContent ?? '';
      if (text !== shown) {
        shown = text;
        // A message posted in a frame arrives after that frame was painted.
        channel.port2.postMessage(null);
      }
      if (performance.now() < end) requestAnimationFrame(look);
      else resolve(ages);
    }
    requestAnimationFrame(look);
  });
}

/** Runs in the page: the longest time between two frames in the next ten seconds. */
function longestFrameGap(): Promise<number> {
  return new Promise((resolve) => {
    let longest = 0;
    let before = performance.now();
    const end = before + 10_000;
    function look(now: number): void {
      longest = Math.max(longest, now - before);
      before = now;
      if (now < end) requestAnimationFrame(look);
      else resolve(longest);
    }
    requestAnimationFrame(look);
  });
}

/** Resolves with the time from `begun` until the instrument's price has stopped to change. */
async function quiet(page: Page, begun: number): Promise<number> {
  let last = '';
  let since = performance.now();
  while (performance.now() - since < 1_000) {
    const now = await page.evaluate(async () => {
      const answer = await window.vigil.request('tables.snapshot', { table: 'instrument' });
      if (!answer.ok) return '';
      const found = answer.value.rows.find(([, row]) => 'venue' in row && row.venue === 'bitmex');
      return JSON.stringify(found ?? null);
    });
    if (now !== last) {
      last = now;
      since = performance.now();
    }
    await wait(50);
  }
  return since - begun;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
