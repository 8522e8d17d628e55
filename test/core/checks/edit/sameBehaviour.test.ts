import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';
import { openRunRows, project } from './runProject.ts';

const run = openRunRows();
const without = openRows();
const task = {
  intent: 'same-behaviour',
  instruction: 'make it simpler',
  paths: ['src/price.ts', 'src/untested.ts', 'src/clock.ts', 'src/lone.js'],
};
const swap = (search: string, replace: string, path = 'src/price.ts') => ({ path, search, replace });
const discount =
  "  if (percent < 0 || percent > 100) {\n    throw new RangeError('percent');\n  }\n  return price - (price * percent) / 100;";
const files = {
  ...project,
  'src/clock.ts': 'export function age(born: number): number {\n  return Date.now() - born;\n}\n',
  'src/lone.js': 'export function shorter(a, b) {\n  return a.trim().length < b.trim().length ? a : b;\n}\n',
};

describe('a restructuring', () => {
  it.each([
    [
      'a loop that became a call',
      [
        swap(
          '  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;',
          '  return prices.reduce((sum, price) => sum + price, 0);',
        ),
      ],
    ],
    [
      'a helper that was taken out',
      [
        swap(
          discount,
          "  if (!isPercent(percent)) {\n    throw new RangeError('percent');\n  }\n  return price - (price * percent) / 100;\n}\n\nfunction isPercent(value: number): boolean {\n  return !(value < 0 || value > 100);",
        ),
      ],
    ],
    [
      'code that no test looks at, compared',
      [swap("price === 0 ? 'free' : `${price} €`", "price !== 0 ? price + ' €' : 'free'")],
    ],
    [
      'names of parameters',
      [
        swap(
          'label(price: number): string {\n  return price === 0',
          'label(amount: number): string {\n  const price = amount;\n  return price === 0',
        ),
      ],
    ],
    [
      'a file of JavaScript that no configuration covers',
      [
        swap(
          'a.trim().length < b.trim().length ? a : b',
          'b.trim().length > a.trim().length ? a : b',
          'src/lone.js',
        ),
      ],
    ],
  ])('is verified: %s', async (_name, edits) => {
    const verdict = await run({ files, task, edits });
    expect([verdict.state, verdict.fails, verdict.unables]).toEqual(['verified', '', '']);
  });

  it.each([
    [
      'an edge that no test looks at',
      [swap('percent > 100', 'percent >= 100')],
      /discount\(.*, 100\) gave|100/,
    ],
    [
      'an error of another sort',
      [swap("new RangeError('percent')", "new TypeError('percent')")],
      /fails|throws/,
    ],
    ['words that differ', [swap("'free'", "'gratis'")], /label\(-?0\) gave "free"/],
    [
      'an export that is gone',
      [swap('export function label', 'function label')],
      /label is not exported any more/,
    ],
    [
      'an export that is new',
      [swap('export function label', 'export const currency = 1;\n\nexport function label')],
      /currency was not exported before/,
    ],
    [
      'a type that is another',
      [swap('label(price: number): string {', 'label(price: number | undefined): string {')],
      /the type of label is another/,
    ],
    [
      'an argument that is changed',
      [swap('  let sum = 0;\n', '  let sum = 0;\n  (prices as number[]).sort();\n')],
      /total\(/,
    ],
    ['a sum that a test finds', [swap('sum += price', 'sum -= price')], /passed before the change|total\(/],
    ['minus zero', [swap("price === 0 ? 'free'", "Object.is(price, 0) ? 'free'")], /label\(-0\)/],
    [
      'JavaScript that gives the other one when equal',
      [
        swap(
          'a.trim().length < b.trim().length ? a : b',
          'a.trim().length <= b.trim().length ? a : b',
          'src/lone.js',
        ),
      ],
      /shorter\(/,
    ],
    [
      'a parameter more in JavaScript',
      [swap('shorter(a, b)', 'shorter(a, b, c)', 'src/lone.js')],
      /the type of shorter is another/,
    ],
  ])('is refuted: %s', async (_name, edits, words) => {
    const verdict = await run({ files, task, edits });
    expect(verdict.state).toBe('refuted');
    expect(verdict.fails).toMatch(words);
  });

  it('is unproven where it can neither be called alone nor is looked at by a test', async () => {
    const edits = [swap('Date.now() - born', '-born + Date.now()', 'src/clock.ts')];
    const verdict = await run({ files, task, edits });
    expect([verdict.state, verdict.unables]).toEqual([
      'unproven',
      expect.stringMatching(/no test noticed|not reached/),
    ]);
    const alone = await run({ files, task, edits, commands: [] });
    expect([alone.state, alone.unables]).toEqual([
      'unproven',
      expect.stringMatching(/line 2 of src\/clock\.ts was neither run nor compared/),
    ]);
  });

  it('is verified by comparison alone where no command is approved, and says so', async () => {
    const edits = [swap("price === 0 ? 'free' : `${price} €`", "price !== 0 ? price + ' €' : 'free'")];
    const verdict = await run({ files, task, edits, commands: [] });
    expect(verdict.state).toBe('verified');
    expect(verdict.unproven.join('\n')).toMatch(/no check command is approved/);
    const counts = verdict.reports.find((report) => report.check === 'edit.same-behaviour')?.evidence[0]
      ?.counts;
    expect(counts?.['calls']).toBeGreaterThan(100);
  });

  it('is unproven without a run, which would run the code of the user', async () => {
    const row = { files, task, result: { edits: [swap("'free'", "'gratis'")] } };
    const verdict = await without(row);
    expect([verdict.state, verdict.unables]).toEqual([
      'unproven',
      expect.stringMatching(/no run of the user's own tests/),
    ]);
  });
});
