import { describe, expect, it } from 'vitest';
import { wishByRule } from '../../../src/core/plan/rules.ts';

/** What an ask is taken for: its intent where it declares one. */
function takenFor(ask: string): string | undefined {
  const wish = wishByRule(ask);
  return wish === undefined ? undefined : 'intent' in wish ? wish.intent : wish.type;
}

describe('the intent that an instruction declares', () => {
  it.each([
    ['format this file', 'format'],
    ['Please format src/a.ts', 'format'],
    ['fix the indentation in src/a.ts', 'format'],
    ['organize the imports in src/a.ts', 'imports'],
    ['sort imports', 'imports'],
    ['remove unused imports from src/a.ts', 'imports'],
    ['add an explicit return type to parseDate', 'types'],
    ['give total a return type', 'types'],
    ['add type annotations to the parameters of total', 'types'],
    ['refactor parseDate', 'same-behaviour'],
    ['simplify the loop in total', 'same-behaviour'],
    ['write a test for parseDate', 'test'],
    ['add unit tests for `total`', 'test'],
    ['fix the type error on line 12', 'fix'],
    ['fix TS2304 in src/a.ts', 'fix'],
    ['remove the unused function parseDate', 'remove'],
    ['delete parseDate', 'remove'],
    ['set version to 2.0.0 in package.json', 'data'],
    ['change scripts.test in package.json to vitest run', 'data'],
    ['remove devDependencies.eslint from package.json', 'data'],
    ['add engines.node = ">=20" to package.json', 'data'],
  ])('%s: %s', (ask, intent) => {
    expect(takenFor(ask)).toBe(intent);
  });

  it.each([
    ['format dates as ISO strings in total', undefined],
    ['make total sort its imports table', 'change'],
    ['return a type error from parse', 'change'],
    ['refactor parseDate to return null for an empty string', undefined],
    ['fix the bug in parseDate', 'change'],
    ['remove the parameter limit from total', 'change'],
    ['remove the second line of total', 'change'],
    ['add a test id to the button', 'change'],
    ['set timeout to 5 in src/a.ts', 'change'],
  ])('%s is none', (ask, type) => {
    expect(takenFor(ask)).toBe(type);
  });

  it('keeps key and value of a change of data as they stand', () => {
    expect(wishByRule('set "files.autoSave" in .vscode/settings.json to off')).toMatchObject({
      type: 'data',
      steps: [{ op: 'set', key: 'files.autoSave', value: 'off' }],
    });
    expect(wishByRule('remove the key a/b from conf.yaml')).toMatchObject({
      steps: [{ op: 'remove', key: 'a/b' }],
    });
  });

  it('takes the number and the line of an error', () => {
    expect(wishByRule('fix TS2304 on line 7 of src/a.ts')).toMatchObject({ code: 2304, line: 7 });
    expect(wishByRule('/fix line 3')).toMatchObject({ type: 'fix', line: 3, code: undefined });
  });
});
