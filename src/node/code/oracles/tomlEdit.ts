import type { CodeAnswer } from '../../../core/code.ts';
import { tomlParts } from '../dataShape.ts';
import { parse as parseToml } from 'smol-toml';
import type { StepEdit } from './dataRewrite.ts';
import { endingOf } from './formatter.ts';

type Step = string | number;

/** A line of TOML that says something: the head of a table, or a key with its value. Offsets in the text. */
interface Statement {
  readonly type: 'table' | 'pair';
  readonly path: readonly Step[];
  readonly start: number;
  /** Where the value begins; for a table the same as `start`. */
  readonly value: number;
  readonly end: number;
}

/** One edit of a TOML text at the line of its key. */
export function editToml(text: string, edit: StepEdit): CodeAnswer<string> {
  const statements = statementsOf(text);
  const unable = (why: string): CodeAnswer<string> => ({ type: 'unable', reason: `${edit.pointer}: ${why}` });
  const pair = statements.find((one) => one.type === 'pair' && isSame(one.path, edit.steps));
  if (edit.op === 'remove') {
    if (pair === undefined) return unable('only a key on a line of its own is taken out in place');
    return { type: 'ok', value: withoutLine(text, pair) };
  }
  const value = rendered(edit.value);
  if (value === undefined) return unable('TOML has no null');
  if (pair !== undefined) {
    return { type: 'ok', value: text.slice(0, pair.value) + value + text.slice(pair.end) };
  }
  if (edit.isThere) return unable('what stands there is no value on one line of its own');
  const last = edit.steps.at(-1);
  const parent = edit.steps.slice(0, -1);
  if (typeof last !== 'string') return unable('items of lists are not added in place');
  const head = statements.findIndex((one) => one.type === 'table' && isSame(one.path, parent));
  if (head === -1 && parent.length > 0) return unable('it stands in no table with a head of its own');
  return { type: 'ok', value: withLine(text, statements, head, `${keyOf(last)} = ${value}`) };
}

function isSame(a: readonly Step[], b: readonly Step[]): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

function withoutLine(text: string, pair: Statement): string {
  const from = text.lastIndexOf('\n', pair.start - 1) + 1;
  const lineEnd = text.indexOf('\n', pair.end);
  if (lineEnd !== -1) return text.slice(0, from) + text.slice(lineEnd + 1);
  return text.slice(0, from).replace(/\r?\n$/u, '');
}

/** A new line behind the last one of its table; `head` is the index of the table, -1 for the root. */
function withLine(text: string, statements: readonly Statement[], head: number, line: string): string {
  const eol = endingOf(text);
  let last = head;
  while (statements[last + 1]?.type === 'pair') last += 1;
  const behind = statements[last];
  if (behind === undefined) {
    const next = statements[0];
    // At the root with nothing in it: before the first table, behind the comments that begin the file.
    const at = next === undefined ? text.length : text.lastIndexOf('\n', next.start - 1) + 1;
    if (next === undefined && text !== '' && !text.endsWith('\n')) return `${text}${eol}${line}`;
    return `${text.slice(0, at)}${line}${eol}${next === undefined ? '' : eol}${text.slice(at)}`;
  }
  const lead = /[ \t]*$/u.exec(text.slice(0, behind.start))?.[0] ?? '';
  const lineEnd = text.indexOf('\n', behind.end);
  if (lineEnd === -1) return `${text}${eol}${lead}${line}`;
  return `${text.slice(0, lineEnd + 1)}${lead}${line}${eol}${text.slice(lineEnd + 1)}`;
}

function statementsOf(text: string): readonly Statement[] {
  const { leaves } = tomlParts(text);
  const found: Statement[] = [];
  const counts = new Map<string, number>();
  let table: readonly Step[] = [];
  let at = 0;
  const raw = (index: number): string => leaves[index]?.text ?? '';
  while (at < leaves.length) {
    const first = leaves[at];
    if (first === undefined) break;
    const isTable = first.text === '[';
    const isList = isTable && raw(at + 1) === '[' && leaves[at + 1]?.start === first.end;
    let next = isTable ? at + (isList ? 2 : 1) : at;
    const keys: string[] = [];
    while (next < leaves.length && raw(next) !== ']' && raw(next) !== '=') {
      keys.push(...keysRead(raw(next)));
      next += 1;
    }
    if (isTable) {
      next += isList ? 1 : 0;
      table = tablePath(keys, isList, counts);
      const end = leaves[next]?.end ?? first.end;
      found.push({ type: 'table', path: table, start: first.start, value: first.start, end });
      at = next + 1;
      continue;
    }
    const value = next + 1;
    let depth = 0;
    let end = value;
    for (let index = value; index < leaves.length; index += 1) {
      const previous = leaves[index - 1];
      const leaf = leaves[index];
      if (previous === undefined || leaf === undefined) break;
      if (index > value && depth === 0 && text.slice(previous.end, leaf.start).includes('\n')) break;
      if (/^[[{]$/u.test(leaf.text)) depth += 1;
      if (/^[\]}]$/u.test(leaf.text)) depth -= 1;
      end = index;
    }
    const start = leaves[value]?.start ?? first.end;
    found.push({
      type: 'pair',
      path: [...table, ...keys],
      start: first.start,
      value: start,
      end: leaves[end]?.end ?? start,
    });
    at = end + 1;
  }
  return found;
}

/** The path of a table, with the index of each list of tables on the way: the last one that was begun. */
function tablePath(keys: readonly string[], isList: boolean, counts: Map<string, number>): readonly Step[] {
  const path: Step[] = [];
  keys.forEach((key, at) => {
    path.push(key);
    const name = JSON.stringify(path);
    const count = counts.get(name);
    if (isList && at === keys.length - 1) {
      counts.set(name, (count ?? 0) + 1);
      path.push(count ?? 0);
    } else if (count !== undefined) path.push(count - 1);
  });
  return path;
}

/** The keys of a token: a dot in a bare one parts two. */
function keysRead(raw: string): readonly string[] {
  if (!/^["']/u.test(raw)) return raw.split('.').filter((key) => key !== '');
  return Object.keys(parseToml(`${raw} = 1`));
}

function keyOf(key: string): string {
  return /^[\w-]+$/u.test(key) ? key : stringOf(key);
}

/** A JSON string is a basic string of TOML, but for DEL, which TOML wants escaped. */
function stringOf(value: string): string {
  return JSON.stringify(value).replaceAll('\u007F', '\\u007F');
}

/** A value in one line; undefined where TOML has no such value. */
function rendered(value: unknown): string | undefined {
  if (typeof value === 'string') return stringOf(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const items = value.map(rendered);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const pairs = Object.entries(value).map(([key, inner]) => {
    const written = rendered(inner);
    return written === undefined ? undefined : `${keyOf(key)} = ${written}`;
  });
  if (pairs.includes(undefined)) return undefined;
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}
