/** One word for a feed of many channels. */
import { expect, test } from 'vitest';
import { feedState } from '../../src/main/feeds/feed-state.ts';
import { initialHealth, nextHealth } from '../../src/main/feeds/health.ts';
import type { Evidence, Health, HealthRules } from '../../src/main/feeds/health-types.ts';

const rules: HealthRules = {
  ...{ softMs: 5_000, hardMs: 10_000, proof: 'none', canLook: false, compareAfterMs: 60_000 },
};

function after(...evidence: readonly Evidence[]): Health {
  return evidence.reduce((health, one) => nextHealth(health, one, 0, rules), initialHealth(0));
}

const fresh = after({ kind: 'connected' });
const live = after({ kind: 'connected' }, { kind: 'data', lastTradeId: null });

test('a feed stays live while a channel that was just added subscribes', () => {
  expect(feedState([live, fresh]).state).toBe('live');
  expect(feedState([fresh, fresh]).state).toBe('connecting');
});

test('a feed whose rows are old while it connects anew is not live', () => {
  const again = nextHealth(live, { kind: 'woke', cause: 'sleep' }, 0, rules);
  expect(feedState([live, again]).state).toBe('connecting');
});
