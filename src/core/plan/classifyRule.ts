import type { Wish } from './wish.ts';

const verb = '(?:classify|label|categori[sz]e|sort|tag)';
/** "as bug, feature or question:" and the items below it, one a line. */
const labelsFirst = new RegExp(
  `^(?:please\\s+)?${verb}\\b[^:\\n]*?\\s(?:as|into|with)\\s+([^:\\n]+?)\\s*:[ \\t]*\\n([\\s\\S]+)$`,
  'iu',
);
/** "label these:" with the items, one a line, and "as bug or feature" behind them. */
const labelsLast = new RegExp(
  `^(?:please\\s+)?${verb}\\b[^:\\n]*:[ \\t]*\\n([\\s\\S]+?)\\n\\s*(?:as|into|with)\\s+([^\\n]+?)[.!]?\\s*$`,
  'iu',
);

/** Items that an ask lists line by line, with the labels to choose from; undefined where it does not list them so. */
export function classifyByRule(ask: string): Wish | undefined {
  const text = ask.trim();
  const first = labelsFirst.exec(text);
  const last = first === null ? labelsLast.exec(text) : null;
  const [list, lines] = first !== null ? [first[1], first[2]] : [last?.[2], last?.[1]];
  if (list === undefined || lines === undefined) return undefined;
  const labels = labelsOf(list);
  const items = itemsOf(lines);
  return labels.length < 2 || items.length === 0 ? undefined : { type: 'classify', labels, items };
}

/** "bug, feature or question" as labels, each once. */
export function labelsOf(list: string): readonly string[] {
  const words = list
    .split(/\s*[,;/]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+/iu)
    .map((word) => word.trim().replace(/^["'`]|["'`]$/gu, ''))
    .filter((word) => word !== '');
  return [...new Set(words)];
}

/** Lines as items, without the mark of a list; an id is the number of its line. */
export function itemsOf(lines: string): readonly { readonly id: string; readonly text: string }[] {
  return lines
    .split(/\r?\n/u)
    .map((line, index) => ({
      id: String(index + 1),
      text: line.trim().replace(/^(?:[-*\u2022]|\d+[.)])\s+/u, ''),
    }))
    .filter((item) => item.text !== '');
}

/** How items get labels where the ask does not list them. */
export const howToClassify = {
  reason: 'The ask lists no items with labels to choose from.',
  next: 'Select the lines and run "Countersign: Classify Lines...", or write "label as bug or feature:" and one item a line.',
};
