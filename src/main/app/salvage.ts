/** Reads a value by its schema part by part: what is wrong costs itself only, and the rest is kept. Pure. */
import { z } from 'zod';

export interface Salvaged {
  readonly value: unknown;
  /** Where something was wrong, such as `alerts.limits`. */
  readonly lost: readonly string[];
}

/** `fallback`: what stands in for a part that is missing or wrong. */
export function salvage(schema: z.ZodType, content: unknown, fallback: unknown, place = ''): Salvaged {
  const whole = schema.safeParse(content);
  if (whole.success) return { value: whole.data, lost: [] };
  const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  if (inner instanceof z.ZodObject && isObject(content)) {
    const parts = Object.entries(inner.shape).map(([name, part]) => {
      const usual = isObject(fallback) ? fallback[name] : undefined;
      return [name, salvage(part as z.ZodType, own(content, name), usual, join(place, name))] as const;
    });
    return gathered(inner, parts, fallback, place);
  }
  if (inner instanceof z.ZodRecord && isObject(content)) {
    const good = Object.entries(content).map(([name, part]) => [name, readOne(inner, name, part)] as const);
    const kept = good.flatMap(([name, read]) => (read === null ? [] : [[name, read.value] as const]));
    const lost = good.flatMap(([name, read]) => (read === null ? [join(place, name)] : []));
    return { value: Object.fromEntries(kept), lost };
  }
  if (inner instanceof z.ZodArray && Array.isArray(content)) {
    const element = inner.element as z.ZodType;
    const good = content.map((part) => element.safeParse(part));
    const kept = inner.safeParse(good.flatMap((read) => (read.success ? [read.data] : [])));
    if (kept.success) {
      const lost = good.flatMap((read, at) => (read.success ? [] : [join(place, String(at + 1))]));
      return { value: kept.data, lost };
    }
  }
  return { value: fallback, lost: [place] };
}

/** Parts that are good each, and no whole together, are not kept. */
function gathered(
  schema: z.ZodType,
  parts: readonly (readonly [string, Salvaged])[],
  fallback: unknown,
  place: string,
): Salvaged {
  const whole = schema.safeParse(Object.fromEntries(parts.map(([name, { value }]) => [name, value])));
  if (!whole.success) return { value: fallback, lost: [place] };
  return { value: whole.data, lost: parts.flatMap(([, { lost }]) => lost) };
}

/** null: one entry of a record is wrong. */
function readOne(record: z.ZodRecord, name: string, part: unknown): { readonly value: unknown } | null {
  const read = (record as z.ZodType).safeParse(Object.fromEntries([[name, part]]));
  return read.success && isObject(read.data) && Object.hasOwn(read.data, name)
    ? { value: read.data[name] }
    : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(content: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(content, name) ? content[name] : undefined;
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name.slice(0, 40)}`;
}
