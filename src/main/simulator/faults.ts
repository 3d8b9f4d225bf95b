/** The faults that are in force, and what they do to a topic or an upgrade. Pure: the server obeys. */
import type { Fault } from './practice-venue.ts';

export interface Refused {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
}

export interface Faults {
  /** Puts a lasting fault in force; false when this kind happens at once and leaves no state. */
  add(fault: Fault): boolean;
  clear(): void;
  readonly blackHole: boolean;
  readonly ackOnly: boolean;
  readonly delayMs: number;
  mutes(table: string, symbol: string | null): boolean;
  /** Uses up one of the messages to lose. */
  loses(table: string, symbol: string | null): boolean;
  /** Uses up one of the upgrades to refuse. */
  refuses(): Refused | null;
}

export function createFaults(): Faults {
  let muted: 'all' | Set<string> = new Set();
  let blackHole = false;
  let ackOnly = false;
  let delayMs = 0;
  let refusal: Refused & { times: number } = { status: 0, retryAfterSeconds: null, times: 0 };
  const losing = new Map<string, number>();

  function clear(): void {
    muted = new Set();
    blackHole = false;
    ackOnly = false;
    delayMs = 0;
    refusal = { status: 0, retryAfterSeconds: null, times: 0 };
    losing.clear();
  }

  return {
    add(fault) {
      switch (fault.kind) {
        case 'mute':
          if (fault.topics === undefined) muted = 'all';
          else if (muted !== 'all') for (const topic of fault.topics) muted.add(topic);
          return true;
        case 'black-hole':
          blackHole = true;
          return true;
        case 'refuse':
          refusal = {
            status: fault.status,
            retryAfterSeconds: fault.retryAfterSeconds ?? null,
            times: fault.times,
          };
          return true;
        case 'delay':
          delayMs = Math.max(0, fault.ms);
          return true;
        case 'ack-only':
          ackOnly = true;
          return true;
        case 'lose':
          losing.set(fault.topic, fault.count);
          return true;
        case 'drop':
        case 'close':
        case 'duplicate-partial':
        case 'unknown-row':
        case 'bad-frame':
          return false;
      }
    },
    clear,
    get blackHole() {
      return blackHole;
    },
    get ackOnly() {
      return ackOnly;
    },
    get delayMs() {
      return delayMs;
    },
    mutes(table, symbol) {
      if (muted === 'all') return true;
      return muted.has(table) || (symbol !== null && muted.has(`${table}:${symbol}`));
    },
    loses(table, symbol) {
      if (losing.size === 0) return false;
      const topic = symbol !== null && losing.has(`${table}:${symbol}`) ? `${table}:${symbol}` : table;
      const left = losing.get(topic) ?? 0;
      if (left <= 1) losing.delete(topic);
      else losing.set(topic, left - 1);
      return left > 0;
    },
    refuses() {
      if (refusal.times <= 0) return null;
      refusal.times -= 1;
      return { status: refusal.status, retryAfterSeconds: refusal.retryAfterSeconds };
    },
  };
}
