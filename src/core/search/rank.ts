import type { Hit } from '../ports.ts';

export interface RankedHit extends Hit {
  readonly score: number;
}

/** Terms this near to a line count half (small-models section 5). */
const near = 4;

const defining =
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:(?:function\*?|class|interface|type|enum|const|let|var|def|fn|func|struct|trait|impl|pub|public|private|protected|static)\s+|module\.exports|exports\.)(?<name>[^=({;]*)/;
const commenting = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|!)|--|<!--)/;

/**
 * Lines that hold terms, best first. A term weighs 1/log2(2 + its hits), so a rare word counts more than one that
 * stands everywhere; terms on the line count whole, terms within four lines half; a line that defines something
 * counts 1.5 times, a comment 0.6 times (weights of small-models section 5). A term inside another word, as "cap"
 * in "escape", or in another letter case than a name in capitals was asked for, is hardly a hit.
 */
export function rankLines(hitsByTerm: ReadonlyMap<string, readonly Hit[]>): readonly RankedHit[] {
  const files = new Map<string, Map<number, Row>>();
  const weights = new Map<string, number>();
  for (const [term, hits] of hitsByTerm) {
    let count = 0;
    for (const hit of hits) {
      const lines = files.get(hit.path) ?? new Map<number, Row>();
      files.set(hit.path, lines);
      const row = lines.get(hit.line) ?? { hit, terms: new Map<string, number>() };
      lines.set(hit.line, row);
      const fit = fitOf(term, hit.text);
      row.terms.set(term, fit);
      count += fit;
    }
    weights.set(term, 1 / Math.log2(2 + count));
  }
  const ranked: RankedHit[] = [];
  for (const [path, lines] of files) {
    const inPath = [...hitsByTerm.keys()].filter((term) => fitOf(term, path) === 1);
    const inFile = new Set(
      [...lines.values()].flatMap(({ terms }) => [...terms.keys()].filter((term) => terms.get(term) === 1)),
    );
    for (const { hit, terms } of lines.values()) {
      const around = new Map<string, number>();
      for (let line = hit.line - near; line <= hit.line + near; line += 1) {
        for (const [term, fit] of lines.get(line)?.terms ?? []) {
          const more = fit - (terms.get(term) ?? 0);
          if (more > (around.get(term) ?? 0)) around.set(term, more);
        }
      }
      const weigh = (all: ReadonlyMap<string, number>): number =>
        [...all].reduce((sum, [term, fit]) => sum + fit * (weights.get(term) ?? 0), 0);
      const open = (all: Iterable<string>): number =>
        [...all].reduce(
          (sum, term) =>
            sum + (1 - Math.max(terms.get(term) ?? 0, around.get(term) ?? 0)) * (weights.get(term) ?? 0),
          0,
        );
      const base = weigh(terms) + weigh(around) / 2 + open(inPath) * share.path + open(inFile) * share.file;
      ranked.push({ ...hit, score: base * factorOf(hit.text, terms) * factorOfPath(hit.path) });
    }
  }
  return ranked.sort((a, b) => b.score - a.score || compare(a.path, b.path) || a.line - b.line);
}

/** What a term in the file's path, or anywhere in the file, adds to a line that has it not: it is about the same. */
const share = { path: 0.4, file: 0.25 };

interface Row {
  readonly hit: Hit;
  /** How well each term fits the line, 0 to 1. */
  readonly terms: Map<string, number>;
}

/** 1 where a term begins a word or a part of a name, in its own letter case where it has capitals; else little. */
function fitOf(term: string, text: string): number {
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
function factorOfPath(path: string): number {
  if (/(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml)$|\.(?:min\.js|map|lock|snap)$/.test(path))
    return 0.2;
  return /\.(?:md|txt|json|ya?ml|csv)$|(?:^|\/)(?:tests?|__tests__|fixtures?|examples?|docs?)\/|\.(?:test|spec|d)\./.test(
    path,
  )
    ? 0.6
    : 1;
}

/** A definition counts for what it defines: one of another name is only a little more than a use. */
function factorOf(text: string, terms: ReadonlyMap<string, number>): number {
  if (commenting.test(text)) return 0.6;
  const name = defining.exec(text)?.groups?.['name']?.toLowerCase();
  if (name === undefined) return 1;
  return [...terms.keys()].some((term) => name.includes(term.toLowerCase())) ? 1.5 : 1.1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
