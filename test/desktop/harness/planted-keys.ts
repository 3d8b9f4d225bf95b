/** Keys of every kind, made for one run, and a venue that repeats in its answers whatever it should not. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type ScriptedVenue, startScriptedVenue } from '../../support/scripted-venue.ts';

export interface PlantedKey {
  readonly venue: 'bitmex' | 'okx' | 'binance' | 'deribit' | 'kraken';
  readonly key: string;
  readonly secret: string;
  readonly passphrase?: string;
}

export function plantKeys(): readonly PlantedKey[] {
  const key = (name: string) => `PLANTED-${name}-${randomBytes(9).toString('base64url')}`;
  return [
    { venue: 'bitmex', key: key('bitmex'), secret: randomBytes(24).toString('base64url') },
    // OKX wants a sign in it.
    { venue: 'okx', key: key('okx'), secret: key('secret'), passphrase: `Pl4nt3d! ${key('&"?')}` },
    { venue: 'binance', key: key('binance'), secret: pem(generateKeyPairSync('ed25519').privateKey) },
    {
      ...{ venue: 'deribit', key: key('deribit') },
      secret: pem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey),
    },
    { venue: 'kraken', key: randomBytes(42).toString('base64'), secret: randomBytes(64).toString('base64') },
  ];
}

function pem(key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' })).trim();
}

export interface RepeatingVenue extends ScriptedVenue {
  /** false: it says only that it is busy, so that a key can be kept. */
  isRefusing: boolean;
  /** Runs with every question: the moment in which the key is in use. */
  onAsked: () => void;
}

/** Of all dialects at once; each path belongs to one of them. */
export async function startRepeatingVenue(planted: readonly PlantedKey[]): Promise<RepeatingVenue> {
  const scripted = await startScriptedVenue();
  const venue: RepeatingVenue = Object.assign(scripted, { isRefusing: false, onAsked: () => {} });

  function words(name: PlantedKey['venue']): string {
    const found = planted.find((one) => one.venue === name);
    if (found === undefined) return '';
    const { key, secret, passphrase = '' } = found;
    return [key, ...secret.split('\n'), passphrase, encodeURIComponent(passphrase)].join(' ');
  }

  function answer(path: string): string {
    if (path.startsWith('/api/v5/')) {
      return JSON.stringify({ code: venue.isRefusing ? '50111' : '50026', msg: words('okx') });
    }
    if (path.startsWith('/api/v2/')) {
      const code = venue.isRefusing ? 13004 : 11051;
      return JSON.stringify({ jsonrpc: '2.0', error: { code, message: words('deribit') } });
    }
    if (path.startsWith('/0/')) {
      return JSON.stringify({
        error: [`${venue.isRefusing ? 'EAPI:Invalid key' : 'EService:Busy'} ${words('kraken')}`],
      });
    }
    return JSON.stringify({ code: venue.isRefusing ? -2008 : -1000, msg: words('binance') });
  }

  venue.onRest = (path) => {
    venue.onAsked();
    return path.startsWith('/api/v1/') ? { status: 503 } : answer(path);
  };
  venue.onText = (client, text) => {
    venue.onAsked();
    const { id, op, method } = JSON.parse(text === 'ping' ? '{}' : text);
    if (op === 'authKeyExpires') {
      const error = `No ${words('bitmex')} here`;
      client.send(JSON.stringify({ status: 401, error, meta: {}, request: { op, args: [] } }));
    } else if (op === 'login') {
      client.send(JSON.stringify({ event: 'error', code: '60024', msg: words('okx'), connId: '1' }));
    } else if (String(method).startsWith('public/auth')) {
      client.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 13004, message: words('deribit') } }));
    } else if (id !== undefined) {
      client.send(JSON.stringify({ id, status: 401, error: { code: -2008, msg: words('binance') } }));
    }
  };
  return venue;
}
