import type ts from 'typescript';
import type { CodeAnswer, CodeProblem, OracleReport, Rewritten } from '../../../core/code.ts';
import type { FileChange } from '../../../core/change.ts';
import { movedLines } from '../newErrors.ts';
import { parseSource, type Ts } from '../parse.ts';
import { commentsBetween, leavesOf } from '../shape.ts';
import { cutAll } from './cut.ts';
import type { Oracle, OracleInput, RewriteInput } from './oracle.ts';
import { findReferences, type References, type Referring, type RemoveTarget } from './references.ts';
import {
  commentEnd,
  commentStart,
  directivesIn,
  holdsForNextLine,
  lineAt,
  missingFrom,
  saidIn,
  shapesOf,
} from './remarks.ts';
import { judgeParts } from './removal.ts';
import { unreadReason } from './sides.ts';
import { subtract } from './subtract.ts';
import { onceEach } from '../problems.ts';

type Question = { readonly intent: 'remove'; readonly target: RemoveTarget };

/** A declaration is gone with all that refers to it, and nothing else is (contracts rule 57). */
export const remove: Oracle<Question> = { judge, rewrite };

async function judge(
  { target }: Question,
  { source, change, compiler }: OracleInput,
): Promise<CodeAnswer<OracleReport>> {
  for (const path of [target.path, ...change.files.map((file) => file.path)]) {
    const reason = unreadReason(path, 'the names');
    if (reason !== undefined) return { type: 'unable', reason };
  }
  const tools = await compiler();
  const { ts } = tools;
  const paths = change.files.map((file) => file.path);
  const references = findReferences(tools, source, target, paths);
  if (typeof references === 'string') return { type: 'unable', reason: references };
  const problems: CodeProblem[] = [];
  const unsure: string[] = [...references.unsure];
  let gone = 0;
  const changed = new Map<string, FileChange>(change.files.map((file) => [file.path, file]));
  for (const file of change.files) {
    const referring = references.files.get(file.path);
    if (file.operation === 'create') {
      problems.push({ path: file.path, line: 1, message: 'a removal makes no new file' });
    } else if (referring === undefined) {
      problems.push({ path: file.path, line: 1, message: `nothing here refers to ${target.symbol}` });
    } else {
      const judged = judgeFile(ts, references, referring, file, target);
      problems.push(...judged.problems);
      unsure.push(...judged.unsure);
      gone += judged.gone;
    }
  }
  for (const referring of references.files.values()) {
    if (changed.has(referring.path)) continue;
    for (const name of referring.names) problems.push(leftAt(referring, name, references, target, undefined));
  }
  return {
    type: 'ok',
    value: {
      problems: onceEach(problems),
      unsure: [...new Set(unsure)],
      saw: `every place that means ${target.symbol}, and what is gone`,
      counts: { files: references.files.size, places: gone },
    },
  };
}

/** A place that still means the target; in a changed file at the line where it stands now. */
function leftAt(
  { path, file }: Referring,
  name: ts.Node,
  references: References,
  target: RemoveTarget,
  change: FileChange | undefined,
): CodeProblem {
  const was = lineAt(file, name.getStart(file));
  const line = change === undefined ? was : lineAfter(change, was);
  const isDeclaration = references.declared.has(`${path}@${name.getStart(file)}`);
  const message = isDeclaration
    ? `the declaration of ${target.symbol} is still there`
    : `${target.symbol} is still used here`;
  return { path, line, message };
}

/** Where a line of the base stands in the content, or, where it is gone, what took its place. */
function lineAfter({ base, content }: FileChange, line: number): number {
  const { map, hunks } = movedLines(base, content);
  const kept = map[line - 1];
  if (kept !== undefined && kept !== -1) return kept + 1;
  const hunk = hunks.find((one) => one.baseStart < line && line <= one.baseEnd);
  const last = Math.max(1, content.split('\n').length);
  return Math.min(last, (hunk?.start ?? 0) + 1);
}

interface Judged {
  readonly problems: readonly CodeProblem[];
  readonly unsure: readonly string[];
  readonly gone: number;
}

function judgeFile(
  ts: Ts,
  references: References,
  referring: Referring,
  change: FileChange,
  target: RemoveTarget,
): Judged {
  const { path, file } = referring;
  const fresh = parseSource(ts, path, change.content);
  const less = subtract(ts, file, fresh);
  if (less.type === 'other') {
    return { problems: [{ path, line: less.line, message: less.message }], unsure: [], gone: 0 };
  }
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const spans = less.gone.map((node) => ({ start: node.getStart(file), end: node.end }));
  for (const { node, part } of judgeParts(ts, references, referring, less.gone, target.symbol)) {
    const line = lineAfter(change, lineAt(file, node.getStart(file)));
    if (part.type === 'foreign') {
      problems.push({
        path,
        line,
        message: `"${part.what}" was taken out too, and does not belong to ${target.symbol}`,
      });
    } else if (part.type === 'unsure') unsure.push(part.reason);
  }
  let gone = 0;
  for (const name of referring.names) {
    const start = name.getStart(file);
    if (spans.some((span) => span.start <= start && start < span.end)) gone += 1;
    else problems.push(leftAt(referring, name, references, target, change));
  }
  problems.push(...commentProblems(ts, file, change, less.gone));
  return { problems, unsure, gone };
}

/** Comments stay, but for those in and directly at what is gone; none is new. */
function commentProblems(
  ts: Ts,
  file: ts.SourceFile,
  change: FileChange,
  gone: readonly ts.Node[],
): readonly CodeProblem[] {
  const { path, base, content } = change;
  const shapes = shapesOf(ts, path, base, content);
  const raw = commentsBetween(base, leavesOf(ts, file).leaves);
  const regions = gone.map((node) => ({
    node,
    from: commentStart(ts, file, node),
    to: commentEnd(file, node),
  }));
  const old = raw.map((one) => ({
    said: saidIn(base.slice(one.start, one.end)),
    line: lineAt(file, one.start),
    mayGo: regions.some((region) => region.from <= one.start && one.start < region.to),
  }));
  const now = shapes.fresh.comments.map((one) => ({ said: saidIn(one.text), line: one.line }));
  const keyOf = (one: { readonly said: string }): string => one.said;
  const problems: CodeProblem[] = [];
  for (const one of missingFrom(now, old, keyOf)) {
    problems.push({ path, line: one.line, message: `a comment was added: "${short(one.said)}"` });
  }
  const staying = old.filter((one) => !one.mayGo);
  for (const one of missingFrom(staying, now, keyOf)) {
    const line = lineAfter(change, one.line);
    problems.push({
      path,
      line,
      message: `a comment is gone that did not belong to it: "${short(one.said)}"`,
    });
  }
  // A directive for the next line would hold for whatever stands below it now.
  const nextLine = directivesIn(path, shapes.old).filter(holdsForNextLine);
  for (const directive of directivesIn(path, shapes.fresh).filter(holdsForNextLine)) {
    const count = (rows: readonly { readonly text: string }[]): number =>
      rows.filter((one) => one.text === directive.text).length;
    const kept = nextLine.filter((one) => !old.some((comment) => comment.mayGo && comment.line === one.line));
    if (count(directivesIn(path, shapes.fresh)) > count(kept)) {
      const message = `"${short(directive.text)}" stood above what is gone, and holds for other code now`;
      problems.push({ path, line: directive.line, message });
    }
  }
  return problems;
}

function short(text: string): string {
  return text.length > 50 ? `${text.slice(0, 49)}\u2026` : text;
}

/** Takes the declaration out with its imports and re-exports; where something uses it, code alone cannot. */
async function rewrite(
  { target }: Question,
  { source, texts, compiler }: RewriteInput,
): Promise<CodeAnswer<readonly Rewritten[]>> {
  const reason = unreadReason(target.path, 'the names');
  if (reason !== undefined) return { type: 'unable', reason };
  const tools = await compiler();
  const current = {
    ...source,
    texts: [...source.texts.filter(([path]) => !texts.some(([one]) => one === path)), ...texts],
  };
  const references = findReferences(
    tools,
    current,
    target,
    texts.map(([path]) => path),
  );
  if (typeof references === 'string') return { type: 'unable', reason: references };
  return cutAll(tools.ts, references, target, new Map(texts));
}
