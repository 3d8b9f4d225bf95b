import { describe, expect, test } from 'vitest';
import { causeAndCure, stepsOf, whereText } from '../../../../src/renderer/views/incidents/incident-words.ts';
import { someIncident, steps } from './some-incident.ts';

const loss = { channel: 'trade:BTCUSDT', missed: 3, refilled: 3 };

describe('cause and cure', () => {
  test('a stall says what brought the data back', () => {
    const stall = (...texts: string[]) => causeAndCure(someIncident(0, 1, { steps: steps(...texts) }));
    expect(stall('stalled: no data for 12 s', 'connecting: subscribing again', 'live: data again')).toBe(
      'No data for 12 s. Cured by subscribing again.',
    );
    expect(stall('stalled: no data for 12 s', 'down: reconnecting', 'live: data again')).toBe(
      'No data for 12 s. Cured by reconnecting.',
    );
    expect(stall('stalled: no data for 12 s', 'live: data again')).toBe(
      'No data for 12 s. Data came back by itself.',
    );
  });

  test('a reconnect counts its tries, and says that trades were fetched', () => {
    const change = { kind: 'reconnect', channel: null, cause: 'closed by the venue (1006)' } as const;
    const once = someIncident(0, 1, { ...change, steps: steps('down: closed', 'live: data again') });
    expect(causeAndCure(once)).toBe('Closed by the venue (1006). Reconnected on the first try.');
    const thrice = { ...once, steps: steps('down: a', 'down: b', 'down: c', 'live: data'), losses: [loss] };
    expect(causeAndCure(thrice)).toBe(
      'Closed by the venue (1006). Reconnected after 3 tries. Missed trades were fetched.',
    );
  });

  test('no cure is claimed for what Vigil did not see end', () => {
    const left = someIncident(0, 1, { steps: steps('stalled: no data', 'Vigil had ended before this did') });
    expect(causeAndCure(left)).toBe('No data for 12 s. Vigil had ended before this did.');
    const gone = someIncident(0, 1, {
      steps: steps('stalled: no data', 'no longer watched: trade:XBTUSD'),
    });
    expect(causeAndCure(gone)).toContain('No longer watched: trade:XBTUSD.');
  });

  test('what lasts says so', () => {
    expect(causeAndCure(someIncident(0, null))).toBe('No data for 12 s. Not over yet.');
  });
});

describe('steps', () => {
  test('name their state, so that they can be drawn', () => {
    const shown = stepsOf(
      someIncident(0, 1, { steps: steps('stalled: no data', 'told', 'live: data again') }),
    );
    expect(shown.map(({ glyph }) => glyph)).toEqual(['stalled', null, 'live']);
  });

  test('what a dozen channels said in one moment is one line with the sum', () => {
    const gap = 'nothing was received while disconnected';
    const shown = stepsOf(
      someIncident(0, 1, { steps: steps('down: closed', gap, `${gap}, 2 missed`, gap, 'live: data again') }),
    );
    expect(shown.map(({ text }) => text)).toEqual([
      'down: closed',
      `${gap} on 3 channels, 2 missed`,
      'live: data again',
    ]);
  });

  test('the same failure again is counted, not repeated', () => {
    const shown = stepsOf(someIncident(0, 1, { steps: steps('down: HTTP 503', 'down: HTTP 503') }));
    expect(shown.map(({ text }) => text)).toEqual(['down: HTTP 503, 2 times']);
  });
});

test('a place is a topic and its symbol, or the whole feed', () => {
  expect(whereText(someIncident(0, 1))).toBe('trade BTCUSDT');
  expect(whereText(someIncident(0, 1, { channel: 'position' }))).toBe('position');
  expect(whereText(someIncident(0, 1, { channel: null, kind: 'reconnect' }))).toBe('whole feed');
});
