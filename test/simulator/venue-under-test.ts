/** A practice venue whose time a test moves, with real sockets. */
import { onTestFinished } from 'vitest';
import type { PracticeOptions, PracticeVenue } from '../../src/main/simulator/practice-venue.ts';
import { startPracticeVenue } from '../../src/main/simulator/start.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { connect, login, type PracticeClient } from './practice-client.ts';

export interface VenueUnderTest {
  readonly venue: PracticeVenue;
  readonly clock: ManualClock;
  /** Lets the market make this many steps. */
  steps(count: number): void;
  client(path?: string, headers?: Record<string, string>): Promise<PracticeClient>;
  /** A client that is logged in. */
  member(): Promise<PracticeClient>;
}

export async function venueUnderTest(options: Partial<PracticeOptions> = {}): Promise<VenueUnderTest> {
  const clock = manualClock();
  const venue = await startPracticeVenue({ seed: 1, speed: 1, historyMinutes: 3, ...options }, clock);
  onTestFinished(() => venue.close());
  const base = venue.wsUrl.replace('/realtime', '');
  const client: VenueUnderTest['client'] = async (path = '/realtime', headers = {}) => {
    const made = await connect(`${base}${path}`, headers);
    onTestFinished(() => made.close());
    return made;
  };
  return {
    venue,
    clock,
    steps: (count) => clock.advance(count * 50),
    client,
    async member() {
      const made = await client();
      made.send(login(venue, clock));
      await made.find((message) => message.success === true);
      return made;
    },
  };
}
