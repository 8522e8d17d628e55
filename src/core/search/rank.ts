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
 * counts 1.5 times, a comment 0.6 times. The weights are those measured in small-models section 5.
 */
export function rankLines(hitsByTerm: ReadonlyMap<string, readonly Hit[]>): readonly RankedHit[] {
  const files = new Map<string, Map<number, { hit: Hit; terms: Set<string> }>>();
  for (const [term, hits] of hitsByTerm) {
    for (const hit of hits) {
      const lines = files.get(hit.path) ?? new Map<number, { hit: Hit; terms: Set<string> }>();
      files.set(hit.path, lines);
      const row = lines.get(hit.line) ?? { hit, terms: new Set<string>() };
      lines.set(hit.line, row);
      row.terms.add(term);
    }
  }
  const weights = new Map([...hitsByTerm].map(([term, hits]) => [term, 1 / Math.log2(2 + hits.length)]));
  const ranked: RankedHit[] = [];
  for (const lines of files.values()) {
    for (const { hit, terms } of lines.values()) {
      const around = new Set<string>();
      for (let line = hit.line - near; line <= hit.line + near; line += 1) {
        for (const term of lines.get(line)?.terms ?? []) if (!terms.has(term)) around.add(term);
      }
      const weigh = (all: ReadonlySet<string>): number =>
        [...all].reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
      const base = weigh(terms) + weigh(around) / 2;
      ranked.push({ ...hit, score: base * factorOf(hit.text, terms) });
    }
  }
  return ranked.sort((a, b) => b.score - a.score || compare(a.path, b.path) || a.line - b.line);
}

/** A definition counts for what it defines: one of another name is only a little more than a use. */
function factorOf(text: string, terms: ReadonlySet<string>): number {
  if (commenting.test(text)) return 0.6;
  const name = defining.exec(text)?.groups?.['name']?.toLowerCase();
  if (name === undefined) return 1;
  return [...terms].some((term) => name.includes(term.toLowerCase())) ? 1.5 : 1.1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
