import { describe, expect, it } from 'vitest';
import type { Texts } from '../project.ts';
import { clean, openOracle } from './ask.ts';

const { ask } = openOracle();
const question = { intent: 'types' } as const;

function config(options = '', more = ''): string {
  return `{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "types": []${options} }${more} }`;
}

function of(path: string, before: string, after: string, more: Texts = {}) {
  return ask({ 'tsconfig.json': config(), ...more, [path]: before }, { [path]: after }, question);
}

describe('types', () => {
  it('takes types away, puts them there, and leaves the program alone', async () => {
    expect(await of('a.ts', 'export const a = 1;\n', 'export const a: number = 1;\n')).toEqual(clean);
    expect(
      await of(
        'a.ts',
        'export const a = <number>f();\ndeclare function f(): any;\n',
        'export const a = f() as number;\ndeclare function f(): any;\n',
      ),
    ).toEqual(clean);
    const value = await of(
      'a.ts',
      'export const b = 0;\nexport const a = 1;\n',
      'export const b: number = 0;\nexport const a = 2;\n',
    );
    expect(value.problems).toContain('a.ts:2 the JavaScript is not the same any more: "1" became "2"');
  });

  it('counts what an import is elided by', async () => {
    const more = { 'b.ts': 'export interface B { n: number }\nexport const b = 1;\n' };
    const before = "import { type B, b } from './b';\nexport const n: B = { n: b };\n";
    expect(
      await of(
        'a.ts',
        before,
        "import type { B } from './b';\nimport { b } from './b';\nexport const n: B = { n: b };\n",
        more,
      ),
    ).toEqual(clean);
    const verbatim = { ...more, 'tsconfig.json': config(', "verbatimModuleSyntax": true') };
    const kept = await of(
      'a.ts',
      "import type { B } from './b';\nexport const n: B = { n: 1 };\n",
      "import { type B } from './b';\nexport const n: B = { n: 1 };\n",
      verbatim,
    );
    expect(kept.problems).toContain('the JavaScript is not the same');
    const elided = await of(
      'a.ts',
      "import type { B } from './b';\nexport const n: B = { n: 1 };\n",
      "import { type B } from './b';\nexport const n: B = { n: 1 };\n",
      more,
    );
    expect(elided).toEqual(clean);
  });

  it('follows a change into files that did not change', async () => {
    const more = { 'b.ts': "import { E } from './a';\nexport const e = E.A;\n" };
    const moved = await of(
      'a.ts',
      'export const enum E { A = 1 }\n',
      'export const enum E { A = 2 }\n',
      more,
    );
    expect(moved.problems).toContain('b.ts:1 the JavaScript of this file, though it did not change itself,');
    expect(
      await of(
        'a.ts',
        'export const enum E { A = 1 }\nexport type N = 1;\n',
        'export const enum E { A = 1 }\nexport type N = 2;\n',
        more,
      ),
    ).toEqual(clean);
  });

  it('follows a name that is there at run time no more', async () => {
    const more = { 'b.ts': "import { A } from './a';\nexport { A };\n" };
    const ambient = 'export declare class A {}\nexport const a = 1;\n';
    const shaped = 'export interface A {}\nexport const a = 1;\n';
    expect((await of('a.ts', ambient, shaped, more)).problems).toContain(
      'b.ts:2 the JavaScript of this file',
    );
    expect(await of('a.ts', ambient, ambient.replace('{}', '{ n: 1 }'), more)).toEqual(clean);
  });

  it('knows what decorators see, only where they see it', async () => {
    const before = 'declare const d: any;\nexport class A {\n  @d\n  m(n: number): void {}\n}\n';
    const after = before.replace('n: number', 'n: string');
    const seen = {
      'tsconfig.json': config(', "experimentalDecorators": true, "emitDecoratorMetadata": true'),
    };
    expect((await of('a.ts', before, after, seen)).problems).toContain('a.ts:4');
    const unseen = { 'tsconfig.json': config(', "experimentalDecorators": true') };
    expect(await of('a.ts', before, after, unseen)).toEqual(clean);
  });

  it('asks the settings whether a field is made', async () => {
    const before = 'export class A {\n  a = 1;\n}\n';
    const after = 'export class A {\n  b?: number;\n  a = 1;\n}\n';
    expect((await of('a.ts', before, after)).problems).toContain('a.ts:2');
    const old = { 'tsconfig.json': config(', "useDefineForClassFields": false') };
    expect(await of('a.ts', before, after, old)).toEqual(clean);
    expect(await of('a.ts', before, after.replace('b?', 'declare b?'))).toEqual(clean);
  });

  it('writes although nothing is to be written, and in every module format', async () => {
    const options =
      ', "noEmit": true, "declaration": true, "emitDeclarationOnly": false, "noEmitOnError": true, "jsx": "react-jsx"';
    const more = {
      'tsconfig.json': config(options).replace('"ESNext", "moduleRes', '"CommonJS", "moduleRes'),
    };
    expect(
      await of(
        'a.tsx',
        'export const a = 1 as any;\nexport const b: string = 1;\n',
        'export const a: any = 1;\nexport const b: string = 1;\n',
        more,
      ),
    ).toEqual(clean);
    expect((await of('a.tsx', 'export const a = 1;\n', 'export enum a { b }\n', more)).problems).not.toBe('');
  });

  it('keeps comments and directives', async () => {
    const before = '// Why.\nexport const a = 1; // one\n';
    expect((await of('a.ts', before, 'export const a: number = 1; // one\n')).problems).toContain(
      'a comment is gone, and it was no type: "// Why."',
    );
    expect(await of('a.ts', before, '// Why.\n// More.\nexport const a: number = 1; // one\n')).toEqual(
      clean,
    );
    expect(
      (await of('a.ts', before, '// @ts-ignore\n// Why.\nexport const a: number = 1; // one\n')).problems,
    ).toContain('a.ts:1 a comment that tools obey was added');
    const directed = '// @ts-ignore\nexport const a = b;\nexport const c = 1;\n';
    expect(
      (await of('a.ts', directed, 'export const a = b;\n// @ts-ignore\nexport const c: number = 1;\n'))
        .problems,
    ).toContain('was moved');
    expect(
      await of('a.ts', directed, '// @ts-ignore\nexport const a: any = b;\nexport const c: number = 1;\n'),
    ).toEqual(clean);
    const doc = '/** @type {number} */\nexport const a = 1 as number;\n';
    expect(await of('a.ts', doc, 'export const a: number = 1 as number;\n')).toEqual(clean);
    const told = '/** How many.\n * @type {number} */\nexport const a = 1 as number;\n';
    expect((await of('a.ts', told, 'export const a: number = 1 as number;\n')).problems).toContain(
      'it was no type',
    );
  });

  it('reads types of JavaScript in doc comments', async () => {
    const more = { 'tsconfig.json': config(', "allowJs": true, "checkJs": true') };
    const before = '/** @param {number} a */\nexport function f(a) {\n  return a;\n}\n';
    expect(await of('a.js', before, before.replace('number', 'number | string'), more)).toEqual(clean);
    expect((await of('a.js', before, before.replace('return a', 'return +a'), more)).problems).toContain(
      'a.js:3 code changed, and not only types',
    );
    expect((await of('a.js', before, `// Note.\n${before}`, more)).unsure).toBe('no type changed');
  });

  it('is unsure where no type changed, and says what declaration files are', async () => {
    expect((await of('a.ts', 'export const a = 1;\n', '\nexport const a = 1\n')).unsure).toBe(
      'no type changed',
    );
    expect(await of('a.d.ts', 'export const a: number;\n', 'export const a: string;\n')).toEqual(clean);
    expect((await of('types.ts', '', '')).unsure).toContain('no type changed');
    const lone = await ask(
      { 'a.ts': 'export const a = 1;\n' },
      { 'a.ts': 'export const a: number = 1;\n' },
      question,
    );
    expect(lone).toEqual({ problems: '', unsure: 'a.ts: no tsconfig.json covers it', unable: '' });
    const changed = await ask(
      { 'a.ts': 'export const a = 1;\n' },
      { 'a.ts': 'export const a = 2;\n' },
      question,
    );
    expect(changed.problems).toContain('"1" became "2"');
    const python = await ask({ 'a.py': 'a = 1\n' }, { 'a.py': 'a: int = 1\n' }, question);
    expect(python.unable).toContain('the types of Python');
  });

  it('lets a new file be types and no more', async () => {
    const files = { 'tsconfig.json': config(), 'a.ts': 'export const a = 1;\n' };
    expect(await ask(files, { 'b.ts': 'export type B = number;\n' }, question)).toEqual(clean);
    expect(
      (await ask(files, { 'b.ts': 'export type B = number;\nexport const b = 1;\n' }, question)).problems,
    ).toContain('b.ts:1 a new file that is more than types');
  });
});
