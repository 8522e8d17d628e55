import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConvertibleFormat } from '../../../../src/core/conversion.ts';
import { convert, sameData } from '../../../../src/node/code/convert/answers.ts';
import { randomOf } from '../../search/random.ts';
import { transform } from '../../../bench/faults/kinds/transform.ts';

type Converted = ReturnType<typeof convert>;

function convertText(from: ConvertibleFormat, to: ConvertibleFormat, source: string): Converted {
  return convert({ from, to, source, pointerEdits: [] });
}

/** What is found between both texts; empty where they hold the same data for sure. */
function faultsOf(
  from: ConvertibleFormat,
  to: ConvertibleFormat,
  source: string,
  content: string,
): readonly string[] {
  const answer = sameData({ from, to, source, pointerEdits: [] }, content);
  if (answer.type === 'unable') return [answer.reason];
  const { differences, unsure, content: content_, source: source_ } = answer.value;
  return [
    ...differences.map((one) => one.message),
    ...unsure,
    ...[content_, source_].flatMap((one) => (one === undefined ? [] : [one.message])),
  ];
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'yes',
    '007',
    '1.50',
    '- a',
    'a: b',
    '#',
    '~',
    '\n',
    'a\nb\n',
    ' a',
    '__proto__',
    '<<',
    '2024-05-01',
    '\r\n',
    '|',
    '\\',
  ),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
/** Any data, and tables without null, which is all that TOML holds. */
const { any, whole } = fc.letrec<{ any: unknown; whole: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 5 }),
  ),
  whole: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.integer(), fc.boolean()),
    fc.array(tie('whole'), { maxLength: 4 }),
    fc.dictionary(text, tie('whole'), { maxKeys: 5 }),
  ),
}));
const tree = fc.oneof(any, fc.dictionary(text, whole, { maxKeys: 5 }));
const name = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/);
const record = fc.dictionary(
  fc.oneof({ weight: 4, arbitrary: name }, fc.string({ minLength: 1 })),
  fc.oneof(text, number, fc.boolean()),
  {
    minKeys: 1,
    maxKeys: 5,
  },
);
const sheet = fc
  .tuple(
    fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
  )
  .map(([names, rows]) =>
    rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? '']))),
  );

/** A value with its keys in one order, `__proto__` among them. */
function spelled(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spelled).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value === 0 ? 0 : value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${spelled(one)}`);
  return `{${entries.sort().join(',')}}`;
}

const targets = {
  tree: ['json', 'jsonc', 'yaml', 'toml'],
  record: ['json', 'jsonc', 'yaml', 'toml', 'ini', 'env'],
  sheet: ['json', 'jsonc', 'yaml', 'csv', 'markdown-table'],
} as const;
const values = { tree, record, sheet } as const;

describe('convert', () => {
  for (const shape of ['tree', 'record', 'sheet'] as const) {
    for (const first of targets[shape]) {
      for (const second of targets[shape]) {
        it(`keeps a ${shape} from JSON through ${first} and ${second} to JSON, or says where it cannot`, () => {
          let kept = 0;
          fc.assert(
            fc.property(values[shape], (value) => {
              let from: ConvertibleFormat = 'json';
              const begun = JSON.stringify(value);
              let source = begun;
              for (const to of [first, second, 'json'] as const) {
                const made = convertText(from, to, source);
                if (made.type === 'unable') {
                  expect(made.reason).toMatch(/^\/|TOML|JSON|NUL|CSV|table|INI|env|list/u);
                  return;
                }
                expect(faultsOf(from, to, source, made.value)).toEqual([]);
                source = made.value;
                from = to;
              }
              const isTyped =
                targets.tree.some((one) => one === first) && targets.tree.some((one) => one === second);
              // Without types in between, only the texts are left: sheets here hold nothing else.
              if (isTyped || shape === 'sheet')
                expect(spelled(JSON.parse(source))).toBe(spelled(JSON.parse(begun)));
              kept += 1;
            }),
            { numRuns: 60 },
          );
          expect(kept).toBeGreaterThan(5);
        });
      }
    }
  }
});

describe('sameData', () => {
  it('has no false answer over 500 right pairs and 500 mutated ones', () => {
    const random = randomOf(11);
    const project = { name: '', folder: '', paths: [], texts: new Map(), lines: 0 };
    const wrong: string[] = [];
    let mutated = 0;
    let right = 0;
    for (let tries = 0; tries < 20_000 && mutated < 500; tries += 1) {
      const row = transform.right(project, random);
      const fault = transform.classes[tries % transform.classes.length];
      if (row === undefined || fault === undefined) continue;
      if (right < 500) {
        right += 1;
        const faults = judge(row);
        if (faults.length > 0) wrong.push(`right: ${faults.join(' | ')}`);
      }
      const faulty = fault.plant(row, random);
      if (faulty === undefined) continue;
      mutated += 1;
      if (judge(faulty).length === 0) wrong.push(`${fault.name}: ${JSON.stringify(faulty)}`);
    }
    expect([right, mutated]).toEqual([500, 500]);
    expect(wrong).toEqual([]);
  });
});

function judge(row: {
  readonly files: object;
  readonly task: object;
  readonly result: unknown;
}): readonly string[] {
  const {
    from,
    to,
    pointerEdits = [],
  } = row.task as Omit<Parameters<typeof sameData>[0], 'pointerEdits'> & {
    readonly pointerEdits?: Parameters<typeof sameData>[0]['pointerEdits'];
  };
  const [source = ''] = Object.values(row.files) as string[];
  const { content } = row.result as { readonly content: string };
  const answer = sameData({ from, to, source, pointerEdits }, content);
  if (answer.type === 'unable') return [answer.reason];
  const { differences, unsure, content: wrong } = answer.value;
  return [
    ...differences.map((one) => one.message),
    ...unsure,
    ...(wrong === undefined ? [] : [wrong.message]),
  ];
}
