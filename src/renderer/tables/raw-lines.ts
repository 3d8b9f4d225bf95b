/** Lays a raw item out line by line without touching its digits. */
import type { RawItem } from '../../preload/contract/requests.ts';

export interface RawLine {
  readonly indent: string;
  /** The key in quotes; empty on lines without one. */
  readonly name: string;
  readonly rest: string;
  readonly changed: boolean;
}

const step = '  ';

/** Works on the text, because parsing and printing again would change numbers. */
export function rawLines(raw: RawItem): readonly RawLine[] {
  const changed = new Set(raw.changed);
  let inChange = false;
  return laidOut(raw.json).map((text) => {
    const match = /^( *)("(?:[^"\\]|\\.)*")?(.*)$/s.exec(text);
    const indent = match?.[1] ?? '';
    const rest = match?.[3] ?? '';
    const isName = match?.[2] !== undefined && rest.startsWith(':');
    const name = isName ? (match?.[2] ?? '') : '';
    // A nested value belongs to the key of the first level above it.
    if (indent.length === step.length && isName) inChange = changed.has(name.slice(1, -1));
    else if (indent.length === 0) inChange = false;
    return { indent, name, rest: isName ? rest : `${match?.[2] ?? ''}${rest}`, changed: inChange };
  });
}

function laidOut(json: string): readonly string[] {
  let depth = 0;
  let line = '';
  let inString = false;
  const lines: string[] = [];
  const flush = () => {
    if (line.trim() !== '') lines.push(step.repeat(depth) + line.trim());
    line = '';
  };
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at] ?? '';
    if (inString) {
      line += character;
      if (character === '\\') line += json[++at] ?? '';
      else if (character === '"') inString = false;
    } else if (character === '"') {
      line += character;
      inString = true;
    } else if (character === '{' || character === '[') {
      line += character;
      flush();
      depth += 1;
    } else if (character === '}' || character === ']') {
      flush();
      depth -= 1;
      line = character;
    } else if (character === ',') {
      line += character;
      flush();
    } else if (character === ':') line += ': ';
    else if (!/\s/.test(character)) line += character;
  }
  flush();
  return lines;
}
