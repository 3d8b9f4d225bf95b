/** A bucket of permissions that refills with time; every caller brings the time. */

export interface RateLimit {
  /** 0 when allowed, else the seconds to wait. */
  take(nowMs: number): number;
  readonly left: number;
  readonly size: number;
}

export function createRateLimit(size: number, refillPerSecond: number): RateLimit {
  let left = size;
  let lastMs: number | null = null;
  return {
    size,
    get left() {
      return Math.floor(left);
    },
    take(nowMs) {
      if (lastMs !== null) left = Math.min(size, left + ((nowMs - lastMs) / 1000) * refillPerSecond);
      lastMs = nowMs;
      if (left < 1) return Math.max(1, Math.ceil((1 - left) / refillPerSecond));
      left -= 1;
      return 0;
    },
  };
}
