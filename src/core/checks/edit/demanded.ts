import type { FileChange } from '../../change.ts';
import type { Check, CheckOutcome } from '../../check.ts';
import type { CodeAnswer, CodeShape, CodeSymbol } from '../../code.ts';
import { pieceOfTask, type EditResult, type EditTask } from '../../edit/contract.ts';
import { diffLines } from '../../edit/diff.ts';
import { linesOf } from '../../text.ts';
import type { Evidence } from '../../verdict.ts';
import { compileDemands, type Demand } from './codeText.ts';
import { findingAt, outcomeOf, spotsOf, withChanges, type EditInput } from './staged.ts';

/**
 * What the instruction literally names shows in the difference (contracts rule 64): the value or the error that is to
 * be there has come, what was to go stands less often, the parameter is one. Only what is surely missing refutes;
 * what could have been done in other words leaves the matter open.
 */
export function demanded(task: EditTask): Check<EditTask, EditResult> {
  const demands = compileDemands(task.instruction);
  return {
    id: 'edit.demanded',
    title: 'what the instruction names shows in the change',
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const evidence = [{ saw: 'what the instruction names', counts: { demands: demands.length } }];
        if (demands.length === 0 || changes.length === 0) return { type: 'pass', evidence };
        const needsSymbols = demands.some((demand) => demand.type !== 'comes' && demand.type !== 'goes');
        const sides: Sides[] = [];
        for (const change of changes) {
          const side = await sidesOf(input, change, needsSymbols, signal);
          if (side.type === 'unable') return { type: 'unable', reason: side.reason, evidence };
          sides.push(side.value);
        }
        const symbol = pieceOfTask(task)?.symbol;
        const [first] = sides;
        const lacks = demands.flatMap((demand): readonly (readonly [string, Lack])[] => {
          const lack = lackOf(demand, sides, symbol);
          if (lack === undefined || first === undefined) return [];
          return [[`${lack.sure} ${lack.message}`, { ...lack, path: first.path, line: first.line }]];
        });
        return outcomeOfLacks(input, [...new Map(lacks).values()], evidence);
      });
    },
  };
}

/** Something that seems to be missing. Only what is `sure` refutes. */
export interface Lack {
  readonly path: string;
  /** 1-based, in the new text. */
  readonly line: number;
  readonly message: string;
  readonly sure: boolean;
}

/** How many doubts a reason tells in words. */
const doubtsToldAtMost = 3;

/** Fail with what is surely missing; unable where there are only doubts; pass where nothing is missing. */
export function outcomeOfLacks(
  input: EditInput,
  lacks: readonly Lack[],
  evidence: readonly Evidence[],
): CheckOutcome {
  const sure = lacks.filter((lack) => lack.sure);
  if (sure.length > 0) {
    const spots = spotsOf(input);
    const findings = sure.map(({ path, line, message }) => findingAt(spots, path, line, message));
    return outcomeOf(findings, evidence);
  }
  if (lacks.length === 0) return outcomeOf([], evidence);
  const told = lacks.slice(0, doubtsToldAtMost).map((lack) => `${lack.message} (${lack.path}:${lack.line})`);
  const more = lacks.length > told.length ? ` and ${lacks.length - told.length} more` : '';
  return { type: 'unable', reason: `it is in doubt: ${told.join('; ')}${more}`, evidence };
}

/** One changed file as tokens, comments left out: all of it before and now, what is new, and what stands beside that. */
interface Sides {
  readonly path: string;
  /** The first line that is new. */
  readonly line: number;
  readonly before: readonly string[];
  readonly now: readonly string[];
  readonly fresh: readonly string[];
  readonly near: readonly string[];
  readonly symbols: readonly CodeSymbol[];
  readonly content: readonly string[];
}

/** A condition that was widened may stand a few lines above what it guards. */
const nearLines = 3;

async function sidesOf(
  input: EditInput,
  change: FileChange,
  needsSymbols: boolean,
  signal: AbortSignal,
): Promise<CodeAnswer<Sides>> {
  const { path, base, content } = change;
  const old = await input.code.shape(path, base, signal);
  if (old.type === 'unable') return old;
  const shape = await input.code.shape(path, content, signal);
  if (shape.type === 'unable') return shape;
  const symbols = needsSymbols ? await input.code.symbols(path, content, signal) : undefined;
  if (symbols?.type === 'unable') return symbols;
  const hunks = diffLines(linesOf(base), linesOf(content));
  const within = (margin: number): ReadonlySet<number> => {
    const lines = new Set<number>();
    for (const hunk of hunks)
      for (let line = hunk.start - margin + 1; line <= hunk.end + margin; line += 1) lines.add(line);
    return lines;
  };
  return {
    type: 'ok',
    value: {
      path,
      line: (hunks[0]?.start ?? 0) + 1,
      before: partsOfText(old.value.tokens.join(' ')),
      now: partsOfText(shape.value.tokens.join(' ')),
      fresh: partsOf(shape.value, within(0)),
      near: partsOf(shape.value, within(nearLines)),
      symbols: symbols?.value ?? [],
      content: linesOf(content),
    },
  };
}

function partsOf(shape: CodeShape, lines: ReadonlySet<number>): readonly string[] {
  const tokens = shape.tokens.filter((_token, index) => lines.has(shape.tokenLines[index] ?? 0));
  return partsOfText(tokens.join(' '));
}

/** Words and single signs; all quotation marks are one, so that the style of a string does not matter. */
export function partsOfText(text: string): readonly string[] {
  return (text.match(/[\p{L}\p{N}_$]+|[^\s\\]/gu) ?? []).map((part) => (/^["`]$/u.test(part) ? "'" : part));
}

/** How often a text stands in code, as a run of its parts. */
export function countOf(code: readonly string[], text: string): number {
  const wanted = partsOfText(text);
  if (wanted.length === 0) return 0;
  let count = 0;
  for (let at = 0; at + wanted.length <= code.length; at += 1) {
    if (wanted.every((part, index) => isSamePart(code[at + index] ?? '', part))) count += 1;
  }
  return count;
}

function isSamePart(a: string, b: string): boolean {
  if (a === b) return true;
  const isNumber = /^\d[\d_]*$/u.test(b) && /^\d/u.test(a);
  return isNumber && Number(a.replace(/_/gu, '')) === Number(b.replace(/_/gu, ''));
}

/** What a demand lacks, in words; undefined where it is met or cannot be denied. */
function lackOf(
  demand: Demand,
  sides: readonly Sides[],
  symbol: string | undefined,
): Pick<Lack, 'message' | 'sure'> | undefined {
  const sum = (of: (side: Sides) => readonly string[], text: string): number =>
    sides.reduce((total, side) => total + countOf(of(side), text), 0);
  switch (demand.type) {
    case 'comes': {
      const { text, of } = demand;
      const stands =
        sum((side) => (demand.mayBeNear === true ? side.near : side.fresh), text) > 0 ||
        sum((side) => side.now, text) > sum((side) => side.before, text);
      if (stands) return undefined;
      // Where the old text never stood as it was said, the new one need not either.
      const isLiteral = of === undefined ? true : sum((side) => side.before, of) > 0;
      const sure = demand.sure && isLiteral && !sides.some((side) => saysOtherwise(side, text));
      return { message: `\`${text}\` does not stand in what is new`, sure };
    }
    case 'goes': {
      const { text, instead } = demand;
      const inside = instead === undefined ? 0 : countOf(partsOfText(instead), text);
      const left = (of: (side: Sides) => readonly string[]): number =>
        sum(of, text) - inside * (instead === undefined ? 0 : sum(of, instead));
      const before = left((side) => side.before);
      const isThere = before > 0 && left((side) => side.now) >= before;
      // In a new line it may stand for something else.
      const sure = demand.sure && left((side) => side.fresh) <= 0;
      return isThere ? { message: `\`${text}\` still stands as often as before`, sure } : undefined;
    }
    case 'parameter': {
      const { name, stands } = demand;
      const meant = sides.flatMap((side) => side.symbols.filter((one) => one.name === symbol));
      if (meant.length === 0) return undefined;
      const has = meant.some((one) => one.parameters.includes(name));
      if (stands && !has && sum((side) => side.fresh, name) === 0)
        return { message: `${symbol ?? 'the function'} has no parameter ${name}`, sure: false };
      return !stands && has
        ? { message: `${symbol ?? 'the function'} still has the parameter ${name}`, sure: false }
        : undefined;
    }
    case 'return-type': {
      const lacking = sides.find((side) =>
        /\.[cm]?tsx?$/u.test(side.path)
          ? side.symbols.some((one) => one.name === symbol && isUntyped(one, side.content))
          : false,
      );
      return lacking === undefined
        ? undefined
        : { message: `${symbol ?? 'the function'} says no return type`, sure: false };
    }
  }
}

/**
 * Whether what is new may say a text in another way: a number that is worked out (`5 * 1000`) or written as another
 * one, a string in pieces or behind a name that is made of it (`Status.Done` for "done"), a text that already stands
 * in the file under a name.
 */
function saysOtherwise(side: Sides, text: string): boolean {
  if (/^-?[\d_.]+$/u.test(text)) {
    return side.fresh.some(
      (part, index) => /^\d/u.test(part) && /^[*/+-]$/u.test(side.fresh[index + 1] ?? ''),
    );
  }
  if (/^[\p{L}_$#][\p{L}\p{N}_$.]*$/u.test(text) || !/[\p{L}\p{N}]/u.test(text)) {
    // A name or a sign is that name or that sign; a string of one word may still be called after.
    return side.fresh.some((part) => part !== text && isCalledAfter(part, text));
  }
  if (countOf(side.now, text) > 0) return true;
  const joined = side.fresh.filter((part) => part !== "'" && part !== '+' && part !== '.').join(' ');
  const wanted = partsOfText(text).filter((part) => part !== "'" && part !== '+' && part !== '.');
  return (
    ` ${joined} `.includes(` ${wanted.join(' ')} `) || side.fresh.some((part) => isCalledAfter(part, text))
  );
}

/** Whether a name has the letters of a text, whatever its case and signs. */
function isCalledAfter(name: string, text: string): boolean {
  const lettersOf = (of: string): string => of.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const letters = lettersOf(text);
  return letters.length > 1 && lettersOf(name) === letters;
}

/** A function whose parameters are followed by no colon; where its head is of another form it is not judged. */
function isUntyped(symbol: CodeSymbol, content: readonly string[]): boolean {
  if (symbol.kind !== 'function' && symbol.kind !== 'method' && symbol.kind !== 'variable') return false;
  const text = content
    .slice(symbol.nameLine - 1, symbol.endLine)
    .join('\n')
    .slice(symbol.nameColumn);
  const head = /^[\p{L}\p{N}_$#]+\s*(?:<[^()]*>)?\s*(?:=\s*(?:async\s+)?)?\(/u.exec(text);
  if (head === null) return false;
  // A default may be a string that has brackets in it.
  const blank = (string: string): string => ' '.repeat(string.length);
  const plain = text.replace(/(['"`])(?:\\.|(?!\1)[^\\\n])*\1/gu, blank);
  let depth = 1;
  let at = head[0].length;
  for (; at < plain.length && depth > 0; at += 1) {
    if (plain[at] === '(') depth += 1;
    else if (plain[at] === ')') depth -= 1;
  }
  return depth === 0 && !/^\s*:/u.test(text.slice(at));
}
