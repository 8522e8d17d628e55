import type { Check } from '../../check.ts';
import type { CodeComment, CodeShape } from '../../code.ts';
import { pieceOfTask, type EditResult, type EditTask } from '../../edit/contract.ts';
import { linesOfComment } from './directives.ts';
import { compileSaid, speaksOf, tellingOf, type Clause, type SaidAsked, type Telling } from './saidText.ts';
import { freshComments, goneComments } from './fresh.ts';
import { termsOf } from '../../search/terms.ts';
import { removalIn, type Removal } from './saidDenied.ts';
import { judgeRules, plain } from './saidRules.ts';
import { findingAt, outcomeWith, shapesOf, spotsOf, withChanges, type EditFinding } from './staged.ts';

/**
 * A new comment tells what the instruction says it is to tell: texts in quotation marks, tags, parameters, and the
 * names and words of "says that ..." (contracts rules 62 and 64). It refutes only what is surely missing; where the
 * words are others it cannot tell, and says so. Whether what is told is true stays open.
 */
export function said(task: EditTask): Check<EditTask, EditResult> {
  const asked = compileSaid(task.instruction);
  const removes = removalIn(task.instruction);
  return {
    id: 'edit.said',
    title: 'the new comment tells what was asked',
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const fresh: { readonly path: string; readonly comment: CodeComment }[] = [];
        const silent: string[] = [];
        const losses: Loss[] = [];
        for (const change of changes) {
          const shapes = await shapesOf(input, change, signal);
          if (shapes.type === 'unable') {
            silent.push(shapes.reason);
            continue;
          }
          const { before, now } = shapes.value;
          losses.push(...lossesOf(change.path, before, now, task.instruction, removes));
          fresh.push(...freshComments(before, now).map((comment) => ({ path: change.path, comment })));
        }
        if (silent.length > 0) return { type: 'unable', reason: silent.join('; '), evidence: [] };
        const evidence = [
          { saw: 'new comments read for what was asked', counts: { comments: fresh.length } },
        ];
        const spots = spotsOf(input);
        const findings: EditFinding[] = [];
        const doubts: string[] = [];
        for (const { path, line, message, isSure } of losses) {
          if (isSure)
            findings.push(
              findingAt(spots, path, line, `${message}, and the instruction does not speak of it`),
            );
          else doubts.push(`whether it was asked for: ${message}`);
        }
        const [first] = fresh;
        if (first === undefined) {
          const path = changes[0]?.path ?? '';
          if (removes.adds) findings.push(findingAt(spots, path, 1, 'no new comment stands there'));
          else if (!removes.opens && !removes.speaks) doubts.push('no comment is new, whether one was to go');
          return outcomeWith(findings, doubts, evidence);
        }
        if (removes.opens && !removes.adds) return outcomeWith(findings, doubts, evidence);
        const name = pieceOfTask(task)?.symbol ?? '';
        const comments = fresh.map((one) => one.comment);
        const judged = judge(asked, comments, name);
        for (const message of judged.lacks)
          findings.push(findingAt(spots, first.path, first.comment.line, message));
        return outcomeWith(findings, [...doubts, ...judged.doubts], evidence);
      });
    },
  };
}

interface Loss {
  readonly path: string;
  readonly line: number;
  readonly message: string;
  readonly isSure: boolean;
}

/** Comments that are gone although the instruction does not speak of them; unsure where it may. */
function lossesOf(
  path: string,
  before: CodeShape,
  now: CodeShape,
  instruction: string,
  removes: Removal,
): readonly Loss[] {
  if (removes.opens) return [];
  const told = freshComments(before, now)
    .map((comment) => comment.text.toLowerCase())
    .join(' ');
  return goneComments(before, now).flatMap(({ comment, isReplaced }): Loss[] => {
    const text = linesOfComment(comment.text).join(' ').replace(/\s+/gu, ' ').trim();
    if (text === '') return [];
    const words = termsOf(text).filter((word) => word.length > 2);
    const lower = instruction.toLowerCase();
    if (removes.speaks && words.some((word) => lower.includes(word.toLowerCase()))) return [];
    const line = now.tokenLines[comment.before] ?? now.tokenLines.at(-1) ?? 1;
    const short = text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
    // Its words may stand in another comment now, in another form.
    const isTold = words.length > 0 && words.every((word) => told.includes(word.toLowerCase()));
    const isSure = !removes.speaks && !removes.revises && !isReplaced && !isTold;
    return [{ path, line, message: `the comment "${short}" is gone`, isSure }];
  });
}

/** What the new comments together lack, and what cannot be told of them. */
export function judge(
  asked: SaidAsked,
  comments: readonly CodeComment[],
  name: string,
): { readonly lacks: readonly string[]; readonly doubts: readonly string[] } {
  const text = comments
    .map((comment) => linesOfComment(comment.text).join(' ').replace(/\s+/gu, ' ').trim())
    .join(' ');
  const lacks: string[] = [];
  const doubts: string[] = [];
  for (const literal of asked.literals) {
    if (!plain(text).includes(plain(literal))) lacks.push(`the comment does not say "${literal}"`);
  }
  for (const tag of asked.tags) {
    if (!new RegExp(`@${tag}s?\\b`, 'u').test(text) && !(tag === 'param' && takesNothing(comments)))
      lacks.push(`the comment has no @${tag === 'return' ? 'returns' : tag}`);
  }
  for (const mark of asked.marks) {
    if (!new RegExp(`\\b${mark}\\b`, 'u').test(text)) lacks.push(`the comment has no ${mark}`);
  }
  if (asked.parameters) {
    const missing = comments
      .flatMap((comment) => comment.documents?.parameters ?? [])
      .filter((parameter) => !hasName(text, parameter));
    if (missing.length > 0) lacks.push(`the comment does not speak of the parameter ${missing.join(', ')}`);
  }
  for (const subject of asked.subjects) {
    if (speaksOf(subject, text)) continue;
    // What comes back can be told in any words.
    if (subject === 'return') doubts.push(`whether ${subjectMissing[subject]}`);
    else lacks.push(subjectMissing[subject]);
  }
  const isLong = comments.some(
    (comment) => linesOfComment(comment.text).filter((line) => line.trim() !== '').length > 1,
  );
  if (asked.oneLine && isLong) lacks.push('the comment has more than one line');
  if (asked.doc && comments.every((comment) => !comment.text.startsWith('/**')))
    lacks.push('the comment is no JSDoc comment');
  for (const tag of asked.refused.tags) {
    if (new RegExp(`@${tag}s?\\b`, 'u').test(text))
      lacks.push(`the comment has a tag @${tag}, and was to have none`);
  }
  for (const mark of asked.refused.marks) {
    if (new RegExp(`\\b${mark}\\b`, 'u').test(text))
      lacks.push(`the comment has a ${mark}, and was to have none`);
  }
  if (asked.refused.doc && comments.some((comment) => comment.text.startsWith('/**')))
    lacks.push('the comment is a JSDoc comment, and was to be none');
  if (asked.refused.example && /@example\b/u.test(text)) lacks.push('the comment gives an example');
  const ruled = judgeRules(asked.rules, comments);
  lacks.push(...ruled.lacks);
  doubts.push(...ruled.doubts);
  for (const clause of asked.clauses) {
    const telling = tellingOf(clause, text, name);
    const { missingTokens, words, shared } = telling;
    const short = clause.text.length > 80 ? `${clause.text.slice(0, 79)}\u2026` : clause.text;
    if ((clause.isStatement || clause.isMention) && missingTokens.length > 0)
      lacks.push(`the comment does not speak of ${missingTokens.join(', ')}: "${short}"`);
    else if (clause.isStatement && words >= 3 && shared === 0)
      lacks.push(`the comment does not tell "${short}"`);
    else if (isUnclear(clause, telling)) doubts.push(`whether the comment tells "${short}"`);
  }
  return { lacks, doubts };
}

/** Other words may tell the same; then it cannot be told from here whether they do. */
function isUnclear({ isStatement, isMention }: Clause, { words, shared, lacksDenial }: Telling): boolean {
  if (isStatement) return lacksDenial || shared * 2 < words;
  return shared === 0 && words >= (isMention ? 1 : 3);
}

const subjectMissing = {
  return: 'the comment says what comes back',
  throw: 'the comment does not speak of what is thrown',
  example: 'the comment gives no example',
} as const;

function hasName(text: string, name: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replace(/\$/gu, '\\$')}(?![\\p{L}\\p{N}_$])`, 'iu').test(
    text,
  );
}

/** The documented declaration is known to have no parameters: there is nothing that a tag could name. */
function takesNothing(comments: readonly CodeComment[]): boolean {
  return comments.some(
    ({ documents }) => documents?.parameters?.length === 0 && documents.unnamedParameters === 0,
  );
}
