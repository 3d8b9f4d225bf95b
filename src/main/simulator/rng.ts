/** Seeded randomness: the same seed and stream name give the same numbers on every machine. */

export interface Rng {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** Mean 0, deviation 1. */
  normal(): number;
  guid(): string;
}

/** Streams with different names do not disturb each other, so one part may draw more without changing another. */
export function createRng(seed: number, stream: string): Rng {
  const state = seedState(`${seed}/${stream}`);
  let spare: number | null = null;

  function bits(): number {
    const result = (Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0) as number;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 11);
    return result;
  }

  function next(): number {
    return bits() / 4_294_967_296;
  }

  function normal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  return {
    next,
    normal,
    int: (below) => Math.floor(next() * below),
    between: (low, high) => low + (high - low) * next(),
    chance: (probability) => next() < probability,
    guid() {
      const hex = [bits(), bits(), bits(), bits()].map((part) => part.toString(16).padStart(8, '0')).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
  };
}

/** Four words that differ in every bit for neighbouring seeds; never all zero. */
function seedState(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  function word(): number {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  }
  return [word(), word(), word(), word() | 1];
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
