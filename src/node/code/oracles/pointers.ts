import type { PointerEdit } from '../../../core/code.ts';
import { givenValue, type DataValue } from './dataValue.ts';

export type PointerResult =
  | { readonly type: 'value'; readonly value: DataValue }
  /** The pointer that cannot be applied, and why. */
  | { readonly type: 'refused'; readonly pointer: string; readonly why: string };

/** The steps of a pointer as RFC 6901 writes it; undefined where it is none. */
export function stepsOf(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/u.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Applies the edits to a value, one after the other, each to what the ones before it made (RFC 6902). */
export function applyPointers(source: DataValue, edits: readonly PointerEdit[]): PointerResult {
  let value: DataValue | undefined = source;
  for (const edit of edits) {
    const steps = stepsOf(edit.pointer);
    if (steps === undefined) {
      return { type: 'refused', pointer: edit.pointer, why: 'this is no JSON pointer (RFC 6901)' };
    }
    const next = applied(value, steps, edit);
    if ('why' in next) return { type: 'refused', pointer: edit.pointer, why: next.why };
    value = next.value;
  }
  return { type: 'value', value };
}

type Next = { readonly value: DataValue } | { readonly why: string };

function applied(value: DataValue, steps: readonly string[], edit: PointerEdit): Next {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return edit.op === 'remove'
      ? { why: 'the whole document cannot be removed' }
      : { value: givenValue(edit.value) };
  }
  if (value.type === 'map') return inMap(value.entries, step, rest, edit);
  if (value.type === 'list') return inList(value.items, step, rest, edit);
  return {
    why:
      rest.length === 0 && edit.op !== 'add'
        ? nothingTo(edit)
        : `there is nothing that holds ${JSON.stringify(step)}`,
  };
}

function nothingTo(edit: PointerEdit): string {
  return `there is nothing to ${edit.op}`;
}

function inMap(
  entries: ReadonlyMap<string, DataValue>,
  step: string,
  rest: readonly string[],
  edit: PointerEdit,
): Next {
  const key = keyIn(entries, step);
  const old = entries.get(key);
  const next = new Map(entries);
  if (rest.length > 0) {
    if (old === undefined) return { why: missing(edit, step) };
    const inner = applied(old, rest, edit);
    if ('why' in inner) return inner;
    next.set(key, inner.value);
    return { value: { type: 'map', entries: next } };
  }
  if (old === undefined && edit.op !== 'add') return { why: nothingTo(edit) };
  if (edit.op === 'remove') next.delete(key);
  else next.set(key, givenValue(edit.value));
  return { value: { type: 'map', entries: next } };
}

function missing(edit: PointerEdit, step: string): string {
  return edit.op === 'add' ? `there is no ${JSON.stringify(step)} to add into` : nothingTo(edit);
}

/** A key as a pointer names it: the string, else the number, boolean or null that is spelled so (YAML). */
function keyIn(entries: ReadonlyMap<string, DataValue>, step: string): string {
  if (entries.has(step)) return step;
  const number = givenValue(Number(step));
  const other = /^-?\d+(?:\.\d+)?$/u.test(step) && number.type === 'number' ? number.exact : step;
  return entries.has(`\u0000${other}`) ? `\u0000${other}` : step;
}

function inList(items: readonly DataValue[], step: string, rest: readonly string[], edit: PointerEdit): Next {
  const isNew = edit.op === 'add' && rest.length === 0;
  const isIndex = /^(?:0|[1-9]\d*)$/u.test(step);
  if (step === '-' && !isNew) return { why: 'there is nothing behind the end of a list' };
  if (step !== '-' && !isIndex) return { why: `${JSON.stringify(step)} is no index of a list` };
  const at = step === '-' ? items.length : Number(step);
  const end = isNew ? items.length : items.length - 1;
  if (at > end)
    return {
      why: `the list has ${items.length} ${items.length === 1 ? 'item' : 'items'}, so there is no index ${step}`,
    };
  const old = items[at];
  if (rest.length > 0) {
    if (old === undefined) return { why: nothingTo(edit) };
    const inner = applied(old, rest, edit);
    if ('why' in inner) return inner;
    return { value: { type: 'list', items: items.with(at, inner.value) } };
  }
  switch (edit.op) {
    case 'add':
      return { value: { type: 'list', items: items.toSpliced(at, 0, givenValue(edit.value)) } };
    case 'replace':
      return { value: { type: 'list', items: items.with(at, givenValue(edit.value)) } };
    case 'remove':
      return { value: { type: 'list', items: items.toSpliced(at, 1) } };
  }
}
