/** What a line of an import takes from where; `name` is what the file calls it, empty for one that is for effect alone. */
interface Linked {
  readonly name: string;
  readonly from: string;
}

const importing =
  /^\s*import\s+(?:(type)\s+)?(?:([^'"]*?)\s*from\s*)?(['"])([^'"]+)\3\s*(?:with\s*\{[^}]*\}\s*)?;?\s*$/u;

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
  if (fresh.some((one) => one.name === '')) return undefined;
  const lines = fresh.flatMap(({ name }) => {
    const used = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'u');
    const index = all.findIndex((line) => !importing.test(line) && used.test(line));
    return index < 0 ? [] : [index + 1];
  });
  return [...new Set(lines)].sort((a, b) => a - b);
}

function linkedBy(lines: readonly string[]): readonly Linked[] | undefined {
  const all: Linked[] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    const match = importing.exec(line);
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
