import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeShape, CodeSymbol } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { diffLines } from '../../edit/diff.ts';
import { linesOf } from '../../text.ts';
import { compileDemands, type Demand } from './codeText.ts';
import { findingAt, outcomeOf, spotsOf, withChanges, type EditFinding, type EditInput } from './staged.ts';

/**
 * What the instruction literally names shows in the difference (contracts rule 64): the value or the error that is to
 * be there has come, what was to go stands less often, the parameter is one. Only what is surely missing refutes.
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
        const sides = await Promise.all(changes.map((change) => sidesOf(input, change, signal)));
        const symbol = task.intent === 'rename' ? undefined : task.target?.symbol;
        const spots = spotsOf(input);
        const [first] = sides;
        const findings = demands.flatMap((demand): EditFinding[] => {
          const lack = lackOf(demand, sides, symbol);
          return lack === undefined || first === undefined
            ? []
            : [findingAt(spots, first.path, first.line, lack)];
        });
        return outcomeOf(findings, evidence);
      });
    },
  };
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

async function sidesOf(input: EditInput, change: FileChange, signal: AbortSignal): Promise<Sides> {
  const { path, base, content } = change;
  const old = await input.code.shape(path, base, signal);
  const shape = await input.code.shape(path, content, signal);
  const symbols = await input.code.symbols(path, content, signal);
  const hunks = diffLines(linesOf(base), linesOf(content));
  const within =
    (margin: number) =>
    (line: number): boolean =>
      hunks.some((hunk) => line > hunk.start - margin && line <= hunk.end + margin);
  const all = (): boolean => true;
  return {
    path,
    line: (hunks[0]?.start ?? 0) + 1,
    before: old.type === 'ok' ? partsOf(old.value, all) : partsOfText(base),
    now: shape.type === 'ok' ? partsOf(shape.value, all) : partsOfText(content),
    fresh: shape.type === 'ok' ? partsOf(shape.value, within(0)) : partsOfText(content),
    near: shape.type === 'ok' ? partsOf(shape.value, within(nearLines)) : partsOfText(content),
    symbols: symbols.type === 'ok' ? symbols.value : [],
    content: linesOf(content),
  };
}

function partsOf(shape: CodeShape, isMeant: (line: number) => boolean): readonly string[] {
  const tokens = shape.tokens.filter((_token, index) => isMeant(shape.tokenLines[index] ?? 0));
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
function lackOf(demand: Demand, sides: readonly Sides[], symbol: string | undefined): string | undefined {
  const sum = (of: (side: Sides) => readonly string[], text: string): number =>
    sides.reduce((total, side) => total + countOf(of(side), text), 0);
  switch (demand.type) {
    case 'comes': {
      const { text } = demand;
      const stands =
        sum((side) => (demand.mayBeNear === true ? side.near : side.fresh), text) > 0 ||
        sum((side) => side.now, text) > sum((side) => side.before, text);
      return stands ? undefined : `\`${text}\` does not stand in what is new`;
    }
    case 'goes': {
      const { text, instead } = demand;
      const inside = instead === undefined ? 0 : countOf(partsOfText(instead), text);
      const left = (of: (side: Sides) => readonly string[]): number =>
        sum(of, text) - inside * (instead === undefined ? 0 : sum(of, instead));
      const before = left((side) => side.before);
      const isThere = before > 0 && left((side) => side.now) >= before;
      return isThere ? `\`${text}\` still stands as often as before` : undefined;
    }
    case 'parameter': {
      const { name, stands } = demand;
      const meant = sides.flatMap((side) => side.symbols.filter((one) => one.name === symbol));
      if (meant.length === 0) return undefined;
      const has = meant.some((one) => one.parameters.includes(name));
      if (stands && !has && sum((side) => side.fresh, name) === 0)
        return `${symbol ?? 'the function'} has no parameter ${name}`;
      return !stands && has ? `${symbol ?? 'the function'} still has the parameter ${name}` : undefined;
    }
    case 'return-type': {
      const lacking = sides.find((side) =>
        /\.[cm]?tsx?$/u.test(side.path)
          ? side.symbols.some((one) => one.name === symbol && isUntyped(one, side.content))
          : false,
      );
      return lacking === undefined ? undefined : `${symbol ?? 'the function'} says no return type`;
    }
  }
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
  let depth = 1;
  let at = head[0].length;
  for (; at < text.length && depth > 0; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
  }
  return depth === 0 && !/^\s*:/u.test(text.slice(at));
}
