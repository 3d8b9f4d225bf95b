/** Which venues there are, and that each supported one is described without contradictions. */
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/main/exchanges/exchange.ts';
import { channelName, parseChannelName } from '../../src/main/exchanges/exchange.ts';
import { findVenue, venueIds } from '../../src/main/exchanges/registry.ts';

const supported = venueIds.flatMap((id): readonly [string, Exchange][] => {
  const found = findVenue(id);
  return found.kind === 'supported' ? [[id, found.exchange]] : [];
});

const names = supported.map(([id]) => id).join(', ');

test('the practice venue speaks the BitMEX dialect under its own name', () => {
  const practice = findVenue('practice');
  const bitmex = findVenue('bitmex');
  expect(practice).toMatchObject({ exchange: { id: 'practice', name: 'Practice venue' } });
  expect(practice.kind === 'supported' && practice.exchange.parse).toBe(
    bitmex.kind === 'supported' && bitmex.exchange.parse,
  );
});

test('a venue that is known but not supported has an answer of its own', () => {
  expect(findVenue('hyperliquid')).toEqual({
    kind: 'unsupported',
    message: `Vigil does not support hyperliquid yet. Choose one of: ${names}.`,
  });
});

test.each(['nope', '', 'BitMEX', '__proto__', 'constructor', 'toString'])('there is no venue %j', (id) => {
  expect(findVenue(id)).toEqual({
    kind: 'unknown',
    message: `There is no venue "${id}". Choose one of: ${names}.`,
  });
});

describe.each(supported)('%s', (id, exchange) => {
  test('has its own id', () => {
    expect(exchange.id).toBe(id);
  });

  test('opens only channels that it describes', () => {
    for (const topic of exchange.defaultTopics.public) {
      expect(exchange.channels[topic]?.scope).toMatch(/symbol|venue/);
    }
    for (const topic of exchange.defaultTopics.account)
      expect(exchange.channels[topic]?.scope).toBe('account');
  });

  test('has a hard budget above the soft one, and a history wherever a look at it is the proof of quiet', () => {
    for (const { budget, proof } of Object.values(exchange.channels)) {
      expect(budget.hardMs).toBeGreaterThan(budget.softMs);
      if (proof === 'rest') expect(exchange.history).toBeDefined();
    }
  });

  test('asks for a sign of life before it gives a connection up', () => {
    expect(exchange.ping.idleMs).toBeLessThan(exchange.transportStaleMs);
  });
});

test('a channel name is read back as it was written', () => {
  for (const name of ['trade:XBTUSD', 'order', 'trade:a:b'])
    expect(channelName(parseChannelName(name))).toBe(name);
});
