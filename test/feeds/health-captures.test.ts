import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { rulesFor } from '../../src/main/feeds/health-rules.ts';
import { beat, noRhythm, type Rhythm } from '../../src/main/feeds/rhythm.ts';
import { data, healthDriver, open } from './health-driver.ts';

const folder = new URL('../../../shared/captures/', import.meta.url);
const hasCaptures = existsSync(folder);

/** Arrival times of every channel with data, in ms, from a recorded session. */
function arrivals(file: string): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const line of gunzipSync(readFileSync(new URL(file, folder)))
    .toString('utf8')
    .split('\n')) {
    const match = /^(\d+\.\d+): (.*)$/s.exec(line);
    if (match === null) continue;
    const frame = JSON.parse(match[2] ?? '{}');
    const topic = frame.table ?? frame.type;
    const symbol = frame.product_id ?? frame.data?.[0]?.symbol;
    if (frame.action === 'partial' || symbol === undefined) continue;
    const name = `${topic}:${symbol}`;
    const list = times.get(name) ?? [];
    list.push(Number(match[1]) * 1000);
    times.set(name, list);
  }
  return times;
}

/** The recorded gaps over and over, in a new order each round, slowed down by `stretch`. */
function* replay(times: readonly number[], stretch: number): Generator<number> {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  let atMs = 0;
  for (let count = 0; count < 1_500; count += 1) {
    atMs += (gaps[(count * 7 + Math.floor(count / gaps.length)) % gaps.length] ?? 0) * stretch;
    yield atMs;
  }
}

for (const file of ['BITMEX.gz', 'COINBASE.gz']) {
  for (const stretch of [1, 10, 60]) {
    test.skipIf(!hasCaptures)(`recorded quiet data of ${file}, ${stretch} × slower, raises no alarm`, () => {
      const channels = [...arrivals(file)].filter(([, times]) => times.length >= 3);
      expect(channels.length).toBeGreaterThan(5);
      for (const [name, times] of channels) {
        const descriptor = {
          scope: 'symbol',
          budget: { softMs: 10_000, hardMs: 30_000 },
          proof: 'rest',
        } as const;
        let rhythm: Rhythm = noRhythm;
        let rules = rulesFor(descriptor, { canLook: true, rhythm, stallAfterMs: null });
        const driver = healthDriver({
          rules: {
            ...rules,
            get softMs() {
              return rules.softMs;
            },
            get hardMs() {
              return rules.hardMs;
            },
          },
          look: () => ({ kind: 'nothing-newer' }),
        });
        open(driver);
        for (const atMs of replay(times, stretch)) {
          driver.until(atMs);
          driver.hear(data);
          rhythm = beat(rhythm, atMs);
          rules = rulesFor(descriptor, { canLook: true, rhythm, stallAfterMs: null });
        }
        const kinds = new Set(driver.states.map((state) => state.kind));
        expect([name, ...kinds].filter((kind) => kind === 'stalled' || kind === 'down')).toEqual([]);
        expect(driver.asked.filter((ask) => ask.want !== 'quiet-proof')).toEqual([]);
        // Muted now, with REST naming newer trades: found within the budget that was learned.
        driver.until(driver.nowMs + rules.softMs);
        driver.hear({
          kind: 'look-answered',
          answer: { kind: 'newer', newestId: null },
        });
        driver.until(driver.nowMs + 1_000);
        expect(driver.health.kind).toBe('stalled');
      }
    });
  }
}
