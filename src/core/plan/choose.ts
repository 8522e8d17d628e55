import * as z from 'zod';
import type { Model, ModelMessage } from '../model.ts';

/** What a small model may choose from. Words, never letters or numbers (small-models section 3). */
export const choosable = [
  'read',
  'search',
  'extract',
  'transform',
  'classify',
  'summarize',
  'edit',
  'refactor',
] as const;
export type Choosable = (typeof choosable)[number];

/** Below this smallest token probability nothing is run: the person chooses (48 of 49 right at and above it). */
export const probabilityFloor = 0.8;

const describing = `You sort requests to a coding assistant. Choose the kind of the request.
- read: answer a question about how some code works or what it does or returns
- search: find the places in the project where something is used, called or defined
- extract: list all items of one sort (env vars, URLs, dates, TODOs, imports, exports, functions, routes, versions)
- transform: convert a data file from one file format to another (json, yaml, toml, csv, ini, env, markdown table)
- classify: give each item of a list one label
- summarize: give a short overview or summary of a file or document
- edit: make one small change to code: add a comment, rename, fix a bug, change a value, add a test
- refactor: a large change over many files or a whole module: migrate, split, restructure
Answer with JSON.`;

const examples: readonly (readonly [string, Choosable])[] = [
  ['where is the session cookie set', 'search'],
  ['what does loadConfig do if the file is missing?', 'read'],
  ['list every environment variable that the server reads', 'extract'],
  ['turn settings.ini into toml', 'transform'],
  ['sort these tickets into bug, question and feature', 'classify'],
  ['give me the gist of docs/setup.md', 'summarize'],
  ['let the retry loop stop after five tries', 'edit'],
  ['move the whole billing module to the new client', 'refactor'],
];

const answerSchema = z.strictObject({ kind: z.enum(choosable) });

export type KindChoice =
  | { readonly type: 'sure'; readonly kind: Choosable }
  /** Not sure enough: the likelier first. */
  | { readonly type: 'unsure'; readonly kinds: readonly Choosable[] }
  | { readonly type: 'failed'; readonly reason: string };

/** Lets a small model pick the kind of an ask from the closed list, under a grammar. */
export async function chooseKind(ask: string, model: Model, signal: AbortSignal): Promise<KindChoice> {
  const first = await pick(ask, choosable, model, signal);
  if (first.type === 'failed') return first;
  if (first.probability !== undefined && first.probability >= probabilityFloor)
    return { type: 'sure', kind: first.kind };
  const others = choosable.filter((kind) => kind !== first.kind);
  const second = await pick(ask, others, model, signal);
  return { type: 'unsure', kinds: second.type === 'failed' ? [first.kind] : [first.kind, second.kind] };
}

type Pick =
  | { readonly type: 'picked'; readonly kind: Choosable; readonly probability: number | undefined }
  | { readonly type: 'failed'; readonly reason: string };

async function pick(
  ask: string,
  from: readonly Choosable[],
  model: Model,
  signal: AbortSignal,
): Promise<Pick> {
  const completion = await model.complete(
    { messages: choosingMessages(ask), schema: schemaOf(from), maxTokens: 16 },
    () => undefined,
    signal,
  );
  if (completion.type === 'aborted') return { type: 'failed', reason: 'cancelled' };
  if (completion.type === 'failed') return { type: 'failed', reason: completion.message };
  const parsed = answerSchema.safeParse(jsonOf(completion.text));
  if (!parsed.success || !from.includes(parsed.data.kind)) {
    return { type: 'failed', reason: 'the model answered with something that is no kind of task' };
  }
  return { type: 'picked', kind: parsed.data.kind, probability: completion.probability };
}

/** The prompt: descriptions as the system message, one example a kind as turns, the ask last. */
export function choosingMessages(ask: string): readonly ModelMessage[] {
  const turns = examples.flatMap(([text, kind]): ModelMessage[] => [
    { role: 'user', content: text },
    { role: 'assistant', content: JSON.stringify({ kind }).replace(':', ': ') },
  ]);
  return [{ role: 'system', content: describing }, ...turns, { role: 'user', content: ask }];
}

function schemaOf(kinds: readonly Choosable[]): { readonly [key: string]: unknown } {
  return {
    type: 'object',
    properties: { kind: { type: 'string', enum: [...kinds] } },
    required: ['kind'],
    additionalProperties: false,
  };
}

/** The value of a JSON text; undefined where it is none. The grammar makes it one, but nothing depends on that. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
