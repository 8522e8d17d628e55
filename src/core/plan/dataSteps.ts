import type { DataEntry, PointerEdit } from '../code.ts';
import type { DataStep } from './wish.ts';

export type ResolvedStep =
  | { readonly type: 'edit'; readonly edit: PointerEdit }
  /** Pointers that the key could mean. */
  | { readonly type: 'several'; readonly pointers: readonly string[] }
  | { readonly type: 'none'; readonly reason: string };

/**
 * Finds what a key of an ask means in a data file: a pointer as it stands, else a path of names parted by dots or
 * slashes from the top, else the only place whose last names are these. Nothing is guessed among several.
 */
export function resolveStep(step: DataStep, entries: readonly DataEntry[], path: string): ResolvedStep {
  const found = placesOf(step.key, entries);
  if (step.op === 'add' && found.length === 0 && isTooLong(step.value)) {
    return { type: 'none', reason: `${step.value} has more digits than a number keeps here` };
  }
  if (step.op === 'add' && found.length === 0) return addedStep(step.key, step.value, entries, path);
  const [only, second] = found;
  if (second !== undefined) return { type: 'several', pointers: found.map((entry) => entry.pointer) };
  if (only === undefined) return { type: 'none', reason: `${path} has no value called "${step.key}"` };
  if (step.op !== 'remove' && isDate(only.value)) {
    return { type: 'none', reason: `${step.key} of ${path} is a date, and dates are not set here` };
  }
  if (step.op !== 'remove' && typeof only.value !== 'string' && isTooLong(step.value)) {
    return { type: 'none', reason: `${step.value} has more digits than a number keeps here` };
  }
  if (step.op === 'remove') return { type: 'edit', edit: { op: 'remove', pointer: only.pointer } };
  const value = valueOf(step.value, only.value);
  return { type: 'edit', edit: { op: 'replace', pointer: only.pointer, value } };
}

function isDate(value: DataEntry['value']): boolean {
  return typeof value === 'object' && value !== null && value.holds === 'date';
}

/** A number that would come back as another one: JSON in a program keeps 15 to 17 digits. */
function isTooLong(words: string): boolean {
  const text = words.trim();
  if (!/^-?\d+(?:\.\d+)?$/u.test(text)) return false;
  const digits = text.replace(/[-.]/gu, '').replace(/^0+/u, '');
  return digits.length > 15 && (text.includes('.') || !Number.isSafeInteger(Number(text)));
}

function placesOf(key: string, entries: readonly DataEntry[]): readonly DataEntry[] {
  const pointed = entries.filter((entry) => entry.pointer === key);
  if (pointed.length > 0) return pointed;
  // A key may itself hold dots, as a file name in a table does.
  const forms = [[key], key.split('/').filter((part) => part !== ''), key.split('.')];
  for (const form of forms) {
    const top = entries.filter((entry) => equal(entry.steps, form));
    if (top.length > 0) return top;
  }
  for (const form of forms) {
    const last = entries.filter((entry) => equal(entry.steps.slice(-form.length), form));
    if (last.length > 0) return last;
  }
  return [];
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** A key that is not there yet goes into the object that its path names, else to the top. */
function addedStep(key: string, text: string, entries: readonly DataEntry[], path: string): ResolvedStep {
  const steps = key.startsWith('/') ? key.slice(1).split('/') : key.split('.');
  const parent = steps.slice(0, -1);
  const holds = (entry: DataEntry): boolean =>
    typeof entry.value === 'object' && entry.value !== null && entry.value.holds === 'object';
  if (parent.length > 0 && !entries.some((entry) => holds(entry) && equal(entry.steps, parent))) {
    return { type: 'none', reason: `${path} has no "${parent.join('.')}" to add "${steps.at(-1) ?? ''}" to` };
  }
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { type: 'edit', edit: { op: 'add', pointer, value: valueOf(text, undefined) } };
}

/**
 * The value that the words of an ask mean: what stood there says of which type it is. In quotes it is a text; where
 * nothing stood there, what reads as JSON is that, and anything else a text.
 */
function valueOf(words: string, before: DataEntry['value'] | undefined): unknown {
  const text = words.trim();
  const quoted = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”)$/su.exec(text);
  const bare = quoted?.slice(1).find((part) => part !== undefined);
  if (typeof before === 'string') return bare ?? text;
  if (bare !== undefined) return bare;
  const parsed = parsedJson(text);
  return parsed === undefined ? text : parsed;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the words are the text itself.
    return undefined;
  }
}
