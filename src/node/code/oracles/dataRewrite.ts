import type { CodeAnswer, PointerEdit } from '../../../core/code.ts';
import { readData, type DataFormat, type DataValue } from './dataValue.ts';
import { editJson } from './jsonEdit.ts';
import { applyPointers, stepsOf } from './pointers.ts';
import { editToml } from './tomlEdit.ts';
import { editYaml } from './yamlEdit.ts';

/** One step of a change with its pointer taken apart. */
export interface StepEdit {
  readonly op: PointerEdit['op'];
  readonly pointer: string;
  /** Keys and, of lists, indexes. */
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
  /** True where `add` finds a member of that name, which it replaces. */
  readonly isThere: boolean;
}

/** The text with the pointer edits made in place: order, comments, indentation and line endings are left alone. */
export function rewriteData(
  format: DataFormat,
  text: string,
  edits: readonly PointerEdit[],
): CodeAnswer<string> {
  let now = text;
  for (const edit of edits) {
    const read = readData(format, now);
    if (read.type === 'wrong')
      return { type: 'unable', reason: `line ${read.problem.line}: ${read.problem.message}` };
    const wanted = applyPointers(read.value, [edit]);
    if (wanted.type === 'refused') return { type: 'unable', reason: `${wanted.pointer}: ${wanted.why}` };
    const step = stepEdit(read.value, edit);
    const next = editText(format, now, step);
    if (next.type === 'unable') return next;
    now = next.value;
  }
  const read = readData(format, now);
  if (read.type === 'wrong')
    return { type: 'unable', reason: `the edit cannot be made in place: ${read.problem.message}` };
  return { type: 'ok', value: now };
}

function stepEdit(source: DataValue, edit: PointerEdit): StepEdit {
  const steps: (string | number)[] = [];
  let value: DataValue | undefined = source;
  for (const step of stepsOf(edit.pointer) ?? []) {
    const isList: boolean = value?.type === 'list';
    const length: number = value?.type === 'list' ? value.items.length : 0;
    const index: number = step === '-' ? length : Number(step);
    steps.push(isList ? index : step);
    value =
      value?.type === 'list'
        ? value.items[index]
        : value?.type === 'map'
          ? value.entries.get(step)
          : undefined;
  }
  const given = edit.op === 'remove' ? undefined : edit.value;
  return { op: edit.op, pointer: edit.pointer, steps, value: given, isThere: value !== undefined };
}

function editText(format: DataFormat, text: string, edit: StepEdit): CodeAnswer<string> {
  switch (format) {
    case 'json':
    case 'jsonc':
      return editJson(text, edit);
    case 'yaml':
      return editYaml(text, edit);
    case 'toml':
      return editToml(text, edit);
  }
}
