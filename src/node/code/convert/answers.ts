import type { CodeAnswer, PointerEdit } from '../../../core/code.ts';
import {
  formatNames,
  type Conversion,
  type ConvertibleFormat,
  type DataFault,
  type DataReport,
} from '../../../core/conversion.ts';
import { escapeStep, type DataValue } from '../oracles/dataValue.ts';
import { applyPointers } from '../oracles/pointers.ts';
import { compareData } from './compare.ts';
import { nulKey, readText } from './readText.ts';
import { Unwritable } from './scalars.ts';
import type { TextRead } from './textRead.ts';
import { writeCsv, writeEnv, writeIni, writeTable } from './writeLines.ts';
import { writeToml } from './writeToml.ts';
import { writeJson, writeYaml } from './writeTrees.ts';

/** A text above this size is not taken apart: no parser here answers in time for it. */
const charactersAtMost = 16 * 1024 * 1024;
const tooBig: CodeAnswer<never> = { type: 'unable', reason: 'the text is too big to be parsed here' };

/** What keeps a text from being data of a format; null where it is. */
export function dataFault(format: ConvertibleFormat, text: string): CodeAnswer<DataFault | null> {
  if (text.length > charactersAtMost) return tooBig;
  const read = readText(format, text);
  return { type: 'ok', value: read.type === 'wrong' ? read.fault : null };
}

type Value = Extract<TextRead, { type: 'value' }>;

/** How the data of a content compares with what the conversion asks for. */
export function sameData(conversion: Conversion, content: string): CodeAnswer<DataReport> {
  const { from, to, source, pointerEdits } = conversion;
  if (Math.max(source.length, content.length) > charactersAtMost) return tooBig;
  const none = { differences: [], more: 0, unsure: [], notes: [], values: 0 };
  const now = readText(to, content);
  if (now.type === 'wrong') return { type: 'ok', value: { ...none, content: now.fault } };
  const before = readText(from, source);
  if (before.type === 'wrong') return { type: 'ok', value: { ...none, source: before.fault } };
  const wanted = applyPointers(before.value, pointerEdits);
  if (wanted.type === 'refused') {
    const message = `${wanted.pointer === '' ? 'the empty pointer' : wanted.pointer}: ${wanted.why}`;
    return { type: 'ok', value: { ...none, differences: [{ line: 1, message }] } };
  }
  const { order, ...compared } = compareData(wanted.value, before, now, { from, to });
  const header = headerDifference(wanted.value, before, now);
  const all = header === undefined ? compared.differences : [...compared.differences, header];
  const unread = [
    ...before.doubts.map((one) => `the source: ${one}`),
    ...now.doubts.map((one) => `the content: ${one}`),
    ...inexact(pointerEdits),
  ];
  const notes = lostComments(before, now, to);
  if (order !== undefined) notes.push(`the keys of ${order} stand in another order`);
  if (unread.length === 0) return { type: 'ok', value: { ...compared, differences: all, notes } };
  // What cannot be read in one way only refutes nothing either.
  const seen = all.map(({ message }) => message);
  const unsure = [...unread, ...compared.unsure, ...seen];
  return { type: 'ok', value: { ...compared, differences: [], more: 0, unsure, notes } };
}

/** Between sheets a header stays, also where no row carries its names. */
function headerDifference(wanted: DataValue, before: Value, now: Value): DataFault | undefined {
  const isEmpty = wanted.type === 'list' && wanted.items.length === 0;
  if (!isEmpty || before.columns === undefined || now.columns === undefined) return undefined;
  const [a, b] = [before.columns, now.columns].map((names) => [...names].sort().join('\n'));
  return a === b
    ? undefined
    : {
        line: 1,
        message: `the header should name ${before.columns.join(', ')}, but names ${now.columns.join(', ')}`,
      };
}

function lostComments(before: Value, now: Value, to: ConvertibleFormat): string[] {
  const lost = before.comments - now.comments;
  if (lost <= 0) return [];
  const holds = ['jsonc', 'yaml', 'toml', 'ini', 'env'].includes(to);
  const count = lost === 1 ? '1 comment of the source is' : `${lost} comments of the source are`;
  return [`${count} not in the content${holds ? '' : `; ${formatNames[to]} holds none`}`];
}

/** Numbers of the task that JSON has rounded before they came here. */
function inexact(edits: readonly PointerEdit[]): readonly string[] {
  const isInexact = (value: unknown): boolean => {
    if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
    return typeof value === 'object' && value !== null && Object.values(value).some(isInexact);
  };
  return edits.flatMap((edit) =>
    edit.op !== 'remove' && isInexact(edit.value)
      ? [`the number given for ${edit.pointer} is too big to be held exactly`]
      : [],
  );
}

/**
 * The text of a conversion, by code: comments are lost, all else is kept or the conversion is refused with the
 * pointer of what the format cannot hold. It has the line endings of the source, and a final newline.
 */
export function convert({ from, to, source, pointerEdits }: Conversion): CodeAnswer<string> {
  if (source.length > charactersAtMost) return tooBig;
  const read = readText(from, source);
  if (read.type === 'wrong') {
    return { type: 'unable', reason: `line ${read.fault.line} of the source: ${read.fault.message}` };
  }
  if (read.doubts.includes(nulKey)) return { type: 'unable', reason: `the source: ${nulKey}` };
  const wanted = applyPointers(read.value, pointerEdits);
  if (wanted.type === 'refused') return { type: 'unable', reason: `${wanted.pointer}: ${wanted.why}` };
  try {
    const lines = linesOf(to, wanted.value, read.columns);
    if (lines.some((line) => line.includes('\0'))) {
      return { type: 'unable', reason: `the data has a NUL in a text, and ${formatNames[to]} cannot say it` };
    }
    const ending = /\r\n/u.test(source) ? '\r\n' : '\n';
    return { type: 'ok', value: lines.map((line) => line + ending).join('') };
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    const pointer = error.steps.map((step) => `/${escapeStep(step)}`).join('');
    return { type: 'unable', reason: pointer === '' ? error.message : `${pointer}: ${error.message}` };
  }
}

function linesOf(
  to: ConvertibleFormat,
  value: DataValue,
  columns: readonly string[] | undefined,
): readonly string[] {
  switch (to) {
    case 'json':
    case 'jsonc':
      return writeJson(value);
    case 'yaml':
      return writeYaml(value);
    case 'toml':
      return writeToml(value);
    case 'csv':
      return writeCsv(value, columns);
    case 'markdown-table':
      return writeTable(value, columns);
    case 'ini':
      return writeIni(value);
    case 'env':
      return writeEnv(value);
  }
}
