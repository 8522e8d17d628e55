import type { CodeComment } from '../../../core/code.ts';
import type { Item } from '../../../core/extract/item.ts';

const todo = /(?<![\p{L}\p{N}_])(?:TODO|FIXME)(?![\p{L}\p{N}_]).*/su;

/** What is left to do, from the comments that the language's parser found. */
export function todoItems(comments: readonly CodeComment[]): readonly Item[] {
  return comments.flatMap(({ text, line }) => {
    const body = text.startsWith('/*') ? text.replace(/\*\/$/, '') : text;
    return body.split('\n').flatMap((row, index) => {
      const found = todo.exec(row)?.[0].trim();
      return found === undefined ? [] : [{ value: found, line: line + index }];
    });
  });
}
