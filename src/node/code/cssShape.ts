import type { CodeShape } from '../../core/code.ts';
import { assemble, type Leaf, type RawComment } from './assemble.ts';

/**
 * The shape of a style sheet, by the token rules of CSS: comments are `/* ... *\/` (and `//` in SCSS and Less only),
 * strings and `url(...)` are texts, and white space parts tokens except beside `{ } ; ,`.
 */
export function cssShape(text: string, lineComments: boolean): CodeShape {
  const leaves: Leaf[] = [];
  const comments: RawComment[] = [];
  const spaces: string[] = [];
  let errors = 0;
  let at = 0;
  let hadSpace = false;
  const add = (end: number, isText: boolean): void => {
    const written = text.slice(at, end);
    const last = leaves.at(-1)?.text ?? '{';
    const apart = hadSpace && !/^[{};,]$/.test(written) && !/^[{};,]$/.test(last);
    spaces.push(apart ? ' ' : '');
    leaves.push({ start: at, end, text: written, counts: true, isText });
    hadSpace = false;
    at = end;
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 4).toLowerCase();
    const character = text[at] ?? '';
    if (rest.startsWith('/*')) {
      const close = text.indexOf('*/', at + 2);
      if (close === -1) errors += 1;
      const end = close === -1 ? text.length : close + 2;
      comments.push({ start: at, end, doc: false });
      at = end;
    } else if (lineComments && rest.startsWith('//')) {
      const close = text.indexOf('\n', at);
      const end = close === -1 ? text.length : close;
      comments.push({ start: at, end: text[end - 1] === '\r' ? end - 1 : end, doc: false });
      at = end;
    } else if (character === '"' || character === "'") {
      const end = endOfString(text, at, character);
      if (text[end - 1] !== character || end - at < 2) errors += 1;
      add(end, true);
    } else if (rest === 'url(' && /[^"'\s]/.test(text.slice(at + 4).trimStart()[0] ?? '"')) {
      const close = text.indexOf(')', at);
      add(close === -1 ? text.length : close + 1, true);
    } else if (/\s/.test(character)) {
      hadSpace = true;
      at += 1;
    } else {
      add(endOfWord(text, at), false);
    }
  }
  return assemble({ text, leaves, comments, tree: spaces.join('|'), errors, declared: new Map() });
}

/** A string ends at its quote, or, broken, at the end of its line. */
function endOfString(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === quote) return at + 1;
    else if (character === '\n') return at;
  }
  return text.length;
}

/** A run of characters that names are made of, else one character. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\p{L}\p{N}_-]/u.test(text[at] ?? '')) at += 1;
  if (text[at] === '\\') return Math.min(text.length, at + 2);
  return Math.max(at, from + 1);
}
