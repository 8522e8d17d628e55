import { describe, expect, it } from 'vitest';
import type { Texts } from '../project.ts';
import { clean, openOracle } from './ask.ts';

const { ask, rewrite } = openOracle();

function config(options = '', more = ''): string {
  return `{ "compilerOptions": { "strict": true, "noUncheckedIndexedAccess": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "types": []${options} }${more} }`;
}

function of(before: string, after: string | Texts, line: number, code: number, more: Texts = {}) {
  const files = { 'tsconfig.json': config(), ...more, 'a.ts': before };
  const target = { path: 'a.ts', line, code };
  return ask(files, typeof after === 'string' ? { 'a.ts': after } : after, { intent: 'fix', target });
}

const text = "export const n: number = '1';\n";

describe('a fix', () => {
  it('names the errors there are, where the one that is meant is not there', async () => {
    const none = await of(text, 'export const n: number = 1;\n', 1, 2304);
    expect(none.problems).toBe(
      'a.ts:1 there is no error TS2304 in a.ts at line 1; its errors are TS2322 at line 1',
    );
    expect(await of(text, 'export const n: number = 1;\n', 1, 2322)).toEqual(clean);
    expect(await of(`\n\n${text}`, '\n\nexport const n: number = 1;\n', 1, 2322)).toEqual(clean);
    expect((await of(`\n\n\n\n${text}`, 'export const n: number = 1;\n', 1, 2322)).problems).toContain(
      'at line 5',
    );
    const fine = await of('export const n = 1;\n', 'export const n = 2;\n', 1, 2322);
    expect(fine.problems).toContain('it has none');
  });

  it('is not there while the error stands, at whatever line', async () => {
    expect((await of(text, `\n\n${text}`, 1, 2322)).problems).toContain('a.ts:3 TS2322 is still there');
    expect((await of(text, "export const n: number = 'one';\n", 1, 2322)).problems).toContain('still there');
  });

  it('counts one of several', async () => {
    const two = "export const n: number = '1';\nexport const k = 1;\nexport const m: number = '2';\n";
    expect(await of(two, two.replace("'1'", '1'), 1, 2322)).toEqual(clean);
    expect(await of(two, `// Both.\n\n${two.replace("'2'", '2')}`, 3, 2322)).toEqual(clean);
    expect((await of(two, two.replace("'2'", '2'), 1, 2322)).problems).toContain(
      'a.ts:1 TS2322 is still there',
    );
    const line = "export const n: number = '1', m: number = '2';\n";
    expect((await of(line, line.replace("'1'", '1'), 1, 2322)).problems).toContain('still there');
  });

  it('is no silencing', async () => {
    const silenced: Readonly<Record<string, string>> = {
      [`// @ts-ignore\n${text}`]: '"@ts-ignore" is new',
      [`// @ts-expect-error\n${text}`]: '"@ts-expect-error" is new',
      [`// @ts-nocheck\n${text}`]: '"@ts-nocheck" is new',
      "export const n: any = '1';\n": 'an `any` is new',
      "export const n: number = '1' as any;\n": 'an `any` is new',
      "export const n: number = <any>'1';\n": 'an `any` is new',
      "export const n: number = ('1' as unknown) as number;\n": 'an assertion by way of `unknown`',
      "export const n: number = '1' as never;\n": 'an assertion to `never`',
    };
    for (const [after, said] of Object.entries(silenced)) {
      expect((await of(text, after, 1, 2322)).problems).toContain(`silencing is no fix: ${said}`);
    }
    expect(
      (await of(text, '// eslint-disable-next-line\nexport const n: number = 1;\n', 1, 2322)).problems,
    ).toContain('silencing');
    const kept = `// @ts-ignore\nexport const k: number = '1' as any;\n${text}`;
    expect(await of(kept, kept.replace(/'1';\n$/, '1;\n'), 3, 2322)).toEqual(clean);
    expect(
      (await of(text, "export const n: number = '1' as string as unknown as number;\n", 1, 2322)).problems,
    ).not.toBe('');
  });

  it('finds a new `any` where another one went', async () => {
    const before = "export const k: any = 1;\nexport const n: number = '1';\n";
    const after = "export const k: number = 1;\nexport const n: any = '1';\n";
    expect((await of(before, after, 2, 2322)).problems).toContain(
      'a.ts:2 silencing is no fix: an `any` is new',
    );
    const moved = 'export const n: number = 1;\nexport const k: any = 2;\n';
    expect(await of(before, moved, 2, 2322)).toEqual(clean);
  });

  it('is unsure where the compiler is told what it cannot know', async () => {
    const before = 'declare const x: { y: string } | undefined;\nexport const n = x.y;\n';
    expect((await of(before, before.replace('x.y', 'x!.y'), 2, 18048)).unsure).toContain('a new "!"');
    expect((await of(before, before.replace('x.y', '(x as { y: string }).y'), 2, 18048)).unsure).toContain(
      'a new assertion',
    );
    expect(await of(before, before.replace('x.y', 'x?.y'), 2, 18048)).toEqual(clean);
  });

  it('is no declaration of what is missing', async () => {
    const before = 'export const n = gone(1);\n';
    const declared = 'declare function gone(n: number): number;\nexport const n = gone(1);\n';
    expect((await of(before, declared, 1, 2304)).problems).toContain(
      'a.ts:1 silencing is no fix: gone is only declared',
    );
    const elsewhere = { 'globals.d.ts': 'declare function gone(n: number): number;\n' };
    expect((await of(before, elsewhere, 1, 2304)).problems).toContain('globals.d.ts:1');
    const made = 'export const n = gone(1);\nfunction gone(n: number): number {\n  return n;\n}\n';
    expect(await of(before, made, 1, 2304)).toEqual(clean);
  });

  it('is no looser configuration', async () => {
    const before = 'export function f(x) {\n  return 1;\n}\n';
    const loose = { 'tsconfig.json': config(', "noImplicitAny": false') };
    expect((await of(before, loose, 1, 7006)).problems).toContain(
      'silencing is no fix: noImplicitAny of tsconfig.json is off now',
    );
    const dropped = { 'tsconfig.json': config('', ', "exclude": ["a.ts"]') };
    const more = { 'b.ts': 'export const b = 1;\n' };
    expect((await of(before, dropped, 1, 7006, more)).problems).toContain(
      'tsconfig.json covers a.ts no more',
    );
    const unstrict = { 'tsconfig.json': config().replace('"strict": true', '"strict": false') };
    expect((await of(before, unstrict, 1, 7006)).problems).toContain(
      'noImplicitAny of tsconfig.json is off now',
    );
    const base = { 'tsconfig.json': '{ "extends": "./base.json" }', 'base.json': config() };
    expect(
      (await of(before, { 'base.json': config(', "noImplicitAny": false') }, 1, 7006, base)).problems,
    ).toContain('base.json:1 silencing');
    const other = {
      'tsconfig.json': config().replace('ES2022', 'ESNext'),
      'a.ts': before.replace('(x)', '(x: 1)'),
    };
    const changed = await of(before, other, 1, 7006);
    expect(changed.problems).toBe('');
    expect(changed.unsure).toContain('other options hold for all its files');
  });

  it('proves nothing by taking something out', async () => {
    const before = "export const k = 1;\nexport function f() {\n  const n: number = '1';\n  return k;\n}\n";
    expect((await of(before, before.replace("  const n: number = '1';\n", ''), 3, 2322)).unsure).toContain(
      'taken out of f',
    );
    const list = "export const k = 1;\nexport const n: number = '1';\n";
    expect((await of(list, 'export const k = 1;\n', 2, 2322)).unsure).toContain('the export n was taken out');
    const call = 'declare function g(n: number): number;\nexport const n = g(1) + x;\n';
    expect((await of(call, call.replace(' + x', ''), 2, 2304)).unsure).toContain('code was only taken out');
    const extra = 'declare function g(n: number): number;\nexport const n = g(1, 2);\n';
    expect(await of(extra, extra.replace(', 2', ''), 2, 2554)).toEqual(clean);
  });

  it('knows what JavaScript is told in comments', async () => {
    const files = {
      'jsconfig.json': '{ "compilerOptions": { "checkJs": true, "strict": true, "types": [] } }',
      'a.js': '// @ts-check\nexport function f(x) {\n  return x;\n}\n',
    };
    const target = { path: 'a.js', line: 2, code: 7006 };
    const after = (doc: string) =>
      ask(
        files,
        { 'a.js': `// @ts-check\n${doc}export function f(x) {\n  return x;\n}\n` },
        { intent: 'fix', target },
      );
    expect(await after('/** @param {number} x */\n')).toEqual(clean);
    expect((await after('/** @param {any} x */\n')).problems).toContain('an `any` is new');
    expect((await after('/** @param {*} x */\n')).problems).toContain('an `any` is new');
    const unchecked = await ask(
      files,
      { 'a.js': '/** @param {number} x */\nexport function f(x) {\n  return x;\n}\n' },
      { intent: 'fix', target },
    );
    expect(unchecked.problems).toContain('"@ts-check" is gone');
  });

  it('is unable for other languages and unsure without a configuration', async () => {
    const target = { path: 'a.py', line: 1, code: 1 };
    expect((await ask({ 'a.py': 'a\n' }, { 'a.py': 'b\n' }, { intent: 'fix', target })).unable).toContain(
      'the errors of Python',
    );
    const lone = await ask(
      { 'a.ts': text },
      { 'a.ts': 'export const n: number = 1;\n' },
      { intent: 'fix', target: { path: 'a.ts', line: 1, code: 2322 } },
    );
    expect(lone).toEqual({ problems: '', unsure: 'a.ts: no tsconfig.json covers it', unable: '' });
  });

  it('is made by code where the compiler knows exactly one mend', async () => {
    const before = {
      'tsconfig.json': config(),
      'b.ts': 'export const shown = 1;\n',
      'a.ts': 'export const n = shown + 1;\n',
    };
    const target = { path: 'a.ts', line: 1, code: 2304 };
    const made = await rewrite(before, ['a.ts'], { intent: 'fix', target });
    expect(made).toEqual({ 'a.ts': 'import { shown } from "./b";\n\nexport const n = shown + 1;\n' });
    const two = { ...before, 'c.ts': 'export const shown = 2;\n' };
    expect(await rewrite(two, ['a.ts'], { intent: 'fix', target })).toBe('no single mend is known');
    const spelt = {
      'tsconfig.json': config(),
      'a.ts': 'export const word = { length: 1 };\nexport const n = word.lenght;\n',
    };
    expect(
      await rewrite(spelt, ['a.ts'], { intent: 'fix', target: { path: 'a.ts', line: 2, code: 2551 } }),
    ).toEqual({
      'a.ts': 'export const word = { length: 1 };\nexport const n = word.length;\n',
    });
    const none = { 'tsconfig.json': config(), 'a.ts': text };
    expect(
      await rewrite(none, ['a.ts'], { intent: 'fix', target: { path: 'a.ts', line: 1, code: 2322 } }),
    ).toBe('no single mend is known');
  });
});
