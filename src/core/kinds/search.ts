import * as z from 'zod';
import { searchBinds } from '../checks/search/binds.ts';
import { hitsAreAll } from '../checks/search/hits.ts';
import { namedTerms } from '../checks/search/named.ts';
import { nearbyPatterns } from '../checks/search/nearby.ts';
import { draftSearch, draftSearchByWords } from '../drafting/search.ts';
import type { Draft, Kind } from '../kind.ts';
import type { House, SearchQuery } from '../ports.ts';
import type { Claim, Place } from '../verdict.ts';
import type { Written } from '../into/sheet.ts';
import { baseSchema, intoSchema } from './fields.ts';

/** `{kind, what, pattern?, regex?, word?, caseSensitive?, include?, exclude?}` of design section 4. */
export const searchTaskSchema = z.strictObject({
  kind: z.literal('search'),
  what: z.string(),
  pattern: z.string().min(1).optional(),
  regex: z.boolean().optional(),
  word: z.boolean().optional(),
  caseSensitive: z.boolean().optional(),
  include: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
  into: intoSchema,
  base: baseSchema,
});
export type SearchTask = z.infer<typeof searchTaskSchema>;

/** All eight keys are required (contracts rule 17). */
export const searchResultSchema = z.strictObject({
  pattern: z.string(),
  regex: z.boolean(),
  word: z.boolean(),
  caseSensitive: z.boolean(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  hits: z.array(z.strictObject({ path: z.string(), line: z.int().min(1), text: z.string() })),
  total: z.int().min(0),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** Finds all lines of a pattern. What the words of an ask mean as a pattern stays the worker's choice. */
export const search: Kind<SearchTask, SearchResult> = {
  kind: 'search',
  task: searchTaskSchema,
  result: searchResultSchema,
  title: (task) => (task.pattern === undefined ? task.what.trim() : `Find ${task.pattern}`),
  handedOut: () => [],
  isByCode: (task, isModelThere) => task.pattern !== undefined || !isModelThere,
  byCode: (task, house, signal) => byCode(task, house, signal),
  byModel: (task, delegation, signal) => draftSearch(task, delegation, signal),
  claims: claimsOf,
  answer: answerOf,
  shown: (_task, result) => placesOf(result.hits),
  checks: () => [searchBinds, hitsAreAll, namedTerms, nearbyPatterns],
  proves: (_task, result) => [
    `these are exactly the lines that ${wordsOf(result)} matches ${scopeOf(result)}, in text files that git does not ignore`,
    `their number is ${result.total}`,
  ],
  leavesOpen: (task) => (task.pattern === undefined ? ['whether this pattern is what was meant'] : []),
  changeSet: () => undefined,
};

/** A search as it stands in a file. */
export function writeSearch(_task: SearchTask, { hits }: SearchResult): Written {
  const rows = hits.map(({ path, line, text }) => [path, String(line), text]);
  return { type: 'sheet', sheet: { columns: ['path', 'line', 'text'], rows } };
}

/** A pattern that the task gives is ripgrep's work; without a model, the words of the ask are the pattern. */
async function byCode(task: SearchTask, house: House, signal: AbortSignal): Promise<Draft> {
  if (task.pattern === undefined) return draftSearchByWords(task, house, signal);
  const query: SearchQuery = {
    pattern: task.pattern,
    regex: task.regex ?? false,
    word: task.word ?? false,
    caseSensitive: task.caseSensitive ?? false,
    include: task.include ?? [],
    exclude: task.exclude ?? [],
  };
  const outcome = await house.searches.first.search(query, signal);
  if (signal.aborted) return { type: 'aborted', usage: nothingSpent };
  if (outcome.type !== 'hits')
    return { type: 'failed', reason: outcome.message, usage: nothingSpent, retry: false };
  const { hits } = outcome;
  return { type: 'drafted', raw: { ...query, hits, total: hits.length }, usage: nothingSpent };
}

/** Places shown, at most; lines of one place lie this near to each other. */
const places = { most: 10, near: 3 };

/**
 * The first places of ranked hits: lines that lie next to each other are one place, so that ten places are not ten
 * lines of one function.
 */
function placesOf(hits: SearchResult['hits']): readonly Place[] {
  const shown: { path: string; line: number; endLine: number }[] = [];
  for (const { path, line } of hits) {
    const near = shown.find(
      (place) =>
        place.path === path && line >= place.line - places.near && line <= place.endLine + places.near,
    );
    if (near !== undefined) {
      near.line = Math.min(near.line, line);
      near.endLine = Math.max(near.endLine, line);
    } else if (shown.length < places.most) {
      shown.push({ path, line, endLine: line });
    } else {
      break;
    }
  }
  return shown.map(({ path, line, endLine }) => ({ path, line, ...(endLine > line ? { endLine } : {}) }));
}

/** One claim a line, the first hundred; the rest is one claim, since nobody reads thousands of them. */
function claimsOf(_task: SearchTask, result: SearchResult): readonly Claim[] {
  const each = result.hits.slice(0, 100).map((hit, index): Claim => ({
    id: `h${index + 1}`,
    text: `${hit.path}:${hit.line} matches`,
    place: { path: hit.path, line: hit.line },
  }));
  const rest = result.hits.length - each.length;
  return rest > 0 ? [...each, { id: 'rest', text: `${rest} more lines match` }] : each;
}

function answerOf(_task: SearchTask, result: SearchResult): string {
  const files = new Set(result.hits.map((hit) => hit.path)).size;
  if (result.total === 0) return `No line matches ${wordsOf(result)} ${scopeOf(result)}.`;
  const lines = result.total === 1 ? '1 line matches' : `${result.total} lines match`;
  return `${lines} ${wordsOf(result)} in ${files} ${files === 1 ? 'file' : 'files'}.`;
}

/** A pattern with its flags, in words. */
function wordsOf(result: SearchResult): string {
  const flags = [result.word ? 'as a whole word' : '', result.caseSensitive ? '' : 'ignoring case'].filter(
    (flag) => flag !== '',
  );
  const pattern = result.regex ? `/${result.pattern}/` : `"${result.pattern}"`;
  return flags.length === 0 ? pattern : `${pattern} (${flags.join(', ')})`;
}

function scopeOf(result: SearchResult): string {
  const include = result.include.length === 0 ? 'in this folder' : `in ${result.include.join(', ')}`;
  return result.exclude.length === 0 ? include : `${include} without ${result.exclude.join(', ')}`;
}
