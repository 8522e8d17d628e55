import type { House } from '../ports.ts';
import { findDeclarations } from './places.ts';

const name = '`?[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\(\\))?`?';
const asksForComments =
  /^\s*(?:please\s+|\/)?document\b|\b(?:comments?|docs?|documentation|docstrings?|jsdoc|tsdoc)\b/iu;
const namesAtEnd = new RegExp(
  `^(?<head>.*?\\b(?:to|for|of|on|above|document)\\s+(?:(?:the\\s+)?(?:functions?|methods?|class(?:es)?|types?)\\s+)?)` +
    `(?<list>${name}(?:\\s*,\\s*${name})*,?\\s+and\\s+${name})(?<tail>\\s+in\\s+\\S+?)?[.!]?$`,
  'iu',
);

/**
 * "Document parse and format" is a task for each: one piece of code is commented at a time, and none is dropped in
 * silence. Only where every name of the list is declared here; else the "and" joins other words, and the part
 * comes back as it is.
 */
export async function namesApart(
  part: string,
  house: House,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!asksForComments.test(part)) return [part];
  const { head, list, tail = '' } = namesAtEnd.exec(part.trim())?.groups ?? {};
  if (head === undefined || list === undefined) return [part];
  const written = list.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu);
  const bare = written.map((one) => one.replace(/[`()]/gu, ''));
  const declared = await findDeclarations(bare, [], house, signal);
  if (!bare.every((one) => declared.some(({ symbol }) => symbol.name === one))) return [part];
  return written.map((one) => `${head}${one}${tail}`);
}
