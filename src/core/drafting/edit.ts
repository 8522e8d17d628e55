import type { CodeSymbol } from '../code.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { FileText } from '../ports.ts';
import { linesOf } from '../text.ts';
import { draftDocComment } from './docComment.ts';
import { draftPiece } from './piece.ts';

/** The part of an edit task that drafting needs. `target` is the place: from the selection, the ask or the cursor. */
export interface EditAsk {
  readonly intent: string;
  readonly instruction: string;
  readonly paths: readonly string[];
  readonly target?:
    | {
        readonly path: string;
        readonly line: number;
        readonly endLine?: number | undefined;
        readonly symbol?: string | undefined;
      }
    | undefined;
}

/** The lines of a file that a model is given and gives back, with the symbol they are, where they are one. */
export interface PieceToEdit {
  readonly file: FileText;
  readonly lines: readonly string[];
  readonly line: number;
  readonly endLine: number;
  readonly symbol: CodeSymbol | undefined;
}

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** A model gives back this many lines well, at the most; more than that is not a small edit. */
const pieceLinesAtMost = 120;

/**
 * A small edit in the shape that was measured to work (design section 5): one piece, then the task, the whole
 * piece back as plain text. A doc comment is narrower still: the model writes its words only, and code puts them
 * at their place. Never line numbers, never code inside JSON.
 */
export async function draftEdit(task: EditAsk, delegation: Delegation, signal: AbortSignal): Promise<Draft> {
  const piece = await pieceOf(task, delegation, signal);
  if (typeof piece === 'string') return { type: 'failed', reason: piece, usage: nothingSpent, retry: false };
  if (task.intent === 'comments' && piece.symbol !== undefined && wantsDocComment(task.instruction)) {
    return draftDocComment({ ...piece, symbol: piece.symbol }, task.instruction, delegation, signal);
  }
  return draftPiece(piece, task.instruction, delegation, signal);
}

/** The smallest function or class around a line that a model gives back well: an error is mended where it stands. */
function around(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  return symbols
    .filter((row) => row.line <= line && line <= row.endLine && row.kind !== 'property')
    .filter((row) => row.endLine - row.line < pieceLinesAtMost)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

/** A comment on the symbol itself, not on a line inside it. */
function wantsDocComment(instruction: string): boolean {
  return !/\b(?:inside|inline|before the|above the (?!function|method|class|type|interface)|in front of|next to|after the|line \d+|each|every (?:line|step|branch))\b/i.test(
    instruction,
  );
}

/** The piece, or in words why there is none. */
async function pieceOf(
  task: EditAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<PieceToEdit | string> {
  const { target } = task;
  if (target === undefined) return 'The task does not say where the change is to happen.';
  const read = await delegation.house.files.read(target.path, signal);
  if (read.type === 'refused') return `${target.path}: ${read.message}`;
  const lines = linesOf(read.file.text);
  const answer = await delegation.house.code.symbols(target.path, read.file.text, signal);
  const symbols = answer.type === 'ok' ? answer.value : [];
  const named = symbols.find(
    (row) => row.name === target.symbol && row.line <= target.line && row.endLine >= target.line,
  );
  const symbol = task.intent === 'fix' ? around(symbols, target.line) : named;
  const line = symbol?.line ?? target.line;
  const endLine = symbol?.endLine ?? target.endLine ?? target.line;
  if (endLine > lines.length) return `${target.path} has only ${lines.length} lines.`;
  const count = endLine - line + 1;
  if (count > pieceLinesAtMost && task.intent !== 'comments') {
    return `The piece has ${count} lines, more than a local model gives back without loss (${pieceLinesAtMost}): select fewer lines.`;
  }
  return { file: read.file, lines, line, endLine, symbol };
}
