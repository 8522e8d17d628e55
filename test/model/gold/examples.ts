import { swap } from './general.ts';

/** Planted changes to one file: each `right` must pass the check of its ask, each `wrong` must not. */
export interface Planted {
  readonly path: string;
  readonly right: readonly ((old: string) => string)[];
  readonly wrong: readonly ((old: string) => string)[];
}

const above = (line: string, comment: string) => (old: string) => swap(old, line, `${comment}\n${line}`);
const put = (from: string, to: string) => (old: string) => swap(old, from, to);
const all =
  (...steps: readonly ((old: string) => string)[]) =>
  (old: string) =>
    steps.reduce((text, step) => step(text), old);

const isQuoted = 'const isQuoted = val => {';
const split = 'function splitSections (str, separator) {';
const parseOptions = 'const parseOptions = options => {';
const truncation = 'const doTruncation = (version, truncation) => {';
const identifiers = 'const compareIdentifiers = (a, b) => {';
const ctorName = 'function ctorName(val: any): string | null {';
const isDate = 'function isDate(val: any) {';
const isError = 'function isError(val: any) {';
const numeric = 'const numericReference = (cp: number) => ';
const potential = 'function isPotentialField(line: string, field: string): boolean {';
const nullWhen = 'return s ? s.version : null';

const ctorNamePlanted: Planted = {
  path: 'src/utils/kindOf.ts',
  right: [above(ctorName, "/** The name of a value's constructor, or null where it has none. */")],
  wrong: [
    above(ctorName, "// The name of a value's constructor."),
    above(ctorName, '/** Returns something. */'),
    above(ctorName, "/** The constructor's name.\n * @param value The value. */"),
    (old) => old,
  ],
};

/** By ask id, for every edit check there is. */
export const planted: Readonly<Record<string, Planted>> = {
  'comment-is-quoted': {
    path: 'lib/ini.js',
    right: [
      above(isQuoted, '/** Whether a value stands in double or single quotes. */'),
      above(isQuoted, '/**\n * True for a quoted text.\n * @param {string} val The text.\n */'),
    ],
    wrong: [
      (old) => old,
      above(isQuoted, '/** Removes the quotes of a value. */'),
      above(isQuoted, '/** Tells whether a text is quoted. */\n'),
      above('const safe = val => {', '/** Whether a value is quoted. */'),
      all(
        above(isQuoted, '/** Whether a value is quoted. */'),
        put("val.startsWith('\"')", "val.endsWith('\"')"),
      ),
    ],
  },
  'comment-split': {
    path: 'lib/ini.js',
    right: [above(split, '/** Splits a text at each separator that no backslash escapes. */')],
    wrong: [
      above(split, '/** Splits a text.\n * @param {string} sep The separator. */'),
      put('  var sections = []', '  /** Splits the sections. */\n  var sections = []'),
    ],
  },
  'comment-parse-options': {
    path: 'internal/parse-options.js',
    right: [above(parseOptions, '// Anything that is no object stands for { loose: true }.')],
    wrong: [
      above(parseOptions, '// Parses the options.'),
      above('const emptyOpts = Object.freeze({ })', '// Not an object: { loose: true }.'),
    ],
  },
  'comment-truncation': {
    path: 'functions/truncate.js',
    right: [above(truncation, '/** Sets the parts of a version below the truncation to zero. */')],
    wrong: [
      above(truncation, '/** Does it. */'),
      above('const isPrerelease = (type) => {', '/** Truncates a version. */'),
    ],
  },
  'comment-identifiers': {
    path: 'internal/identifiers.js',
    right: [
      above(
        identifiers,
        '/**\n * Compares two identifiers, numbers before words.\n * @returns {number} -1, 0 or 1\n */',
      ),
    ],
    wrong: [
      above(identifiers, '/** Compares identifiers.\n * @returns {boolean} whether they are equal */'),
      above('const rcompareIdentifiers', '/** Compares two identifiers. */'),
    ],
  },
  'comment-ctor-name': ctorNamePlanted,
  'compound-comment-rename/1': ctorNamePlanted,
  'comment-is-date': {
    path: 'src/utils/kindOf.ts',
    right: [
      above(isDate, '// True for dates, and for what has the methods of one.'),
      above(isDate, '/** Whether a value is a date or looks like one. */'),
    ],
    wrong: [
      above(isDate, '/**\n * Whether a value is a date.\n */'),
      put('  if (val instanceof Date) return true', '  // a date\n  if (val instanceof Date) return true'),
    ],
  },
  'comment-numeric': {
    path: 'src/encode.ts',
    right: [above(numeric, '/** The decimal numeric reference of a code point. */')],
    wrong: [
      above(numeric, '/** The hexadecimal numeric reference. */'),
      above(numeric, '// Numeric reference'),
    ],
  },
  'comment-potential': {
    path: 'src/parse.ts',
    right: [
      above(
        potential,
        '/**\n * Whether a line may still become this field.\n * @param line The line so far.\n * @param field The name of the field.\n * @returns True where it may.\n */',
      ),
    ],
    wrong: [
      above(potential, '/** Checks a prefix. */'),
      above(potential, '/**\n * @param text The line.\n * @returns whether it is a field\n */'),
    ],
  },
  'comment-is-error-zh': {
    path: 'src/utils/kindOf.ts',
    right: [above(isError, '/** 判断一个值是不是错误对象。 */')],
    wrong: [above(isError, '/** 判断一个值。 */'), above(isError, '// 判断是不是错误')],
  },
  'general-short-quotes': {
    path: 'lib/ini.js',
    right: [
      put(isQuoted, `${isQuoted}\n  if (val.length < 2) return false`),
      put(
        "return (val.startsWith('\"') && val.endsWith('\"')) ||",
        "return val.length >= 2 && (val.startsWith('\"') && val.endsWith('\"')) ||\n    val.length > 1 &&",
      ),
    ],
    wrong: [
      (old) => old,
      put(isQuoted, `${isQuoted}\n  if (val.length < 3) return false`),
      put(isQuoted, `${isQuoted}\n  // too short to be quoted\n  if (val.length < 2) return false`),
      all(
        put(isQuoted, `${isQuoted}\n  if (val.length < 2) return false`),
        put(
          'const { hasOwnProperty } = Object.prototype',
          'const hasOwnProperty = Object.prototype.hasOwnProperty',
        ),
      ),
    ],
  },
  'general-let': {
    path: 'lib/ini.js',
    right: [
      all(
        put('var lastMatchIndex', 'let lastMatchIndex'),
        put('var lastSeparatorIndex', 'let lastSeparatorIndex'),
        put('var nextIndex', 'let nextIndex'),
        put('var sections', 'let sections'),
      ),
    ],
    wrong: [put('var sections', 'const sections'), put('var sections', 'let sections')],
  },
  'general-lru-size': {
    path: 'internal/lrucache.js',
    right: [put('1000', '500')],
    wrong: [put('1000', '5000'), all(put('1000', '500'), put('>= this.max', '> this.max'))],
  },
  'general-clean-empty': {
    path: 'functions/clean.js',
    right: [put(nullWhen, "return s ? s.version : ''"), put(nullWhen, "return s?.version ?? ''")],
    wrong: [
      put(nullWhen, "return s ? s.version : 'null'"),
      put(nullWhen, "return s ? '' : s.version"),
      put(nullWhen, 'return s ? s.version : undefined'),
    ],
  },
  'general-prerelease-array': {
    path: 'functions/prerelease.js',
    right: [put('? parsed.prerelease : null', '? parsed.prerelease : []')],
    wrong: [
      put('? parsed.prerelease : null', '? [] : parsed.prerelease'),
      put('? parsed.prerelease : null', "? parsed.prerelease : ['']"),
    ],
  },
  'general-limiter-default': {
    path: 'lib/limiter.js',
    right: [
      put('concurrency || Infinity', 'concurrency || 4'),
      all(
        put('concurrency || Infinity', 'concurrency ?? 4'),
        put('[concurrency=Infinity]', '[concurrency=4]'),
      ),
    ],
    wrong: [put('[concurrency=Infinity]', '[concurrency=4]'), put('concurrency || Infinity', '4')],
  },
  'general-reject-1013': {
    path: 'lib/validation.js',
    right: [put('code !== 1006)', 'code !== 1006 &&\n      code !== 1013)')],
    wrong: [put('code <= 1014', 'code < 1013'), put('code !== 1006)', 'code !== 1013)')],
  },
  'general-is-date-null': {
    path: 'src/utils/kindOf.ts',
    right: [
      put(isDate, `${isDate}\n  if (val === null || val === undefined) return false`),
      put(isDate, `${isDate}\n  if (!val) return false`),
    ],
    wrong: [
      put(isDate, `${isDate}\n  if (val === null) return false`),
      put(isDate, `${isDate}\n  if (val == null) return true`),
    ],
  },
  'general-warning-prefix': {
    path: 'src/utils/warning.ts',
    right: [
      put('console.error(message)', 'console.error(`[redux] ${message}`)'),
      put('console.error(message)', "console.error('[redux] ' + message)"),
    ],
    wrong: [
      put('console.error(message)', "console.error('[redux]', '', message)"),
      put('console.error(message)', "console.error('redux ' + message)"),
    ],
  },
  'general-negative-code-point': {
    path: 'src/decode-codepoint.ts',
    right: [
      put('codePoint === 0 ||', 'codePoint <= 0 ||'),
      put('codePoint === 0 ||', 'codePoint < 0 ||\n        codePoint === 0 ||'),
    ],
    wrong: [
      put('codePoint === 0 ||', 'codePoint < 0 ||'),
      put('codePoint > 0x10_ff_ff', 'codePoint > 0x10_ff_ff &&\n        codePoint < 0'),
    ],
  },
  'general-field-length': {
    path: 'src/parse.ts',
    right: [
      put(
        'field.length > 20 ? `${field.slice(0, 20)}…` : field',
        'field.length > 10 ? `${field.slice(0, 10)}…` : field',
      ),
    ],
    wrong: [
      put(
        'field.length > 20 ? `${field.slice(0, 20)}…` : field',
        'field.length > 20 ? `${field.slice(0, 10)}…` : field',
      ),
      put('field.length > 20 ? `${field.slice(0, 20)}…` : field', 'field.slice(0, 10)'),
    ],
  },
  'types-is-date': {
    path: 'src/utils/kindOf.ts',
    right: [
      put(isDate, 'function isDate(val: any): boolean {'),
      put(isDate, 'function isDate(val: any): val is Date {'),
    ],
    wrong: [
      put(isDate, 'function isDate(val: any): any {'),
      put(isDate, 'function isDate(val: unknown): boolean {'),
    ],
  },
  'types-kind-of': {
    path: 'src/utils/kindOf.ts',
    right: [put('export function kindOf(val: any) {', 'export function kindOf(val: any): string {')],
    wrong: [
      put('let typeOfVal: string', 'let typeOfVal: any'),
      put('export function kindOf(val: any) {', 'export function kindOf(val: any): String {'),
    ],
  },
  'types-prod-message': {
    path: 'src/utils/formatProdErrorMessage.ts',
    right: [put('(code: number) {', '(code: number): string {')],
    wrong: [
      put('(code: number) {', '(code: string): string {'),
      put('(code: number) {', '(code: number): void {'),
    ],
  },
  'types-should-buffer': {
    path: 'src/parse.ts',
    right: [
      put('shouldBufferTrailing(trailing: string) {', 'shouldBufferTrailing(trailing: string): boolean {'),
    ],
    wrong: [
      put('function storeTrailing(trailing: string) {', 'function storeTrailing(trailing: string): void {'),
    ],
  },
  'types-dispatch': {
    path: 'src/parse.ts',
    right: [put('function dispatchEvent() {', 'function dispatchEvent(): void {')],
    wrong: [put('function dispatchEvent() {', 'function dispatchEvent(): undefined {')],
  },
  'types-numeric': {
    path: 'src/encode.ts',
    right: [put('numericReference = (cp: number) =>', 'numericReference = (cp: number): string =>')],
    wrong: [put('numericReference = (cp: number) =>', 'numericReference = (cp: string) =>')],
  },
};
