import { describe, expect, it } from 'vitest';
import type { FunctionPair, ValueShape } from '../../../src/core/code.ts';
import type { Comparison } from '../../../src/core/runs.ts';
import { openTestRuns } from './openTestRuns.ts';
import { comparePairs } from '../../../src/node/scratch/compare.ts';
import { fileURLToPath } from 'node:url';
import { changeOf, openTestCode, valueOf } from '../code/project.ts';
import { never } from '../search/place.ts';

const child = fileURLToPath(new URL('../../../src/node/scratch/compareChild.ts', import.meta.url));
const number: ValueShape = { type: 'number' };

function pair(before: string, after: string, parameters: readonly ValueShape[] = [number]): FunctionPair {
  const help =
    'const o = (how) => Object.defineProperty({}, "x", how); const e = (more) => Object.assign(new Error("no"), more);';
  const program = (body: string): string => `${help} const f = ${body}; return f;`;
  return {
    path: 'a.ts',
    name: 'f',
    lines: [[1, 1]],
    linesBefore: [[1, 1]],
    before: program(before),
    after: program(after),
    parameters,
    literals: [10],
  };
}

async function compare(...pairs: readonly FunctionPair[]): Promise<readonly Comparison[]> {
  return valueOf(await comparePairs(child, pairs, process.env, never));
}

describe('two versions of a function', () => {
  it('are the same where they give the same for every call', async () => {
    const [one] = await compare(pair('(x) => x + x', '(x) => 2 * x'));
    expect(one).toEqual({ name: 'f', calls: 400 });
  }, 60_000);

  it.each([
    ['a value', '(x) => x > 10 ? 1 : 0', '(x) => x >= 10 ? 1 : 0', [number]],
    ['minus zero', '(x) => x * 0', '() => 0', [number]],
    [
      'an explicit error that is gone',
      '(x) => { if (x < 0) throw new RangeError("low"); return x; }',
      '(x) => x',
      [number],
    ],
    [
      'the words of an error',
      '(x) => { if (x < 0) throw new Error("low"); return x; }',
      '(x) => { if (x < 0) throw new Error("high"); return x; }',
      [number],
    ],
    [
      'what is done to an argument',
      '(xs) => { xs.sort(); return 1; }',
      '() => 1',
      [{ type: 'array', of: number } as const],
    ],
    ['undefined for null', '(x) => x > 10 ? null : 1', '(x) => x > 10 ? undefined : 1', [number]],
    ['the order of keys', '(x) => ({ a: x, b: 1 })', '(x) => ({ b: 1, a: x })', [number]],
    ['a key that is not listed', '(x) => o({ value: x })', '(x) => o({ value: x + 1 })', [number]],
    ['the end of a list', '(x) => [x]', '(x) => Object.assign([x], { length: 2 })', [number]],
    [
      'what an error carries',
      '(x) => { throw e({ code: x }); }',
      '(x) => { throw e({ code: -x - 1 }); }',
      [number],
    ],
    ['a loop that never ends', '(x) => x', '(x) => { while (x > 100) {} return x; }', [number]],
  ] as const)(
    'differ in %s',
    async (_name, before, after, parameters) => {
      const [one] = await compare(pair(before, after, parameters));
      expect(one?.difference?.call).toMatch(/^f\(/);
    },
    60_000,
  );

  it('that differ only where no type says what is given are not told apart', async () => {
    const shapes = [{ type: 'any' }] as const;
    const [one] = await compare(pair('(x) => x == null ? 0 : 1', '(x) => x === null ? 0 : 1', shapes));
    expect(one).toMatchObject({ unable: expect.stringContaining('f(undefined)') });
    expect(one?.difference).toBeUndefined();
  }, 60_000);

  it.each([
    ['a function', '(x) => (y) => x + y', '(x) => (y) => x - y'],
    ['a function in an object', '(x) => ({ go: () => x })', '(x) => ({ go: () => x + 1 })'],
    ['a symbol', '(x) => Symbol.for("a" + x)', '(x) => Symbol.for("b" + x)'],
    [
      'a private field',
      '(x) => new (class C { #n; constructor(n) { this.#n = n; } })(x)',
      '(x) => new (class C { #n; constructor(n) { this.#n = n + 1; } })(x)',
    ],
    [
      'a method',
      '(x) => new (class C { constructor(n) { this.n = n; } twice() { return 2 * this.n; } })(x)',
      '(x) => new (class C { constructor(n) { this.n = n; } twice() { return 3 * this.n; } })(x)',
    ],
    ['a getter', '(x) => ({ get n() { return x; } })', '(x) => ({ get n() { return x + 1; } })'],
    ['bytes', '(x) => new Uint8Array([x]).buffer', '(x) => new Uint8Array([x + 1]).buffer'],
    ['a number in a box', '(x) => new Number(x)', '(x) => new Number(x + 1)'],
    ['what an error can do', '(x) => { throw e({ go: () => x }); }', '(x) => { throw e({ go: () => -x }); }'],
  ])(
    'are not taken for the same where a call does not tell all: %s',
    async (_name, before, after) => {
      const [one] = await compare(pair(before, after));
      expect(one?.difference).toBeUndefined();
      expect(one?.unable).toContain('of which a call does not tell all');
    },
    60_000,
  );

  it('are compared by the keys of what has nothing else', async () => {
    const plain = '(x) => new (class C { constructor(n) { this.n = n; } })';
    const list = '(x) => Object.freeze([new Map([[x, new Set([x])]]), new Date(x), /a/g, Uint8Array.of(x)';
    const made = await compare(
      pair(`${plain}(x)`, `${plain}(x)`),
      pair(`${plain}(x)`, `${plain}(x + 1)`),
      pair(`${list}])`, `${list}])`),
      pair(`${list}])`, `${list.replace('Uint8Array.of(x)', 'Uint8Array.of(x + 1)')}])`),
    );
    expect(made.map((one) => [one.unable, one.difference !== undefined])).toEqual([
      [undefined, false],
      [undefined, true],
      [undefined, false],
      [undefined, true],
    ]);
  }, 60_000);

  it('say nothing where too few calls were answered, or nothing can be called', async () => {
    const [few, broken, endless] = await compare(
      pair('(x) => x.no.such', '(x) => x.no.such'),
      pair('outside()', '() => 1'),
      pair('() => { for (;;) {} }', '() => 1'),
    );
    expect(few).toMatchObject({ calls: 0, unable: expect.stringContaining('only 0') });
    expect(broken).toMatchObject({ unable: expect.stringContaining('outside') });
    expect(endless).toMatchObject({ unable: expect.stringContaining('does not end') });
  }, 60_000);

  it('get nothing of the machine', async () => {
    const out = (text: string): string =>
      `() => { try { return String(${text}); } catch (error) { return error.name; } }`;
    const each = [
      'process.pid',
      'require("fs")',
      'fetch',
      'globalThis.process',
      'console.log',
      'setTimeout',
      'Function("return process")()',
      '(() => {}).constructor("return process")()',
      'globalThis.constructor.constructor("return process")().pid',
      'subject.caller',
    ];
    for (const text of each) {
      const [one] = await compare(pair(out(text), '() => "ReferenceError"', []));
      const now = one?.difference?.before ?? 'ReferenceError';
      expect([text, now]).toEqual([
        text,
        expect.stringMatching(/ReferenceError|EvalError|TypeError|undefined|null/),
      ]);
    }
  }, 120_000);

  it('are ended at the time limit of all, and on cancel', async () => {
    const slow = pair('(x) => { for (let i = 0; i < 2e7; i += 1) {} return x; }', '(x) => x');
    const late = valueOf(await comparePairs(child, [slow, slow], process.env, never, 1_500));
    expect(late.map((one) => one.unable)).toEqual([
      expect.stringContaining('1.5 s'),
      expect.stringContaining('1.5 s'),
    ]);
    const stop = new AbortController();
    const running = comparePairs(child, [slow], process.env, stop.signal);
    stop.abort();
    expect(await running).toEqual({ type: 'unable', reason: 'cancelled' });
  }, 60_000);
});

describe('functions that can be called alone', () => {
  const code = openTestCode();
  const found = async (before: string, after: string, path = 'a.ts') =>
    valueOf(await code.functionPairs(changeOf({ [path]: before }, { [path]: after }), never));
  const f = (body: string, more = ''): string =>
    `${more}export function f(x: number): number {\n  ${body}\n}\n`;

  it('are found with what they need, and without what they do not', async () => {
    const rest =
      'const limit = 3;\nfunction help(x: number) { return x * limit; }\nfunction other() { return Date.now(); }\n';
    const { pairs, others } = await found(f('return help(x);', rest), f('return help(x) + 1;', rest));
    expect([pairs.map((one) => one.name), others]).toEqual([['f'], []]);
    expect(pairs[0]?.before).toContain('const limit = 3;');
    expect(pairs[0]?.before).not.toMatch(/export|: number|other/);
    expect(pairs[0]?.parameters).toEqual([{ type: 'number' }]);
  });

  it('are those that a change of what they need alters', async () => {
    const help = (sign: string): string => `const help = (x: number) => x ${sign} 1;\n`;
    const { pairs } = await found(f('return help(x);', help('+')), f('return help(x);', help('-')));
    expect(pairs.map((one) => one.name)).toEqual(['f']);
  });

  it.each([
    ['an import', "import { y } from './y.ts';\n", 'return x + y;'],
    ['the clock', '', 'return x + Date.now();'],
    ['new Date()', '', 'return x + new Date().getTime();'],
    ['chance', '', 'return x + Math.random();'],
    ['the console', '', 'console.log(x); return x;'],
    ['a global', '', 'return x + process.pid;'],
    ['what stays between calls', 'let n = 0;\n', 'n += x; return n;'],
    ['a map that stays', 'const seen = new Map<number, number>();\n', 'seen.set(x, x); return seen.size;'],
    ['this', '', 'return (this as any).y + x;'],
    ['a constructor', '', 'return (x as any).constructor.length;'],
  ])('are not those that use %s', async (_name, more, body) => {
    const { pairs, others } = await found(
      f(body, more),
      f(`${body} // `.replace('return', 'void 0; return'), more),
    );
    expect([pairs, others.length]).toEqual([[], 1]);
  });

  it('are not those that answer later', async () => {
    const later = (n: number): string => `export async function f(x: number) {\n  return x + ${n};\n}\n`;
    expect((await found(later(1), later(2))).others).toMatchObject([{ reason: 'it gives its answer later' }]);
  });

  it('take what their uses say, where they have no types', async () => {
    const js = (n: number): string =>
      `export function f(xs, s, n, q, a = 1) {\n  for (const x of xs) n = n - x;\n  return s.trim() + n * a + q + ${n};\n}\n`;
    const { pairs } = await found(js(1), js(2), 'a.js');
    expect(pairs[0]?.parameters).toMatchObject([
      { type: 'array' },
      { type: 'string' },
      { type: 'number' },
      { type: 'any' },
      { type: 'union', of: [{ type: 'number' }, { type: 'number' }, { type: 'undefined' }] },
    ]);
  });
});

describe('who may have functions called', () => {
  const one = pair('(x) => x + x', '(x) => 2 * x');

  it('is a person who approved a command of the folder, and nobody else', async () => {
    const why = ['no check command is approved'];
    const approvals = { commands: [] as (readonly string[])[], missing: why };
    await using stack = new AsyncDisposableStack();
    const runs = openTestRuns({ compares: 'where-approved', approved: () => Promise.resolve(approvals) });
    stack.defer(() => runs.close());
    expect(await runs.compare([one], never)).toEqual({ type: 'unable', reason: why[0] });
    approvals.commands.push(['npm', 'test']);
    expect(await runs.compare([one], never)).toMatchObject({ type: 'ok' });
  });

  it('or whoever started us with the switch', async () => {
    await using stack = new AsyncDisposableStack();
    const runs = openTestRuns({ commands: [] });
    stack.defer(() => runs.close());
    expect(await runs.compare([one], never)).toMatchObject({ type: 'ok' });
  });
});
