import type { Hit } from '../ports.ts';

/** A line with how well it fits what was asked for: more is better, and only compares within one search. */
export interface RankedHit extends Hit {
  readonly score: number;
}

/** A line and how well each term fits it, 0 to 1. */
export interface Row {
  readonly hit: Hit;
  readonly terms: ReadonlyMap<string, number>;
}

/** The lines that hold terms, by path and line, and what each term counts. */
export interface Rows {
  readonly files: ReadonlyMap<string, ReadonlyMap<number, Row>>;
  readonly weights: ReadonlyMap<string, number>;
}

/** Terms this near to a line count half. What a term in the file's path adds to a line that has it not. */
const near = 3;
const share = { near: 0.5, path: 0.4 };

const defining =
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:(?<function>function\*?|def|fn|func)|class|interface|type|enum|const|let|var|struct|trait|impl|pub|public|private|protected|static|module\.exports|exports\.)\s*(?<name>[^=({;]*)/;
const commenting = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|!)|--|<!--)/;

export function isComment(line: string): boolean {
  return commenting.test(line);
}

/**
 * Sorts hits by line. A term weighs log2(1 + lines / its lines), so that a rare word counts more than one that
 * stands everywhere, times what the caller thinks of it (1 where `trust` says nothing).
 */
export function rowsOf(
  hitsByTerm: ReadonlyMap<string, readonly Hit[]>,
  trust: ReadonlyMap<string, number> = new Map(),
): Rows {
  const files = new Map<string, Map<number, { hit: Hit; terms: Map<string, number> }>>();
  const counts = new Map<string, number>();
  let total = 0;
  for (const [term, hits] of hitsByTerm) {
    let count = 0;
    for (const hit of hits) {
      const lines = files.get(hit.path) ?? new Map<number, { hit: Hit; terms: Map<string, number> }>();
      files.set(hit.path, lines);
      let row = lines.get(hit.line);
      if (row === undefined) {
        row = { hit, terms: new Map() };
        lines.set(hit.line, row);
        total += 1;
      }
      const fit = fitOf(term, hit.text);
      row.terms.set(term, fit);
      count += fit;
    }
    counts.set(term, count);
  }
  const weights = new Map<string, number>();
  for (const [term, count] of counts) {
    weights.set(term, Math.log2(1 + total / Math.max(1, count)) * (trust.get(term) ?? 1));
  }
  return { files, weights };
}

/**
 * Lines that hold terms, best first: terms on the line count whole, terms within three lines half, terms of the
 * path a little. A function of a fitting name counts twice, another declaration of one 1.2 times, a comment half.
 * A term inside another word, as "cap" in "escape", or in another letter case than a name in capitals was asked
 * for, is hardly a hit. (These weights are flat: a fifth more or less of any of them moved no more than one of 69
 * asks.)
 */
export function rankRows({ files, weights }: Rows): readonly RankedHit[] {
  const ranked: RankedHit[] = [];
  const weightOf = (term: string): number => weights.get(term) ?? 0;
  for (const [path, lines] of files) {
    const inPath = [...weights.keys()].filter((term) => fitOf(term, path) === 1);
    const ofPath = factorOfPath(path);
    for (const { hit, terms } of lines.values()) {
      const around = new Map<string, number>();
      for (let line = hit.line - near; line <= hit.line + near; line += 1) {
        for (const [term, fit] of lines.get(line)?.terms ?? []) {
          const more = fit - (terms.get(term) ?? 0);
          if (more > (around.get(term) ?? 0)) around.set(term, more);
        }
      }
      let score = 0;
      for (const [term, fit] of terms) score += fit * weightOf(term);
      for (const [term, fit] of around) score += fit * weightOf(term) * share.near;
      for (const term of inPath) {
        const there = Math.max(terms.get(term) ?? 0, around.get(term) ?? 0);
        score += (1 - there) * weightOf(term) * share.path;
      }
      ranked.push({ ...hit, score: score * factorOfLine(hit.text, terms) * ofPath });
    }
  }
  return ranked.sort((a, b) => b.score - a.score || compare(a.path, b.path) || a.line - b.line);
}

/** The lines of terms that all count the same, best first. */
export function rankLines(hitsByTerm: ReadonlyMap<string, readonly Hit[]>): readonly RankedHit[] {
  return rankRows(rowsOf(hitsByTerm));
}

/** Lines of one file that count for its rank. */
const linesThatCount = 3;

/** The files of ranked lines, those with the best three lines first. */
export function filesOf(ranked: readonly RankedHit[]): readonly string[] {
  const best = new Map<string, { lines: number; sum: number }>();
  for (const { path, score } of ranked) {
    const file = best.get(path) ?? { lines: 0, sum: 0 };
    best.set(path, file);
    if (file.lines === linesThatCount) continue;
    file.lines += 1;
    file.sum += score;
  }
  return [...best].sort((a, b) => b[1].sum - a[1].sum || compare(a[0], b[0])).map(([path]) => path);
}

/** 1 where a term begins a word or a part of a name, in its own letter case where it has capitals; else little. */
export function fitOf(term: string, text: string): number {
  const isCased = /\p{Lu}/u.test(term);
  const hay = isCased ? text : text.toLowerCase();
  const needle = isCased ? term : term.toLowerCase();
  let best = 0.25;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const before = text[at - 1];
    const first = text[at] ?? '';
    const begins =
      before === undefined ||
      !/[\p{L}\p{N}]/u.test(before) ||
      (/\p{Lu}/u.test(first) && /[\p{Ll}\p{N}]/u.test(before));
    if (begins) return 1;
    best = 0.35;
  }
  return best;
}

/** Where something happens is code; prose about it, its tests and data come behind. */
export function factorOfPath(path: string): number {
  return /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|LICEN[CS]E)$|\.(?:min\.js|map|lock|snap|md|markdown|rst|txt|json|ya?ml|csv)$|(?:^|\/)(?:tests?|__tests__|fixtures?|examples?|docs?|bench(?:mark)?s?)\/|(?:^|\/)(?:test|bench|example)\.[cm]?[jt]s$|\.(?:test|spec|d)\./.test(
    path,
  )
    ? 0.25
    : 1;
}

/**
 * A definition counts for what it defines: that of a name which the ask spells out is what is looked for, one of
 * another name is no more than a use.
 */
function factorOfLine(text: string, terms: ReadonlyMap<string, number>): number {
  if (isComment(text)) return 0.5;
  const { function: isFunction, name } = defining.exec(text)?.groups ?? {};
  const [declared = ''] = /[\p{L}\p{N}_$]+/u.exec(name ?? '') ?? [];
  if (/[a-z\d][A-Z]|_|\$/.test(declared) && terms.has(declared)) return 4;
  const lower = name?.toLowerCase() ?? '';
  if (![...terms.keys()].some((term) => lower.includes(term.toLowerCase()))) return 1;
  return isFunction === undefined ? 1.2 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
