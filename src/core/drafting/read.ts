import { isBacked, tokensOf } from '../checks/sentence.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage } from '../model.ts';
import type { FileText } from '../ports.ts';
import { rankQuotes } from '../search/quotes.ts';
import { termsOf } from '../search/terms.ts';
import { linesOf } from '../text.ts';
import { draftOfFailure } from './models.ts';
import { cutTo, excerptFor, linesAtMost, type Excerpt } from './excerpt.ts';
import { namedSymbols } from './named.ts';

interface ReadAsk {
  readonly question: string;
  readonly paths: readonly string[];
}

/** Tokens of one answer, at most (small-models section 12). */
const answerTokens = 130;

/**
 * Asks for one plain sentence about the files and attaches the quotes itself: the lines whose words overlap the
 * answer most, and lines that hold the names and numbers the answer uses (small-models section 6). The model never
 * writes a quote or a line number.
 */
export async function draftRead(task: ReadAsk, delegation: Delegation, signal: AbortSignal): Promise<Draft> {
  const files = await readFiles(task, delegation, signal);
  const parts = await Promise.all(
    files.map((file) => partOf(file, task.question, files.length, delegation, signal)),
  );
  const completion = await delegation.model.complete(
    {
      messages: readMessages(task.question, parts, delegation.finding),
      maxTokens: answerTokens,
      stop: ['\n\n'],
    },
    delegation.onProgress,
    signal,
  );
  const failure =
    completion.type === 'done' && completion.stop === 'length'
      ? undefined
      : draftOfFailure(completion, 'answer');
  if (failure !== undefined) return failure;
  if (completion.type !== 'done')
    return { type: 'failed', reason: 'no answer', usage: completion.usage, retry: true };
  const sentences = sentencesOf(completion.text, completion.stop === 'length');
  if (sentences.length === 0) {
    return {
      type: 'failed',
      reason: 'the answer did not end within its token limit',
      usage: completion.usage,
      retry: true,
    };
  }
  const statements = sentences.map((text) => ({ text, quotes: quotesFor(text, task.question, parts) }));
  return { type: 'drafted', raw: { statements }, usage: completion.usage };
}

/** A file of a task, its lines, and those of them that the model is shown. */
export interface Part {
  readonly file: FileText;
  readonly lines: readonly string[];
  readonly excerpt: Excerpt;
}

async function readFiles(
  task: ReadAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<readonly FileText[]> {
  const reads = await Promise.all(task.paths.map((path) => delegation.house.files.read(path, signal)));
  return reads.flatMap((read) => (read.type === 'text' ? [read.file] : []));
}

async function partOf(
  file: FileText,
  question: string,
  share: number,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Part> {
  const lines = linesOf(file.text);
  const answer = await delegation.house.code.symbols(file.path, file.text, signal);
  const symbols = answer.type === 'ok' ? answer.value : [];
  const excerpt = excerptFor(lines, symbols, namedSymbols(question, symbols), termsOf(question));
  return { file, lines, excerpt: share < 2 ? excerpt : cutTo(excerpt, Math.floor(linesAtMost / share)) };
}

/** The prompt: the file first, so that a second question on it is answered from the server's cache; the ask last. */
export function readMessages(
  question: string,
  parts: readonly Part[],
  finding: string | undefined,
): readonly ModelMessage[] {
  const files = parts.flatMap(({ file, lines, excerpt }) =>
    excerpt.ranges.map(({ line, endLine }) => {
      const isWhole = line === 1 && endLine >= lines.length;
      const where = isWhole ? '' : ` (lines ${line} to ${endLine} of ${lines.length})`;
      return `File ${file.path}${where}:\n${lines.slice(line - 1, endLine).join('\n')}`;
    }),
  );
  const again = finding === undefined ? '' : `\nAn earlier answer was wrong: ${finding}`;
  return [
    { role: 'system', content: 'You answer questions about a file. Use only what stands in the file.' },
    {
      role: 'user',
      content: `${files.join('\n\n')}\n\nQuestion: ${question}${again}\nAnswer in one short sentence, with the code's own names and values.`,
    },
  ];
}

/** Two sentences at most; a sentence that the token limit cut is left out. */
export function sentencesOf(text: string, cut: boolean): readonly string[] {
  const flat = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const sentences = flat
    .split(/(?<=[.!?。！？])\s+(?=[\p{Lu}\p{Lo}`"'(])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const ended = cut ? sentences.filter((sentence) => /[.!?。！？]["')`]?$/.test(sentence)) : sentences;
  return ended.slice(0, 2);
}

interface Quote {
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}

/**
 * Up to three lines that carry the statement, from the files that were handed out, and more of them where its names
 * and numbers stand in none of the three (contracts rule 13).
 */
export function quotesFor(statement: string, question: string, parts: readonly Part[]): readonly Quote[] {
  const ranked = parts.flatMap((part) =>
    rankQuotes(statement, question, part.lines, part.excerpt).map((row) => ({ ...row, part })),
  );
  ranked.sort((a, b) => b.score - a.score);
  const quotes = ranked.map(({ part, line }) => ({
    path: part.file.path,
    line,
    quote: part.lines[line - 1] ?? '',
  }));
  const chosen = quotes.slice(0, 3);
  for (const quote of quotes.slice(3)) {
    const open = tokensOf(statement).filter((token) => !isBacked(token, chosen));
    if (open.some((token) => isBacked(token, [quote]))) chosen.push(quote);
  }
  return chosen;
}
