import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { importsIn, isImportOf, isTestFile, resolvePath, testCallsOf, type TestCall } from './testCalls.ts';
import {
  findingAt,
  outcomeWith,
  sawOf,
  shapesOf,
  spotsOf,
  withChanges,
  type EditFinding,
  type EditInput,
} from './staged.ts';

/** Only test files change, and no test that was there is dropped, skipped or shut out (contracts rule 56). */
export const onlyTests: Check<EditTask, EditResult> = {
  id: 'edit.test-only',
  title: 'only test files change, and the tests that were there stay',
  required: true,
  timeoutMs: 30_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const findings: EditFinding[] = [];
      const doubts: string[] = [];
      const spots = spotsOf(input);
      let added = 0;
      for (const change of changes) {
        if (!isTestFile(change.path)) {
          findings.push(findingAt(spots, change.path, 1, `${change.path} is no test file`));
          continue;
        }
        const shapes = await shapesOf(input, change, signal);
        if (shapes.type === 'unable') {
          doubts.push(shapes.reason);
          continue;
        }
        const before = testCallsOf(shapes.value.before.tokens, change.path);
        const now = testCallsOf(shapes.value.now.tokens, change.path);
        findings.push(...lostTests(change, before, now));
        const weaker = weakerTests(change, before, now);
        findings.push(...weaker.filter((one) => one.isEmpty).map(({ path, message }) => ({ path, message })));
        doubts.push(...weaker.filter((one) => !one.isEmpty).map((one) => one.message));
        added += now.filter((one) => !before.some((old) => old.name === one.name)).length;
      }
      const evidence = changes.map((change) => sawOf(change, `tests before and after by name, ${added} new`));
      return outcomeWith(findings, doubts, evidence);
    });
  },
};

function lostTests(
  change: FileChange,
  before: readonly TestCall[],
  now: readonly TestCall[],
): readonly EditFinding[] {
  const { path } = change;
  const findings: EditFinding[] = [];
  for (const name of new Set(before.map((test) => test.name))) {
    const olds = before.filter((test) => test.name === name);
    const news = now.filter((test) => test.name === name);
    const live = (tests: readonly TestCall[]): number => tests.filter((test) => !test.skipped).length;
    if (news.length < olds.length) findings.push({ path, message: `the test "${name}" of ${path} is gone` });
    else if (live(news) < live(olds))
      findings.push({ path, message: `the test "${name}" of ${path} is skipped now` });
  }
  for (const test of now) {
    const old = before.filter((one) => one.name === test.name);
    if (test.only && !old.some((one) => one.only)) {
      findings.push({ path, message: `"${test.name}" is marked to run alone, so that other tests do not` });
    }
    if (test.skipped && old.length === 0) {
      findings.push({ path, message: `the new test "${test.name}" is skipped` });
    }
  }
  return findings;
}

/** Tests that were there and look at less now: at nothing is as good as gone, at less may be the same in other words. */
function weakerTests(
  { path }: FileChange,
  before: readonly TestCall[],
  now: readonly TestCall[],
): readonly { readonly path: string; readonly message: string; readonly isEmpty: boolean }[] {
  const sum = (tests: readonly TestCall[], name: string): number =>
    tests.filter((test) => test.name === name).reduce((total, test) => total + (test.assertions ?? 0), 0);
  const names = [...new Set(before.map((test) => test.name))].filter((name) =>
    now.some((test) => test.name === name),
  );
  return names.flatMap((name) => {
    const [old, left] = [sum(before, name), sum(now, name)];
    if (left >= old) return [];
    const message =
      left === 0
        ? `the test "${name}" of ${path} asserts nothing any more`
        : `the test "${name}" of ${path} has ${left} assertions, of ${old} that were there`;
    return [{ path, message, isEmpty: left === 0 }];
  });
}

/** How far re-exports are followed. */
const stepsAtMost = 3;

/** The test imports the module of what it tests; a copy of the code in the test tests nothing (contracts rule 56). */
export function importsTarget(target: {
  readonly path: string;
  readonly symbol: string;
}): Check<EditTask, EditResult> {
  return {
    id: 'edit.test-imports',
    title: `the test imports ${target.path}`,
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const doubts: string[] = [];
        for (const change of changes.filter((each) => isTestFile(each.path))) {
          const shapes = await shapesOf(input, change, signal);
          if (shapes.type === 'unable') return { ...shapes, evidence: [] };
          if (/\.(?:go|rs|java)$/iu.test(change.path)) {
            return { type: 'pass', evidence: [sawOf(change, 'a language whose tests see their package')] };
          }
          const found = importsIn(shapes.value.now.tokens, change.path);
          for (const module of found) {
            const is = await leadsTo(input, module, change.path, target.path, stepsAtMost, signal);
            if (is === true) return { type: 'pass', evidence: [sawOf(change, `it imports "${module}"`)] };
            if (is === undefined) doubts.push(`"${module}" may be ${target.path}`);
          }
        }
        if (doubts.length > 0) {
          // The name fits; that it is this module the planted faults show.
          return { type: 'pass', evidence: doubts.map((saw) => ({ saw })) };
        }
        const message = `no changed test imports ${target.path}, where ${target.symbol} is`;
        return { type: 'fail', findings: [{ message }], evidence: [] };
      });
    },
  };
}

/** Whether an import is the target, or of a file of the project that hands it on. */
async function leadsTo(
  input: EditInput,
  module: string,
  from: string,
  target: string,
  steps: number,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const is = isImportOf(module, from, target);
  if (is !== false || steps === 0 || !module.startsWith('.')) return is;
  for (const path of candidates(resolvePath(from, module))) {
    const read = await input.files.read(path, signal);
    if (read.type === 'refused') continue;
    const shape = await input.code.shape(path, read.file.text, signal);
    if (shape.type === 'unable') return undefined;
    for (const next of importsIn(shape.value.tokens, path)) {
      if ((await leadsTo(input, next, path, target, steps - 1, signal)) === true) return true;
    }
  }
  return false;
}

function candidates(path: string): readonly string[] {
  const bare = path.replace(/\.[cm]?jsx?$/iu, '');
  const names = [path, ...['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs', 'jsx'].map((each) => `${bare}.${each}`)];
  return [...names, ...['ts', 'js', 'mjs'].map((each) => `${bare}/index.${each}`)];
}
