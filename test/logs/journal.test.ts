import { describe, expect, test } from 'vitest';
import type { FeedSpec } from '../../src/main/feeds/feed-events.ts';
import { feedJournal, incidentJournal } from '../../src/main/logs/journal.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';
import type { Incident } from '../../src/preload/contract/incidents.ts';

describe('the log of feeds', () => {
  test('tells each state once, and what a healthy channel does all day in detail only', () => {
    const { lines, log } = logged();
    const journal = feedJournal(log);
    const states: readonly ChannelState[] = [
      'connecting',
      'live',
      'live',
      'quiet',
      'live',
      'stalled',
      'live',
    ];
    for (const state of states) {
      const change = { channel: { topic: 'trade', symbol: 'XBTUSD' }, state, reason: state, retryAtMs: null };
      journal.channel?.(feed, change);
    }
    expect(lines).toEqual([
      'info practice/public trade:XBTUSD: connecting',
      'info practice/public trade:XBTUSD: live',
      'debug practice/public trade:XBTUSD: quiet',
      'debug practice/public trade:XBTUSD: live',
      'info practice/public trade:XBTUSD: stalled',
      'info practice/public trade:XBTUSD: live',
    ]);
  });
});

describe('the log of incidents', () => {
  test('tells the beginning and the end of each, once', () => {
    const { lines, log } = logged();
    const tell = incidentJournal(log);
    for (const endMs of [null, null, 4_500, 4_500]) tell({ ...incident, endMs });
    expect(lines).toEqual([
      'warning incident stall, practice/public trade:XBTUSD: no data for 3 s',
      'info incident stall, practice/public trade:XBTUSD: no data for 3 s; over after 3.5 s',
    ]);
  });
});

// Of the spec only the id is read.
const feed = { id: 'practice/public' } as FeedSpec;

const incident: Incident = {
  ...{ id: 'a', kind: 'stall', feedId: 'practice/public', venue: 'practice', account: null },
  ...{ feedName: 'Practice public', channel: 'trade:XBTUSD', cause: 'no data for 3 s' },
  ...{ steps: [], startMs: 1_000, endMs: null, losses: [] },
};

function logged() {
  const lines: string[] = [];
  return { lines, log: (level: string, message: string) => void lines.push(`${level} ${message}`) };
}
