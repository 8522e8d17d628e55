import * as z from 'zod';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import type { House } from '../ports.ts';
import { findByTerms } from '../search/find.ts';
import { termsOf } from '../search/terms.ts';
import { draftOfFailure } from './models.ts';

interface SearchAsk {
  readonly what: string;
  readonly caseSensitive?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}

const nothingSpent: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

const patternsSchema = z.strictObject({ patterns: z.array(z.string()).max(3) });
const patternsJsonSchema = {
  type: 'object',
  properties: { patterns: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 } },
  required: ['patterns'],
  additionalProperties: false,
};

/** Words that a model may add. More than this is a phrase, and a phrase finds nothing (small-models section 5). */
const wordCharacters = 40;

/**
 * The words of the ask find the lines; a model adds up to three words that would stand in the code. ripgrep finds,
 * the ranker orders: the model points at nothing. A model that fails costs its words only.
 */
export async function draftSearch(
  task: SearchAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const completion = await delegation.model.complete(
    { messages: searchMessages(task.what), schema: patternsJsonSchema, maxTokens: 60 },
    delegation.onProgress,
    signal,
  );
  if (completion.type === 'aborted') return { type: 'aborted', usage: completion.usage };
  const failure = draftOfFailure(completion, 'search word');
  const words = failure === undefined && completion.type === 'done' ? wordsOf(completion.text) : [];
  return draftByTerms(task, [...termsOf(task.what), ...words], delegation.house, completion.usage, signal);
}

/** The same without a model: the words of the ask alone. */
export function draftSearchByWords(task: SearchAsk, house: House, signal: AbortSignal): Promise<Draft> {
  return draftByTerms(task, termsOf(task.what), house, nothingSpent, signal);
}

async function draftByTerms(
  task: SearchAsk,
  terms: readonly string[],
  house: House,
  usage: Usage,
  signal: AbortSignal,
): Promise<Draft> {
  const unique = [...new Map(terms.map((term) => [term.toLowerCase(), term])).values()];
  if (unique.length === 0) {
    return {
      type: 'failed',
      reason: 'the ask has no word to search for; put the text in quotes',
      usage,
      retry: false,
    };
  }
  const found = await findByTerms(unique, task, house, signal);
  if (found.type === 'failed') return { type: 'failed', reason: found.message, usage, retry: false };
  return { type: 'drafted', raw: found.result, usage };
}

/** The prompt that was measured to work: short, one example, the most specific word first. */
export function searchMessages(what: string): readonly ModelMessage[] {
  return [
    {
      role: 'system',
      content:
        'You write search patterns for ripgrep. Answer with JSON {"patterns": [three short words or name parts that would stand in the code, the most specific first]}.',
    },
    { role: 'user', content: 'find where the session cookie is set' },
    { role: 'assistant', content: '{"patterns": ["setCookie", "cookie", "session"]}' },
    { role: 'user', content: what },
  ];
}

/** Plain words only: what is no word part is dropped, as is a phrase or a regular expression. */
function wordsOf(text: string): readonly string[] {
  const parsed = patternsSchema.safeParse(jsonOf(text));
  if (!parsed.success) return [];
  return parsed.data.patterns
    .map((word) => word.trim())
    .filter((word) => word.length >= 2 && word.length <= wordCharacters && /^[\p{L}\p{N}_$.-]+$/u.test(word));
}
