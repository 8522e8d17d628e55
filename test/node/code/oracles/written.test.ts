import { afterAll, expect, it } from 'vitest';
import { changeOf, filesOf, never, openTestCode, valueOf } from '../project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

async function isForm(path: string, before: string, after: string): Promise<boolean> {
  const change = changeOf({ [path]: before }, { [path]: after });
  const answer = await code.oracle(filesOf({ [path]: before }), change, { intent: 'format' }, never);
  const { problems, unsure } = valueOf(answer);
  expect(unsure).toEqual([]);
  return problems.length === 0;
}

it.each([
  ['a.ts', 'type A = | "a" | "b";', 'type A = "a" | "b";'],
  ['a.ts', 'a = "\\u0041";', "a = 'A';"],
  ['a.ts', 'a ?? (b ?? c);', 'a ?? b ?? c;'],
  ['a.ts', '(a, b);', 'a, b;'],
  ['a.ts', 'const o = { 1: 1 };', 'const o = { "1": 1 };'],
  ['a.js', 'x = "a\\\nb"', 'x = "ab"'],
  ['a.tsx', 'x = <a>\n  b\n</a>', 'x = <a>b</a>'],
  ['a.yaml', 'a: 007\n', 'a: 7\n'],
  ['a.yaml', 'a:\n  - b\n', 'a:\n- b\n'],
  ['a.yaml', 'a: |\n  x\n', 'a: "x\\n"\n'],
  ['a.yaml', '---\na: 1\n', 'a: 1\n'],
  ['a.toml', 'a = 0x10\n', 'a = 16\n'],
  ['a.toml', 'a = """\nx"""\n', 'a = "x"\n'],
  ['a.json', '{"a":"\\/"}', '{"a":"/"}'],
  ['a.css', '[a="b"]{}', "[a = 'b']{}"],
  ['a.css', 'a{b:url( "x" )}', "a{b:url('x')}"],
])('%s: %j and %j say the same', async (path, before, after) => {
  expect(await isForm(path, before, after)).toBe(true);
});

it.each([
  ['a.ts', 'function f() { return /* a */ 1 }', 'function f() { return 1 /* a */ }'],
  ['a.ts', 'type A = (string | number)[];', 'type A = string | number[];'],
  ['a.ts', 'export type { A } from "a";', 'export { A } from "a";'],
  ['a.ts', 'for await (const a of b) {}', 'for (const a of b) {}'],
  ['a.ts', 'class A { @dec a = 1; }', 'class A { @dec() a = 1; }'],
  ['a.ts', 'a - (b - c);', 'a - b - c;'],
  ['a.ts', 'f((a, b));', 'f(a, b);'],
  ['a.ts', 'enum E { A, B }', 'const enum E { A, B }'],
  ['a.ts', 'import a from "a" with { type: "json" };', 'import a from "a";'],
  ['a.ts', 'let a!: number;', 'let a: number;'],
  ['a.ts', 'type A = { +readonly [K in T]+?: X };', 'type A = { readonly [K in T]?: X };'],
  ['a.js', 'x = 10n', 'x = 10'],
  ['a.js', 'while (a);\nb()', 'while (a)\nb()'],
  ['a.js', 'a\n++b', 'a++\nb'],
  ['a.tsx', 'x = <a b="&amp;" />', 'x = <a b="&" />'],
  ['a.tsx', 'x = <a> b </a>', 'x = <a>b</a>'],
  ['a.yaml', 'a: !!str 1\n', 'a: 1\n'],
  ['a.yaml', 'a: &x 1\nb: *x\n', 'a: 1\nb: 1\n'],
  ['a.yaml', 'a: 1\n---\nb: 2\n', 'a: 1\nb: 2\n'],
  ['a.toml', 'a = { "b.c" = 1 }\n', 'a = { b.c = 1 }\n'],
  ['a.toml', 'a = [[1], [2]]\n', 'a = [[1, 2]]\n'],
  ['a.css', 'a{b:1px -2px}', 'a{b:1px-2px}'],
  ['a.css', '#FFF{}', '#fff{}'],
  ['a.css', 'a{--x:{a:b}}', 'a{--x:{a:c}}'],
])('%s: %j and %j do not say the same', async (path, before, after) => {
  expect(await isForm(path, before, after)).toBe(false);
});
