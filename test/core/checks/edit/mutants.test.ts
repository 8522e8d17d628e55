import { afterAll, describe, expect, it } from 'vitest';
import { mutantsOf } from '../../../../src/core/checks/edit/mutants.ts';
import { never, openTestCode } from '../../../node/code/project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

async function planted(path: string, text: string): Promise<readonly (readonly [string, boolean])[]> {
  const lines = [1, text.split('\n').length] as const;
  const mutants = await mutantsOf(code, path, text, lines, undefined, { values: 50, throws: 50 }, never);
  return mutants.map((one) => [one.content, one.throws]);
}

/** What is planted and can only be noticed by looking at a value. */
async function quiet(path: string, text: string): Promise<readonly string[]> {
  return (await planted(path, text)).flatMap(([content, throws]) => (throws ? [] : [content]));
}

describe('a planted fault', () => {
  it.each([
    ['a.js', 'export function add(a, b) {\n  return a + b;\n}\n'],
    ['a.ts', 'export function add(a: number, b = 2): number {\n  return a + b;\n}\n'],
    ['a.ts', 'export const add = (a: number, b: number): number => a + b;\n'],
    [
      'a.ts',
      'export class A {\n  public static add(a: number, b: number): number {\n    return a + b;\n  }\n}\n',
    ],
  ])('takes no parameter away from its uses: %s %s', async (path, text) => {
    const faults = await quiet(path, text);
    expect(faults.some((one) => one.includes('a - b'))).toBe(true);
    expect(faults.some((one) => one.includes('undefined + b'))).toBe(true);
    for (const one of faults)
      expect(one).not.toMatch(/\(undefined|undefined: number|, undefined|undefined = 2/u);
  });

  it('that is an error for whoever runs the line counts as one', async () => {
    const text =
      'export function count(list) {\n  if (list.length > 2) {\n    return list[0];\n  }\n  return list;\n}\n';
    const all = await planted('a.js', text);
    expect(all.filter(([content]) => /undefined[.[]/u.test(content)).map(([, throws]) => throws)).toEqual([
      true,
      true,
    ]);
    expect(all).toContainEqual([text.replace('return list;', 'return undefined;'), false]);
  });

  it('is no other type that a function is said to give back, which changes nothing that runs', async () => {
    const text = 'export function isLeap(year: number): boolean {\n  return year % 4 === 0;\n}\n';
    const faults = await quiet('a.ts', text);
    expect(faults.some((one) => one.includes('): undefined'))).toBe(false);
    const ternary = 'export const pick = (ok: boolean, a: number, b: number) => (ok ? f(a) : b);\n';
    expect((await quiet('a.ts', ternary)).some((one) => one.includes(': undefined'))).toBe(true);
  });

  it('is first one of each sort, so that a few of them are not all the same', async () => {
    const text = 'const [y = 1970, m = 1, d = 1] = day.split("-").map((part) => Number(part));\n';
    const few = await mutantsOf(code, 'a.js', text, [1, 1], undefined, { values: 4, throws: 0 }, never);
    expect(few.map((one) => one.what)).toEqual([
      '1970 became 1971',
      '"-" became "planted -"',
      'Number(part)); became undefined && Number(part));',
      '"-" became ""',
    ]);
  });

  it('may take a text away or turn a number round, where adding to it changes nothing', async () => {
    const faults = await quiet('a.js', "export const isSign = (sign) => '(+'.includes(sign) && size > 1;\n");
    expect(faults.some((one) => one.includes("''.includes"))).toBe(true);
    expect(faults.some((one) => one.includes('size > -1'))).toBe(true);
    expect((await quiet('a.js', 'export const none = f(0);\n')).some((one) => one.includes('-0'))).toBe(
      false,
    );
  });
});
