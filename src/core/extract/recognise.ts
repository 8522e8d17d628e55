import type { Code, CodeAnswer } from '../code.ts';
import { gradedCode } from './code/graded.ts';
import { isTextSet, type ClosedSet, type GradedItem, type Item } from './item.ts';
import { gradedText } from './text/graded.ts';
import { plainText } from './text/plain.ts';

/** The occurrences of a set in one file by its first way: a pattern a line, or the language's parser. */
export function firstReading(
  set: ClosedSet,
  path: string,
  text: string,
  code: Code,
  signal: AbortSignal,
): Promise<CodeAnswer<readonly Item[]>> {
  // Where there is nothing, there is nothing of any sort, whatever the language.
  if (text.trim() === '') return Promise.resolve({ type: 'ok', value: [] });
  return isTextSet(set)
    ? Promise.resolve({ type: 'ok', value: plainText(set, text) })
    : code.items(set, path, text, signal);
}

/** The same by a second way that shares nothing with it, and says how surely the contracts' table counts each. */
export function secondReading(set: ClosedSet, path: string, text: string): CodeAnswer<readonly GradedItem[]> {
  if (!/\S/u.test(text)) return { type: 'ok', value: [] };
  return isTextSet(set) ? { type: 'ok', value: gradedText(set, text) } : gradedCode(set, path, text);
}
