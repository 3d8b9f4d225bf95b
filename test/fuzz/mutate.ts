/** Makes a damaged frame out of good ones; the same seed and number make the same frame. */
import { createRng, type Rng } from '../../src/main/simulator/rng.ts';
import { hostileKey, hostileNode, hostileText, longText, pick } from './hostile.ts';
import { copied, type Node, printed, putAt, removeAt, slotsOf, treeOf } from './json-tree.ts';

export interface Corpus {
  readonly frames: readonly string[];
  readonly trees: readonly (Node | null)[];
}

export function corpusOf(frames: readonly string[]): Corpus {
  return { frames, trees: frames.map(treeOf) };
}

/** Some frames stay whole, so that damage meets tables with rows in them; a few become huge. */
export function frameAt(corpus: Corpus, seed: number, index: number): string {
  const rng = createRng(seed, `frame ${index}`);
  const at = rng.int(corpus.frames.length);
  const good = corpus.frames[at] ?? '';
  if (rng.chance(0.1)) return good;
  const tree = corpus.trees[at] ?? null;
  const damaged = tree === null ? good : printed(mutated(tree, corpus, rng));
  return rng.chance(tree === null ? 0.9 : 0.12) ? scrambled(damaged, corpus, rng) : damaged;
}

function mutated(tree: Node, corpus: Corpus, rng: Rng): Node {
  const root = copied(tree);
  for (let count = 1 + rng.int(3); count > 0; count -= 1) pick(rng, changes)(root, corpus, rng);
  return rng.chance(0.01) ? hostileNode(rng) : root;
}

type Change = (root: Node, corpus: Corpus, rng: Rng) => void;

const changes: readonly [Change, ...Change[]] = [
  replaceValue,
  replaceValue,
  replaceValue,
  retype,
  remove,
  duplicate,
  rename,
  swap,
  shuffle,
  addField,
  graft,
  repeatList,
  emptyList,
  shiftNumber,
  enlarge,
];

function replaceValue(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot !== null) putAt(slot, hostileNode(rng));
}

/** A number becomes its text and the other way round. */
function retype(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot === null) return;
  const { node } = slot;
  if (node.kind === 'raw') putAt(slot, { kind: 'text', value: node.json });
  else if (node.kind === 'text' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(node.value))
    putAt(slot, { kind: 'raw', json: node.value });
  else
    putAt(slot, rng.chance(0.5) ? { kind: 'array', items: [node] } : { kind: 'text', value: printed(node) });
}

function remove(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot !== null) removeAt(slot);
}

/** A key that comes twice, or a row. */
function duplicate(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot === null) return;
  const again = rng.chance(0.5) ? copied(slot.node) : hostileNode(rng);
  if (slot.parent.kind === 'array') slot.parent.items.splice(slot.at, 0, again);
  else slot.parent.fields.push({ key: slot.parent.fields[slot.at]?.key ?? '', value: again });
}

function rename(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  const field = slot?.parent.kind === 'object' ? slot.parent.fields[slot.at] : undefined;
  if (field !== undefined) field.key = rng.chance(0.8) ? hostileKey(rng) : field.key.toUpperCase();
}

function swap(root: Node, _corpus: Corpus, rng: Rng): void {
  const [one, other] = [anySlot(root, rng), anySlot(root, rng)];
  if (one === null || other === null) return;
  const node = copied(one.node);
  putAt(one, copied(other.node));
  putAt(other, node);
}

function shuffle(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  const list: unknown[] | null =
    slot === null ? null : slot.parent.kind === 'array' ? slot.parent.items : slot.parent.fields;
  if (list !== null) list.sort(() => rng.next() - 0.5);
}

function addField(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot?.parent.kind === 'object')
    slot.parent.fields.splice(rng.int(2) * slot.at, 0, { key: hostileKey(rng), value: hostileNode(rng) });
}

/** A part of another message of the venue, where it does not belong. */
function graft(root: Node, corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  const other = corpus.trees[rng.int(corpus.trees.length)] ?? null;
  const part = other === null ? null : anySlot(other, rng);
  if (slot !== null && part !== null) putAt(slot, copied(part.node));
}

function repeatList(root: Node, _corpus: Corpus, rng: Rng): void {
  const list = slotsOf(root).find(({ node }) => node.kind === 'array' && node.items.length > 0)?.node;
  if (list?.kind !== 'array') return;
  const items = list.items.slice();
  for (let count = rng.int(4); count > 0; count -= 1) list.items.push(...items.map(copied));
}

function emptyList(root: Node, _corpus: Corpus, rng: Rng): void {
  const lists = slotsOf(root).filter(({ node }) => node.kind === 'array');
  const slot = lists[rng.int(lists.length)];
  if (slot !== undefined) putAt(slot, { kind: 'array', items: [] });
}

/** Another number of the same kind, so that what was impossible before becomes merely wrong. */
function shiftNumber(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot === null) return;
  const { node } = slot;
  const digits = node.kind === 'raw' ? node.json : node.kind === 'text' ? node.value : '';
  if (!/^-?\d+(?:\.\d+)?$/.test(digits)) return;
  const other = rng.chance(0.3) ? `-${digits}`.replace('--', '') : digits.replace(/\d$/, String(rng.int(10)));
  putAt(slot, node.kind === 'raw' ? { kind: 'raw', json: other } : { kind: 'text', value: other });
}

/** Mostly some kilobytes; seldom a megabyte, which takes as long as a thousand frames. */
function enlarge(root: Node, _corpus: Corpus, rng: Rng): void {
  const slot = anySlot(root, rng);
  if (slot === null || !rng.chance(0.2)) return;
  const length = rng.chance(0.02) ? 1_000_000 : 4_000;
  const value = longText(rng, length);
  putAt(slot, rng.chance(0.9) ? { kind: 'text', value } : { kind: 'raw', json: '7'.repeat(length) });
}

function anySlot(root: Node, rng: Rng) {
  const slots = slotsOf(root);
  return slots[rng.int(slots.length)] ?? null;
}

/** Damage below the level of JSON. */
function scrambled(text: string, corpus: Corpus, rng: Rng): string {
  const at = rng.int(text.length + 1);
  switch (rng.int(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text + (corpus.frames[rng.int(corpus.frames.length)] ?? '');
    case 3:
      return text.slice(0, at) + String.fromCharCode(rng.int(256)) + text.slice(at + 1);
    case 4:
      return text.slice(0, at) + hostileText(rng) + text.slice(at);
    case 5:
      return text.slice(0, at) + text.slice(Math.min(text.length, at + 1 + rng.int(20)));
    default:
      return text.replace(/[{}[\]",:]/g, (sign) => (rng.chance(0.05) ? '' : sign));
  }
}
