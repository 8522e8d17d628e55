import type { GradedItem } from '../item.ts';
import type { Token } from './token.ts';

const words = ['TODO', 'FIXME'];

/** What is left to do, from the comments of a program: of each line of a comment, from the word to its end. */
export function todoItems(tokens: readonly Token[]): readonly GradedItem[] {
  return tokens.flatMap((token) => (token.sort === 'comment' ? inComment(token) : []));
}

function inComment(comment: Token): readonly GradedItem[] {
  const isBlock = comment.text.startsWith('/*');
  const isClosed = isBlock && comment.text.length >= 4 && comment.text.endsWith('*/');
  const body = isClosed ? comment.text.slice(0, -2) : comment.text;
  return body.split('\n').flatMap((line, index) => onLine(line, comment.line + index, isBlock));
}

function onLine(line: string, number: number, isBlock: boolean): readonly GradedItem[] {
  const items: GradedItem[] = [];
  let hasFirst = false;
  for (let at = 0; at < line.length; at += 1) {
    const word = words.find((one) => line.startsWith(one, at));
    if (word === undefined) continue;
    const value = line.slice(at).trim();
    const isWhole = !isLetter(line.charAt(at - 1)) && !isLetter(line.charAt(at + word.length));
    if (!isWhole) {
      items.push({ value, line: number, grade: 'unlikely', why: `${word} is a part of a longer word there` });
    } else if (hasFirst) {
      items.push({ value, line: number, grade: 'may', why: 'another one stands before it on the line' });
    } else {
      hasFirst = true;
      const bare = isBlock ? withoutStars(value) : value.endsWith('*/') ? value.slice(0, -2).trim() : value;
      if (bare === value) items.push({ value, line: number, grade: 'must' });
      else {
        const why = 'it is open whether the stars or the mark at its end belong to it';
        items.push({ value, line: number, grade: 'should', why });
        if (bare !== '') items.push({ value: bare, line: number, grade: 'unlikely', why });
      }
    }
    at += word.length - 1;
  }
  return items;
}

/** Whether a character makes one word with the letters next to it. */
function isLetter(sign: string): boolean {
  return /[\p{L}\p{N}_]/u.test(sign);
}

function withoutStars(value: string): string {
  let end = value.length;
  while (end > 0 && value.charAt(end - 1) === '*') end -= 1;
  return value.slice(0, end).trim();
}
