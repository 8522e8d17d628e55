import { describe, expect, it } from 'vitest';
import type { Texts } from '../../../node/code/project.ts';
import { openRows, type Row } from './row.ts';
import { capital, domains, replaced, statesOf, type Case, type Domain } from './shop.ts';

const judge = openRows();

type Pairs = readonly (readonly [string, string])[];

/** One way to be wrong, with the mends of it that are right and those that are none. */
interface Fault {
  readonly code: number;
  readonly line: number;
  text(domain: Domain, D: string): string;
  readonly right: Readonly<Record<string, (D: string) => Pairs>>;
  readonly wrong: Readonly<Record<string, (D: string) => Pairs>>;
}

const head = "import { twice, type Item } from './base';\n";

const faults: Readonly<Record<string, Fault>> = {
  'a missing import': {
    code: 2552,
    line: 4,
    text: (domain, D) =>
      `${head}\nexport function show${D}(item: Item): string {\n  return format(item.id + twice(1));\n}\n`,
    right: {
      'is imported': () => [[head, `${head}import { format } from './text';\n`]],
    },
    wrong: {
      'is declared': () => [['\nexport', '\ndeclare function format(text: string): string;\n\nexport']],
      'is any': () => [['format(', '(globalThis as any).format(']],
      'is hidden': () => [['  return', '  // @ts-ignore\n  return']],
      'is not called': () => [['format(item.id + twice(1))', 'item.id + twice(1)']],
    },
  },
  'a misspelt property': {
    code: 2551,
    line: 4,
    text: (_, D) =>
      `${head}\nexport function sum${D}(item: Item): number {\n  return twice(item.amuont);\n}\n`,
    right: { 'is spelt right': () => [['amuont', 'amount']] },
    wrong: {
      'is taken from any': () => [['item.amuont', '(item as any).amuont']],
      'is taken from unknown': () => [['item.amuont', '(item as unknown as { amuont: number }).amuont']],
      'is hidden for the file': () => [[head, `// @ts-nocheck\n${head}`]],
    },
  },
  'a text for a number': {
    code: 2322,
    line: 3,
    text: (_, D) =>
      `${head}\nexport const most${D}: number = '5';\nexport const item${D}: Item = { id: '', amount: twice(2) };\n`,
    right: { 'is a number': () => [["'5'", '5']] },
    wrong: {
      'is anything': () => [[': number', ': any']],
      'is asserted twice': () => [["'5'", "'5' as unknown as number"]],
      'is never': () => [["'5'", "'5' as never"]],
      goes: (D) => [[`export const most${D}: number = '5';\n`, '']],
    },
  },
  'a wrong argument': {
    code: 2345,
    line: 4,
    text: (_, D) =>
      `${head}\nexport function double${D}(item: Item): number {\n  return twice(item.id);\n}\n`,
    right: { 'is the other property': () => [['item.id', 'item.amount']] },
    wrong: {
      'is any': () => [['item.id', 'item.id as any']],
      'is expected': () => [['  return', '  // @ts-expect-error ids are numbers here\n  return']],
      stays: () => [
        ['twice(item.id)', 'twice(item.id )'],
        ['item.id )', 'item.id.trim())'],
      ],
    },
  },
  'an argument too few': {
    code: 2554,
    line: 4,
    text: (_, D) =>
      `${head}\nexport function call${D}(item: Item): number {\n  return twice() + item.amount;\n}\n`,
    right: { 'is given': () => [['twice()', 'twice(item.amount)']] },
    wrong: {
      'is spread from any': () => [['twice()', 'twice(...([] as any))']],
      'is not called': () => [['twice() + ', '']],
    },
  },
  'an argument too many': {
    code: 2554,
    line: 4,
    text: (_, D) =>
      `${head}\nexport function much${D}(item: Item): number {\n  return twice(item.amount, 2);\n}\n`,
    right: { 'is left out': () => [[', 2', '']] },
    wrong: { 'is hidden': () => [['  return', '  /* eslint-disable */ // @ts-ignore\n  return']] },
  },
  'what may be missing': {
    code: 18048,
    line: 4,
    text: (_, D) =>
      `${head}\nexport function note${D}(item: Item): number {\n  return twice(item.note.length);\n}\n`,
    right: { 'is asked for': () => [['item.note.length', '(item.note ?? "").length']] },
    wrong: {
      'is said to be there': () => [['item.note.length', 'item.note!.length']],
      'is any': () => [['item: Item', 'item: any']],
    },
  },
  'a parameter without a type': {
    code: 7006,
    line: 3,
    text: (_, D) => `${head}\nexport function loose${D}(item) {\n  return twice(item.amount);\n}\n`,
    right: { 'gets its type': () => [['(item)', '(item: Item)']] },
    wrong: {
      'gets any': () => [
        ['(item)', '(item: any)'],
        ['twice(item.amount)', 'twice((item as Item).amount)'],
      ],
      'goes with its function': (D) => [
        [
          `export function loose${D}(item) {\n  return twice(item.amount);\n}\n`,
          'export const two: Item["amount"] = twice(1);\n',
        ],
      ],
    },
  },
  'a missing member': {
    code: 2741,
    line: 3,
    text: (_, D) =>
      `${head}\nexport const none${D}: Item = { id: 'none' };\nexport const two${D} = twice(1);\n`,
    right: { 'is given': () => [["'none' }", "'none', amount: 0 }"]] },
    wrong: {
      'is asserted': () => [["{ id: 'none' }", "{ id: 'none' } as unknown as Item"]],
      'is taken for granted': () => [["{ id: 'none' }", "{ id: 'none' } as Item"]],
    },
  },
  'a module that is not there': {
    code: 2307,
    line: 2,
    text: (_, D) =>
      `${head}import { format } from './txet';\n\nexport const said${D} = (item: Item) => format(item.id) + twice(1);\n`,
    right: { 'is found': () => [['./txet', './text']] },
    wrong: {
      'is hidden': () => [
        ["import { format } from './txet'", "// @ts-ignore\nimport { format } from './txet'"],
      ],
      'is any': () => [["import { format } from './txet';", 'const format: any = String;']],
    },
  },
  'a way without a result': {
    code: 2366,
    line: 3,
    text: (_, D) =>
      `${head}\nexport function pick${D}(item: Item): number {\n  if (item.amount > 0) return twice(item.amount);\n}\n`,
    right: { 'gives one': () => [['amount);\n}', 'amount);\n  return 0;\n}']] },
    wrong: {
      'gives anything': () => [['): number', '): any']],
      'gives never': () => [['amount);\n}', 'amount);\n  return undefined as never;\n}']],
    },
  },
  'a class without a member': {
    code: 2420,
    line: 3,
    text: (_, D) =>
      `${head}\nexport class Held${D} implements Item {\n  readonly id = 'held' + twice(1);\n}\n`,
    right: { 'has it': () => [['twice(1);\n', 'twice(1);\n  amount = 0;\n']] },
    wrong: { 'has anything': () => [['twice(1);\n', 'twice(1);\n  amount: any;\n']] },
  },
  'one error of two': {
    code: 2322,
    line: 3,
    text: (_, D) =>
      `${head}\nexport const low${D}: number = '1';\nexport const item${D}: Item = { id: '', amount: twice(2) };\nexport const high${D}: number = '9';\n`,
    right: { 'is mended': () => [["'1'", '1']] },
    wrong: { 'is left, and the other mended': () => [["'9'", '9']] },
  },
  'an import that nothing uses': {
    code: 6133,
    line: 2,
    text: (_, D) =>
      `${head}import { format } from './text';\n\nexport const used${D} = (item: Item) => twice(item.amount);\n`,
    right: { goes: () => [["import { format } from './text';\n", '']] },
    wrong: { 'is hidden': () => [['import { format }', '// @ts-ignore\nimport { format }']] },
  },
};

function pathOf(name: string, domain: Domain): string {
  return `src/${domain}${Object.keys(faults).indexOf(name)}.ts`;
}

function build(): Texts {
  const files: Record<string, string> = {
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "noUnusedLocals": true, "noImplicitReturns": true, "types": [] }, "include": ["src"] }\n',
    'src/base.ts':
      'export interface Item {\n  id: string;\n  amount: number;\n  note?: string;\n}\n\nexport function twice(value: number): number {\n  return value * 2;\n}\n',
    'src/text.ts': 'export function format(text: string): string {\n  return text.trim();\n}\n',
  };
  for (const [name, fault] of Object.entries(faults)) {
    for (const domain of domains) files[pathOf(name, domain)] = fault.text(domain, capital(domain));
  }
  return files;
}

const files = build();

function row(path: string, whole: string, line: number, code: number): Row {
  return {
    files,
    task: { intent: 'fix', paths: [path], target: { path, line, code } },
    result: { edits: [{ path, whole }] },
  };
}

function casesOf(side: 'right' | 'wrong'): readonly Case[] {
  return Object.entries(faults).flatMap(([name, fault]) =>
    Object.entries(fault[side]).flatMap(([mend, pairs]) =>
      domains.map((domain): Case => {
        const path = pathOf(name, domain);
        const whole = replaced(files[path] ?? '', ...pairs(capital(domain)));
        return { name: `${name} ${mend}: ${domain}`, row: row(path, whole, fault.line, fault.code) };
      }),
    ),
  );
}

describe('a fix', () => {
  it('is verified where the error is gone and was mended', async () => {
    const cases = casesOf('right');
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state !== 'verified')).toEqual([]);
  });

  it('is never verified where it was hidden, taken out or left', async () => {
    const cases = casesOf('wrong');
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state === 'verified')).toEqual([]);
    const unproven = states.filter((one) => one.state !== 'refuted').map((one) => one.name.split(':')[0]);
    expect([...new Set(unproven)]).toEqual([
      'a missing import is not called',
      'a text for a number goes',
      'what may be missing is said to be there',
      'a parameter without a type goes with its function',
      'a missing member is taken for granted',
    ]);
  });
});
