import { describe, expect, it } from 'vitest';
import { openRows, type Row } from './row.ts';
import { capital, domains, replaced, shop, statesOf, type Case, type Domain } from './shop.ts';

const judge = openRows();

type Pairs = readonly (readonly [string, string])[];

interface Removal {
  /** What the line of the declaration holds, and the name on it. */
  readonly at: string;
  readonly symbol: string;
  readonly path: string;
  readonly edits: Readonly<Record<string, Pairs>>;
}

type Step = (domain: Domain, D: string) => Removal;

function rowOf({ at, symbol, path, edits }: Removal): Row {
  const line = (shop[path] ?? '').split('\n').findIndex((text) => text.includes(at)) + 1;
  if (line === 0) throw new Error(`not in the text: ${at}`);
  const paths = [...new Set([path, ...Object.keys(edits)])];
  return {
    files: shop,
    task: { intent: 'remove', paths, target: { path, line, symbol } },
    result: {
      edits: Object.entries(edits).map(([file, pairs]) => ({
        path: file,
        whole: replaced(shop[file] ?? '', ...pairs),
      })),
    },
  };
}

function casesOf(steps: Readonly<Record<string, Step>>): readonly Case[] {
  return Object.entries(steps).flatMap(([name, step]) =>
    domains.map((domain): Case => ({
      name: `${name}: ${domain}`,
      row: rowOf(step(domain, capital(domain))),
    })),
  );
}

const spareOf = (domain: Domain): string => `src/spare/${domain}.ts`;
const usesOf = (domain: Domain): string => `src/uses/${domain}.ts`;

/** The function with two overloads, its re-export, its import, its place in a list and the call with it. */
function oldEverywhere(domain: Domain, D: string): Record<string, Pairs> {
  return {
    [spareOf(domain)]: [
      [
        `/** Says that it was ${domain}. */\nexport function old${D}(id: string): string;\nexport function old${D}(id: number): string;\nexport function old${D}(id: string | number): string {\n  return format(String(id));\n}\n\n`,
        '',
      ],
      [`[keep${D}, old${D}]`, `[keep${D}]`],
      ["import { format } from '../util/text';\n", ''],
    ],
    'src/spare/index.ts': [[`{ old${D}, keep`, '{ keep']],
    [usesOf(domain)]: [
      [`{ old${D}, keep`, '{ keep'],
      [`register('old', old${D});\n`, ''],
    ],
  };
}

const old =
  (change: (edits: Record<string, Pairs>, domain: Domain, D: string) => Record<string, Pairs>): Step =>
  (domain, D) => ({
    at: `function old${D}(id: string): string;`,
    symbol: `old${D}`,
    path: spareOf(domain),
    edits: change(oldEverywhere(domain, D), domain, D),
  });

function withMore(edits: Record<string, Pairs>, path: string, ...pairs: Pairs): Record<string, Pairs> {
  return { ...edits, [path]: [...(edits[path] ?? []), ...pairs] };
}

function gone(domain: Domain, D: string): Record<string, Pairs> {
  return {
    [spareOf(domain)]: [
      [
        `export class Gone${D} {\n  readonly kept = 1;\n  // Nobody asks.\n  lost(): number {\n    return this.kept;\n  }\n}\n\n`,
        '',
      ],
    ],
    'src/spare/index.ts': [[`, Gone${D} }`, ' }']],
  };
}

const stale: Step = (domain, D) => ({
  at: `stale${D} = 1`,
  symbol: `stale${D}`,
  path: spareOf(domain),
  edits: {
    [spareOf(domain)]: [[`stale${D} = 1,\n  fresh`, 'fresh']],
    [`scripts/${domain}.js`]: [[`import { stale${D} } from '../src/spare/${domain}.ts';\n\n`, '']],
  },
});

const right: Readonly<Record<string, Step>> = {
  'a function with overloads': old((edits) => edits),
  'a function, what it used stays': old((edits, domain) => {
    const pairs = edits[spareOf(domain)] ?? [];
    return { ...edits, [spareOf(domain)]: pairs.filter(([from]) => !from.startsWith('import')) };
  }),
  'a class with its re-export': (domain, D) => ({
    at: `class Gone${D}`,
    symbol: `Gone${D}`,
    path: spareOf(domain),
    edits: gone(domain, D),
  }),
  'a method with its comment': (domain) => ({
    at: 'lost(): number',
    symbol: 'lost',
    path: spareOf(domain),
    edits: {
      [spareOf(domain)]: [['  // Nobody asks.\n  lost(): number {\n    return this.kept;\n  }\n', '']],
    },
  }),
  'a method whose comment stays': (domain) => ({
    at: 'lost(): number',
    symbol: 'lost',
    path: spareOf(domain),
    edits: { [spareOf(domain)]: [['  lost(): number {\n    return this.kept;\n  }\n', '']] },
  }),
  'a member of an enum': (domain) => ({
    at: "Unused = 'unused'",
    symbol: 'Unused',
    path: spareOf(domain),
    edits: { [spareOf(domain)]: [["  Unused = 'unused',\n", '']] },
  }),
  'an interface and its place in a union': (domain, D) => ({
    at: `interface Dead${D}`,
    symbol: `Dead${D}`,
    path: spareOf(domain),
    edits: {
      [spareOf(domain)]: [
        [`export interface Dead${D} {\n  readonly name: string;\n}\n\n`, ''],
        [`Dead${D} | string`, 'string'],
      ],
    },
  }),
  'a type that nothing names': (domain, D) => ({
    at: `type Either${D}`,
    symbol: `Either${D}`,
    path: spareOf(domain),
    edits: { [spareOf(domain)]: [[`export type Either${D} = Dead${D} | string;\n\n`, '']] },
  }),
  'a constant with an initializer': (domain, D) => ({
    at: 'const unexported',
    symbol: 'unexported',
    path: spareOf(domain),
    edits: { [spareOf(domain)]: [[`\nexport const unexported = Kind${D}.Used;\n`, '']] },
  }),
  'a member of an interface': (domain) => ({
    at: 'purge(id: string): void',
    symbol: 'purge',
    path: `src/models/${domain}.ts`,
    edits: { [`src/models/${domain}.ts`]: [['  purge(id: string): void;\n', '']] },
  }),
  'a getter': (domain) => ({
    at: 'get size(): number',
    symbol: 'size',
    path: `src/models/${domain}.ts`,
    edits: {
      [`src/models/${domain}.ts`]: [
        ['  /** How many there are. */\n  get size(): number {\n    return this.items.length;\n  }\n\n', ''],
      ],
    },
  }),
  'a method with a decorator': (domain, D) => ({
    at: `find(filter: ${D}Filter`,
    symbol: 'find',
    path: `src/models/${domain}.ts`,
    edits: {
      [`src/models/${domain}.ts`]: [
        [
          `\n  @traced\n  find(filter: ${D}Filter, most: number): ${D} | undefined {\n    const found = this.items.find((item) => item.state === filter.state);\n    return this.items.length > most ? undefined : found;\n  }\n`,
          '',
        ],
        ['import { Base, traced }', 'import { Base }'],
      ],
    },
  }),
  'a constant of a view': (domain, D) => ({
    at: `first${D} = 1`,
    symbol: `first${D}`,
    path: `src/models/${domain}.ts`,
    edits: { [`src/models/${domain}.ts`]: [[`first${D} = 1, last`, 'last']] },
  }),
  'what checked JavaScript exports': (domain, D) => ({
    at: `const sample${D}`,
    symbol: `sample${D}`,
    path: `src/legacy/${domain}.js`,
    edits: {
      [`src/legacy/${domain}.js`]: [
        [`\nexport const sample${D} = make${D}(trim(' x '), sum${D}([1, 2]));\n`, ''],
        ["import { trim } from '../util/text';\n", ''],
        [`import { make${D} } from '../models/${domain}';\n\n`, ''],
      ],
    },
  }),
};

const wrong: Readonly<Record<string, Step>> = {
  'the declaration stays': old((edits, domain) => ({ ...edits, [spareOf(domain)]: [[`[keep`, '[ keep']] })),
  'one overload stays': old((edits, domain, D) => ({
    ...edits,
    [spareOf(domain)]: [[`export function old${D}(id: number): string;\n`, '']],
  })),
  'a re-export stays': old((edits) => {
    const { 'src/spare/index.ts': _index, ...rest } = edits;
    return rest;
  }),
  'a use stays': old((edits, domain) => {
    const { [usesOf(domain)]: _uses, ...rest } = edits;
    return rest;
  }),
  'another export goes too': old((edits, domain, D) =>
    withMore(edits, spareOf(domain), [`export const unexported = Kind${D}.Used;\n`, '']),
  ),
  'a statement goes too': old((edits, domain, D) =>
    withMore(edits, usesOf(domain), [`register('${domain}', keep${D});\n`, '']),
  ),
  'something is added': old((edits, domain) =>
    withMore(edits, usesOf(domain), ['export const count', 'export const more = 1;\nexport const count']),
  ),
  'a number changes': old((edits, domain) => withMore(edits, spareOf(domain), ['high: 9', 'high: 8'])),
  'another comment goes': old((edits, domain) => withMore(edits, spareOf(domain), ['/** Stays. */\n', ''])),
  'a comment comes': old((edits, domain) =>
    withMore(edits, spareOf(domain), ['/** Stays. */\n', '/** Stays. */\n// Something went here.\n']),
  ),
  'the script outside is forgotten': (domain, D) => {
    const removal = stale(domain, D);
    return { ...removal, edits: { [spareOf(domain)]: removal.edits[spareOf(domain)] ?? [] } };
  },
  'both constants go': (domain, D) => {
    const removal = stale(domain, D);
    return {
      ...removal,
      edits: {
        ...removal.edits,
        [spareOf(domain)]: [[`export const stale${D} = 1,\n  fresh${D} = 2;\n\n`, '']],
      },
    };
  },
  'an import that others use goes': old((edits, domain) =>
    withMore(edits, spareOf(domain), ["import { clamp } from '../util/numbers';\n", '']),
  ),
  'an import for its effect goes': (domain, D) => ({
    at: `function add${D}`,
    symbol: `add${D}`,
    path: `src/services/${domain}.ts`,
    edits: { [`src/services/${domain}.ts`]: [["import '../polyfill';\n", '']] },
  }),
  'the word export goes': (domain, D) => ({
    at: `class Gone${D}`,
    symbol: `Gone${D}`,
    path: spareOf(domain),
    edits: { ...gone(domain, D), [spareOf(domain)]: [[`export class Gone${D}`, `class Gone${D}`]] },
  }),
  'a class loses a member more': (domain) => ({
    at: 'lost(): number',
    symbol: 'lost',
    path: spareOf(domain),
    edits: {
      [spareOf(domain)]: [
        ['  readonly kept = 1;\n  // Nobody asks.\n  lost(): number {\n    return this.kept;\n  }\n', ''],
      ],
    },
  }),
  'what used it does something else': (domain, D) => ({
    at: `interface Dead${D}`,
    symbol: `Dead${D}`,
    path: spareOf(domain),
    edits: {
      [spareOf(domain)]: [
        [`export interface Dead${D} {\n  readonly name: string;\n}\n\n`, ''],
        [`Dead${D} | string`, 'number'],
      ],
    },
  }),
};

describe('a removal', () => {
  it('is verified where it goes with all that referred to it', async () => {
    const cases = casesOf(right);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state !== 'verified')).toEqual([]);
  });

  it('is unproven where a script changes that no configuration covers', async () => {
    const states = await statesOf(judge, casesOf({ 'one of two constants': stale }));
    expect([...new Set(states.map((one) => one.state))]).toEqual(['unproven']);
    expect(states[0]?.why).toContain('scripts/user.js: no tsconfig.json covers it');
    expect(states[0]?.why).not.toContain('remove-only');
  });

  it('is never verified where something is left, or more than that is gone', async () => {
    const cases = casesOf(wrong);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state !== 'refuted')).toEqual([]);
  });
});
