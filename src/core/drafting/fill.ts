import * as z from 'zod';
import { standsWhole } from '../checks/sentence.ts';
import { fillTemplate, lineAt, readTemplate, type Template } from '../fill/template.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import type { FileText } from '../ports.ts';
import { termsOf } from '../search/terms.ts';
import { linesOf } from '../text.ts';
import { excerptFor, cutTo, linesAtMost } from './excerpt.ts';
import { draftOfFailure } from './models.ts';

interface FillAsk {
  readonly template: string;
  readonly paths: readonly string[];
  readonly values?: Readonly<Record<string, string>> | undefined;
}

const nothingSpent: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** A model is asked for so many blanks; each is a call. */
const askedAtMost = 40;
/** Tokens of one value, at most: what is longer is no value that stands in a line. */
const valueTokens = 80;

const valueSchema = z.strictObject({ value: z.string().min(1) });
const valueJsonSchema = {
  type: 'object',
  properties: { value: { type: 'string' } },
  required: ['value'],
  additionalProperties: false,
};

/** All blanks have given values: no model is asked (design section 12, Ladder). */
export function fillByCode(task: FillAsk): Draft {
  const given = new Map(Object.entries(task.values ?? {}));
  const { first } = readTemplate(task.template, [...given.keys()]);
  const blanks = first.names.map((name) => ({ name, value: given.get(name) ?? '' }));
  return { type: 'drafted', raw: rawOf(first, blanks), usage: nothingSpent };
}

interface Filled {
  readonly name: string;
  readonly value: string;
  readonly path?: string;
  readonly line?: number;
  readonly quote?: string;
}

function rawOf(template: Template, blanks: readonly Filled[]): unknown {
  const values = new Map(blanks.map(({ name, value }) => [name, value]));
  return { content: fillTemplate(template, values), blanks };
}

/**
 * Given values by code; for every other blank a model names the value, one blank a call, and the harness finds the
 * line it stands at and attaches it as the quote. A value that stands in none of the files is refused.
 */
export async function draftFill(task: FillAsk, delegation: Delegation, signal: AbortSignal): Promise<Draft> {
  const given = new Map(Object.entries(task.values ?? {}));
  const { first } = readTemplate(task.template, [...given.keys()]);
  const open = first.names.filter((name) => !given.has(name));
  const refuse = (reason: string, usage: Usage, retry = false): Draft => ({
    type: 'failed',
    reason,
    usage,
    retry,
  });
  if (open.length > askedAtMost) {
    const reason = `${open.length} blanks have no value, and a model is asked for ${askedAtMost} at most`;
    return refuse(reason, nothingSpent);
  }
  if (task.paths.length === 0) {
    return refuse(`no value is given for "${open[0] ?? ''}", and no file to take it from`, nothingSpent);
  }
  const reads = await Promise.all(task.paths.map((path) => delegation.house.files.read(path, signal)));
  const files = reads.flatMap((read) => (read.type === 'text' ? [read.file] : []));
  const blanks: Filled[] = [];
  let usage = nothingSpent;
  for (const name of first.names) {
    const own = given.get(name);
    if (own !== undefined) {
      blanks.push({ name, value: own });
      continue;
    }
    const around = lineOfBlank(first, task.template, name);
    const terms = termsOf(`${name.replace(/[_.-]+/gu, ' ')} ${around}`);
    const completion = await delegation.model.complete(
      {
        messages: fillMessages(name, around, files, terms, delegation.finding),
        schema: valueJsonSchema,
        maxTokens: valueTokens,
      },
      delegation.onProgress,
      signal,
    );
    usage = added(usage, completion.usage);
    const failure = draftOfFailure(completion, `value for "${name}"`);
    if (failure !== undefined) return { ...failure, usage };
    const parsed = valueSchema.safeParse(completion.type === 'done' ? jsonOf(completion.text) : undefined);
    if (!parsed.success) return refuse(`the model named no value for the blank "${name}"`, usage, true);
    const found = placeOfValue(parsed.data.value, files, terms);
    if (found === undefined) {
      const value = JSON.stringify(parsed.data.value);
      return refuse(`the value ${value} for the blank "${name}" stands in none of the files`, usage, true);
    }
    blanks.push({ name, ...found });
  }
  return { type: 'drafted', raw: rawOf(first, blanks), usage };
}

/** The prompt for one blank: the files first, so that the next blank is answered from the server's cache. */
export function fillMessages(
  name: string,
  around: string,
  files: readonly FileText[],
  terms: readonly string[],
  finding: string | undefined,
): readonly ModelMessage[] {
  const most = Math.max(10, Math.floor(linesAtMost / Math.max(1, files.length)));
  const parts = files.flatMap((file) => {
    const lines = linesOf(file.text);
    const excerpt = cutTo(excerptFor(lines, [], [], terms), most);
    return excerpt.ranges.map(
      ({ line, endLine }) => `File ${file.path}:\n${lines.slice(line - 1, endLine).join('\n')}`,
    );
  });
  const again = finding === undefined ? '' : `\nAn earlier answer was wrong: ${finding}`;
  return [
    {
      role: 'system',
      content:
        'You fill a blank of a template with a text that stands in a file. You copy it exactly, without anything around it. You answer with JSON.',
    },
    {
      role: 'user',
      content: `${parts.join('\n\n')}\n\nThe blank "${name}" stands in this line: ${around.trim()}${again}\nAnswer with JSON {"value": the text of the file that belongs into "${name}"}.`,
    },
  ];
}

function lineOfBlank(template: Template, text: string, name: string): string {
  const part = template.parts.find((one) => one.type === 'blank' && one.name === name);
  return part === undefined ? '' : (linesOf(text)[lineAt(text, part.at) - 1] ?? '').slice(0, 300);
}

interface Found {
  readonly value: string;
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}

/** The line that a value stands in: whole before part of a word, then the line that shares most words with the blank. */
function placeOfValue(
  answer: string,
  files: readonly FileText[],
  terms: readonly string[],
): Found | undefined {
  const value = answer.trim();
  if (value === '') return undefined;
  let best: (Found & { readonly score: number }) | undefined;
  for (const file of files) {
    for (const [index, quote] of linesOf(file.text).entries()) {
      if (!quote.includes(value)) continue;
      const words = quote.toLowerCase();
      const shared = terms.filter((term) => words.includes(term.toLowerCase())).length;
      const score = (standsWhole(value, quote) ? 100 : 0) + shared;
      if (best === undefined || score > best.score)
        best = { value, path: file.path, line: index + 1, quote, score };
    }
  }
  if (best === undefined) return undefined;
  const { path, line, quote } = best;
  return { value, path, line, quote };
}

/** What several calls spent together; the first token is that of the first call. */
export function added(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ms: a.ms + b.ms,
    firstTokenMs: a.firstTokenMs === 0 ? b.firstTokenMs : a.firstTokenMs,
  };
}
