/** Answers of the bridge as values: nothing that crosses it is ever thrown. */
import type { Result } from '../../preload/contract/bridge.ts';

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refusal(code: string, message: string): Result<never> {
  return { ok: false, error: { code, message } };
}
