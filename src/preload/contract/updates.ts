/** What the window is told of new versions, and what it may ask about them. */
import { z } from 'zod';

/** A version that is newer than this program, as its makers signed it. */
export interface NewRelease {
  readonly version: string;
  /** Wall milliseconds. */
  readonly publishedMs: number;
  /** Plain text, a line each. */
  readonly notes: readonly string[];
  /** Of the page that `updates.open-page` opens. */
  readonly pageHost: string;
  /** For this system and this kind of installation; null: the page tells which. */
  readonly file: ReleaseFile | null;
}

export interface ReleaseFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** `Debian 12 or newer` */
  readonly minimumSystem: string;
  /** For a terminal: checks the downloaded file, and installs it where a command does that. */
  readonly commands: readonly string[];
}

export interface UpdateProblem {
  /** `distrust`: there was an answer, and it must not be believed. */
  readonly kind: 'no-answer' | 'distrust';
  readonly message: string;
}

export interface UpdatesView {
  /** The one file that is read; null: this build looks for nothing. */
  readonly address: string | null;
  readonly looking: boolean;
  /** Wall milliseconds of the last answer that could be believed. */
  readonly lastLookMs: number | null;
  /** Why the last look was in vain. */
  readonly problem: UpdateProblem | null;
  readonly release: NewRelease | null;
  /** The user does not want to hear of this release. */
  readonly skipped: boolean;
}

/** The page's address is main's own: the window cannot choose what is opened. */
export const updateRequests = {
  'updates.state': z.strictObject({}),
  'updates.look': z.strictObject({}),
  'updates.skip': z.strictObject({ skipped: z.boolean() }),
  'updates.open-page': z.strictObject({}),
} as const;

export interface UpdateResults {
  'updates.state': UpdatesView;
  'updates.look': null;
  'updates.skip': null;
  'updates.open-page': null;
}
