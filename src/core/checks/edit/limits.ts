import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeAnswer } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { diffLines } from '../../edit/diff.ts';
import { linesOf } from '../../text.ts';
import { linesOfComment } from './directives.ts';
import { freshComments } from './fresh.ts';
import {
  findingAt,
  outcomeWith,
  shapesOf,
  spotsOf,
  withChanges,
  type EditFinding,
  type EditInput,
} from './staged.ts';
import { compileLimits, type Limits, type Untouched } from './limitText.ts';

/** What the instruction limits: files and symbols that must not change, and how many lines may (contracts rule 66). */
export function limits(task: EditTask): Check<EditTask, EditResult> {
  const compiled = compileLimits(task.instruction, task.intent);
  return {
    id: 'edit.limits',
    title: 'what the instruction limits is kept',
    required: true,
    timeoutMs: 20_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const findings: EditFinding[] = [];
        const doubts = [...compiled.notCheckable.map((text) => `nothing here can check "${text}"`)];
        const lines = countLines(changes);
        await judgeLines(input, compiled, lines, findings, doubts, signal);
        for (const rule of compiled.untouched)
          await judgeUntouched(input, changes, rule, findings, doubts, signal);
        const evidence = [{ saw: 'lines added and removed', counts: lines }];
        return outcomeWith(findings, doubts, evidence);
      });
    },
  };
}

interface Counts extends Record<string, number> {
  readonly added: number;
  readonly removed: number;
}

function countLines(changes: readonly FileChange[]): Counts {
  let added = 0;
  let removed = 0;
  for (const { base, content } of changes) {
    for (const hunk of diffLines(linesOf(base), linesOf(content))) {
      added += hunk.end - hunk.start;
      removed += hunk.baseEnd - hunk.baseStart;
    }
  }
  return { added, removed };
}

/** Lines of the longest comment that is new or changed: all it takes, and those with words. */
async function commentLines(
  input: EditInput,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<CodeAnswer<{ readonly all: number; readonly told: number }>> {
  let all = 0;
  let told = 0;
  for (const change of changes) {
    const shapes = await shapesOf(input, change, signal);
    if (shapes.type === 'unable') return shapes;
    let height = 0;
    let words = 0;
    let last = 0;
    for (const comment of freshComments(shapes.value.before, shapes.value.now)) {
      if (comment.line !== last + 1) height = words = 0;
      height += comment.endLine - comment.line + 1;
      words += linesOfComment(comment.text).filter((line) => line !== '').length;
      last = comment.endLine;
      all = Math.max(all, height);
      told = Math.max(told, words);
    }
  }
  return { type: 'ok', value: { all, told } };
}

async function judgeLines(
  input: EditInput,
  { lines: limit }: Limits,
  counts: Counts,
  findings: EditFinding[],
  doubts: string[],
  signal: AbortSignal,
): Promise<void> {
  if (limit === undefined) return;
  const changed = counts.added + counts.removed;
  const said = `at most ${limit.most} ${limit.most === 1 ? 'line' : 'lines'}`;
  if (!limit.isOfComment) {
    if (changed > limit.most) findings.push({ message: `${changed} lines change, and ${said} may` });
    return;
  }
  const comment = await commentLines(input, input.changeSet?.files ?? [], signal);
  if (comment.type === 'unable') {
    doubts.push(`whether the comment has ${said}: ${comment.reason}`);
  } else if (comment.value.told > limit.most) {
    findings.push({ message: `the comment has ${comment.value.told} lines, and ${said} were asked for` });
  } else if (comment.value.all > limit.most && limit.most > 1) {
    // The lines of the marks may be meant or not.
    doubts.push(`whether the comment, of ${comment.value.all} lines with its marks, has ${said}`);
  }
}

async function judgeUntouched(
  input: EditInput,
  changes: readonly FileChange[],
  rule: Untouched,
  findings: EditFinding[],
  doubts: string[],
  signal: AbortSignal,
): Promise<void> {
  const paths = changes.map((change) => change.path);
  switch (rule.type) {
    case 'path': {
      const hit = paths.filter((path) => isNamed(path, rule.name));
      for (const path of hit)
        findings.push({ path, message: `${path} must not change, says the instruction` });
      return;
    }
    case 'only-path': {
      const others = paths.filter((path) => !isNamed(path, rule.name));
      for (const path of others)
        findings.push({ path, message: `only ${rule.name} may change, says the instruction` });
      return;
    }
    case 'other-files': {
      const mine = 'target' in input.task ? input.task.target?.path : undefined;
      const named = paths.filter((path) => input.task.instruction.includes(path));
      const allowed = new Set([...named, ...(mine === undefined ? [] : [mine])]);
      if (paths.length < 2) return;
      if (allowed.size === 0) doubts.push('which files the other ones are');
      else {
        for (const path of paths.filter((one) => !allowed.has(one))) {
          findings.push({ path, message: 'no other file may change, says the instruction' });
        }
      }
      return;
    }
    case 'tests': {
      for (const path of paths.filter((one) => isTest(one))) {
        findings.push({ path, message: 'tests must not change, says the instruction' });
      }
      return;
    }
    case 'imports': {
      for (const change of changes) {
        const importsOf = (text: string): string =>
          linesOf(text)
            .filter((line) =>
              /^\s*(?:import\b|from\s+\S+\s+import\b|use\s|#include\b)|\brequire\(/u.test(line),
            )
            .join('\n');
        if (importsOf(change.base) !== importsOf(change.content)) {
          findings.push({ path: change.path, message: 'imports must not change, says the instruction' });
        }
      }
      return;
    }
    case 'name':
      return judgeName(input, changes, rule.name, findings, doubts, signal);
  }
}

/** Test files are those of contracts rule 56. */
function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__)\/|\.(?:test|spec)\.[^/]+$/u.test(path);
}

function isNamed(path: string, name: string): boolean {
  const bare = name.replace(/\/$/u, '');
  return path === bare || path.endsWith(`/${bare}`) || path.startsWith(`${bare}/`);
}

/** A symbol that must not change: its lines are the same, wherever they stand now. */
async function judgeName(
  input: EditInput,
  changes: readonly FileChange[],
  name: string,
  findings: EditFinding[],
  doubts: string[],
  signal: AbortSignal,
): Promise<void> {
  const spots = spotsOf(input);
  let isKnown = false;
  for (const { path, base, content } of changes) {
    const before = await input.code.symbols(path, base, signal);
    const now = await input.code.symbols(path, content, signal);
    if (before.type === 'unable' || now.type === 'unable') {
      // A file that does not hold the name cannot have changed it.
      const reason = before.type === 'unable' ? before.reason : now.type === 'unable' ? now.reason : '';
      if (base.includes(name)) doubts.push(`whether ${name} stayed as it was: ${path}: ${reason}`);
      continue;
    }
    const textOf = (text: string, symbol: { readonly line: number; readonly endLine: number }): string =>
      linesOf(text)
        .slice(symbol.line - 1, symbol.endLine)
        .join('\n');
    const old = before.value.filter((symbol) => symbol.name === name);
    const kept = new Set(
      now.value.filter((symbol) => symbol.name === name).map((symbol) => textOf(content, symbol)),
    );
    if (old.length > 0) isKnown = true;
    const lost = old.find((symbol) => !kept.has(textOf(base, symbol)));
    if (lost !== undefined) {
      findings.push(findingAt(spots, path, lost.line, `${name} must not change, says the instruction`));
    }
  }
  // A symbol of a file that does not change cannot have changed.
  if (
    !isKnown &&
    changes.some((change) =>
      new RegExp(`(?<![\\w$])${name.replace(/\$/gu, '\\$')}(?![\\w$])`, 'u').test(change.base),
    )
  ) {
    doubts.push(`whether ${name} stayed as it was`);
  }
}
