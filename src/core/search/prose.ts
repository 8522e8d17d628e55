import type { Rows } from './rank.ts';

/** Prose lines that are read for names, the names taken from all and from one, and how much of a line is read. */
const linesAtMost = 3;
const namesAtMost = 6;
const namesOfLine = 4;
const charactersAtMost = 400;
/** A line must hold two terms, and fit nearly as well as the best one. */
const termsAtLeast = 2;
const shareOfBest = 0.7;

/**
 * Names in backticks on the lines of documentation that fit best: where a manual says in the words of an ask what
 * `trimQuotes` does, code says `trimQuotes`.
 */
export function namesInProse({ files, weights }: Rows): readonly string[] {
  const lines: { readonly text: string; readonly score: number }[] = [];
  for (const [path, rows] of files) {
    if (!/\.(?:md|markdown|rst|txt)$/i.test(path) || /licen[cs]e|change|history/i.test(path)) continue;
    for (const { hit, terms } of rows.values()) {
      const whole = [...terms].filter(([, fit]) => fit === 1);
      if (whole.length < termsAtLeast) continue;
      lines.push({ text: hit.text, score: whole.reduce((sum, [term]) => sum + (weights.get(term) ?? 0), 0) });
    }
  }
  lines.sort((a, b) => b.score - a.score);
  const least = (lines[0]?.score ?? 0) * shareOfBest;
  const names = lines
    .slice(0, linesAtMost)
    .filter(({ score }) => score >= least)
    .flatMap(({ text }) => [...text.slice(0, charactersAtMost).matchAll(/`([^`]+)`/g)].slice(0, namesOfLine))
    .flatMap(([, span = '']) => /^(?:[\w$]+\.)*([A-Za-z_$][\w$]{2,})(?:\(\))?$/.exec(span)?.[1] ?? []);
  return [...new Set(names)]
    .filter((name) => !/^(?:true|false|null|undefined)$/.test(name))
    .slice(0, namesAtMost);
}
