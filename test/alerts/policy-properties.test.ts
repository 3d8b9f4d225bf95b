import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertEvent } from '../../src/main/alerts/alert-types.ts';
import type { ChannelState } from '../../src/preload/contract/health.ts';
import { alertDesk, feed, type Sight } from './alert-desk.ts';

const ids = ['bybit', 'okx', 'kraken', 'deribit'] as const;

const anySight: fc.Arbitrary<Sight> = fc
  .record({
    id: fc.constantFrom(...ids),
    state: fc.constantFrom<ChannelState>(
      'connecting',
      'live',
      'quiet',
      'late',
      'stalled',
      'resyncing',
      'down',
      'refused',
      'waiting',
    ),
    positions: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ id, state, positions }) => feed(id, state, { exposure: { positions, orders: 0 } }));

const anyEvent: fc.Arbitrary<AlertEvent> = fc.oneof(
  fc.constantFrom<AlertEvent>(
    { kind: 'tick' },
    { kind: 'grace' },
    { kind: 'pause', length: '30-min' },
    { kind: 'unpause' },
    { kind: 'acknowledge', slot: null },
    { kind: 'acknowledge', slot: 'network' },
    { kind: 'gone', slot: 'feed:bybit' },
    { kind: 'feed-removed', feedId: 'okx' },
  ),
);

const anyStep = fc.oneof(
  { weight: 4, arbitrary: anySight.map((sight) => ({ sight, event: null })) },
  { weight: 1, arbitrary: anyEvent.map((event) => ({ sight: null, event })) },
);

test('whatever happens, popups match what is on screen, and all is silent once all is calm', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyStep, fc.integer({ min: 0, max: 90 })), { maxLength: 80 }), (steps) => {
      const desk = alertDesk();
      desk.settings.quietHours = { on: true, from: '15:10', to: '15:20', breakThrough: true };
      for (const [{ sight, event }, seconds] of steps) {
        if (sight !== null) desk.see(sight);
        if (event !== null) desk.tell(event);
        desk.pass(seconds);
      }
      const shown = new Set<string>();
      for (const decision of desk.decisions) {
        if (decision.kind === 'close') expect(shown.has(decision.slot)).toBe(true);
        if (decision.kind === 'show') shown.add(decision.popup.slot);
        if (decision.kind === 'show' || decision.kind === 'repeat') {
          expect(`${decision.popup.title}${decision.popup.body}`).not.toMatch(/undefined|null|NaN|-\d/);
          const isCritical = decision.popup.event === 'critical';
          expect(decision.popup.urgency === 'critical').toBe(isCritical);
          expect(decision.popup.sound && !isCritical).toBe(false);
        }
      }
      for (const id of ids) desk.see(feed(id, 'live'));
      desk.pass(3_600);
      const before = desk.decisions.length;
      desk.pass(24 * 3_600);
      expect(desk.decisions).toHaveLength(before);
      expect(desk.nextMs()).toBeNull();
    }),
    { numRuns: 200 },
  );
});

test('one trouble is announced once, whatever order its states come in', () => {
  const inTrouble = fc.constantFrom<ChannelState>('stalled', 'down', 'connecting', 'resyncing', 'late');
  fc.assert(
    fc.property(fc.array(inTrouble, { maxLength: 30 }), (states) => {
      const desk = alertDesk();
      desk.see(feed('bybit', 'stalled'));
      for (const state of states) {
        desk.see(feed('bybit', state));
        desk.pass(30);
      }
      desk.see(feed('bybit', 'live'));
      const shows = desk.decisions.flatMap((decision) =>
        decision.kind === 'show' ? [decision.popup.event] : [],
      );
      expect(shows).toEqual(['stalled', 'recovered']);
    }),
    { numRuns: 100 },
  );
});
