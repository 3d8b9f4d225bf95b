/** Keeps incidents on disk across restarts: one JSON line per change, the newest of each id counts. */
import { Incident } from '../../preload/contract/incidents.ts';

/** The file, as the log needs it; `replace` is all or nothing. */
export interface LogFile {
  /** null: there is none yet. */
  read(): Promise<string | null>;
  /** Keeps what is there under another name, which it gives. */
  keepCopy(): Promise<string>;
  append(text: string): Promise<void>;
  replace(text: string): Promise<void>;
}

export interface IncidentLogOptions {
  readonly file: LogFile;
  /** The oldest go when there are more. */
  readonly most?: number;
  readonly nowMs: number;
  /** The file can't be read or written; the list in memory goes on. */
  readonly problem: (message: string) => void;
}

export interface IncidentLog {
  /** Oldest first. */
  list(): readonly Incident[];
  /** Lines of the file that could not be read and were left out. */
  readonly damagedLines: number;
  put(incident: Incident): void;
  /** Resolves when everything is written; may be called twice. */
  close(): Promise<void>;
}

export async function openIncidentLog(options: IncidentLogOptions): Promise<IncidentLog> {
  const { file, most = 5_000, nowMs, problem } = options;
  const text = await file.read().catch((error: unknown) => {
    problem(`The list of incidents can't be read, so it starts empty: ${words(error)}`);
    return null;
  });
  const { incidents, lines, damagedLines } = parse(text ?? '');
  if (damagedLines > 0) {
    const left = `${damagedLines} damaged lines of the list of incidents were left out.`;
    try {
      const copy = await file.keepCopy();
      await file.replace(linesOf(incidents.values()));
      problem(`${left} The list as it was is kept as ${copy}.`);
    } catch (error) {
      problem(`${left} They could not be set aside: ${words(error)}`);
    }
  }
  let lineCount = lines;
  let isClosed = false;
  let isFailing = false;
  // A line that a crash cut in half would swallow the next one.
  let pending = text !== null && text !== '' && !text.endsWith('\n') ? '\n' : '';
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    if (pending === '') return;
    const batch = pending;
    pending = '';
    try {
      if (isFailing || lineCount > most * 2) {
        await file.replace(linesOf(incidents.values()));
        lineCount = incidents.size;
      } else {
        await file.append(batch);
      }
      isFailing = false;
    } catch (error) {
      if (!isFailing) problem(`Incidents can't be written to disk, only shown: ${words(error)}`);
      // The next one that works writes the whole list.
      isFailing = true;
    }
  }
  function put(incident: Incident): void {
    if (isClosed) return;
    incidents.set(incident.id, incident);
    trim(incidents, most);
    pending += linesOf([incident]);
    lineCount += 1;
    writing = writing.then(flush);
  }

  trim(incidents, most);
  for (const incident of [...incidents.values()]) {
    if (incident.endMs === null) put(leftBehind(incident, nowMs));
  }
  return {
    list: () => [...incidents.values()],
    damagedLines,
    put,
    async close() {
      isClosed = true;
      await writing;
    },
  };
}

/** Vigil ended while it lasted: what came after its last step was seen by nobody. */
function leftBehind(incident: Incident, nowMs: number): Incident {
  const endMs = Math.max(incident.startMs, incident.steps.at(-1)?.atMs ?? incident.startMs);
  const step = { atMs: nowMs, text: 'Vigil had ended before this did' };
  return {
    ...incident,
    endMs,
    steps: [...incident.steps.slice(0, 59), step],
    losses: unknownLosses(incident),
  };
}

/** Only its end would have told what was lost in it. */
function unknownLosses({ kind, account, channel, losses }: Incident): Incident['losses'] {
  if (kind === 'self' || kind === 'gap' || losses.length > 0) return losses;
  const lost = channel ?? (account === null ? 'everything' : 'execution');
  return [{ channel: lost, missed: null, refilled: 0 }];
}

function parse(text: string): { incidents: Map<string, Incident>; lines: number; damagedLines: number } {
  const incidents = new Map<string, Incident>();
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let damagedLines = 0;
  for (const line of lines) {
    const incident = Incident.safeParse(jsonOrNull(line));
    if (incident.success) incidents.set(incident.data.id, incident.data);
    else damagedLines += 1;
  }
  return { incidents, lines: lines.length, damagedLines };
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Counted by the caller as a damaged line, like JSON of another shape.
    return null;
  }
}

function trim(incidents: Map<string, Incident>, most: number): void {
  for (const id of incidents.keys()) {
    if (incidents.size <= most) return;
    incidents.delete(id);
  }
}

function linesOf(incidents: Iterable<Incident>): string {
  return [...incidents].map((incident) => `${JSON.stringify(incident)}\n`).join('');
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
