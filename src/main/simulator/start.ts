/** Starts a practice venue: a simulated market and account behind a real server on loopback. */
import { randomBytes } from 'node:crypto';
import { type Clock, nextTurn } from '../feeds/clock.ts';
import { createAuth } from './auth.ts';
import { createBookFeed } from './book-feed.ts';
import { createFaults } from './faults.ts';
import { createHub } from './hub.ts';
import { startPacer } from './pacer.ts';
import type { PracticeOptions, PracticeVenue } from './practice-venue.ts';
import { createRest } from './rest.ts';
import { startServer } from './server.ts';
import { simulationInParts } from './simulation.ts';
import { createSnapshots } from './snapshots.ts';

const usualHistoryMinutes = 240;

export async function startPracticeVenue(options: PracticeOptions, clock: Clock): Promise<PracticeVenue> {
  const historyMinutes = options.historyMinutes ?? usualHistoryMinutes;
  const simulation = await unhurried(simulationInParts(options.seed, clock.wallMs(), historyMinutes));
  // The market is the same for a seed, the key never is: it opens something that listens on this machine.
  const key = randomBytes(18).toString('base64url');
  const secret = randomBytes(36).toString('base64url');
  const auth = createAuth(key, secret);
  const faults = createFaults();
  const books = createBookFeed();
  const snapshots = createSnapshots(simulation, books);
  const hub = createHub({ simulation, books, snapshots, faults, auth, clock });
  const rest = createRest(simulation, auth, key);
  const server = await startServer({ hub, rest, auth, faults, clock }, options.port ?? 0);
  const pacer = startPacer(clock, options.speed, (next) => {
    server.together(() => {
      for (let wallMs = next(); wallMs !== null; wallMs = next()) hub.publish(simulation.step(wallMs));
    });
  });

  return {
    wsUrl: `ws://127.0.0.1:${server.port}/realtime`,
    restUrl: `http://127.0.0.1:${server.port}/api/v1`,
    key,
    secret,
    symbols: [...simulation.market.symbols.keys()],
    received: server.received,
    requests: server.requests,
    upgrades: server.upgrades,
    stats: () => ({
      steps: pacer.steps,
      skippedSteps: pacer.skipped,
      frames: hub.framesSent,
      clients: hub.sessions.size,
      held: server.held,
    }),
    inject: (fault) => hub.inject(fault),
    heal() {
      hub.heal();
      server.release();
    },
    async close() {
      pacer.close();
      await server.close();
    },
  };
}

/** Lets the rest of the process have its turn between the parts. */
async function unhurried<T>(parts: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
    await new Promise<void>((resolve) => nextTurn(resolve));
  }
}
