import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { CodeAnswer } from '../../../core/code.ts';
import type { StepEdit } from './dataRewrite.ts';
import { endingOf } from './formatter.ts';

type Collection = YAMLMap | YAMLSeq;

/** A text that readers of YAML 1.1 take for something else, as `yes` and `0o7`, is written in quotes. */
const asReadAnywhere = { compat: 'yaml-1.1' } as const;

/**
 * One edit of a YAML text at its place: a scalar by its range, a member or an item by its lines. What is written in
 * flow style is printed again by the library, where that leaves every other line as it was.
 */
export function editYaml(text: string, edit: StepEdit): CodeAnswer<string> {
  const document = parseDocument(text, { uniqueKeys: false });
  const spliced = splice(text, document, edit);
  return spliced === undefined ? reprinted(text, document, edit) : { type: 'ok', value: spliced };
}

function splice(text: string, document: Document, edit: StepEdit): string | undefined {
  const last = edit.steps.at(-1);
  if (last === undefined) return undefined;
  const parent: unknown =
    edit.steps.length === 1 ? document.contents : document.getIn(edit.steps.slice(0, -1), true);
  if (!isMap(parent) && !isSeq(parent)) return undefined;
  const index = isMap(parent) ? indexOfKey(parent, String(last)) : Number(last);
  const item = index === -1 ? undefined : parent.items[index];
  const isInsertion = edit.op === 'add' && (item === undefined || isSeq(parent));
  if (!isInsertion && edit.op !== 'remove') {
    const value = isPair(item) ? item.value : item;
    const scalar = scalarSpliced(text, value, edit.value);
    if (scalar !== undefined) return scalar;
  }
  if (parent.flow === true || parent.range === null || parent.range === undefined) return undefined;
  return byLines(text, parent, index, isInsertion, edit);
}

function indexOfKey(map: YAMLMap, key: string): number {
  return map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** A scalar on one line takes the place of one, in the same quotes where it is a string. */
function scalarSpliced(text: string, old: unknown, value: unknown): string | undefined {
  if (!isScalar(old) || old.range === null || old.range === undefined) return undefined;
  if (old.anchor !== undefined || old.tag !== undefined) return undefined;
  if (typeof value === 'object' && value !== null) return undefined;
  const [from, to] = old.range;
  const written = text.slice(from, to);
  if (from === to || written.includes('\n')) return undefined;
  const rendered = stringify(value, {
    ...asReadAnywhere,
    lineWidth: 0,
    ...(old.type === 'QUOTE_DOUBLE' || old.type === 'QUOTE_SINGLE'
      ? { defaultStringType: old.type, singleQuote: old.type === 'QUOTE_SINGLE' }
      : {}),
  }).replace(/\n$/u, '');
  // A text of several lines needs a block of its own.
  if (rendered.includes('\n')) return text.slice(0, from) + JSON.stringify(value) + text.slice(to);
  return text.slice(0, from) + rendered + text.slice(to);
}

interface Lines {
  readonly from: number;
  readonly to: number;
}

/** Members and items in block style stand on lines of their own. */
function byLines(
  text: string,
  parent: Collection,
  index: number,
  isInsertion: boolean,
  edit: StepEdit,
): string | undefined {
  const eol = endingOf(text);
  const first = parent.items[0];
  if (first === undefined) return undefined;
  const column = columnOf(text, parent, 0);
  if (column === undefined) return undefined;
  const lead = ' '.repeat(column);
  const entry = isSeq(parent) ? [edit.value] : { [String(edit.steps.at(-1))]: edit.value };
  const lines =
    edit.op === 'remove'
      ? ''
      : stringify(entry, { ...asReadAnywhere, lineWidth: 0, indent: indentIn(text) })
          .replace(/\n$/u, '')
          .split('\n')
          .map((line) => (line === '' ? '' : lead + line) + eol)
          .join('');
  if (isInsertion) {
    const isLast = isMap(parent) || index >= parent.items.length;
    const place = linesOfItem(text, parent, isLast ? parent.items.length - 1 : index);
    if (place === undefined) return undefined;
    const at = isLast ? place.to : place.from;
    const before = text.slice(0, at);
    // Behind a last line without an ending, the new one takes over that it has none.
    if (isLast && !before.endsWith('\n')) return before + eol + lines.slice(0, -eol.length) + text.slice(at);
    return before + lines + text.slice(at);
  }
  const place = linesOfItem(text, parent, index);
  if (place === undefined || (edit.op === 'remove' && parent.items.length === 1)) return undefined;
  const isEnded = text.slice(0, place.to).endsWith('\n');
  const now = isEnded ? lines : lines.slice(0, -eol.length);
  const before = text.slice(0, place.from);
  return (isEnded || now !== '' ? before : before.replace(/\r?\n$/u, '')) + now + text.slice(place.to);
}

function nodeOfItem(
  parent: Collection,
  index: number,
): { readonly start: Node; readonly end: Node } | undefined {
  const item: unknown = parent.items[index];
  const pair = isPair(item) ? item : undefined;
  const start = pair === undefined ? item : pair.key;
  const end = pair === undefined ? item : (pair.value ?? pair.key);
  return isRanged(start) && isRanged(end) ? { start, end } : undefined;
}

function isRanged(node: unknown): node is Node & { readonly range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

/** The column at which an item begins: its key, or its dash; undefined where other text stands before it. */
function columnOf(text: string, parent: Collection, index: number): number | undefined {
  const node = nodeOfItem(parent, index);
  if (node === undefined) return undefined;
  const from = node.start.range?.[0] ?? 0;
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const lead = text.slice(lineStart, from);
  const bare = isMap(parent) ? /^[ ]*(?:-[ ]+)*$/u : /^((?:[ ]*-)*[ ]*)-[ ]+(?:&\S+[ ]+)?$/u;
  const match = bare.exec(lead);
  if (match === null) return undefined;
  return isMap(parent) ? lead.length : (match[1] ?? '').length;
}

/** The whole lines of an item; undefined where it shares its first one with what is around it. */
function linesOfItem(text: string, parent: Collection, index: number): Lines | undefined {
  const node = nodeOfItem(parent, index);
  const column = columnOf(text, parent, index);
  if (node === undefined || column === undefined) return undefined;
  const start = node.start.range?.[0] ?? 0;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(from, from + column).trim() !== '') {
    // The first key of an item of a list: what comes behind it can still be found.
    if (index !== parent.items.length - 1) return undefined;
  }
  const valueEnd = node.end.range?.[1] ?? start;
  // The end of a block collection may be the start of the next line.
  const end = text.slice(0, valueEnd).trimEnd().length;
  const lineEnd = text.indexOf('\n', Math.max(end, start));
  return { from, to: lineEnd === -1 ? text.length : lineEnd + 1 };
}

/** The step of indentation that the text has, two where it shows none. */
function indentIn(text: string): number {
  return /^( {2,8})(?=[^\s#-])/mu.exec(text)?.[1]?.length ?? 2;
}

/** Printed again by the library: taken where the text without the edit would come out as it is. */
function reprinted(text: string, document: Document, edit: StepEdit): CodeAnswer<string> {
  const unable = {
    type: 'unable',
    reason: `${edit.pointer} cannot be edited in place, and printing the file again would change other lines`,
  } as const;
  const options = {
    lineWidth: 0,
    indent: indentIn(text),
    flowCollectionPadding: !/[[{]\S/u.test(text),
  } as const;
  const plain = text.replaceAll('\r\n', '\n');
  if (document.toString(options) !== plain) return unable;
  if (edit.steps.length === 0) document.contents = document.createNode(edit.value);
  else if (edit.op === 'remove') document.deleteIn(edit.steps);
  else {
    const parent: unknown =
      edit.steps.length === 1 ? document.contents : document.getIn(edit.steps.slice(0, -1), true);
    const last = edit.steps.at(-1);
    if (isSeq(parent) && edit.op === 'add')
      parent.items.splice(Number(last), 0, document.createNode(edit.value));
    else document.setIn(edit.steps, document.createNode(edit.value));
  }
  const printed = document.toString(options);
  return { type: 'ok', value: endingOf(text) === '\r\n' ? printed.replaceAll('\n', '\r\n') : printed };
}
