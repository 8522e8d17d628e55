import type { Check } from '../../check.ts';
import type { CodeComment } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { linesOfComment } from './directives.ts';
import { compileSaid, speaksOf, tellingOf, type Clause, type SaidAsked, type Telling } from './saidText.ts';
import { freshComments } from './fresh.ts';
import { findingAt, outcomeOf, shapesOf, spotsOf, withChanges, type EditFinding } from './staged.ts';

/**
 * A new comment tells what the instruction says it is to tell: texts in quotation marks, tags, parameters, and the
 * names and words of "says that ..." (contracts rules 62 and 64). It refutes only what is surely missing; where the
 * words are others it cannot tell, and says so. Whether what is told is true stays open.
 */
export function said(task: EditTask): Check<EditTask, EditResult> {
  const asked = compileSaid(task.instruction);
  const removes = /\b(?:remove|delete|drop|strip)\b/iu.test(task.instruction);
  return {
    id: 'edit.said',
    title: 'the new comment tells what was asked',
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const fresh: { readonly path: string; readonly comment: CodeComment }[] = [];
        const silent: string[] = [];
        for (const change of changes) {
          const shapes = await shapesOf(input, change, signal);
          if (shapes.type === 'unable') {
            silent.push(shapes.reason);
            continue;
          }
          const { before, now } = shapes.value;
          fresh.push(...freshComments(before, now).map((comment) => ({ path: change.path, comment })));
        }
        if (silent.length > 0) return { type: 'unable', reason: silent.join('; '), evidence: [] };
        const [first] = fresh;
        const evidence = [
          { saw: 'new comments read for what was asked', counts: { comments: fresh.length } },
        ];
        if (first === undefined || removes) return { type: 'pass', evidence };
        const name = (task.intent === 'rename' ? undefined : task.target?.symbol) ?? '';
        const comments = fresh.map((one) => one.comment);
        const { lacks, doubts } = judge(asked, comments, name);
        const spots = spotsOf(input);
        const findings = lacks.map((message): EditFinding =>
          findingAt(spots, first.path, first.comment.line, message),
        );
        if (findings.length > 0) return outcomeOf(findings, evidence);
        if (doubts.length > 0) return { type: 'unable', reason: doubts.join('; '), evidence };
        return { type: 'pass', evidence };
      });
    },
  };
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
    if (!speaksOf(subject, text)) lacks.push(subjectMissing[subject]);
  }
  const isLong = comments.some(
    (comment) => linesOfComment(comment.text).filter((line) => line.trim() !== '').length > 1,
  );
  if (asked.oneLine && isLong) lacks.push('the comment has more than one line');
  if (asked.doc && comments.every((comment) => !comment.text.startsWith('/**')))
    lacks.push('the comment is no JSDoc comment');
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
  return: 'the comment does not say what comes back',
  throw: 'the comment does not speak of what is thrown',
  example: 'the comment gives no example',
} as const;

/** Letter case, quotation marks and the end of the sentence aside. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`"'“”‘’]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/(?<![.!])[.!]+(?=\s|$)/gu, '')
    .trim();
}

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
