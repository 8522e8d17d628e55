import type { FileChange } from '../../change.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import type { Code, CodeShape } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { directivesOf, type Directive } from './directives.ts';
import { freshComments } from './fresh.ts';
import { findingAt, outcomeOf, sawOf, spotsOf, withChanges, type EditFinding } from './staged.ts';

/**
 * The oracle of the intent `comments` (contracts rule 49): the tokens without comments are the same, the tree is the
 * same, and the comments that tools obey are where they were.
 */
export const commentsOnly: Check<EditTask, EditResult> = {
  id: 'edit.comments-only',
  title: 'only comments change',
  required: true,
  timeoutMs: 60_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const spots = spotsOf(input);
      const findings: EditFinding[] = [];
      const reasons: string[] = [];
      let told = 0;
      for (const change of changes) {
        const answer = await compare(input.code, change, signal);
        if (answer.type === 'unable') reasons.push(`${change.path}: ${answer.reason}`);
        else if (answer.type === 'differs') {
          findings.push(findingAt(spots, change.path, answer.line, answer.message));
        } else told += answer.comments;
      }
      const evidence = changes.map((change) => sawOf(change, 'tokens and tree compared without comments'));
      if (findings.length > 0) return outcomeOf(findings, evidence);
      if (reasons.length > 0) return { type: 'unable', reason: reasons.join('; '), evidence };
      if (told === 0) return noComment(evidence);
      return { type: 'pass', evidence };
    });
  },
};

/** White space only: the program is the same, but it is not a change of comments either. */
function noComment(evidence: Extract<CheckOutcome, { type: 'unable' }>['evidence']): CheckOutcome {
  return { type: 'unable', reason: 'no comment changed, only white space', evidence };
}

type Comparison =
  | { readonly type: 'same'; readonly comments: number }
  | { readonly type: 'differs'; readonly line: number; readonly message: string }
  | { readonly type: 'unable'; readonly reason: string };

async function compare(code: Code, change: FileChange, signal: AbortSignal): Promise<Comparison> {
  const { path, base, content } = change;
  const language = code.language(path);
  const before = await code.shape(path, base, signal);
  if (before.type === 'unable') return before;
  const now = await code.shape(path, content, signal);
  if (now.type === 'unable') return now;
  const old = before.value;
  const fresh = now.value;
  const [comment] = fresh.comments;
  if (language === 'JSON' && comment !== undefined) {
    return { type: 'differs', line: comment.line, message: 'JSON has no comments' };
  }
  const token = firstDifference(old.tokens, fresh.tokens);
  if (token !== undefined) return tokenDiffers(old, fresh, token);
  if (old.tree !== fresh.tree) {
    const line = freshComments(old, fresh)[0]?.line ?? 1;
    return {
      type: 'differs',
      line,
      message: 'the change alters how the code is read, though its tokens are the same',
    };
  }
  const directive = firstDirective(directivesOf(old, language), directivesOf(fresh, language));
  if (directive !== undefined) return directive;
  const wrong = wrongIn(language, old, fresh);
  if (wrong !== undefined) return wrong;
  if (fresh.errors > old.errors) return { type: 'differs', line: 1, message: 'the text no longer parses' };
  if (fresh.errors > 0) return { type: 'unable', reason: 'it does not parse, before and after the change' };
  return { type: 'same', comments: changedComments(old, fresh) };
}

function firstDifference(a: readonly string[], b: readonly string[]): number | undefined {
  const count = Math.max(a.length, b.length);
  for (let at = 0; at < count; at += 1) if (a[at] !== b[at]) return at;
  return undefined;
}

function tokenDiffers(old: CodeShape, fresh: CodeShape, at: number): Comparison {
  const was = old.tokens[at];
  const is = fresh.tokens[at];
  const line = fresh.tokenLines[Math.min(at, fresh.tokenLines.length - 1)] ?? 1;
  const message =
    was === undefined
      ? `code was added: ${shorten(is)}`
      : is === undefined
        ? `code was taken out: ${shorten(was)}`
        : `code changed, not only comments: ${shorten(was)} became ${shorten(is)}`;
  return { type: 'differs', line, message };
}

function shorten(token: string | undefined): string {
  const text = (token ?? '').replace(/\s+/gu, ' ');
  return text.length > 50 ? `"${text.slice(0, 49)}\u2026"` : `"${text}"`;
}

function firstDirective(old: readonly Directive[], fresh: readonly Directive[]): Comparison | undefined {
  const keyOf = (one: Directive): string => `${one.place} ${one.text}`;
  const before = new Set(old.map(keyOf));
  const now = new Set(fresh.map(keyOf));
  const added = fresh.find((one) => !before.has(keyOf(one)));
  const gone = old.find((one) => !now.has(keyOf(one)));
  if (added !== undefined) {
    const known = old.some((one) => one.text === added.text);
    const what = known ? 'was moved' : 'was added';
    return {
      type: 'differs',
      line: added.line,
      message: `a comment that tools obey ${what}: ${shorten(added.text)}`,
    };
  }
  if (gone === undefined) return undefined;
  return {
    type: 'differs',
    line: gone.line,
    message: `a comment that tools obey is gone: ${shorten(gone.text)}`,
  };
}

/** Where a comment is more than its text to the language itself. */
function wrongIn(language: string | undefined, old: CodeShape, fresh: CodeShape): Comparison | undefined {
  const known = new Set(old.comments.map((comment) => comment.text));
  for (const comment of fresh.comments) {
    if (known.has(comment.text)) continue;
    // Java reads Unicode escapes before it reads comments: one may end the comment, a broken one is an error.
    if (language === 'Java' && /\\u/u.test(comment.text)) {
      return {
        type: 'differs',
        line: comment.line,
        message: 'Java reads \\u in a comment as a character of code',
      };
    }
    if (language !== 'Rust') continue;
    const last = fresh.tokens[comment.before - 1];
    const next = fresh.tokens[comment.before];
    const isInner = /^(?:\/\/!|\/\*!)/u.test(comment.text);
    if (isInner && last !== undefined && last !== '{' && last !== ']') {
      return { type: 'differs', line: comment.line, message: 'an inner doc comment stands behind code' };
    }
    if (comment.doc && !isInner && (next === undefined || next === '}')) {
      return { type: 'differs', line: comment.line, message: 'a doc comment stands above nothing' };
    }
  }
  return undefined;
}

/** Comments that came, went or changed, white space aside. */
function changedComments(old: CodeShape, fresh: CodeShape): number {
  const keyOf = (comment: CodeShape['comments'][number]): string =>
    `${comment.before}:${comment.text.replace(/\s+/gu, ' ')}`;
  const before = new Set(old.comments.map(keyOf));
  const now = new Set(fresh.comments.map(keyOf));
  const added = [...now].filter((key) => !before.has(key)).length;
  return added + [...before].filter((key) => !now.has(key)).length;
}
