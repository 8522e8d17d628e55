import { behaves, commentsOf, onlyChanged, outsideChanged, right, wrong } from './change.ts';
import type { EditCheck, Edited, Judgement } from './change.ts';

/** Where the change belongs, and what the module does then: each expression has this value. */
interface WantedBehaviour {
  readonly path: string;
  readonly first: string;
  readonly last: string;
  readonly values: readonly (readonly [expression: string, value: unknown])[];
  /** Comments may change only where they speak of what changes. */
  readonly comments?: 'may change';
}

function behaviour(one: WantedBehaviour): EditCheck {
  return async (edited) => {
    const texts = onlyChanged(edited, one.path);
    if ('why' in texts) return wrong(texts.why);
    const outside = outsideChanged(texts.old, texts.now, one.first, one.last);
    if (outside !== undefined) return wrong(outside);
    const comments = (text: string): string => commentsOf(one.path, text).join('\n');
    if (one.comments === undefined && comments(texts.old) !== comments(texts.now)) {
      return wrong('comments changed');
    }
    for (const [expression, value] of one.values) {
      const judged: Judgement = await behaves(edited, one.path, expression, value);
      if (!judged.right) return judged;
    }
    return right;
  };
}

/** The whole new text is one of these: for changes that leave no choice. */
export function becomes(path: string, ...candidates: readonly ((old: string) => string)[]): EditCheck {
  return (edited: Edited) => {
    const texts = onlyChanged(edited, path);
    if ('why' in texts) return Promise.resolve(wrong(texts.why));
    const hit = candidates.some((make) => make(texts.old) === texts.now);
    return Promise.resolve(hit ? right : wrong('the text is not the one that was asked for'));
  };
}

/** Replaces text that must be there, once: a gold that does not fit its file is an error. */
export function swap(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`${JSON.stringify(from)} does not stand there once`);
  return text.replace(from, () => to);
}

const codes = 'Array.from({ length: 5100 }, (_, code) => code).filter((code) => isValidStatusCode(code))';
const allowedCodes = Array.from({ length: 5100 }, (_, code) => code).filter(
  (code) =>
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006, 1013].includes(code)) ||
    (code >= 3000 && code <= 4999),
);
const dateLike = '{ toDateString() {}, getDate() {}, setDate() {} }';
const points = '[-1, -128, -2147483648, 0, 1, 65, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0x10ffff, 0x110000]';
const say =
  'const said = []; console.error = (...words) => said.push(words.join(" ")); warning("careful"); return said;';
const longField =
  'const said = []; createParser({ onError: (error) => said.push(error.message) }).feed("abcdefghijklmnop: x\\nabcdefghij: y\\nretry: z\\n"); return said;';

/** Checks by ask id. */
export const generalChecks: Readonly<Record<string, EditCheck>> = {
  'general-short-quotes': behaviour({
    path: 'lib/ini.js',
    first: 'const isQuoted = val => {',
    last: '}',
    values: [
      [`['', '"', "'", 'a', '"a', 'ab', \`"'\`].map((text) => !!isQuoted(text))`, Array(7).fill(false)],
      [`['""', "''", '"a"', "'a b'"].map((text) => !!isQuoted(text))`, Array(4).fill(true)],
      [`isQuoted('"')`, false],
    ],
  }),
  'general-let': becomes('lib/ini.js', (old) =>
    old.replace(/^ {2}var (?=lastMatchIndex|lastSeparatorIndex|nextIndex|sections)/gm, '  let '),
  ),
  'general-lru-size': becomes('internal/lrucache.js', (old) =>
    swap(old, 'this.max = 1000', 'this.max = 500'),
  ),
  'general-clean-empty': behaviour({
    path: 'functions/clean.js',
    first: 'const clean = (version, options) => {',
    last: '}',
    values: [
      [
        `[clean('foo'), clean('1.2'), clean(' =v1.2.3 '), clean('1.2.3-a.1')]`,
        ['', '', '1.2.3', '1.2.3-a.1'],
      ],
    ],
  }),
  'general-prerelease-array': behaviour({
    path: 'functions/prerelease.js',
    first: 'const prerelease = (version, options) => {',
    last: '}',
    values: [[`[prerelease('1.2.3'), prerelease('nope'), prerelease('1.2.3-a.1')]`, [[], [], ['a', 1]]]],
  }),
  'general-limiter-default': behaviour({
    path: 'lib/limiter.js',
    first: '* Creates a new `Limiter`.',
    last: 'this.pending = 0;',
    values: [
      ['[new Limiter().concurrency, new Limiter(2).concurrency, new Limiter(9).concurrency]', [4, 2, 9]],
    ],
    comments: 'may change',
  }),
  'general-reject-1013': behaviour({
    path: 'lib/validation.js',
    first: 'function isValidStatusCode(code) {',
    last: '}',
    values: [[codes, allowedCodes]],
  }),
  'general-is-date-null': behaviour({
    path: 'src/utils/kindOf.ts',
    first: 'function isDate(val: any) {',
    last: '}',
    values: [
      [
        `[null, undefined, {}, 5, new Date(0), ${dateLike}].map((one) => isDate(one))`,
        [false, false, false, false, true, true],
      ],
    ],
  }),
  'general-warning-prefix': behaviour({
    path: 'src/utils/warning.ts',
    first: 'export default function warning(message: string): void {',
    last: '} catch (e) {} // eslint-disable-line no-empty',
    values: [[`(() => { ${say} })()`, ['[redux] careful']]],
  }),
  'general-negative-code-point': behaviour({
    path: 'src/decode-codepoint.ts',
    first: '* True for NUL, UTF-16 surrogates, and values past U+10FFFF.',
    last: '}',
    values: [
      [
        `${points}.map((code) => isInvalidCodePoint(code))`,
        [true, true, true, true, false, false, false, true, true, false, false, true],
      ],
    ],
    comments: 'may change',
  }),
  'general-field-length': behaviour({
    path: 'src/parse.ts',
    first: 'function processField(field: string, value: string, line: string) {',
    last: 'function dispatchEvent() {',
    values: [
      [
        `(() => { ${longField} })()`,
        ['Unknown field "abcdefghij…"', 'Unknown field "abcdefghij"', 'Invalid `retry` value: "z"'],
      ],
    ],
  }),
};
