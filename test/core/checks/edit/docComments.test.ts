import { describe, expect, it } from 'vitest';
import { commentRow, openRows } from './row.ts';

const judge = openRows();

async function say(before: string, after: string, path = 'a.ts', more = {}): Promise<string> {
  const verdict = await judge(commentRow(path, before, after, more));
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

const add = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';
const log = 'export function log(text: string): void {\n  console.log(text);\n}\n';
const pure = 'export function pick(a: number): number {\n  return a > 1 ? a : 1;\n}\n';
const doc = (text: string, code: string): string => `/**\n * ${text.replaceAll('\n', '\n * ')}\n */\n${code}`;

describe('parameters', () => {
  it('are those that there are', async () => {
    expect(await say(add, doc('Adds.\n@param a one\n@param {number} b - two', add))).toBe('verified');
    expect(await say(add, doc('Adds.\n@param a one', add))).toBe('verified');
    expect(await say(add, doc('Adds.\n@param c three', add))).toContain(
      '@param c: add has no such parameter',
    );
    expect(await say(add, doc('Adds.\n@arg {string} [c=1] three', add))).toContain('no such parameter');
    expect(await say('const one = 1;\n', doc('@param a one', 'const one = 1;\n'))).toContain(
      'no such parameter',
    );
  });

  it('may be patterns, rest, properties of one, those of a constructor, of an arrow', async () => {
    const pattern =
      'export function f({ a, b }: { a: number; b: number }, ...rest: string[]) {\n  return [a, b, rest];\n}\n';
    expect(
      await say(pattern, doc('@param options what to do\n@param options.a one\n@param rest more', pattern)),
    ).toBe('verified');
    expect(
      await say(pattern, doc('@param options what\n@param other what else\n@param rest more', pattern)),
    ).toContain('no such parameter');
    const cls = 'export class A {\n  constructor(readonly size: number) {}\n}\n';
    expect(await say(cls, doc('@param size how big', cls))).toBe('verified');
    expect(await say(cls, doc('@param width how wide', cls))).toContain('no such parameter');
    const arrow = 'export const f = (a: number) => a;\n';
    expect(await say(arrow, doc('@param a one', arrow))).toBe('verified');
    expect(await say(arrow, doc('@param b one', arrow))).toContain('no such parameter');
    const member = 'export interface I {\n  run(times: number): void;\n}\n';
    expect(await say(member, member.replace('  run', '  /** @param count how often */\n  run'))).toContain(
      'no such parameter',
    );
    expect(await say(member, member.replace('  run', '  /** @param times how often */\n  run'))).toBe(
      'verified',
    );
  });

  it('of a value that is declared elsewhere stay open', async () => {
    const wrapped = 'declare function wrap<T>(f: T): T;\nexport const f = wrap((a: number) => a);\n';
    const verdict = await judge(
      commentRow('a.ts', wrapped, wrapped.replace('export const', '/** @param x one */\nexport const')),
    );
    expect(verdict.state).toBe('verified');
    expect(verdict.unproven.join()).toContain('the parameters of f');
  });
});

describe('returns and throws', () => {
  it('are possible', async () => {
    expect(await say(add, doc('@returns the sum', add))).toBe('verified');
    expect(await say(log, doc('@returns the text', log))).toContain('@returns: log returns nothing');
    expect(await say(log, doc('@returns {void}', log))).toBe('verified');
    expect(await say(log, doc('@return Nothing.', log))).toBe('verified');
    expect(await say(log, doc('@throws {Error} where it cannot', log))).toBe('verified');
    expect(await say(pure, doc('@throws {Error} always', pure))).toContain('nothing in pick throws or calls');
    const silent = 'export function f(a: number) {\n  if (a) return;\n}\n';
    expect(await say(silent, doc('@returns it', silent))).toContain('returns nothing');
    const later = 'export async function f() {\n  await 1;\n}\n';
    expect(await say(later, doc('@returns A promise that resolves when done.', later))).toBe('verified');
    expect(await say(later, doc('@returns The parsed date.', later))).toContain('@returns');
    const getter = 'export class A {\n  get size() {\n    return 1;\n  }\n  set size(to: number) {}\n}\n';
    expect(await say(getter, getter.replace('  get', '  /** @returns the size */\n  get'))).toBe('verified');
    expect(await say(getter, getter.replace('  set', '  /** @returns the size */\n  set'))).toContain(
      'returns nothing',
    );
  });
});

describe('names', () => {
  it('exist, in the file, the project, the language', async () => {
    expect(await say(add, doc('Adds `a` to `b`, see {@link add} and {@link https://x.test}.', add))).toBe(
      'verified',
    );
    expect(await say(add, doc('Like `Array.prototype.reduce` and `Math.max()`, not `undefined`.', add))).toBe(
      'verified',
    );
    expect(await say(add, doc('Calls `computeSum(a, b)`.', add))).toContain('computeSum stands nowhere');
    expect(await say(add, doc('See {@link sumUp}.', add))).toContain('sumUp stands nowhere');
    expect(await say(add, doc('See {@link Calculator#total | total}.', add))).toContain(
      'Calculator stands nowhere',
    );
    expect(await say(add, doc('Options like `--flag`, `a + b`, `YYYY-MM-DD`, `"x"`, `12`.', add))).toBe(
      'verified',
    );
    const row = commentRow('a.ts', add, doc('The other way round than `subtract` of `other.ts`.', add));
    expect(
      (await judge({ ...row, files: { ...row.files, 'other.ts': 'export const subtract = 1;\n' } })).state,
    ).toBe('verified');
  });

  it('in a comment that documents nothing are only doubted', async () => {
    expect(await say(add, add.replace('  return', '  // see `computeSum`\n  return'))).toContain('unproven');
    expect(await say(add, add.replace('  return', '  // see `add`\n  return'))).toBe('verified');
    expect(await say(add, doc('A date like `YYYY`.', add))).toContain('unproven');
  });

  it('in code of examples are not judged', async () => {
    expect(await say(add, doc('Adds.\n@example\nconst total = `${sumUp(1)}`;\nuse `whatever`', add))).toBe(
      'verified',
    );
    expect(await say(add, doc('Adds.\n```ts\nuse(`whatever`)\n```', add))).toBe('verified');
  });

  it('are judged in Python, Go and Rust', async () => {
    const py = 'def area(width):\n    return width\n';
    expect(await say(py, `# Doubles \`width\`, a \`str\`.\n${py}`, 'a.py')).toBe('verified');
    expect(await say(py, `# Calls \`frobnicate\`.\n${py}`, 'a.py')).toContain('frobnicate stands nowhere');
    const go = 'package a\n\nfunc Area(w int) int {\n\treturn w\n}\n';
    expect(await say(go, go.replace('func', '// Area squares `w`.\nfunc'), 'a.go')).toBe('verified');
    expect(await say(go, go.replace('func', '// Area calls `frobnicate`.\nfunc'), 'a.go')).toContain(
      'frobnicate',
    );
    const rust = 'pub fn area(w: u32) -> u32 {\n    w\n}\n';
    expect(await say(rust, `/// Squares [\`w\`].\n${rust}`, 'a.rs')).toBe('verified');
    expect(await say(rust, `/// Calls [\`frobnicate\`].\n${rust}`, 'a.rs')).toContain('frobnicate');
  });
});

describe('what was there before', () => {
  it('is not judged again', async () => {
    const before = doc('Adds.\n@param c wrong\n@returns x', log);
    expect(await say(before, before.replace('Adds.', 'Writes.'))).toBe('verified');
    expect(await say(before, before.replace('Adds.', 'Writes.\n * @param d wrong'))).toContain('@param d');
  });

  it('is judged at its new place when it is moved', async () => {
    const two = `${doc('@param a one', add)}${log}`;
    expect(await say(two, `${add}${doc('@param a one', log)}`)).toContain(
      '@param a: log has no such parameter',
    );
  });
});
