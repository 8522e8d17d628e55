import type { SideLine, Sort, Trace } from './trace.ts';

const numbered = /^\s*(\d{1,6})\s*(\||\u2192|:|\t)\s?(.*)$/u;

interface Numbered {
  readonly line: number;
  readonly number: number;
  readonly mark: string;
  readonly rest: string;
}

/**
 * Line numbers of a listing that were copied into the text. A number and a bar prove nothing by themselves, since a
 * table or a map has them too: what does is that they count the lines of this file.
 */
export function copiedNumbers(
  added: readonly SideLine[],
  base: readonly string[],
  sort: Sort,
): readonly Trace[] {
  const found: Trace[] = [];
  let run: Numbered[] = [];
  const close = (): void => {
    if (isCopied(run, base, sort)) {
      for (const one of run) {
        const message = `line number ${one.number} was copied into the text`;
        found.push({ kind: 'line number', line: one.line, key: `${one.number}`, message });
      }
    }
    run = [];
  };
  for (const { line, text, state } of added) {
    const match = state === 'text' ? null : numbered.exec(text);
    const last = run.at(-1);
    if (match === null) {
      close();
      continue;
    }
    const one = { line, number: Number(match[1]), mark: match[2] ?? '', rest: (match[3] ?? '').trim() };
    if (
      last !== undefined &&
      (one.number !== last.number + 1 || one.mark !== last.mark || line !== last.line + 1)
    ) {
      close();
    }
    run.push(one);
  }
  close();
  return found;
}

function isCopied(run: readonly Numbered[], base: readonly string[], sort: Sort): boolean {
  const [first] = run;
  if (first === undefined) return false;
  const repeats = run.filter((one) => one.rest !== '' && one.rest === (base[one.number - 1] ?? '').trim());
  if (repeats.length > 0) return true;
  const inPlace = run.every((one) => one.number === one.line);
  const isListing = first.mark === '|' || first.mark === '\u2192';
  if (sort === 'code') return (isListing && (run.length > 1 || inPlace)) || (inPlace && run.length > 2);
  return isListing && inPlace && run.length > 1;
}
