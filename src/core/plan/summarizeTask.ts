import type { House } from '../ports.ts';
import type { AskContext } from '../request.ts';
import { rankFiles } from '../search/files.ts';
import { resolvePaths } from './places.ts';
import type { TaskOrNot } from './taskAnswer.ts';
import type { Wish } from './wish.ts';

/**
 * One file is summed up: the one that the ask names, else the open one where the ask points to it or names nothing,
 * else the file that fits its words best. Of several that it names the first is taken, and that is said.
 */
export async function summarizeTask(
  wish: Extract<Wish, { type: 'summarize' }>,
  context: AskContext,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<TaskOrNot> {
  const { instruction } = wish;
  const named = resolvePaths(instruction, all);
  const task = (path: string, notes: readonly string[]): TaskOrNot => ({
    type: 'task',
    task: { kind: 'summarize', path, instruction },
    notes,
  });
  const [first, ...others] = named.files;
  if (first !== undefined) {
    const more =
      others.length === 0 ? [] : [`One file is summed up at a time: ${first}, not ${others.join(', ')}.`];
    return task(first, [...named.notes, ...more]);
  }
  const active = context.selection?.path ?? context.activePath;
  const isPointed = /\b(?:this|here|current|it|open)\b/iu.test(instruction);
  const topic =
    /\b(?:of|about|summari[sz]e|sum up|recap|condense)\s+(?:the |our |my )?(?!this\b|it\b|here\b|in\b)[\p{L}`]/iu.test(
      instruction,
    );
  if (active !== undefined && (isPointed || !topic)) return task(active, named.notes);
  const ranked = await rankFiles(instruction, house.searches.first, signal);
  const best = ranked.find((path) => all.includes(path));
  if (best !== undefined) return task(best, named.notes);
  if (active !== undefined) return task(active, named.notes);
  return {
    type: 'none',
    reason: 'It is not clear which file is to be summed up.',
    next: 'Name a file, or open it and ask again.',
  };
}
