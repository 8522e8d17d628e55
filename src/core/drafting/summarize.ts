import { compileConstraints } from '../constraints/compile.ts';
import type { Constraint } from '../constraints/constraint.ts';
import type { CodeSymbol } from '../code.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage } from '../model.ts';
import type { FileText } from '../ports.ts';
import { linesOf } from '../text.ts';
import { draftOfFailure } from './models.ts';
import { charactersAtMost, linesAtMost, type Excerpt, type LineRange } from './excerpt.ts';
import { quotesFor, type Part } from './read.ts';

interface SummaryAsk {
  readonly path: string;
  readonly instruction: string;
}

/** Tokens of a summary, at most: as for an answer for each of a few bullets; more only where words are asked for. */
const tokens = { plain: 260, most: 1_400, perWord: 2 };

/**
 * Asks a small model for a summary as plain text and makes the contract's form of it: bullets, to which the harness
 * attaches the quotes as in a read, or one text where the instruction speaks of a text (a title, paragraphs, words).
 * What the instruction demands stands in the prompt once more as a short list.
 */
export async function draftSummary(
  task: SummaryAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const read = await delegation.house.files.read(task.path, signal);
  const nothing = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };
  if (signal.aborted) return { type: 'aborted', usage: nothing };
  if (read.type !== 'text')
    return { type: 'failed', reason: `${task.path}: ${read.message}`, usage: nothing, retry: false };
  const { constraints } = compileConstraints(task.instruction);
  const form = formOf(constraints);
  const part = await partOf(read.file, delegation, signal);
  const completion = await delegation.model.complete(
    {
      messages: summaryMessages(task, part, constraints, form, delegation.finding),
      maxTokens: tokensFor(constraints),
    },
    delegation.onProgress,
    signal,
  );
  const failure = draftOfFailure(completion, 'summary');
  if (failure !== undefined) return failure;
  if (completion.type !== 'done')
    return { type: 'failed', reason: 'no summary', usage: completion.usage, retry: true };
  const left = leftOut(part);
  const note = left === undefined ? {} : { note: left };
  const text = withoutFence(completion.text);
  if (form === 'text') return { type: 'drafted', raw: { text }, usage: completion.usage, ...note };
  const bullets = bulletsOf(text).map((bullet) => ({
    text: bullet,
    quotes: quotesFor(bullet, task.instruction, [part]),
  }));
  return { type: 'drafted', raw: { bullets }, usage: completion.usage, ...note };
}

type Form = 'bullets' | 'text';

/** Constraints that speak of one text, and cannot be kept by a list of bullets. */
const ofText =
  /^(?:length_constraints:|length:|detectable_format:(?!number_bullet)|detectable_content:|startend:|combination:|change_case:|punctuation:|language:|format:(?:title|sections|table|numbered_list|one_of|no_bullets|none_of))/u;

/** Bullets where the instruction speaks of them or of nothing, else a text. */
export function formOf(constraints: readonly Constraint[]): Form {
  const isBullets = constraints.some(({ id }) =>
    /^(?:detectable_format:number_bullet_lists|format:bullets|format:bullet_)/u.test(id),
  );
  const isText = constraints.some(({ id }) => ofText.test(id));
  const isBoth = constraints.some(({ id }) =>
    /^(?:format:title|detectable_|combination:|startend:)(?!.*number_bullet)/u.test(id),
  );
  return isText && (!isBullets || isBoth) ? 'text' : 'bullets';
}

function tokensFor(constraints: readonly Constraint[]): number {
  const words = constraints.flatMap(({ args }) => {
    const count = args['num_words'];
    return typeof count === 'number' ? [count] : [];
  });
  return Math.min(tokens.most, Math.max(tokens.plain, ...words.map((count) => count * tokens.perWord)));
}

/** The file where it is small enough to be read well, else an outline of it. */
async function partOf(file: FileText, delegation: Delegation, signal: AbortSignal): Promise<Part> {
  const lines = linesOf(file.text);
  const symbols = await delegation.house.code.symbols(file.path, file.text, signal);
  return { file, lines, excerpt: outlineOf(lines, symbols.type === 'ok' ? symbols.value : []) };
}

/** Lines at the top that say what a file is, and of each declaration its first ones. */
const shown = { top: 24, head: 3 };

/** The whole file, or its top and the first lines of its declarations, exported ones first, as far as there is room. */
export function outlineOf(lines: readonly string[], symbols: readonly CodeSymbol[]): Excerpt {
  const whole = { line: 1, endLine: Math.max(1, lines.length) };
  const sizeOf = (range: LineRange): number =>
    lines.slice(range.line - 1, range.endLine).reduce((sum, line) => sum + line.length + 1, 0);
  if (lines.length <= linesAtMost && sizeOf(whole) <= charactersAtMost) return { ranges: [whole], focus: [] };
  const isTop = (symbol: CodeSymbol): boolean => symbol.container === undefined;
  const ordered = [
    ...symbols.filter((one) => isTop(one) && one.exported),
    ...symbols.filter((one) => isTop(one) && !one.exported),
  ];
  const wanted: LineRange[] = [
    {
      line: 1,
      endLine: ordered.length > 0 ? Math.min(shown.top, lines.length) : Math.min(linesAtMost, lines.length),
    },
    ...ordered.map(({ line, endLine }) => ({ line, endLine: Math.min(endLine, line + shown.head - 1) })),
  ];
  const taken = new Set<number>();
  let characters = 0;
  for (const { line, endLine } of wanted) {
    for (let at = line; at <= endLine; at += 1) {
      if (taken.has(at) || taken.size >= linesAtMost) continue;
      const size = (lines[at - 1] ?? '').length + 1;
      if (characters + size > charactersAtMost) continue;
      taken.add(at);
      characters += size;
    }
  }
  const ranges: { line: number; endLine: number }[] = [];
  for (const at of [...taken].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.endLine === at - 1) last.endLine = at;
    else ranges.push({ line: at, endLine: at });
  }
  return { ranges: ranges.length > 0 ? ranges : [{ line: 1, endLine: 1 }], focus: [] };
}

function leftOut({ file, lines, excerpt }: Part): string | undefined {
  const seen = excerpt.ranges.reduce((sum, { line, endLine }) => sum + endLine - line + 1, 0);
  if (seen >= lines.length) return undefined;
  return `${file.path} is long: the model saw ${seen} of its ${lines.length} lines, the top and the heads of its declarations.`;
}

/** The prompt: the file first, the request behind it, then each demand in its own words, then the form. */
export function summaryMessages(
  task: SummaryAsk,
  { file, lines, excerpt }: Part,
  constraints: readonly Constraint[],
  form: Form,
  finding: string | undefined,
): readonly ModelMessage[] {
  const parts = excerpt.ranges.map(({ line, endLine }) => {
    const isWhole = line === 1 && endLine >= lines.length;
    const where = isWhole ? '' : ` (lines ${line} to ${endLine} of ${lines.length})`;
    return `File ${file.path}${where}:\n${lines.slice(line - 1, endLine).join('\n')}`;
  });
  const demands = [
    ...new Set(
      constraints.map(({ span }) =>
        task.instruction
          .slice(...span)
          .replace(/\s+/gu, ' ')
          .trim(),
      ),
    ),
  ];
  const list =
    demands.length === 0 ? '' : `\nKeep to each of these:\n${demands.map((one) => `- ${one}`).join('\n')}`;
  const again = finding === undefined ? '' : `\nAn earlier summary was wrong: ${finding}`;
  const shape =
    form === 'bullets'
      ? 'Answer with bullets only, one short sentence a line, each beginning with "- ", with the code\'s own names and values.'
      : 'Answer with the text only.';
  return [
    { role: 'system', content: 'You summarize a file. Use only what stands in the file.' },
    {
      role: 'user',
      content: `${parts.join('\n\n')}\n\nTask: ${task.instruction}${list}${again}\n${shape}`,
    },
  ];
}

/** The text inside a fence that holds all of it; every other text as it is, without blanks around it. */
function withoutFence(text: string): string {
  const fenced = /^```[\w-]*\n([\s\S]*)\n```$/u.exec(text.trim());
  return (fenced?.[1] ?? text).trim();
}

/** Lines that begin as bullets or numbered items; where there are none, each line is one. */
export function bulletsOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const mark = /^(?:[-*+\u2022]|\d+[.)])\s+/u;
  const marked = lines.filter((line) => mark.test(line));
  const chosen = marked.length > 0 ? marked : lines;
  return chosen.map((line) => line.replace(mark, '').trim()).filter((line) => line !== '');
}
