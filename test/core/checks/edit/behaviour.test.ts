import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';
import { nodeTest, openRunRows, project, silentTest } from './runProject.ts';

const run = openRunRows();
const without = openRows();
const task = {
  intent: 'general',
  instruction: 'change it',
  paths: ['src/price.ts', 'src/untested.ts', 'src/new.ts'],
};
const swap = (search: string, replace: string, path = 'src/price.ts') => ({ path, search, replace });
const sum = 'for (const price of prices) sum += price;';

describe('a general change with a run', () => {
  it.each([
    ['another loop', [swap(sum, 'prices.forEach((price) => (sum += price));')]],
    ['another formula', [swap('price - (price * percent) / 100', 'price * (1 - percent / 100)')]],
    [
      'two places that are tested',
      [swap('let sum = 0;', 'let sum = 0 * 1;'), swap('percent > 100', '100 < percent')],
    ],
    [
      'lines that go',
      [
        swap(
          '  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;',
          '  return prices.reduce((sum, price) => sum + price, 0);',
        ),
      ],
    ],
  ])('is verified where the tests pass and look at it: %s', async (_name, edits) => {
    const verdict = await run({ task, edits });
    expect([verdict.state, verdict.fails, verdict.unables]).toEqual(['verified', '', '']);
    expect(verdict.proves.join('\n')).toMatch(/ran before and after it and passed/);
    const receipt = verdict.reports.find((report) => report.check === 'edit.behaviour')?.evidence ?? [];
    expect(receipt[0]).toMatchObject({
      exitCode: 0,
      counts: { passed: 3, failed: 0 },
      sha256: expect.any(String),
    });
    const planted = receipt.filter((one) => one.saw.includes('with a fault planted'));
    expect(planted.at(-1)?.saw).toMatch(/in line \d+ of src\/price\.ts .*exit code 1/);
    const covering = receipt.filter((one) => one.saw.startsWith('tests that look at these lines'));
    expect(covering.at(-1)).toMatchObject({
      saw: expect.stringMatching(
        /"(?:adds all prices|takes a discount off|refuses a percentage that is none)"/u,
      ),
      path: 'src/price.ts',
    });
  });

  it.each([
    [
      'a sum that subtracts',
      [swap('sum += price', 'sum -= price')],
      /1 of its tests fail, the first is "adds all prices"/,
    ],
    ['a limit that moved', [swap('percent > 100', 'percent > 101')], /refuses a percentage/],
    [
      'a module that does not load',
      [swap('let sum = 0;', 'let sum = 0; Symbol.nope();')],
      /passed before the change/,
    ],
    [
      'a loop that never ends, at the limit of the runner',
      [swap('let sum = 0;', 'let sum = 0; process.exit(3);')],
      /passed before the change|TS2/,
    ],
  ])('is refuted where a test fails: %s', async (_name, edits, words) => {
    const verdict = await run({ task, edits });
    expect(verdict.state).toBe('refuted');
    expect(verdict.fails).toMatch(words);
  });

  it.each([
    [
      'a line that no test reaches',
      [swap("'free'", "'gratis'")],
      /line 15 of src\/price\.ts was not reached|no test noticed/,
    ],
    [
      'a file that no test loads',
      [swap('text.toUpperCase()', 'text.toLowerCase()', 'src/untested.ts')],
      /no test noticed a fault/,
    ],
    [
      'a branch behind a condition',
      [swap('  let sum = 0;', '  if (prices.length > 99) return 0;\n  let sum = 0;')],
      /line 2 of src\/price\.ts was not reached/,
    ],
    [
      'a part of a line that no test reaches',
      [swap(sum, 'for (let i = 0; i < prices.length; i += 1) sum += prices[i] ?? 0;')],
      /"\?\? 0;?" in line 3 of src\/price\.ts was not reached/,
    ],
    [
      'a new file that nobody uses',
      [{ path: 'src/new.ts', whole: 'export const three = 3;\n' }],
      /no test noticed|not reached/,
    ],
    [
      'one place that is tested and one that is not',
      [swap('let sum = 0;', 'let sum = 0 + 0;'), swap("'free'", "'gratis'")],
      /line 15/,
    ],
  ])('is unproven: %s', async (_name, edits, words) => {
    const verdict = await run({ task, edits });
    expect([verdict.state, verdict.fails]).toEqual(['unproven', '']);
    expect(verdict.unables).toMatch(words);
  });

  it('is unproven where the commands fail without it, run no test, only look at the code, or are not there', async () => {
    const edits = [swap(sum, 'for (const one of prices) sum += one;')];
    const said = async (commands: readonly (readonly string[])[]) => {
      const { state, unables } = await run({ task, edits, commands });
      return [state, unables];
    };
    const node = process.execPath;
    expect(await said([[node, 'no-such-file.js']])).toEqual([
      'unproven',
      expect.stringMatching(/fails without the change already/),
    ]);
    expect(await said([[node, '-e', 'console.log("all tests pass")']])).toEqual([
      'unproven',
      expect.stringMatching(/no test noticed/),
    ]);
    expect(await said([[node, '--test', 'src/none.test.js']])).toEqual(['unproven', expect.anything()]);
    expect(await said([['no-such-program']])).toEqual([
      'unproven',
      expect.stringMatching(/no program "no-such-program"/),
    ]);
    expect(await said([])).toEqual(['unproven', expect.stringMatching(/no check command is approved/)]);
  });

  it('is unproven where the same test fails before and after, and refuted where one more does', async () => {
    const broken = {
      ...project,
      'test/old.test.mjs':
        "import { test } from 'node:test';\ntest('broken of old', () => { throw new Error('old'); });\n",
    };
    const same = await run({
      files: broken,
      task,
      edits: [swap(sum, 'for (const one of prices) sum += one;')],
    });
    expect([same.state, same.unables]).toEqual([
      'unproven',
      expect.stringMatching(/on the same tests \("broken of old"\)/),
    ]);
    const more = await run({ files: broken, task, edits: [swap('sum += price', 'sum -= price')] });
    expect([more.state, more.fails]).toEqual([
      'refuted',
      expect.stringMatching(/"adds all prices" fails only after it/),
    ]);
  });

  it('is verified where it mends a test that failed', async () => {
    const red = {
      ...project,
      'src/price.ts': (project['src/price.ts'] ?? '').replace('sum += price', 'sum -= price'),
    };
    const verdict = await run({ files: red, task, edits: [swap('sum -= price', 'sum += price')] });
    expect([verdict.state, verdict.unables]).toEqual(['verified', '']);
  });

  it('is unproven where the tests pass only as it alters them, and not where it only adds some', async () => {
    const tests = 'test/price.test.mjs';
    const wide = { ...task, paths: [...task.paths, tests] };
    const off = 'assert.equal(discount(200, 10), 180);';
    const wrong = swap('price - (price * percent) / 100', 'price + (price * percent) / 100');
    const weak = await run({ task: wide, edits: [wrong, swap('180', '220', tests)] });
    expect([weak.state, weak.fails]).toEqual(['unproven', '']);
    expect(weak.unables).toContain(`those of ${tests} as they were do not pass`);

    const right = swap('price - (price * percent) / 100', 'price * (1 - percent / 100)');
    const more = swap(off, `${off}\n  assert.equal(discount(100, 50), 50);`, tests);
    const added = await run({ task: wide, edits: [right, more] });
    expect([added.state, added.unables]).toEqual(['verified', '']);
  });

  it('keeps a byte order mark and CRLF in what is run', async () => {
    const files = {
      ...project,
      'src/price.ts': `\uFEFF${(project['src/price.ts'] ?? '').replaceAll('\n', '\r\n')}`,
    };
    const verdict = await run({ files, task, edits: [swap(sum, 'for (const one of prices) sum += one;')] });
    expect([verdict.state, verdict.fails, verdict.unables]).toEqual(['verified', '', '']);
  });

  it('is not run where it alters what a command does', async () => {
    const changed = { ...task, paths: ['src/price.ts', 'package.json', 'Makefile', 'pyproject.toml'] };
    const files = {
      ...project,
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
    };
    const edits = [swap('"node --test"', '"node -e 0"', 'package.json')];
    const said = async (commands: readonly (readonly string[])[], rows: readonly unknown[] = edits) => {
      const { state, unables } = await run({ files, task: changed, edits: rows, commands });
      return [state, unables];
    };
    const words = /the change alters package\.json, which says what `npm test` does/;
    expect(await said([['npm', 'test']])).toEqual(['unproven', expect.stringMatching(words)]);
    const make = [{ path: 'Makefile', whole: 'test:\n\ttrue\n' }];
    expect(await said([['make', 'test']], make)).toEqual([
      'unproven',
      expect.stringMatching(/alters Makefile/),
    ]);
    // What does not read the file runs on it.
    expect((await said([nodeTest], [swap(sum, 'for (const one of prices) sum += one;')]))[0]).toBe(
      'verified',
    );
  });

  it('is not run where it does not parse', async () => {
    const verdict = await run({ task, edits: [swap('let sum = 0;', 'let sum = ;')] });
    expect([verdict.state, verdict.unables]).toEqual([
      'refuted',
      expect.stringMatching(/nothing was run: src\/price\.ts does not parse, line 2/),
    ]);
  });

  it('is judged by planted faults alone where the runner does not tell what ran', async () => {
    const commands = [silentTest];
    const fine = await run({
      task,
      edits: [swap('price - (price * percent) / 100', 'price * (1 - percent / 100)')],
      commands,
    });
    expect([fine.state, fine.fails, fine.unables]).toEqual(['verified', '', '']);
    // Its line is run by the tests of the condition; what is new in it is not.
    const files = {
      ...project,
      'src/price.ts': (project['src/price.ts'] ?? '').replace(
        '  let sum = 0;',
        '  if (prices.length > 99) return 0;\n  let sum = 0;',
      ),
    };
    const edits = [swap('return 0;', 'return 1;')];
    const hidden = await run({ files, task, edits, commands });
    expect([hidden.state, hidden.unables]).toEqual([
      'unproven',
      expect.stringMatching(/no test noticed a fault planted in line 2/),
    ]);
  });

  it('says which approvals are void, whether another command runs or none', async () => {
    const missing = ['the approval of `npm test` is void: package.json changed'];
    const edits = [swap(sum, 'for (const one of prices) sum += one;')];
    const beside = await run({ task, edits, missing });
    expect([beside.state, beside.findings.map((each) => [each.level, each.message])]).toEqual([
      'verified',
      [['note', missing[0]]],
    ]);
    const alone = await run({ task, edits, missing, commands: [] });
    expect([alone.state, alone.unables]).toEqual(['unproven', expect.stringContaining(missing[0] ?? '-')]);
  });

  it('starts nothing where no run is allowed, although commands are named', async () => {
    const row = {
      files: project,
      task,
      result: { edits: [swap(sum, 'for (const one of prices) sum += one;')] },
    };
    const verdict = await without({ ...row, commands: [nodeTest] });
    expect([verdict.state, verdict.unables]).toEqual([
      'unproven',
      expect.stringMatching(/1 approved check commands are not run/),
    ]);
  });
});
