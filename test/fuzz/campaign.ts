/** Sends damaged frames through one venue's dialect, session by session, and stops at the first that goes wrong. */
import { channelName, type Exchange, type FeedEvent } from '../../src/main/exchanges/exchange.ts';
import { droppedFrames } from '../../src/main/feeds/counters.ts';
import { type CleanRun, cleanRun } from './clean-run.ts';
import { channelsFor, type FeedLine, openLine } from './feed-line.ts';
import { createJudge, type Judge } from './judge.ts';
import { type Corpus, corpusOf, frameAt } from './mutate.ts';
import { readAnswer } from './read-answer.ts';
import { restBodies } from './rest-bodies.ts';

export interface Campaign {
  readonly exchange: Exchange;
  readonly frames: Corpus;
  readonly answers: Corpus;
  readonly clean: CleanRun;
}

export interface Failed {
  readonly venue: string;
  readonly index: number;
  readonly what: string;
  /** Everything of its session up to it. */
  readonly sent: readonly Sent[];
  readonly isFresh: boolean;
}

export interface Tally {
  frames: number;
  /** Dropped under a named policy, or an answer that was not what was asked for. */
  refused: number;
  applied: number;
  rows: number;
  trades: number;
  longestMs: number;
}

export const sessionFrames = 250;

export function emptyTally(): Tally {
  return { frames: 0, refused: 0, applied: 0, rows: 0, trades: 0, longestMs: 0 };
}

export function prepare(exchange: Exchange, frames: readonly string[]): Campaign {
  const channels = channelsFor(exchange, frames);
  return {
    exchange,
    frames: corpusOf(frames),
    answers: corpusOf(restBodies(exchange.id)),
    clean: cleanRun(exchange, channels, frames),
  };
}

/** The frame or answer with this number; every fourth is an answer. */
export function textAt({ frames, answers }: Campaign, seed: number, index: number): string {
  return frameAt(isAnswer(index) ? answers : frames, seed, index);
}

/** Frames `from` to `to` of one session, and then good ones; null when nothing went wrong. */
export function runSession(
  campaign: Campaign,
  seed: number,
  from: number,
  to: number,
  tally: Tally,
): Failed | null {
  const sent: Sent[] = [];
  for (let index = from; index < to; index += 1) {
    sent.push({ text: textAt(campaign, seed, index), isAnswer: isAnswer(index) });
  }
  const failed = runTexts(campaign, sent, isFresh(from), tally);
  if (failed === null) return null;
  const { at, what } = failed;
  const last = Math.min(at, sent.length - 1);
  return {
    ...{ venue: campaign.exchange.id, index: from + last, what },
    ...{ sent: sent.slice(0, last + 1), isFresh: isFresh(from) },
  };
}

export interface Sent {
  readonly text: string;
  readonly isAnswer: boolean;
}

/** Texts of one session, one after the other; `at` is their number where all had to be there to see it. */
export function runTexts(
  { exchange, clean }: Campaign,
  texts: readonly Sent[],
  isFresh: boolean,
  tally: Tally,
): { readonly at: number; readonly what: string } | null {
  const judge = createJudge();
  const line = openLine(exchange, clean.channels, judge.listener, judge.clock);
  // Good frames first, so that the damage meets rows; or nothing but the damage, so that it sets the scene.
  if (isFresh) line.reconnect();
  else clean.play(line);
  for (const [at, sent] of texts.entries()) {
    const what = attempt(() => hear(exchange, line, judge, sent, tally));
    if (what !== null) return { at, what };
  }
  judge.expect('');
  const what = attempt(() => {
    judge.checkViews();
    return judge.complaint ?? clean.differs(line, isFresh);
  });
  tally.rows += judge.seen.rows;
  tally.trades += judge.seen.trades;
  return what === null ? null : { at: texts.length, what };
}

function hear(
  exchange: Exchange,
  line: FeedLine,
  judge: Judge,
  { text, isAnswer }: Sent,
  tally: Tally,
): string | null {
  tally.frames += 1;
  judge.expect(text);
  if (isAnswer) {
    const { rows, trouble, ms } = timed(() => readAnswer(exchange, line, text));
    tally[rows === 0 ? 'refused' : 'applied'] += 1;
    // Dozens of readers take the same answer for theirs.
    if (isSlow(ms / mostReaders, text))
      return `took ${Math.round(ms)} ms for an answer of ${text.length} characters`;
    return trouble ?? judge.complaint ?? pollution();
  }
  const { events, ms: firstMs } = timed(() => ({ events: exchange.parse(text) }));
  // A machine that does something else for a moment is not slow twice.
  const ms = firstMs < 100 ? firstMs : Math.min(firstMs, timed(() => ({ events: exchange.parse(text) })).ms);
  tally.longestMs = Math.max(tally.longestMs, ms);
  if (isSlow(ms, text)) return `took ${Math.round(ms)} ms for ${text.length} characters`;
  const { applied } = line.counters;
  line.hear(text);
  tally[line.counters.applied > applied ? 'applied' : 'refused'] += 1;
  return wrongEvents(events) ?? wrongCounters(line) ?? judge.complaint ?? pollution();
}

function attempt(run: () => string | null): string | null {
  try {
    return run();
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`;
  }
}

function timed<T extends object>(run: () => T): T & { readonly ms: number } {
  const startMs = performance.now();
  const result = run();
  return { ...result, ms: performance.now() - startMs };
}

// Far above what any good parser needs, also on a busy machine, and far below what a careless expression takes.
function isSlow(ms: number, text: string): boolean {
  return ms > 300 + text.length / 1_000;
}

/** Words for people stay short, and channels are ones that a feed could have. */
function wrongEvents(events: readonly FeedEvent[]): string | null {
  for (const event of events) {
    const words = 'message' in event ? event.message : event.kind === 'malformed' ? event.reason : '';
    if (words.length > mostWords) return `${event.kind} with a message of ${words.length} characters`;
    if (event.kind === 'rate-limited' && event.retryAfterMs !== null && !isWait(event.retryAfterMs))
      return `a wait of ${event.retryAfterMs} ms`;
    if (event.kind === 'authenticated' && event.renewMs !== undefined && !isWait(event.renewMs))
      return `a renewal after ${event.renewMs} ms`;
    if (event.kind === 'subscribed' && event.channels.some((one) => channelName(one) === ''))
      return 'a channel without a name';
  }
  return null;
}

function isWait(ms: number): boolean {
  return ms >= 0 && ms <= longestWaitMs;
}

function wrongCounters({ counters }: FeedLine): string | null {
  const { frames, applied, dropped } = counters;
  if (frames !== applied + droppedFrames(counters)) return 'the counters do not add up';
  return Object.keys(dropped).length > mostPolicies ? 'a policy for every frame' : null;
}

function pollution(): string | null {
  const names = Object.getOwnPropertyNames(Object.prototype).length;
  return names === prototypeNames ? null : 'Object.prototype was changed';
}

/** Every fifth session begins with damage. */
function isFresh(from: number): boolean {
  return (from / sessionFrames) % 5 === 4;
}

function isAnswer(index: number): boolean {
  return index % 4 === 3;
}

const prototypeNames = Object.getOwnPropertyNames(Object.prototype).length;
const mostWords = 1_000;
const mostReaders = 20;
// What no timer of the system can wait for, it does not wait for at all.
const longestWaitMs = 2 ** 31 - 1;
const mostPolicies = 40;
