/** JSON as a tree that can say what JSON.stringify cannot: double keys, and numbers by their digits. */
import { isLosslessNumber } from 'lossless-json';
import { parseExact } from '../../src/main/exchanges/exact-json.ts';

export type Node =
  | { readonly kind: 'object'; readonly fields: Field[] }
  | { readonly kind: 'array'; readonly items: Node[] }
  | { readonly kind: 'text'; value: string }
  /** Anything that is written as it is: numbers, words, and what is no JSON at all. */
  | { readonly kind: 'raw'; json: string };

export interface Field {
  key: string;
  value: Node;
}

/** null for text that is not JSON. */
export function treeOf(json: string): Node | null {
  try {
    return nodeOf(parseExact(json));
  } catch {
    return null;
  }
}

export function printed(node: Node): string {
  switch (node.kind) {
    case 'object':
      return `{${node.fields.map(({ key, value }) => `${JSON.stringify(key)}:${printed(value)}`).join(',')}}`;
    case 'array':
      return `[${node.items.map(printed).join(',')}]`;
    case 'text':
      return JSON.stringify(node.value);
    case 'raw':
      return node.json;
    default:
      return node satisfies never;
  }
}

export function copied(node: Node): Node {
  switch (node.kind) {
    case 'object':
      return { kind: 'object', fields: node.fields.map(({ key, value }) => ({ key, value: copied(value) })) };
    case 'array':
      return { kind: 'array', items: node.items.map(copied) };
    default:
      return { ...node };
  }
}

/** Every place of a tree that holds a node, the root not among them. */
export function slotsOf(root: Node): readonly Slot[] {
  const slots: Slot[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parent = node;
    if (parent.kind === 'object') {
      for (const field of parent.fields) {
        slots.push({ parent, at: parent.fields.indexOf(field), node: field.value });
        open.push(field.value);
      }
    } else if (parent.kind === 'array') {
      parent.items.forEach((item, at) => {
        slots.push({ parent, at, node: item });
        open.push(item);
      });
    }
  }
  return slots;
}

export interface Slot {
  readonly parent: Extract<Node, { kind: 'object' | 'array' }>;
  readonly at: number;
  readonly node: Node;
}

export function putAt({ parent, at }: Slot, node: Node): void {
  if (parent.kind === 'array') parent.items[at] = node;
  else if (parent.fields[at] !== undefined) parent.fields[at].value = node;
}

export function removeAt({ parent, at }: Slot): void {
  if (parent.kind === 'array') parent.items.splice(at, 1);
  else parent.fields.splice(at, 1);
}

function nodeOf(value: unknown): Node {
  if (typeof value === 'string') return { kind: 'text', value };
  if (isLosslessNumber(value)) return { kind: 'raw', json: value.toString() };
  if (Array.isArray(value)) return { kind: 'array', items: value.map(nodeOf) };
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, inner]) => ({ key, value: nodeOf(inner) }));
    return { kind: 'object', fields };
  }
  return { kind: 'raw', json: JSON.stringify(value) };
}
