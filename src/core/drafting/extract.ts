import * as z from 'zod';
import { quoteOf } from '../extract/quote.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import type { FileText } from '../ports.ts';
import { linesOf } from '../text.ts';
import { charactersAtMost, linesAtMost } from './excerpt.ts';
import { draftOfFailure } from './models.ts';

interface ExtractAsk {
  readonly what: string;
  readonly paths: readonly string[];
}

/** Tokens of one list, and values in it, at most (small-models section 12). */
const answerTokens = 700;
const valuesAtMost = 60;

/** Pieces that are asked about, at most; what is left over is said. */
const piecesAtMost = 40;

const answerSchema = z.strictObject({ values: z.array(z.string()).max(valuesAtMost) });
const answerJsonSchema = {
  type: 'object',
  properties: { values: { type: 'array', items: { type: 'string' }, maxItems: valuesAtMost } },
  required: ['values'],
  additionalProperties: false,
};

/** Lines of one file that are handed out at once. */
interface Piece {
  readonly path: string;
  readonly lines: readonly string[];
  /** 1-based line of the first. */
  readonly from: number;
}

interface Found {
  readonly value: string;
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}

/**
 * Asks a model for the values of a description, piece by piece, and finds their places itself: a small model names
 * nearly every value right and less than half of the lines (small-models section 8). A value that stands nowhere in
 * its piece is dropped, and the note says how many were.
 */
export async function draftDescribed(
  task: ExtractAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const { pieces, notes } = await piecesOf(task, delegation, signal);
  const items: Found[] = [];
  let usage: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };
  let dropped = 0;
  for (const piece of pieces.slice(0, piecesAtMost)) {
    const completion = await delegation.model.complete(
      {
        messages: extractMessages(task.what, piece, delegation.finding),
        schema: answerJsonSchema,
        maxTokens: answerTokens,
      },
      delegation.onProgress,
      signal,
    );
    usage = sum(usage, completion.usage);
    const failure = draftOfFailure(completion, 'list');
    if (failure !== undefined) return { ...failure, usage };
    const parsed = answerSchema.safeParse(jsonOf(completion.type === 'done' ? completion.text : ''));
    if (!parsed.success)
      return { type: 'failed', reason: 'the answer is no list of values', usage, retry: true };
    for (const value of new Set(parsed.data.values)) {
      const found = placesOf(value, piece);
      if (found.length === 0) dropped += 1;
      items.push(...found);
    }
  }
  if (dropped > 0)
    notes.push(
      `${dropped === 1 ? '1 value stands' : `${dropped} values stand`} nowhere and ${dropped === 1 ? 'was' : 'were'} left out`,
    );
  const rest = pieces.length - piecesAtMost;
  if (rest > 0) notes.push(`${rest} pieces of the files were not read: they are too long for one task`);
  return {
    type: 'drafted',
    raw: { items },
    usage,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

async function piecesOf(
  task: ExtractAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<{ readonly pieces: readonly Piece[]; readonly notes: string[] }> {
  const pieces: Piece[] = [];
  const notes: string[] = [];
  for (const path of new Set(task.paths)) {
    const read = await delegation.house.files.read(path, signal);
    if (read.type === 'text') pieces.push(...cut(read.file));
    else notes.push(`${path} was not read: ${read.message}`);
  }
  return { pieces, notes };
}

/** A file in pieces that a small model reads well; a line longer than one is shown up to its limit. */
function cut(file: FileText): readonly Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let size = 0;
  let from = 1;
  for (const [index, line] of linesOf(file.text).entries()) {
    if (lines.length > 0 && (lines.length >= linesAtMost || size + line.length > charactersAtMost)) {
      pieces.push({ path: file.path, lines, from });
      lines = [];
      size = 0;
      from = index + 1;
    }
    lines.push(line);
    size += line.length + 1;
  }
  if (lines.some((line) => line.trim() !== '')) pieces.push({ path: file.path, lines, from });
  return pieces;
}

/** The piece first, so that a second ask about it is answered from the server's cache; the ask last. */
export function extractMessages(
  what: string,
  piece: Piece,
  finding: string | undefined,
): readonly ModelMessage[] {
  const again = finding === undefined ? '' : `\nAn earlier answer was wrong: ${finding}`;
  const text = piece.lines
    .map((line) => line.slice(0, charactersAtMost))
    .join('\n')
    .slice(0, 2 * charactersAtMost);
  return [
    {
      role: 'system',
      content:
        'You copy items out of a text. Answer with JSON {"values": [...]}: each item exactly as it is written in the text, every one of them, nothing else. Where the text has none, answer {"values": []}.',
    },
    { role: 'user', content: `Text of ${piece.path}:\n${text}\n\nList: ${what}${again}` },
  ];
}

/** Where a value stands in its piece: as a whole word, else as a part of one. Every line once for each occurrence. */
export function placesOf(value: string, piece: Piece): readonly Found[] {
  const bare = value.trim();
  if (bare === '' || bare.includes('\n')) return [];
  const whole = occurrences(bare, piece, true);
  return whole.length > 0 ? whole : occurrences(bare, piece, false);
}

function occurrences(value: string, piece: Piece, isWhole: boolean): readonly Found[] {
  const { path, from } = piece;
  const found: Found[] = [];
  for (const [index, line] of piece.lines.entries()) {
    for (let at = line.indexOf(value); at !== -1; at = line.indexOf(value, at + value.length)) {
      if (found.length >= placesAtMost) return found;
      const joins =
        joined(line.charAt(at - 1), value.charAt(0)) ||
        joined(value.charAt(value.length - 1), line.charAt(at + value.length));
      if (!isWhole || !joins)
        found.push({ value, path, line: from + index, quote: quoteOf(line, value, at) });
    }
  }
  return found;
}

/** A value that a model names stands in one piece so often, at most: a single letter would stand everywhere. */
const placesAtMost = 2_000;

/** Two signs that make one word together. */
function joined(left: string, right: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(left) && /[\p{L}\p{N}_$]/u.test(right);
}

function sum(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ms: a.ms + b.ms,
    firstTokenMs: a.firstTokenMs === 0 ? b.firstTokenMs : a.firstTokenMs,
  };
}
