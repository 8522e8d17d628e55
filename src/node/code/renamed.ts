import type { ChangeSet, FileChange } from '../../core/change.ts';
import type { CodeAnswer, CodeProblem, RenameQuestion, RenameReport } from '../../core/code.ts';
import { align, type AlignToken, type Pair } from './align.ts';
import {
  bindings,
  isNameToken,
  isShorthand,
  namesMember,
  wordPattern,
  type Bound,
  type Numbering,
} from './bindings.ts';
import { readConfig } from './configs.ts';
import { languageOf, readerOf } from './languages.ts';
import { parseSource, type Ts } from './parse.ts';
import { programOf } from './project.ts';
import { onceEach } from './problems.ts';
import type { Source } from './protocol.ts';
import { configsOfName } from './renameProjects.ts';
import { nameOnLine } from './renameSpans.ts';
import { commentsBetween, leavesOf } from './shape.ts';
import { changedView } from './types.ts';
import { openUnion } from './union.ts';
import type { View } from './view.ts';
import { pathsOf, type Workspaces } from './workspaces.ts';

/**
 * Checks a rename by what each name is bound to, before and after (contracts rule 51): nothing but names of this
 * symbol changed, all of them did, and every place that says the old or the new name means what it meant.
 */
export function checkRename(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  change: ChangeSet,
  target: RenameQuestion,
): CodeAnswer<RenameReport> {
  if (readerOf(target.path).type !== 'typescript') {
    return {
      type: 'unable',
      reason: `names in ${languageOf(target.path)?.name ?? target.path} cannot be bound here`,
    };
  }
  const written = compareTexts(ts, change, target);
  if (written.problems.length > 0) {
    return { type: 'ok', value: { problems: written.problems, unsure: [], references: 0 } };
  }
  const base = workspaces.view(source);
  const changed = changedView(base, change);
  const paths = change.files.map((file) => file.path).filter((path) => readerOf(path).type === 'typescript');
  const configs = configsOfName(ts, workspaces, source, base, target, paths);
  const family = openUnion();
  const wide = openUnion();
  const before = new Map<string, Bound>();
  const after = new Map<string, Bound[]>();
  let declared: Bound | undefined;
  let isMember = false;
  for (const [index, config] of configs.entries()) {
    // A file of two projects is bound in each of them for itself.
    const idOf = (one: Bound): string => `${index}:${one.path}${one.place}`;
    const shown = { ts, view: base, names: target };
    const program = programOf(workspaces.project(source, base, config, 'before'));
    const numbering = { numberings: written.base };
    for (const one of bindings({ ...shown, program, ...numbering, family, wide })) before.set(idOf(one), one);
    const file = program.getSourceFile(`${base.root}/${target.path}`);
    const name = file === undefined ? undefined : nameOnLine(ts, file, target.line, target.symbol);
    if (file !== undefined && name !== undefined && declared === undefined) {
      declared = [...before.values()].find(
        (one) => one.path === target.path && one.line === target.line && one.text === target.symbol,
      );
      isMember = namesMember(ts, name);
    }
    const next = config.path === undefined ? config : readConfig(ts, changed, `${base.root}/${config.path}`);
    const project = workspaces.project(source, changed, next, 'after');
    for (const one of bindings({
      ...shown,
      view: changed,
      program: programOf(project),
      numberings: written.content,
    })) {
      const known = after.get(idOf(one)) ?? [];
      known.push(one);
      after.set(idOf(one), known);
    }
  }
  if (declared === undefined) {
    return {
      type: 'unable',
      reason: `no name ${target.symbol} stands on line ${target.line} of ${target.path}`,
    };
  }
  const report = judge(before, after, { ...declared, isMember }, target, written, family.root, wide.root);
  const outside = unreadable(changed, pathsOf(source), target);
  return { type: 'ok', value: { ...report, unsure: [...report.unsure, ...outside] } };
}

interface Written {
  readonly problems: readonly CodeProblem[];
  readonly base: ReadonlyMap<string, Numbering>;
  readonly content: ReadonlyMap<string, Numbering>;
  /** For each changed file which of its tokens (by `place`) got the new name, as a value and as a property. */
  readonly renamed: ReadonlyMap<string, { readonly value: boolean; readonly property: boolean }>;
}

/** What the texts alone say: only names changed, comments and strings stayed. */
function compareTexts(ts: Ts, change: ChangeSet, target: RenameQuestion): Written {
  const problems: CodeProblem[] = [];
  const base = new Map<string, Numbering>();
  const content = new Map<string, Numbering>();
  const renamed = new Map<string, { value: boolean; property: boolean }>();
  for (const file of change.files) {
    const { path } = file;
    if (file.operation === 'create') {
      problems.push({ path, line: 1, message: 'a rename makes no new file' });
      continue;
    }
    if (readerOf(path).type !== 'typescript') {
      problems.push({
        path,
        line: 1,
        message: `a rename changes names in code, and ${path} holds none that are bound`,
      });
      continue;
    }
    const old = tokensOf(ts, path, file.base);
    const now = tokensOf(ts, path, file.content);
    const alignment = align(old.tokens, now.tokens, target.symbol, target.to);
    if (alignment.type === 'differs') {
      const line = now.lines[Math.min(alignment.content, now.lines.length - 1)] ?? 1;
      problems.push({ path, line, message: `more than names changed: ${alignment.why}` });
      continue;
    }
    problems.push(...commentProblems(file, old.comments, now.comments, target));
    const { pairs } = alignment;
    base.set(path, { tokenOf: (index) => ({ index, isProperty: false }) });
    content.set(path, numberingOf(pairs));
    pairs.forEach((pair, index) => {
      if (nameOf(old.tokens[index]) !== target.symbol) return;
      const value = nameOf(now.tokens[pair.value]) !== target.symbol;
      const property = nameOf(now.tokens[pair.property]) !== target.symbol;
      renamed.set(`${path}#${index}`, { value, property });
    });
  }
  return { problems, base, content, renamed };
}

function nameOf(token: AlignToken | undefined): string | undefined {
  return token?.isName === true ? token.text.replace(/^(['"])(.*)\1$/s, '$2') : undefined;
}

function numberingOf(pairs: readonly Pair[]): Numbering {
  const tokens = new Map<number, { readonly index: number; readonly isProperty: boolean }>();
  pairs.forEach((pair, index) => {
    if (pair.property !== pair.value) tokens.set(pair.property, { index, isProperty: true });
    tokens.set(pair.value, { index, isProperty: false });
  });
  return { tokenOf: (index) => tokens.get(index) };
}

interface Comment {
  readonly text: string;
  readonly line: number;
}

function tokensOf(ts: Ts, path: string, text: string) {
  const source = parseSource(ts, path, text);
  const lineOf = (offset: number): number => source.getLineAndCharacterOfPosition(offset).line + 1;
  const { leaves } = leavesOf(ts, source);
  const counted = leaves.filter((leaf) => leaf.counts);
  const tokens = counted.map((leaf): AlignToken => ({
    text: leaf.text,
    isName: isNameToken(ts, leaf.node),
    isShorthand: isShorthand(ts, leaf.node),
  }));
  const comments = commentsBetween(text, leaves).map((one): Comment => ({
    text: text.slice(one.start, one.end),
    line: lineOf(one.start),
  }));
  return { tokens, comments, lines: counted.map((leaf) => lineOf(leaf.start)) };
}

/** Comments stay, but for the names that a doc comment's tags are bound by: these may go along. */
function commentProblems(
  file: FileChange,
  old: readonly Comment[],
  now: readonly Comment[],
  target: RenameQuestion,
): readonly CodeProblem[] {
  const { path } = file;
  if (old.length !== now.length) {
    return [{ path, line: now[0]?.line ?? 1, message: 'a comment was added or taken out' }];
  }
  const changed = now.find((comment, at) => !isSameComment(old[at]?.text ?? '', comment.text, target));
  return changed === undefined ? [] : [{ path, line: changed.line, message: 'a comment was changed' }];
}

const tag =
  /@(?:param|arg|argument|prop|property|template|see|typedef|callback|type|returns?|throws|extends|augments|implements|link\w*)\b[^\n]*$/;

function isSameComment(old: string, now: string, target: RenameQuestion): boolean {
  if (old === now) return true;
  if (!old.startsWith('/**')) return false;
  const pattern = new RegExp(wordPattern([target.symbol]).source, 'gu');
  let rest = now;
  let from = 0;
  for (const match of old.matchAll(pattern)) {
    const kept = old.slice(from, match.index);
    if (!rest.startsWith(kept)) return false;
    rest = rest.slice(kept.length);
    const mayChange = tag.test(old.slice(0, match.index));
    const taken = mayChange && rest.startsWith(target.to) ? target.to : target.symbol;
    if (!rest.startsWith(taken)) return false;
    rest = rest.slice(taken.length);
    from = match.index + target.symbol.length;
  }
  return rest === old.slice(from);
}

function judge(
  before: ReadonlyMap<string, Bound>,
  after: ReadonlyMap<string, readonly Bound[]>,
  declared: Bound & { readonly isMember: boolean },
  target: RenameQuestion,
  written: Written,
  root: (key: string) => string,
  wideRoot: (key: string) => string,
): RenameReport {
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const references = new Set<string>();
  const ours = new Set(declared.value.map(root));
  const wideOurs = new Set(declared.value.map(wideRoot));
  const isReached = [...before.values()].some(
    (one) => one.isAccess && one.value.some((key) => ours.has(root(key))),
  );
  for (const [id, one] of before) {
    const now = after.get(id) ?? [];
    const line = now[0]?.line ?? one.line;
    const add = (message: string): void => void problems.push({ path: one.path, line, message });
    const moved = boundElsewhere(one, now);
    if (moved) add(`${now[0]?.text ?? one.text} is bound to something else after the change`);
    if (one.text !== target.symbol) continue;
    const place = `${one.path}${one.place}`;
    const is = written.renamed.get(place) ?? { value: false, property: false };
    const roles = [
      { keys: one.value, isRenamed: is.value, isKnown: one.value.length > 0 },
      ...(one.property === undefined
        ? []
        : [{ keys: one.property, isRenamed: is.property, isKnown: one.property.length > 0 }]),
    ];
    for (const { keys, isRenamed, isKnown } of roles) {
      const isOurs = keys.some((key) => ours.has(root(key)));
      const mayBe = keys.some((key) => wideOurs.has(wideRoot(key)));
      if (isOurs && isRenamed) references.add(place);
      if (isOurs && !isRenamed) add(`${target.symbol} is still called so here`);
      else if (!isOurs && isRenamed && isKnown && !mayBe) add(`another ${target.symbol} was renamed here`);
      else if (!isKnown && (isRenamed || (one.isAccess && isReached) || (one.isOpen && declared.isMember))) {
        unsure.push(`${one.path}, line ${line}: what ${one.text} belongs to is not known`);
      }
    }
  }
  return { problems: onceEach(problems), unsure: [...new Set(unsure)], references: references.size };
}

/** Whether a place is bound to other declarations than before, in any role it has on both sides. */
function boundElsewhere(before: Bound, now: readonly Bound[]): boolean {
  if (now.length === 0) return true;
  const value = now.flatMap((one) => one.value);
  if (!sameSet(before.value, value)) return true;
  if (before.property === undefined) return false;
  return !sameSet(
    before.property,
    now.flatMap((one) => one.property ?? []),
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((key) => right.has(key));
}

/** Component files are written with TypeScript too, and nobody here can bind what they say. */
function unreadable(view: View, paths: readonly string[], target: RenameQuestion): readonly string[] {
  const word = wordPattern([target.symbol]);
  const left = paths.filter(
    (path) => /\.(?:vue|svelte|astro)$/i.test(path) && word.test(view.read(`${view.root}/${path}`) ?? ''),
  );
  return left.map((path) => `${path} says ${target.symbol}, and its names cannot be bound here`);
}
