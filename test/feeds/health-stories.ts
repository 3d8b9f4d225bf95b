/** Any rules a channel may be judged by, and anything that may be heard of it. */
import fc from 'fast-check';
import type { Evidence, HealthRules } from '../../src/main/feeds/health-types.ts';

export const anyRules: fc.Arbitrary<HealthRules> = fc
  .record({
    softMs: fc.integer({ min: 500, max: 60_000 }),
    factor: fc.integer({ min: 2, max: 6 }),
    proof: fc.constantFrom('heartbeat-trade-id', 'heartbeat-counter', 'rest', 'session', 'none'),
    canLook: fc.boolean(),
  })
  .map(({ softMs, factor, proof, canLook }) => ({
    softMs,
    hardMs: softMs * factor,
    proof,
    canLook,
    compareAfterMs: 60_000,
  }));

const anyId = fc.constantFrom(null, '0', '', '9', '10', '11', '9007199254740993', 'b3f1');

const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.record({ kind: fc.constant('connecting' as const), afresh: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'connected' }),
  fc.record({ kind: fc.constant('subscribed' as const), snapshotDue: fc.boolean() }),
  fc.record({ kind: fc.constant('data' as const), lastTradeId: anyId }),
  fc.record({ kind: fc.constant('snapshot' as const), more: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'resync-started', cause: 'update for an unknown row' }),
  fc.constant<Evidence>({ kind: 'resynced' }),
  fc.record({ kind: fc.constant('heartbeat' as const), lastTradeId: anyId, ourTradeId: anyId }),
  fc.record({ kind: fc.constant('counter' as const), whole: fc.boolean() }),
  fc.constant<Evidence>({ kind: 'session' }),
  fc.constant<Evidence>({ kind: 'look-started' }),
  fc.constantFrom<Evidence>(
    { kind: 'look-answered', answer: { kind: 'nothing-newer' } },
    { kind: 'look-answered', answer: { kind: 'newer', newestId: '12' } },
    { kind: 'look-answered', answer: { kind: 'failed', why: 'HTTP 503' } },
  ),
  fc.constantFrom<Evidence>({ kind: 'cure', step: 'resubscribe' }, { kind: 'cure', step: 'reconnect' }),
  fc.constant<Evidence>({ kind: 'disconnected', code: 1006, reason: '', retryAtMs: 1_000 }),
  fc.constant<Evidence>({ kind: 'refused', code: '403', message: 'no' }),
  fc.constant<Evidence>({ kind: 'on-hold', reason: 'the keychain is locked' }),
  fc.constantFrom<Evidence>({ kind: 'woke', cause: 'sleep' }, { kind: 'woke', cause: 'clock-jump' }),
  fc.constant<Evidence>({ kind: 'own-delay' }),
  fc.constant<Evidence>({ kind: 'tick' }),
);
/** Each with the time since the one before. */
export const anyStory = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), anyEvidence), {
  maxLength: 60,
});
