import * as z from 'zod';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import type { House } from '../ports.ts';
import { findByTerms } from '../search/find.ts';
import { relatedTo } from '../search/related.ts';
import { termsOf } from '../search/terms.ts';
import { draftOfFailure } from './models.ts';

interface SearchAsk {
  readonly what: string;
  readonly caseSensitive?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

const nothingSpent: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

const wordsAtMost = 6;
const wordsSchema = z.strictObject({ words: z.array(z.string()).max(wordsAtMost) });
const wordsJsonSchema = {
  type: 'object',
  properties: { words: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: wordsAtMost } },
  required: ['words'],
  additionalProperties: false,
};

/** Words that a model may add. More than this is a phrase, and a phrase finds nothing (small-models section 5). */
const wordCharacters = 40;

/** How far words that the ask does not hold are trusted: those that mean about the same, and those of a model. */
const trust = { related: 0.5, model: 0.2 };
const shortestOther = 3;

/**
 * The words of the ask find the lines; a model adds up to six others that would stand in the code. ripgrep finds,
 * the ranker orders: the model points at nothing. A model that fails costs its words only.
 */
export async function draftSearch(
  task: SearchAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const completion = await delegation.model.complete(
    { messages: searchMessages(task.what), schema: wordsJsonSchema, maxTokens: 80 },
    delegation.onProgress,
    signal,
  );
  if (completion.type === 'aborted') return { type: 'aborted', usage: completion.usage };
  const failure = draftOfFailure(completion, 'search word');
  const words = failure === undefined && completion.type === 'done' ? wordsOf(completion.text) : [];
  return draftByTerms(task, words, delegation.house, completion.usage, signal);
}

/** The same without a model: the words of the ask alone. */
export function draftSearchByWords(task: SearchAsk, house: House, signal: AbortSignal): Promise<Draft> {
  return draftByTerms(task, [], house, nothingSpent, signal);
}

async function draftByTerms(
  task: SearchAsk,
  words: readonly string[],
  house: House,
  usage: Usage,
  signal: AbortSignal,
): Promise<Draft> {
  const terms = trusted(task.what, words);
  if (terms.size === 0) {
    return {
      type: 'failed',
      reason: 'the ask has no word to search for; put the text in quotes',
      usage,
      retry: false,
    };
  }
  const found = await findByTerms(terms, task, house, signal);
  if (found.type === 'failed') return { type: 'failed', reason: found.message, usage, retry: false };
  return { type: 'drafted', raw: found.result, usage };
}

/**
 * How much each term is trusted: the words of the ask whole, related words and a model's less. An
 * ask that quotes a text says exactly what stands there, and needs no related ones.
 */
function trusted(what: string, words: readonly string[]): ReadonlyMap<string, number> {
  const asked = termsOf(what);
  const isExact = /`[^`\n]+`|"[^"\n]+"/.test(what);
  const others = [
    ...(isExact ? [] : asked.flatMap(relatedTo)).map((term) => [term, trust.related] as const),
    ...words.flatMap((word) => termsOf(spaced(word))).map((term) => [term, trust.model] as const),
  ];
  const terms = new Map(asked.map((term) => [term, 1]));
  const known = new Set(asked.map((term) => term.toLowerCase()));
  for (const [term, weight] of others) {
    if (term.length < shortestOther || known.has(term.toLowerCase())) continue;
    known.add(term.toLowerCase());
    terms.set(term, weight);
  }
  return terms;
}

/** The parts of a name as words: a line that holds the name holds them too. */
function spaced(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_$.-]+/g, ' ')
    .toLowerCase();
}

/** The prompt asks for words that the request has not: those that it has are searched for anyway. */
export function searchMessages(what: string): readonly ModelMessage[] {
  return [
    {
      role: 'system',
      content:
        'You guess how code is worded. A person asks where something happens in a project. Answer with JSON {"words": [six short words or name parts that would stand in the code there; prefer words that programmers use and the request does not]}.',
    },
    { role: 'user', content: 'find where the session cookie is set' },
    {
      role: 'assistant',
      content: '{"words": ["setCookie", "httpOnly", "maxAge", "serialize", "sid", "header"]}',
    },
    { role: 'user', content: 'where are uploads that take too long given up?' },
    {
      role: 'assistant',
      content: '{"words": ["timeout", "abort", "deadline", "elapsed", "cancel", "expired"]}',
    },
    { role: 'user', content: what },
  ];
}

/** Plain words only: what is no word part is dropped, as is a phrase or a regular expression. */
function wordsOf(text: string): readonly string[] {
  const parsed = wordsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  return parsed.data.words
    .map((word) => word.trim())
    .filter((word) => word.length >= 2 && word.length <= wordCharacters && /^[\p{L}\p{N}_$.-]+$/u.test(word));
}
