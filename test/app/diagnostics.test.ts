import { expect, test } from 'vitest';
import { diagnosticsText } from '../../src/main/app/diagnostics.ts';
import type { FeedStatus } from '../../src/main/feeds/feed-events.ts';
import { withoutPrivateWords } from '../../src/main/logs/private-words.ts';
import { learnSecrets, redact } from '../../src/main/vault/redact.ts';
import { defaultSettings } from '../../src/preload/contract/default-settings.ts';

const secret = 'DiagnosticSecretOfNobody77';

test('the text holds what helps, and nothing that was planted anywhere', () => {
  learnSecrets({ key: 'DiagnosticKey123456', secret: new TextEncoder().encode(secret), passphrase: null });
  const clean = withoutPrivateWords('/home/jo');
  const planted = `${secret} DiagnosticKey123456 wss://u:pw@own.test/ws/listen-Key-9?token=t0ken`;
  const text = diagnosticsText({
    time: '2026-11-25T02:00:00.000Z',
    program: { version: '0.1.0' },
    feeds: [feed('bybit/account/Grandma%20savings', `refused: ${planted}`)],
    settings: {
      ...defaultSettings,
      markets: [{ venue: 'bitmex', symbols: ['XBTUSD'], endpoint: 'wss://u:pw@own.test/path-9' }],
    },
    notices: [`/home/jo/.config/Vigil/settings.json was damaged ${planted}`],
    log: [`info bybit/account/Grandma%20savings: ${planted}`],
    clean: (words) => clean(redact(words)),
  });
  for (const word of [
    secret,
    'DiagnosticKey123456',
    'Grandma',
    'listen-Key-9',
    't0ken',
    'u:pw',
    'path-9',
    '/jo/',
  ])
    expect(text).not.toContain(word);
  for (const part of [
    'version: 0.1.0',
    'bybit/account/1: refused (refused: [secret]',
    'frames 12, applied 10, dropped malformed 2',
    'channels: order refused 1, position refused 1',
    'markets: bitmex (XBTUSD, own address)',
    '~/.config/Vigil/settings.json was damaged',
  ])
    expect(text).toContain(part);
});

function feed(id: string, reason: string): FeedStatus {
  const channel = (topic: string) => ({
    channel: { topic, symbol: null },
    state: 'refused' as const,
    reason,
    ...{ sinceMs: 0, lastDataMs: null, confirmedMs: null, budget: { softMs: 1, hardMs: 2 } },
    ...{ messages: 0, latencyMs: null, gaps: 0 },
  });
  return {
    // Of the spec only the id is read.
    spec: { id } as FeedStatus['spec'],
    ...{ state: 'refused', reason, retryAtMs: null, rttMs: 31.4, clockSkewMs: null },
    counters: {
      ...{ frames: 12, applied: 10, dropped: { malformed: 2 }, trades: 0, tableEvents: 0 },
      ...{ gaps: 0, resyncs: 0, reconnects: 3 },
    },
    channels: [channel('order'), channel('position')],
  };
}
