import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeAnswer, CodeComment, CodeShape, Documented } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { chainOf, docFactsOf, type DocFacts, type Mention } from './docText.ts';
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

/**
 * A new or changed doc comment agrees with the code it stands on (contracts rule 62): its parameters are parameters,
 * the names it mentions exist, a described return or throw is possible. Its prose stays unproven.
 */
export const docComments: Check<EditTask, EditResult> = {
  id: 'edit.doc-comments',
  title: 'new doc comments agree with the code they stand on',
  required: true,
  timeoutMs: 60_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      const spots = spotsOf(input);
      const findings: EditFinding[] = [];
      const doubts: string[] = [];
      const open: string[] = [];
      let judged = 0;
      for (const change of changes) {
        const shapes = await shapesOf(input, change, signal);
        if (shapes.type === 'unable') {
          doubts.push(shapes.reason);
          continue;
        }
        const { before, now } = shapes.value;
        const language = input.code.language(change.path) ?? '';
        for (const fresh of newComments(before, now, language)) {
          judged += 1;
          const add = (offset: number, message: string): void =>
            void findings.push(findingAt(spots, change.path, fresh.comment.line + offset, message));
          judgeTags(fresh, add, open);
          const unknown = await unknownOf(input, change, fresh.facts.names, signal);
          if (unknown.type === 'unable') {
            doubts.push(`names in comments of ${change.path}: ${unknown.reason}`);
            continue;
          }
          for (const { mention, name } of unknown.value) {
            const isSurely = fresh.isDoc && !/^\p{Lu}{1,5}$/u.test(name);
            const message = `the comment names \`${mention.text}\`, and ${name} stands nowhere in the code`;
            if (isSurely) add(mention.offset, message);
            else doubts.push(`${change.path}, line ${fresh.comment.line + mention.offset}: ${message}`);
          }
        }
      }
      const evidence = [{ saw: 'new and changed comments read', counts: { comments: judged } }];
      if (findings.length > 0 || doubts.length > 0) return outcomeWith(findings, doubts, evidence);
      return { type: 'pass', evidence, unproven: [...new Set(open)] };
    });
  },
};

interface NewComment {
  readonly comment: CodeComment;
  readonly documented: Documented | undefined;
  readonly isDoc: boolean;
  /** Only what the comment says that the one before it, at the same place, did not say. */
  readonly facts: DocFacts;
}

/** Languages in which a block comment with two stars carries tags. */
const tagged = /^(?:TypeScript|JavaScript|Java)\b/u;

function newComments(before: CodeShape, now: CodeShape, language: string): readonly NewComment[] {
  return freshComments(before, now).map((comment): NewComment => {
    const isTagged = tagged.test(language) && comment.doc;
    const old = before.comments
      .filter((one) => one.before === comment.before)
      .map((one) => docFactsOf(one.text, isTagged));
    const facts = without(docFactsOf(comment.text, isTagged), old);
    const { documents: documented, doc } = comment;
    return { comment, documented, isDoc: doc || documented !== undefined, facts };
  });
}

function without(facts: DocFacts, old: readonly DocFacts[]): DocFacts {
  const left = (rows: readonly Mention[], of: (one: DocFacts) => readonly Mention[]): readonly Mention[] => {
    const said = new Set(old.flatMap((one) => of(one).map((mention) => mention.text)));
    return rows.filter((row) => !said.has(row.text));
  };
  return {
    parameters: left(facts.parameters, (one) => one.parameters),
    returns: left(facts.returns, (one) => one.returns),
    throws: left(facts.throws, (one) => one.throws),
    names: left(facts.names, (one) => one.names),
  };
}

/** A text that says that nothing comes back. */
const nothing = /^(?:\{\s*(?:void|undefined|never)\s*\}|(?:void|nothing|undefined|none|never|n\/a)\b)/iu;
/** A text that says that something comes later. */
const later =
  /\b(?:promise|resolves?|resolved|rejects?|async|iterator|iterable|generator|yields?|when|once|after|until|completes?)\b/iu;

function judgeTags(
  { documented, facts, comment }: NewComment,
  add: (offset: number, message: string) => void,
  open: string[],
): void {
  if (documented === undefined || /@(?:callback|typedef|overload)\b/u.test(comment.text)) return;
  const { name, parameters, unnamedParameters, returns, canThrow } = documented;
  if (parameters === undefined) {
    if (facts.parameters.length > 0) open.push(`the parameters of ${name}, which are declared elsewhere`);
  } else {
    const strangers = facts.parameters.filter((one) => !parameters.includes(one.text));
    const distinct = new Set(strangers.map((one) => one.text));
    // A pattern has no name of its own, so a comment may give each one.
    if (distinct.size > unnamedParameters) {
      for (const one of strangers) add(one.offset, `@param ${one.text}: ${name} has no such parameter`);
    }
  }
  for (const one of facts.returns) {
    if (nothing.test(one.text)) continue;
    if (returns === 'nothing') add(one.offset, `@returns: ${name} returns nothing`);
    else if (returns === 'not-callable') add(one.offset, `@returns: ${name} is no function`);
    else if (returns === 'later' && !later.test(one.text)) {
      add(one.offset, `@returns: ${name} gives no value, only a promise or an iterator`);
    }
  }
  if (!canThrow) {
    for (const one of facts.throws) add(one.offset, `@throws: nothing in ${name} throws or calls`);
  }
}

/** Mentions whose names stand nowhere; unable where that cannot be told. */
async function unknownOf(
  input: EditInput,
  change: FileChange,
  mentions: readonly Mention[],
  signal: AbortSignal,
): Promise<CodeAnswer<readonly { readonly mention: Mention; readonly name: string }[]>> {
  const rows = mentions.flatMap((mention) => chainOf(mention.text).map((name) => ({ mention, name })));
  if (rows.length === 0) return { type: 'ok', value: [] };
  const names = [...new Set(rows.map((row) => row.name))];
  const answer = await input.code.unknownNames(input.files, change.path, change.content, names, signal);
  if (answer.type === 'unable') return answer;
  const unknown = new Set(answer.value);
  return { type: 'ok', value: rows.filter((row) => unknown.has(row.name)) };
}
