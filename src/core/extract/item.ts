/** What the closed list of extract holds (the table at the end of the contracts). */
export const closedSets = [
  'dates',
  'urls',
  'emails',
  'versions',
  'env-vars',
  'numbers',
  'todos',
  'imports',
  'exports',
  'functions',
  'classes',
  'routes',
] as const;
export type ClosedSet = (typeof closedSets)[number];

/** True for a `what` of the closed list; any other one is a description. */
export function isClosedSet(what: string): what is ClosedSet {
  return closedSets.some((set) => set === what);
}

/** Sets that all text is read for; the others are read from code, or from its comments (contracts rule 25). */
export const textSets = ['dates', 'urls', 'emails', 'versions', 'numbers'] as const satisfies ClosedSet[];
export type TextSet = (typeof textSets)[number];
export type CodeSet = Exclude<ClosedSet, TextSet>;

export function isTextSet(set: ClosedSet): set is TextSet {
  return textSets.some((one) => one === set);
}

/** One occurrence: the text as it stands, and its line (1-based). */
export interface Item {
  readonly value: string;
  readonly line: number;
}

/**
 * How surely the contracts' table counts an occurrence. Two sensible readers of the table both count a `must`; nearly
 * all count a `should`, hardly any an `unlikely`, and a `may` is open. Whatever is none of these is no item.
 */
export type Grade = 'must' | 'should' | 'may' | 'unlikely';

export interface GradedItem extends Item {
  readonly grade: Grade;
  /** Why the table leaves it open, in words; for every grade but `must`. */
  readonly why?: string;
}

/** An occurrence on one line, as columns (UTF-16, the end exclusive). */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly grade: Grade;
  readonly why?: string;
}

/** The first grade that holds more back than the other. */
const order: readonly Grade[] = ['unlikely', 'may', 'should', 'must'];

/** Of two grades the one that says less. */
export function lesser(a: Grade, b: Grade): Grade {
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

/** What a set is called in a sentence: "every env var", "2 todos". */
export const setWords: Readonly<Record<ClosedSet, readonly [one: string, many: string]>> = {
  dates: ['date', 'dates'],
  urls: ['URL', 'URLs'],
  emails: ['email address', 'email addresses'],
  versions: ['version', 'versions'],
  'env-vars': ['environment variable', 'environment variables'],
  numbers: ['number', 'numbers'],
  todos: ['TODO', 'TODOs'],
  imports: ['import', 'imports'],
  exports: ['exported name', 'exported names'],
  functions: ['function', 'functions'],
  classes: ['class', 'classes'],
  routes: ['route', 'routes'],
};
