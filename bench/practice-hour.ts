/** Memory over an hour of the practice market, at thirty times its speed; run with --expose-gc. */
import { setTimeout as wait } from 'node:timers/promises';
import { createSession, type Session } from '../src/main/app/session.ts';
import { systemClock } from '../src/main/feeds/clock.ts';
import { createSupervisor } from '../src/main/feeds/supervisor.ts';
import { openIncidentLog } from '../src/main/incidents/incident-log.ts';
import type { PracticeVenue } from '../src/main/simulator/practice-venue.ts';
import { stepMs } from '../src/main/simulator/prices.ts';
import { startPracticeVenue } from '../src/main/simulator/start.ts';
import { createTableStore } from '../src/main/tables/table-store.ts';
import { defaultSettings } from '../src/preload/contract/default-settings.ts';

const speed = 30;
const marks = [5, 10, 20, 30, 40, 50, 60];
const firstMark = 5;

/** The app without Electron: the venue, both its feeds, tables, candles, alerts and incidents in one process. */
export async function practiceHour(): Promise<void> {
  console.log(`\nMemory over an hour of practice market at ${speed} × (heap after collection)`);
  const session = await practiceSession();
  const heaps = new Map<number, number>();
  try {
    await session.start();
    session.services.watch('practice', 'XBTUSD');
    const venue = session.practiceVenue();
    if (venue === null) throw new Error('The practice venue did not start.');
    for (const minute of marks) {
      await minutePassed(venue, minute);
      // Frames that are on their way are not what is kept.
      await wait(300);
      globalThis.gc?.();
      const { heapUsed, rss } = process.memoryUsage();
      heaps.set(minute, heapUsed / 2 ** 20);
      console.log(`  after ${String(minute).padStart(2)} min ${mb(heapUsed)}, resident ${mb(rss)}`);
    }
    const { frames, skippedSteps, steps } = venue.stats();
    const more = (heaps.get(60) ?? 0) - (heaps.get(firstMark) ?? 0);
    console.log(`  ${more.toFixed(1)} MB more between minute ${firstMark} and the hour  (budget 20 MB)`);
    console.log(
      `  ${steps.toLocaleString('en')} market steps, ${frames.toLocaleString('en')} frames; ` +
        `${skippedSteps.toLocaleString('en')} steps more were left out where this machine was too slow; ` +
        'candles close by the wall clock, one in this hour',
    );
  } finally {
    await session.close();
  }
}

async function practiceSession(): Promise<Session> {
  const nothing = async () => {};
  return createSession({
    clock: systemClock,
    outlet: { isOpen: () => true, send() {} },
    settings: { ...defaultSettings, practice: true },
    store: { save: nothing },
    createFeeds: (listener) =>
      createSupervisor({
        ...{ clock: systemClock, listener, random: Math.random, fetch, createStore: createTableStore },
      }),
    startPractice: () => startPracticeVenue({ seed: 1, speed }, systemClock),
    incidentLog: await openIncidentLog({
      file: { read: async () => null, keepCopy: async () => '', append: nothing, replace: nothing },
      nowMs: systemClock.wallMs(),
      problem: (message) => console.error(message),
    }),
    screen: { show: async () => ({ kind: 'shown' }), close() {}, tray() {} },
    loadCandles: async () => null,
  });
}

/** By the market's own count: what was left out does not count. */
async function minutePassed(venue: PracticeVenue, minute: number): Promise<void> {
  const steps = (minute * 60_000) / stepMs;
  while (venue.stats().steps < steps) await wait(20);
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
