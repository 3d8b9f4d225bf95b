/** Round values for the price axis and round moments for the time axis. */

export interface PriceTick {
  readonly value: number;
  readonly label: string;
}

/** Ticks at 1, 2 or 5 times a power of ten, never finer than the market's own tick. */
export function priceTicks(
  low: number,
  high: number,
  most: number,
  tickSize: number | null,
): readonly PriceTick[] {
  if (!(high > low) || most < 1) return [];
  const step = Math.max(roundStep((high - low) / most), tickSize ?? 0);
  const places = Math.max(decimalPlaces(step), tickSize === null ? 0 : decimalPlaces(tickSize));
  const ticks: PriceTick[] = [];
  // Counted in whole steps: adding the step again and again would drift.
  for (let count = Math.ceil(low / step); count * step <= high; count += 1) {
    const value = count * step;
    ticks.push({ value, label: grouped(value, places) });
  }
  return ticks;
}

export interface TimeTick {
  readonly ms: number;
  readonly label: string;
  /** The first tick of a day, which names the day. */
  readonly day: boolean;
}

/** UTC moments at least `leastMs` apart. */
export function timeTicks(fromMs: number, toMs: number, leastMs: number): readonly TimeTick[] {
  const stepMs = timeSteps.find((step) => step >= leastMs) ?? Math.ceil(leastMs / dayMs) * dayMs;
  const ticks: TimeTick[] = [];
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
    const day = ms % dayMs === 0;
    const iso = new Date(ms).toISOString();
    ticks.push({ ms, label: day ? dayLabel(iso) : iso.slice(11, 16), day });
  }
  return ticks;
}

/** `14:13`, and with the day before it where candles are longer than an hour or of another day. */
export function momentLabel(ms: number, withDay: boolean): string {
  const iso = new Date(ms).toISOString();
  return withDay ? `${dayLabel(iso)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
}

/** A number for an axis: thousands separated, a fixed count of places. */
export function grouped(value: number, places: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(places).split('.');
  const sign = value < 0 ? '\u2212' : '';
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? `${sign}${separated}` : `${sign}${separated}.${fraction}`;
}

export function decimalPlaces(value: number): number {
  if (!Number.isFinite(value) || value <= 0) return 0;
  for (let places = 0; places < 12; places += 1) {
    const scaled = value * 10 ** places;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled)) return places;
  }
  return 12;
}

function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function dayLabel(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''}`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const timeSteps: readonly number[] = [
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  6 * hourMs,
  12 * hourMs,
  dayMs,
];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
