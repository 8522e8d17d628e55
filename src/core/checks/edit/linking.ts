/** What a line of an import takes from where; `name` is what the file calls it, empty for one that is for effect alone. */
interface Linked {
  readonly name: string;
  readonly from: string;
}

const importing =
  /^import\b(?: ?(type) (?!from\b))?(?: ?([^'"\s][^'"]*?) ?\bfrom)? ?(['"])([^'"]+)\3 ?(?:with ?\{[^}]*\} ?)?;?$/u;

/** A longer line is no import that people write, and a pattern would take its time over it. */
const lineAtMost = 500;

/** The parts of a line that only imports; null for any other. */
function importOf(line: string): RegExpExecArray | null {
  return line.length > lineAtMost ? null : importing.exec(line.trim().replace(/\s+/gu, ' '));
}

/**
 * For lines that only import (each a whole statement): on which lines stands what comes from elsewhere now, since a line
 * of an import says nothing by itself. One line (1-based) a name, the first that uses it; types and what is used nowhere
 * have none. Undefined where the lines hold something else, or an import that is for its effect.
 */
export function usesOfImports(
  come: readonly string[],
  gone: readonly string[],
  all: readonly string[],
): readonly number[] | undefined {
  const now = linkedBy(come);
  const old = linkedBy(gone);
  if (now === undefined || old === undefined) return undefined;
  const before = new Set(old.map((one) => `${one.name}\n${one.from}`));
  const fresh = now.filter((one) => !before.has(`${one.name}\n${one.from}`));
  const forEffect = (rows: readonly Linked[]): string =>
    rows.flatMap((one) => (one.name === '' ? [one.from] : [])).join('\n');
  if (forEffect(now) !== forEffect(old)) return undefined;
  const lines: number[] = [];
  for (const { name } of fresh) {
    const used = new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name.replaceAll('$', '\\$')}(?![\\w$])`, 'u');
    const index = all.findIndex((line) => importOf(line) === null && used.test(line));
    // What is used nowhere that can be seen is not taken for harmless.
    if (index < 0) return undefined;
    lines.push(index + 1);
  }
  return [...new Set(lines)].sort((a, b) => a - b);
}

function linkedBy(lines: readonly string[]): readonly Linked[] | undefined {
  const all: Linked[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const match = importOf(line);
    if (match === null) return undefined;
    const [, type, clause = '', , from = ''] = match;
    if (type !== undefined) continue;
    const names = clause === '' ? [''] : namesIn(clause);
    all.push(...names.map((name) => ({ name, from })));
  }
  return all;
}

function namesIn(clause: string): readonly string[] {
  return clause
    .replace(/[{}]/gu, ',')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^type\s/u.test(part))
    .map((part) => /([\w$]+)$/u.exec(part)?.[1] ?? '')
    .filter((name) => name !== '');
}
