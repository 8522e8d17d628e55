import { describe, expect, it } from 'vitest';
import { openRows, type Row } from './row.ts';
import { capital, domains, replaced, shop, statesOf, type Case, type Domain } from './shop.ts';

const judge = openRows();

type Pairs = readonly (readonly [string, string])[];
type Step = (domain: Domain, D: string) => { readonly path: string; readonly pairs: Pairs };

function row(path: string, whole: string): Row {
  return { files: shop, task: { intent: 'types', paths: [path] }, result: { edits: [{ path, whole }] } };
}

function casesOf(steps: Readonly<Record<string, Step>>): readonly Case[] {
  return Object.entries(steps).flatMap(([name, step]) =>
    domains.map((domain): Case => {
      const { path, pairs } = step(domain, capital(domain));
      return { name: `${name}: ${domain}`, row: row(path, replaced(shop[path] ?? '', ...pairs)) };
    }),
  );
}

type Of = (domain: Domain, D: string) => Pairs;
const inFile =
  (pathOf: (domain: Domain) => string) =>
  (pairs: Of): Step =>
  (domain, D) => ({ path: pathOf(domain), pairs: pairs(domain, D) });
const inModel = inFile((domain) => `src/models/${domain}.ts`);
const inService = inFile((domain) => `src/services/${domain}.ts`);
const inView = inFile((domain) => `src/views/${domain}.tsx`);
const inLegacy = inFile((domain) => `src/legacy/${domain}.js`);
const inSpare = inFile((domain) => `src/spare/${domain}.ts`);

const right: Readonly<Record<string, Step>> = {
  'a list is a generic type': inModel((_, D) => [[`items: ${D}[]`, `items: Array<${D}>`]]),
  'a constant is read only': inModel(() => [['limits: Range', 'limits: Readonly<Range>']]),
  'an overload is added': inModel((_, D) => [
    [
      `export function make${D}(id: string): ${D};`,
      `export function make${D}(id: string): ${D};\nexport function make${D}(id: string, amount: undefined): ${D};`,
    ],
  ]),
  'an optional member says undefined': inModel(() => [['note?: string', 'note?: string | undefined']]),
  'a new type is exported': inModel((_, D) => [
    [`export type ${D}Filter`, `export type ${D}Id = ${D}['id'];\n\nexport type ${D}Filter`],
  ]),
  'a parameter property is protected': inModel(() => [['readonly owner', 'protected readonly owner']]),
  'a member is read only': inModel((_, D) => [[`private items: ${D}[]`, `private readonly items: ${D}[]`]]),
  'an argument is taken as it is written': inService(() => [["List('service')", "List('service' as const)"]]),
  'a local gets its type': inService((_, D) => [['const item =', `const item: ${D} =`]]),
  'a list says what it is': inService((_, D) => [['const rows =', `const rows: ${D}List =`]]),
  'a type is imported and used': inService(() => [
    [
      "import type { Logger } from '../log';",
      "import type { Logger } from '../log';\nimport type { Range } from '../util/numbers';",
    ],
    ['{ low: 0, high: 9 }', '{ low: 0, high: 9 } satisfies Range'],
  ]),
  'a view says what comes of it': inView(() => [
    ['readonly id: string })', 'readonly id: string }): JSX.Element'],
  ]),
  'a type of JavaScript is closer': inLegacy(() => [
    ['@param {number[]} amounts', '@param {readonly number[]} amounts'],
  ]),
  'a constant of JavaScript has a type': inLegacy((domain, D) => [
    [`export const sample${D}`, `/** @type {import('../models/${domain}').${D}} */\nexport const sample${D}`],
  ]),
  'an alias becomes an interface': inSpare((_, D) => [
    [`export type Either${D} = Dead${D} | string;`, `export type Either${D} = string | Dead${D} | number;`],
  ]),
};

const wrong: Readonly<Record<string, Step>> = {
  'a value changes with the type': inModel(() => [
    ['limits: Range = { low: 0', 'limits: Readonly<Range> = { low: 1'],
  ]),
  'a member of an enum is new': inModel(() => [["  Lost = 'lost',", "  Lost = 'lost',\n  Torn = 'torn',"]]),
  'an enum becomes const': inModel((_, D) => [[`export enum ${D}State`, `export const enum ${D}State`]]),
  'a parameter becomes a member': inModel(() => [
    ['constructor(readonly owner: string)', 'constructor(readonly owner: string, readonly more?: string)'],
  ]),
  'a member is none any more': inModel(() => [
    ['constructor(readonly owner: string)', 'constructor(owner: string)'],
  ]),
  'what a decorator sees changes': inModel(() => [
    ['most: number)', 'most: number | string)'],
    ['length > most', 'length > (most as number)'],
  ]),
  'a field is declared, and made': inModel((_, D) => [
    [`private items: ${D}[] = [];`, `private items: ${D}[] = [];\n  hint?: string;`],
  ]),
  'a field is only declared': inModel((_, D) => [
    [`private items: ${D}[] = [];`, `private declare items: ${D}[];`],
  ]),
  'a comment goes along': inModel(() => [
    ['  // Nothing above the limit is taken.\n', ''],
    ['note?: string', 'note?: string | undefined'],
  ]),
  'an error is hidden': inModel(() => [
    ['const limits: Range', '// @ts-ignore\nconst limits: Readonly<Range>'],
  ]),
  'the types do not hold': inModel(() => [['get size(): number', 'get size(): string']]),
  'a user of it breaks': inModel(() => [['readonly id: string', 'readonly id: number']]),
  'a doubt is answered in code': inService(() => [['logger.info(', 'logger?.info(']]),
  'an import is kept for its effect': inService(() => [
    ["import type { Logger } from '../log';", "import type { Logger } from '../log';\nimport '../extra';"],
  ]),
  'nothing but a line is new': inModel(() => [['const limits', '\nconst limits']]),
  'JavaScript itself changes': inLegacy(() => [
    ['@param {number[]}', '@param {readonly number[]}'],
    ['a + b, 0', 'a + b, 1'],
  ]),
  'what a doc comment says goes': inLegacy(() => [
    [' * Sums amounts up.\n', ''],
    ['@param {number[]}', '@param {readonly number[]}'],
  ]),
};

describe('a change of types', () => {
  it('is verified where the JavaScript is the same and the types hold', async () => {
    const cases = casesOf(right);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state !== 'verified')).toEqual([]);
  });

  it('is never verified where the program changed', async () => {
    const cases = casesOf(wrong);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state === 'verified')).toEqual([]);
    const unproven = states.filter((one) => one.state !== 'refuted').map((one) => one.name.split(':')[0]);
    expect([...new Set(unproven)]).toEqual(['nothing but a line is new']);
  });
});
