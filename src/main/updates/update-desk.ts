/** Looks for new versions once a day while that is switched on, and tells quietly what was found. */
import type { NewRelease, UpdateProblem, UpdatesView } from '../../preload/contract/updates.ts';
import { refusal, success } from '../bridge/result.ts';
import type { UpdateServices } from '../bridge/services.ts';
import type { Clock } from '../feeds/clock.ts';
import { type Fetch, type HttpReading, httpRead } from '../feeds/http-read.ts';
import { fileFor, type Installation } from './installation.ts';
import { judgeRelease } from './judge-release.ts';
import { isLookDue, ownDayMs } from './look-times.ts';
import type { ReleaseChannel } from './release-channel.ts';
import type { ReleaseDocument } from './release-document.ts';
import type { UpdateMemory } from './update-memory.ts';
import { isNewer } from './version-order.mjs';

export interface UpdateDeskOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: Fetch;
  /** null: this build looks for nothing. */
  readonly channel: ReleaseChannel | null;
  /** Of this program. */
  readonly version: string;
  readonly installation: Installation;
  /** Whether the user lets it look by itself. */
  readonly isOn: () => boolean;
  readonly memory: UpdateMemory;
  readonly save: (memory: UpdateMemory) => void;
  readonly changed: (view: UpdatesView) => void;
  readonly openPage: (address: string) => Promise<void>;
}

export interface UpdateDesk {
  readonly services: UpdateServices;
  /** Switched off, it lets go of a look that is under way. */
  settingsChanged(): void;
  close(): void;
}

export function createUpdateDesk(options: UpdateDeskOptions): UpdateDesk {
  const { clock, channel } = options;
  const dayMs = ownDayMs(options.random());
  let memory = options.memory;
  let document = rememberedDocument();
  let problem: UpdateProblem | null = null;
  let failedMonoMs: number | null = null;
  let underWay: AbortController | null = null;
  let wasOn = options.isOn();

  function rememberedDocument(): ReleaseDocument | null {
    if (channel === null || memory.answer === null) return null;
    const judged = judgeRelease(memory.answer, channel, memory.seenIssuedMs, clock.wallMs());
    return judged.ok ? judged.document : null;
  }

  function remember(change: Partial<UpdateMemory>): void {
    memory = { ...memory, ...change };
    options.save(memory);
  }

  function view(): UpdatesView {
    const release = newRelease(document, options);
    return {
      address: channel?.address ?? null,
      looking: underWay !== null,
      lastLookMs: memory.lastLookMs,
      problem,
      release,
      skipped: release !== null && release.version === memory.skipped,
    };
  }

  function take(reading: HttpReading, from: ReleaseChannel): void {
    if (reading.kind === 'none') {
      fail('no-answer', `The release server could not be asked: ${reading.why}. ${later}`);
      return;
    }
    if (reading.status !== 200) {
      fail('no-answer', `The release server answered with HTTP ${reading.status}. ${later}`);
      return;
    }
    const judged = judgeRelease(reading.text, from, memory.seenIssuedMs, clock.wallMs());
    if (!judged.ok) {
      fail('distrust', judged.message);
      return;
    }
    ({ document } = judged);
    problem = null;
    failedMonoMs = null;
    remember({ lastLookMs: clock.wallMs(), seenIssuedMs: document.issued, answer: reading.text });
  }

  function fail(kind: UpdateProblem['kind'], message: string): void {
    problem = { kind, message };
    failedMonoMs = clock.monoMs();
  }

  async function look(from: ReleaseChannel): Promise<void> {
    if (underWay !== null) return;
    const mine = new AbortController();
    underWay = mine;
    options.changed(view());
    const tools = { fetch: options.fetch, clock, ended: mine.signal };
    const reading = await httpRead(from.address, request, tools, limits);
    if (mine.signal.aborted) return;
    underWay = null;
    take(reading, from);
    options.changed(view());
  }

  function letGo(): void {
    underWay?.abort();
    underWay = null;
  }

  function lookWhenDue(): void {
    if (channel === null || !options.isOn()) return;
    const lastMs = memory.lastLookMs ?? memory.sinceMs ?? clock.wallMs();
    const now = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
    if (isLookDue({ lastMs, failedMonoMs }, now, dayMs)) void look(channel);
  }

  // The feeds come first. And a timer of a day would not count the hours that a computer sleeps.
  const endLooks = [clock.after(startPauseMs, lookWhenDue), clock.every(betweenTicksMs, lookWhenDue)];
  if (channel !== null && memory.sinceMs === null) remember({ sinceMs: clock.wallMs() });

  return {
    services: {
      state: view,
      look() {
        if (channel === null) return refusal('no-address', 'This build does not look for new versions.');
        void look(channel);
        return success(null);
      },
      skip(skipped) {
        remember({ skipped: skipped ? (document?.version ?? null) : null });
        options.changed(view());
        return success(null);
      },
      async openPage() {
        if (document === null) return refusal('no-release', 'There is no new version to show.');
        try {
          await options.openPage(document.page);
          return success(null);
        } catch (cause) {
          const why = cause instanceof Error ? cause.message : String(cause);
          return refusal('not-opened', `No browser could be opened (${why}). The page is ${document.page}`);
        }
      },
    },
    settingsChanged() {
      const isSwitchedOff = wasOn && !options.isOn();
      wasOn = options.isOn();
      // A look that the user asked for while it was off is the user's.
      if (!isSwitchedOff || underWay === null) return;
      letGo();
      options.changed(view());
    },
    close() {
      for (const end of endLooks) end();
      letGo();
    },
  };
}

function newRelease(document: ReleaseDocument | null, options: UpdateDeskOptions): NewRelease | null {
  if (document === null || !isNewer(document.version, options.version)) return null;
  const { version, published, notes, page, packages } = document;
  return {
    version,
    publishedMs: published,
    notes,
    pageHost: new URL(page).host,
    file: fileFor(packages, options.installation),
  };
}

const later = 'Vigil asks again later.';
/** Says nothing of who asks. A redirect would lead to a server that the user was not told of. */
const request = { redirect: 'error', headers: { 'user-agent': 'Vigil', accept: 'text/plain' } } as const;
const limits = { timeoutMs: 15_000, maxBytes: 64_000 };
const startPauseMs = 60_000;
const betweenTicksMs = 30 * 60_000;
