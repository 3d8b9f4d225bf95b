/** Writes lines to a stream in large pieces, tells when the reader is slow, and survives its leaving. */
import type { Writable } from 'node:stream';
import type { Clock } from '../feeds/clock.ts';

export interface OutputPorts {
  /** The reader can't keep up (true), or has caught up (false). */
  slow(isSlow: boolean): void;
  /** Nothing can be written any more; `error` null: the reader has simply left. */
  gone(error: string | null): void;
}

export class Output {
  readonly #stream: Writable;
  readonly #clock: Clock;
  readonly #ports: OutputPorts;
  #lines: string[] = [];
  #bytes = 0;
  #cancelFlush: (() => void) | null = null;
  #isBlocked = false;
  #isSlow = false;
  #isGone = false;
  #waiting: (() => void)[] = [];

  constructor(stream: Writable, clock: Clock, ports: OutputPorts) {
    this.#stream = stream;
    this.#clock = clock;
    this.#ports = ports;
    stream.on('drain', this.#onDrain);
    stream.on('error', this.#onError);
  }

  write(line: string): void {
    if (this.#isGone) return;
    this.#lines.push(line);
    this.#bytes += line.length + 1;
    if (this.#bytes > pieceBytes) this.#flush();
    else this.#cancelFlush ??= this.#clock.after(lingerMs, () => this.#flush());
    if (this.#isBlocked && !this.#isSlow && this.#bytes > slowBytes) {
      this.#isSlow = true;
      this.#ports.slow(true);
    }
  }

  /** Resolves when everything has been handed to the system, or can't be. */
  async end(): Promise<void> {
    this.#flush();
    if (!this.#isGone && (this.#isBlocked || this.#stream.writableLength > 0)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#stream.off('drain', this.#onDrain);
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    if (this.#isBlocked || this.#isGone || this.#lines.length === 0) return;
    const piece = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    this.#bytes = 0;
    this.#isBlocked = !this.#stream.write(piece);
    // A stream below its mark never drains; the callback tells when it is empty all the same.
    this.#stream.write('', () => this.#settle());
  }

  readonly #onDrain = (): void => {
    this.#isBlocked = false;
    this.#flush();
    if (!this.#isBlocked && this.#isSlow) {
      this.#isSlow = false;
      this.#ports.slow(false);
    }
    this.#settle();
  };

  readonly #onError = (error: Error): void => {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#lines = [];
    this.#cancelFlush?.();
    this.#settle();
    const hasLeft = 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
    this.#ports.gone(hasLeft ? null : error.message);
  };

  #settle(): void {
    const isEmpty = !this.#isBlocked && this.#lines.length === 0 && this.#stream.writableLength === 0;
    if (!isEmpty && !this.#isGone) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }
}

const pieceBytes = 32_768;
const slowBytes = 1_048_576;
/** How long a line may wait for company. */
const lingerMs = 5;
