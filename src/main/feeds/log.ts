/** Diagnostics for people who run Vigil; never a secret, never a frame. */

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export type Log = (level: LogLevel, message: string) => void;
