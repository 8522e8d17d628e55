import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeAnswer, CodeShape, CodeSymbol } from '../../code.ts';
import { pieceOfTask, type EditResult, type EditTask } from '../../edit/contract.ts';
import { diffLines, type Hunk } from '../../edit/diff.ts';
import { linesOf } from '../../text.ts';
import { compileAsked, meantNames, type Asked } from './askedText.ts';
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
 * The change is at the place that was meant, and what the instruction names stands there now (contracts rule 64). It
 * looks only at what is named, and only lowers a state: an oracle that passes is not yet what was asked.
 */
export function asked(task: EditTask): Check<EditTask, EditResult> {
  const compiled = compileAsked(task.instruction);
  return {
    id: 'edit.asked',
    title: 'the change is where it was asked for',
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const spots = spotsOf(input);
        const findings: EditFinding[] = [];
        const add = (path: string, line: number, message: string): void =>
          void findings.push(findingAt(spots, path, line, message));
        const files = await Promise.all(changes.map((change) => look(input, compiled, change, signal)));
        for (const outside of outsidePiece(input, files)) add(outside.path, outside.line, outside.message);
        if (task.intent === 'comments') for (const one of commentsAsked(task, compiled, files)) add(...one);
        if (task.intent === 'general') for (const one of codeAsked(compiled, files)) add(...one);
        const counts = { files: files.length };
        const doubts = files.flatMap(({ silent, change: { path } }) =>
          silent === undefined ? [] : [silent.includes(path) ? silent : `${path}: ${silent}`],
        );
        return outcomeWith(findings, doubts, [{ saw: 'what the instruction names', counts }]);
      });
    },
  };
}

type Said = readonly [path: string, line: number, message: string];

/** The lines of a file, before and after, and its comments before. */
type Lines = Pick<Looked, 'base' | 'content' | 'oldShape'>;

/** One changed file, before and after, as far as its language is read here. */
interface Looked {
  readonly change: FileChange;
  readonly base: readonly string[];
  readonly content: readonly string[];
  readonly hunks: readonly Hunk[];
  readonly before: readonly CodeSymbol[];
  readonly now: readonly CodeSymbol[];
  readonly oldShape: CodeShape | undefined;
  readonly shape: CodeShape | undefined;
  readonly language: string;
  /** Why what the instruction names could not be looked for here; then nothing is said of symbols. */
  readonly silent: string | undefined;
}

async function look(
  input: EditInput,
  compiled: Asked,
  change: FileChange,
  signal: AbortSignal,
): Promise<Looked> {
  const { task, code } = input;
  const { path } = change;
  const base = linesOf(change.base);
  const content = linesOf(change.content);
  const nothing: CodeAnswer<undefined> = { type: 'ok', value: undefined };
  const target = pieceOfTask(task);
  const hunks = diffLines(base, content);
  const needsShape =
    task.intent === 'comments' || target !== undefined || asksForNames(task, compiled, change);
  const shapes = needsShape ? await shapesOf(input, change, signal) : nothing;
  const lines = { base, content, oldShape: shapes.type === 'ok' ? shapes.value?.before : undefined };
  // A piece given by its line may be a whole symbol; no symbol is needed where the line itself holds the change.
  const isHeld =
    target !== undefined &&
    target.symbol === undefined &&
    hunks.every((hunk) =>
      isInside(lines, hunk, withCommentAbove(lines, { line: target.line, endLine: target.line })),
    );
  const isPiece = target?.path === path && asksForPiece(target) && !isHeld;
  const needsSymbols = isPiece || asksForNames(task, compiled, change);
  const before = needsSymbols ? await code.symbols(path, change.base, signal) : nothing;
  const now = needsSymbols ? await code.symbols(path, change.content, signal) : nothing;
  const silent = [before, now, shapes].find((answer) => answer.type === 'unable');
  const shape = shapes.type === 'ok' ? shapes.value : undefined;
  return {
    change,
    base,
    content,
    hunks,
    before: (before.type === 'ok' ? before.value : undefined) ?? [],
    now: (now.type === 'ok' ? now.value : undefined) ?? [],
    oldShape: shape?.before,
    shape: shape?.now,
    language: code.language(path) ?? '',
    silent: silent?.type === 'unable' ? silent.reason : undefined,
  };
}

/** Whether a name that the instruction gives hangs on the symbols of a file: many languages have none to be read. */
function asksForNames(task: EditTask, compiled: Asked, change: FileChange): boolean {
  if (task.intent === 'general') return compiled.modifiers.length + compiled.types.length > 0;
  return meantNames(task.instruction, (name) => change.base.includes(name)).names.length > 0;
}

/** Lines of the base, 1-based and inclusive. */
interface Region {
  readonly line: number;
  readonly endLine: number;
}

/** Where a piece was given, nothing outside it may change; what stands directly above belongs to it. */
function outsidePiece(
  { task }: EditInput,
  files: readonly Looked[],
): readonly { readonly path: string; readonly line: number; readonly message: string }[] {
  const target = pieceOfTask(task);
  if (target === undefined) return [];
  return files.flatMap((file) => {
    const { path } = file.change;
    if (path !== target.path) {
      return [{ path, line: 1, message: `${path} is not the file that was meant, ${target.path} is` }];
    }
    // Without its symbols the piece cannot be told, without its comments only what touches it from above.
    if (file.silent !== undefined && asksForPiece(target)) return [];
    const region = withCommentAbove(file, pieceOf(file, target));
    const outside = file.hunks.find((hunk) => !isInside(file, hunk, region));
    if (outside === undefined) return [];
    const what = target.symbol ?? `lines ${region.line} to ${region.endLine}`;
    return [
      { path, line: outside.start + 1, message: `the change is outside ${what}, the piece that was meant` },
    ];
  });
}

function asksForPiece(target: {
  readonly endLine?: number | undefined;
  readonly symbol?: string | undefined;
}) {
  return target.symbol !== undefined || target.endLine === undefined;
}

function pieceOf(
  file: Looked,
  target: {
    readonly line: number;
    readonly endLine?: number | undefined;
    readonly symbol?: string | undefined;
  },
): Region {
  const around = file.before.filter((symbol) => symbol.line <= target.line && target.line <= symbol.endLine);
  const named = around.find((symbol) => symbol.name === target.symbol);
  const begun = around.find((symbol) => symbol.nameLine === target.line || symbol.line === target.line);
  const symbol = named ?? (target.symbol === undefined && target.endLine === undefined ? begun : undefined);
  if (symbol === undefined) return { line: target.line, endLine: target.endLine ?? target.line };
  return { line: Math.min(symbol.line, target.line), endLine: Math.max(symbol.endLine, target.endLine ?? 0) };
}

/** A piece with the comment lines that stand directly above it. */
function withCommentAbove(file: Lines, region: Region): Region {
  let { line } = region;
  if (file.oldShape === undefined) {
    while ((file.base[line - 2] ?? '').trim() !== '') line -= 1;
    return { ...region, line };
  }
  const { comments } = file.oldShape;
  for (;;) {
    const above = comments.find(
      (comment) => comment.endLine === line - 1 && !comment.behindCode && comment.toCode !== 0,
    );
    if (above === undefined || above.line >= line) return { ...region, line };
    line = above.line;
  }
}

/** An insertion or a deletion may be told at several places; one of them in the piece is enough. */
function isInside(file: Lines, hunk: Hunk, region: Region): boolean {
  const from = region.line - 1;
  const to = region.endLine;
  const fits = (start: number, end: number): boolean => start >= from && end <= to;
  if (fits(hunk.baseStart, hunk.baseEnd)) return true;
  const isInsertion = hunk.baseStart === hunk.baseEnd;
  const isDeletion = hunk.start === hunk.end;
  if (!isInsertion && !isDeletion) return false;
  const lines = isInsertion ? file.content : file.base;
  const start = isInsertion ? hunk.start : hunk.baseStart;
  const end = isInsertion ? hunk.end : hunk.baseEnd;
  const size = isInsertion ? 0 : end - start;
  for (let up = 1; start - up >= 0 && lines[start - up] === lines[end - up]; up += 1) {
    if (fits(hunk.baseStart - up, hunk.baseStart - up + size)) return true;
  }
  for (
    let down = 1;
    end + down - 1 < lines.length && lines[start + down - 1] === lines[end + down - 1];
    down += 1
  ) {
    if (fits(hunk.baseStart + down, hunk.baseStart + down + size)) return true;
  }
  return false;
}

/** One symbol that a comment was asked for; of several declarations of a name any may carry it. */
interface Meant {
  readonly file: Looked;
  readonly name: string;
  readonly symbols: readonly CodeSymbol[];
}

/** The symbols that are meant: the piece's, else those that the instruction names and the files declare. */
function meantSymbols(
  task: EditTask,
  files: readonly Looked[],
): { readonly meant: readonly Meant[]; readonly isSure: boolean } {
  const target = pieceOfTask(task);
  const symbol = target?.symbol;
  if (target !== undefined && symbol !== undefined) {
    const meant = files.flatMap((file): Meant[] => {
      if (file.change.path !== target.path) return [];
      const same = file.before.filter((one) => one.name === symbol);
      const here = same.filter((one) => one.line <= target.line && target.line <= one.endLine);
      const symbols = here.length > 0 ? here : same;
      return symbols.length === 0 ? [] : [{ file, name: symbol, symbols }];
    });
    return { meant, isSure: true };
  }
  const declared = new Set(files.flatMap((file) => file.before.map((one) => one.name)));
  const { names, isSure } = meantNames(task.instruction, (name) => declared.has(name));
  const meant = names.flatMap((name) =>
    files.flatMap((file): Meant[] => {
      const symbols = file.before.filter((one) => one.name === name);
      return symbols.length === 0 ? [] : [{ file, name, symbols }];
    }),
  );
  return { meant, isSure };
}

/**
 * The symbol that is named carries the comment: directly above it, or inside where the instruction speaks of its
 * inside. Of a list each carries one; where it is not said which of several names is meant, one of them is enough.
 */
function commentsAsked(task: EditTask, compiled: Asked, files: readonly Looked[]): readonly Said[] {
  const { meant, isSure } = meantSymbols(task, files);
  if (compiled.removesComment && files.every((file) => freshOf(file).length === 0)) return [];
  const said = meant.flatMap(({ file, name, symbols }): readonly Said[] => {
    if (file.shape === undefined) return [];
    const fresh = freshOf(file);
    const nows = symbols.map((symbol) => matching(file, symbol)).filter((symbol) => symbol !== undefined);
    const carries = nows.some((symbol) =>
      fresh.some((comment) => isCarried(compiled, file, symbol, comment)),
    );
    if (nows.length === 0 || carries) return [];
    const line = fresh[0]?.line ?? nows[0]?.line ?? 1;
    const where = compiled.place === 'inside' ? 'above it or inside' : 'directly above it';
    return [[file.change.path, line, `${name} carries no new comment ${where}`]];
  });
  return isSure || said.length === meant.length ? said : [];
}

type Comment = CodeShape['comments'][number];

function freshOf(file: Looked): readonly Comment[] {
  return file.oldShape === undefined || file.shape === undefined
    ? []
    : freshComments(file.oldShape, file.shape);
}

/** The same declaration after the change: by name, container and its place among those of its name. */
function matching(file: Looked, symbol: CodeSymbol): CodeSymbol | undefined {
  const alike = (one: CodeSymbol): boolean => one.name === symbol.name && one.container === symbol.container;
  const index = file.before.filter(alike).indexOf(symbol);
  return file.now.filter(alike)[index];
}

function isCarried(compiled: Asked, file: Looked, symbol: CodeSymbol, comment: Comment): boolean {
  const isAbove = !comment.behindCode && reaches(file, comment, symbol.line);
  if (isAbove) return true;
  const isWithin = comment.line >= symbol.line && comment.endLine <= symbol.endLine;
  const isBehind = comment.behindCode && comment.line >= symbol.line && comment.line <= symbol.nameLine;
  if (compiled.place === 'behind') return isWithin || isBehind;
  // Python documents a definition below its first line.
  const isHead = file.language === 'Python' && isWithin && isFirstInside(file, symbol, comment);
  if (isHead) return true;
  if (compiled.place === 'above') return false;
  if (compiled.place === 'inside') return isWithin;
  return isWithin && !isBehind;
}

/** A comment stands directly above a line: itself, or as the upper part of a run of comments that does. */
function reaches(file: Looked, comment: Comment, line: number): boolean {
  let { endLine } = comment;
  for (;;) {
    if (endLine === line - 1 || (endLine === line && !comment.behindCode && comment.toCode === 0))
      return true;
    const next = file.shape?.comments.find((one) => one.line === endLine + 1 && !one.behindCode);
    if (next === undefined || next.endLine >= line) return false;
    endLine = next.endLine;
  }
}

function isFirstInside(file: Looked, symbol: CodeSymbol, comment: Comment): boolean {
  const tokens = file.shape?.tokenLines ?? [];
  const next = tokens[comment.before] ?? symbol.endLine;
  const before = tokens[comment.before - 1] ?? 0;
  const opening = file.shape?.tokens[comment.before - 1] === ':';
  return opening && before >= symbol.nameLine && next <= symbol.endLine + 1;
}

/** Modifiers, types and deleted lines that the instruction names. */
function codeAsked(compiled: Asked, files: readonly Looked[]): readonly Said[] {
  const said: Said[] = [];
  for (const file of files) {
    const { path } = file.change;
    const headOf = (symbol: CodeSymbol): string =>
      file.content.slice(symbol.line - 1, Math.max(symbol.nameLine, symbol.line)).join('\n');
    for (const { name, modifier, stands } of compiled.modifiers) {
      const symbols = file.now.filter((symbol) => symbol.name === name);
      const [first] = symbols;
      if (first === undefined) continue;
      const has = symbols.some((symbol) => hasModifier(headOf(symbol), name, modifier, symbol.exported));
      if (has !== stands)
        said.push([path, first.nameLine, `${name} is ${stands ? 'not' : 'still'} ${modifier}`]);
    }
    for (const { name, type } of compiled.types) {
      const symbols = file.now.filter((symbol) => symbol.name === name);
      const [first] = symbols;
      if (first === undefined) continue;
      const wanted = type.replace(/\s+/gu, '');
      const has = symbols.some((symbol) =>
        file.content
          .slice(symbol.line - 1, symbol.endLine)
          .join('')
          .replace(/\s+/gu, '')
          .includes(wanted),
      );
      if (!has) said.push([path, first.nameLine, `the type ${type} does not stand at ${name}`]);
    }
    for (const line of compiled.deletedLines) {
      const count = (lines: readonly string[]): number =>
        lines.filter((one) => one.trim() === line.trim()).length;
      const before = count(file.base);
      if (before === 0) continue;
      if (count(file.content) >= before) said.push([path, 1, `the line \`${line}\` is still there`]);
      const added = file.hunks.find((hunk) => hunk.end - hunk.start > 0);
      if (added !== undefined) said.push([path, added.start + 1, 'a line was only to go, and one has come']);
    }
  }
  return said;
}

function hasModifier(head: string, name: string, modifier: string, exported: boolean): boolean {
  const escaped = name.replace(/\$/gu, '\\$');
  if (modifier === 'optional') return new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}\\s*\\?`, 'u').test(head);
  if (modifier === 'export') return exported;
  const before = head.slice(
    0,
    Math.max(0, head.search(new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}(?![\\p{L}\\p{N}_$])`, 'u'))),
  );
  const isArrow = modifier === 'async' && /=\s*async\b/u.test(head);
  return isArrow || new RegExp(`\\b${modifier}\\b`, 'u').test(before);
}
