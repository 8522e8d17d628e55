import type { CodeProblem, OracleQuestion, PointerEdit } from '../../../core/code.ts';
import type { FileChange } from '../../../core/change.ts';
import type { RawComment } from '../assemble.ts';
import { jsoncParts, tomlParts, yamlParts } from '../dataShape.ts';
import { readerOf } from '../languages.ts';
import { rewriteData } from './dataRewrite.ts';
import {
  readData,
  saidValue,
  valueDifferences,
  type DataFormat,
  type DataValue,
  type ValueDifference,
} from './dataValue.ts';
import type { Oracle } from './oracle.ts';
import { applyPointers } from './pointers.ts';
import { shorten } from './written.ts';

type DataQuestion = Extract<OracleQuestion, { intent: 'data' }>;

/** How many places are told apart in one verdict: more say nothing new. */
const differencesAtMost = 5;

/** The data is what the pointer edits make of it, and every comment is kept (contracts rules 33 and 54). */
export const data: Oracle<DataQuestion> = {
  judge({ pointerEdits }, input) {
    const [file, ...others] = input.change.files;
    const problems: CodeProblem[] = others.map((one) => ({
      path: one.path,
      line: 1,
      message: 'the pointers speak of one data file, and this is a second one',
    }));
    const unsure: string[] = [];
    if (file !== undefined) {
      const judged = judgeData(file, pointerEdits);
      problems.push(...judged.problems.map((one) => ({ path: file.path, ...one })));
      unsure.push(...judged.unsure);
    }
    const saw =
      'the value of the new text, the value that the pointers make of the old one, and the comments';
    const counts = { pointers: pointerEdits.length, files: input.change.files.length };
    return Promise.resolve({ type: 'ok', value: { problems, unsure, saw, counts } });
  },
  rewrite({ pointerEdits }, input) {
    const [first, second] = input.texts;
    if (first === undefined || second !== undefined) {
      return Promise.resolve({ type: 'unable', reason: 'the pointers speak of one data file' });
    }
    const [path, text] = first;
    const format = formatOf(path);
    if (format === undefined) return Promise.resolve({ type: 'unable', reason: `${path} ${noFormat}` });
    const answer = rewriteData(format, text, pointerEdits);
    if (answer.type === 'unable')
      return Promise.resolve({ type: 'unable', reason: `${path}: ${answer.reason}` });
    const [lost] = commentProblems(format, text, answer.value);
    // A comment inside what goes would go along, and the contract keeps every one (rule 54).
    if (lost !== undefined) return Promise.resolve({ type: 'unable', reason: `${path}: ${lost.message}` });
    return Promise.resolve({ type: 'ok', value: [{ path, content: answer.value }] });
  },
};

const noFormat = 'is no data file that is read here (JSON, YAML, TOML)';

function formatOf(path: string): DataFormat | undefined {
  const { type } = readerOf(path);
  return type === 'json' || type === 'jsonc' || type === 'yaml' || type === 'toml' ? type : undefined;
}

interface Judged {
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly unsure: readonly string[];
}

function judgeData(file: FileChange, edits: readonly PointerEdit[]): Judged {
  const { path, base, content } = file;
  const format = formatOf(path);
  if (format === undefined) return { problems: [], unsure: [`${path} ${noFormat}`] };
  if (file.operation === 'create') {
    return {
      problems: [{ line: 1, message: 'the file is new, so there is nothing that the pointers speak of' }],
      unsure: [],
    };
  }
  const before = readData(format, base);
  const now = readData(format, content);
  if (now.type === 'wrong' && before.type === 'value') return { problems: [now.problem], unsure: [] };
  if (before.type === 'wrong' || now.type === 'wrong') {
    const why = before.type === 'wrong' ? before.problem : undefined;
    return {
      problems: [],
      unsure: [`${path} cannot be read before the change: line ${why?.line ?? 1}, ${why?.message ?? ''}`],
    };
  }
  const wanted = applyPointers(before.value, edits);
  if (wanted.type === 'refused') {
    const message = `${wanted.pointer === '' ? 'the empty pointer' : wanted.pointer}: ${wanted.why}`;
    return { problems: [{ line: 1, message }], unsure: [] };
  }
  const differences = valueDifferences(wanted.value, now.value, differencesAtMost);
  const problems = differences.map((one) => ({
    line: lineOfPointer(format, content, one.pointer),
    message: saidDifference(one),
  }));
  const inexact = edits.filter((edit) => edit.op !== 'remove' && isInexact(edit.value));
  // The task came as JSON, which rounded such a number before it was read here.
  if (inexact.length > 0 && differences.length > 0) {
    const pointers = inexact.map((edit) => edit.pointer).join(', ');
    return {
      problems: [],
      unsure: [
        `the number given for ${pointers} is too big to be held exactly, so the value cannot be compared`,
      ],
    };
  }
  return { problems: [...problems, ...commentProblems(format, base, content)], unsure: [] };
}

function saidDifference({ pointer, wanted, is }: ValueDifference): string {
  const where = pointer === '' ? 'the whole document' : pointer;
  if (wanted === undefined) return `${where} should not be there, but is ${saidValue(is)}`;
  if (is === undefined) return `${where} is gone, and should be ${saidValue(wanted)}`;
  return `${where} should be ${saidSide(wanted)}, but is ${saidSide(is)}`;
}

function saidSide(value: DataValue): string {
  return value.type === 'string' ? `the string ${saidValue(value)}` : saidValue(value);
}

function isInexact(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(isInexact);
}

/** The line of the last key of a pointer that can be found in the text, else the first one. */
function lineOfPointer(format: DataFormat, text: string, pointer: string): number {
  const key = pointer
    .split('/')
    .filter((step) => step !== '' && !/^\d+$/u.test(step))
    .at(-1)
    ?.replaceAll('~1', '/')
    .replaceAll('~0', '~');
  if (key === undefined) return 1;
  const sign = format === 'toml' ? '=' : ':';
  const line = text.split('\n').findIndex((one) => {
    const at = one.indexOf(key);
    return (
      at !== -1 &&
      one
        .slice(at + key.length)
        .replace(/^["']/u, '')
        .trimStart()
        .startsWith(sign)
    );
  });
  return line === -1 ? 1 : line + 1;
}

/** Comments that are gone or new; where they stand is not compared, since keys may change their order (rule 32). */
function commentProblems(format: DataFormat, base: string, content: string): Judged['problems'] {
  const before = commentsOf(format, base);
  const now = commentsOf(format, content);
  const left = new Map<string, number>();
  for (const one of before) left.set(one.key, (left.get(one.key) ?? 0) + 1);
  const problems: { line: number; message: string }[] = [];
  for (const one of now) {
    const count = left.get(one.key) ?? 0;
    if (count === 0) problems.push({ line: one.line, message: `the comment ${one.said} is new` });
    left.set(one.key, Math.max(0, count - 1));
  }
  for (const one of before) {
    const count = left.get(one.key) ?? 0;
    if (count > 0) problems.push({ line: 1, message: `the comment ${one.said} is gone` });
    left.set(one.key, Math.max(0, count - 1));
  }
  return problems;
}

function commentsOf(
  format: DataFormat,
  text: string,
): readonly { readonly key: string; readonly said: string; readonly line: number }[] {
  const parts = { json: jsoncParts, jsonc: jsoncParts, yaml: yamlParts, toml: tomlParts }[format](text);
  return parts.comments.map(({ start, end }: RawComment) => {
    const raw = text.slice(start, end);
    return {
      key: raw.replace(/\s+/gu, ' ').trim(),
      said: `\`${shorten(raw)}\``,
      line: text.slice(0, start).split('\n').length,
    };
  });
}
