/** Characters of one sort side by side: ASCII digits, ASCII letters, other letters and digits; of any other, one. */
export interface Run {
  readonly sort: 'digits' | 'letters' | 'foreign' | 'other';
  readonly text: string;
  /** Column (UTF-16) on its line. */
  readonly start: number;
  readonly end: number;
}

/** A line cut into runs, from left to right; every character stands in one. */
export function runsOf(line: string): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  while (at < line.length) {
    const sort = sortAt(line, at);
    let end = at + widthAt(line, at);
    while (sort !== 'other' && end < line.length && sortAt(line, end) === sort) end += widthAt(line, end);
    runs.push({ sort, text: line.slice(at, end), start: at, end });
    at = end;
  }
  return runs;
}

function widthAt(line: string, at: number): number {
  return (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function sortAt(line: string, at: number): Run['sort'] {
  const code = line.codePointAt(at) ?? 0;
  if (code >= 0x30 && code <= 0x39) return 'digits';
  if ((code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) return 'letters';
  if (code < 0x80) return 'other';
  return /[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(code)) ? 'foreign' : 'other';
}

/** True for a run that is this one character. */
export function isSign(run: Run | undefined, sign: string): boolean {
  return run !== undefined && run.sort === 'other' && run.text === sign;
}

/** True for a run of so many digits. */
export function isDigits(run: Run | undefined, least: number, most: number = least): run is Run {
  return run !== undefined && run.sort === 'digits' && run.text.length >= least && run.text.length <= most;
}
