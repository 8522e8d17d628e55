import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow } from './kindFaults.ts';

interface Hit {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}
interface Result {
  readonly pattern: string;
  readonly regex: boolean;
  readonly word: boolean;
  readonly caseSensitive: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly hits: readonly Hit[];
  readonly total: number;
}

/** Right answers by a plain scan of the texts, line by line, with the signs of words told by hand. */
export const search: KindFaults = {
  kind: 'search',
  right(project, random) {
    const paths = [...new Set(random.list(2, 6, () => random.pick(project.paths)))].sort();
    const files: Record<string, string> = {};
    for (const path of paths) {
      const text = (project.texts.get(path) ?? '').replace(/^\uFEFF/u, '').replaceAll('\r', '');
      files[path] =
        `${random.chance(0.15) ? '\uFEFF' : ''}${random.chance(0.25) ? text.replaceAll('\n', '\r\n') : text}`;
    }
    const pattern = patternFrom(files, random);
    if (pattern === undefined) return undefined;
    const word = random.chance(0.4);
    const caseSensitive = random.chance(0.6);
    const narrowed = random.chance(0.3) ? [random.pick(paths)] : [];
    const hits = scan(files, narrowed, pattern, word, caseSensitive);
    if (hits.length > 400) return undefined;
    const isGiven = random.chance(0.7);
    const given = { pattern, regex: false, word, caseSensitive };
    const scope = narrowed.length > 0 ? { include: narrowed } : {};
    return {
      best: 'verified',
      files,
      task: {
        kind: 'search',
        what: isGiven ? `find ${pattern}` : `where is \`${pattern}\``,
        ...(isGiven ? given : {}),
        ...scope,
      },
      result: {
        ...given,
        include: narrowed,
        exclude: [],
        hits: random.chance(0.5) ? hits : [...hits].reverse(),
        total: hits.length,
      },
    };
  },
  classes: [
    withHits('a match left out', (result) => ({
      ...result,
      hits: result.hits.slice(1),
      total: result.total - 1,
    })),
    withHits('a match left out and still counted', (result) => ({ ...result, hits: result.hits.slice(1) })),
    withHits('all matches left out', (result) => ({ ...result, hits: [], total: 0 })),
    withHits('a line that does not match', (result) => {
      const [first] = result.hits;
      if (first === undefined || first.line < 2) return undefined;
      const off = { ...first, line: 1, text: 'nothing of it' };
      return { ...result, hits: [...result.hits.filter((hit) => hit !== first), off] };
    }),
    withHits('a match at another line', (result) =>
      changed(result, (hit) => ({ ...hit, line: hit.line + 100_000 })),
    ),
    withHits('a match in another file', (result) =>
      changed(result, (hit) => ({ ...hit, path: 'src/gone.ts' })),
    ),
    withHits('a match twice', (result) => ({
      ...result,
      hits: [...result.hits, ...result.hits.slice(0, 1)],
      total: result.total + 1,
    })),
    withHits('the text of a match trimmed', (result) => {
      const at = result.hits.findIndex((hit) => hit.text !== hit.text.trim());
      return at < 0
        ? undefined
        : {
            ...result,
            hits: result.hits.map((hit, index) => (index === at ? { ...hit, text: hit.text.trim() } : hit)),
          };
    }),
    withHits('the text of a match altered', (result) =>
      changed(result, (hit) => ({ ...hit, text: `${hit.text} ` })),
    ),
    {
      name: 'a total that is not the number of matches',
      plant: (row) => withResult(row, { total: resultOf(row).total + 1 }),
    },
    {
      name: 'another pattern than the task gives',
      plant: (row) =>
        'pattern' in row.task
          ? withResult(row, { pattern: `${resultOf(row).pattern}zzq`, hits: [], total: 0 })
          : undefined,
    },
    {
      name: 'a misspelt pattern that finds nothing',
      plant: (row) =>
        'pattern' in row.task
          ? undefined
          : withResult(row, { pattern: `${resultOf(row).pattern.slice(0, -1)}qzx`, hits: [], total: 0 }),
    },
    {
      name: 'a scope narrower than asked for',
      plant: (row) => {
        const result = resultOf(row);
        const [first] = Object.keys(row.files);
        if ('include' in row.task || first === undefined) return undefined;
        const hits = result.hits.filter((hit) => hit.path === first);
        return withResult(row, { include: [first], hits, total: hits.length });
      },
    },
    {
      name: 'another flag than the task gives',
      plant: (row) => ('word' in row.task ? withResult(row, { word: !resultOf(row).word }) : undefined),
    },
    {
      name: 'a key left out',
      plant: (row) => {
        const { total: _total, ...rest } = resultOf(row);
        return { ...row, result: rest };
      },
    },
    { name: 'an unknown key', plant: (row) => ({ ...row, result: { ...resultOf(row), complete: true } }) },
    {
      name: 'a pattern that does not compile',
      plant: (row) =>
        'pattern' in row.task
          ? undefined
          : withResult(row, { pattern: '(', regex: true, hits: [], total: 0 }),
    },
  ],
};

/** A word of four letters or more, or part of one, that stands in one of the files. */
function patternFrom(files: Readonly<Record<string, string>>, random: Random): string | undefined {
  const words = (random.pick(Object.values(files)).match(/[A-Za-z_]\w{3,20}/gu) ?? []).slice(0, 2_000);
  return words.length === 0 ? undefined : random.pick(words);
}

/** Lines that hold a pattern, found without any pattern language. */
function scan(
  files: Readonly<Record<string, string>>,
  include: readonly string[],
  pattern: string,
  word: boolean,
  caseSensitive: boolean,
): readonly Hit[] {
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const wanted = fold(pattern);
  const isWordSign = (sign: string): boolean => /[\p{L}\p{M}\p{N}_]/u.test(sign);
  const stands = (line: string): boolean => {
    const text = fold(line);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      if (!word) return true;
      if (!isWordSign(text.charAt(at - 1)) && !isWordSign(text.charAt(at + wanted.length))) return true;
    }
    return false;
  };
  return Object.entries(files).flatMap(([path, whole]) => {
    if (include.length > 0 && !include.includes(path)) return [];
    const lines = whole.replace(/^\uFEFF/u, '').split('\n');
    return lines.flatMap((raw, index): Hit[] => {
      if (index === lines.length - 1 && raw === '') return [];
      const text = raw.replace(/\r$/u, '');
      return stands(text) ? [{ path, line: index + 1, text }] : [];
    });
  });
}

function resultOf(row: KindRow): Result {
  return row.result as Result;
}

function withResult(row: KindRow, change: Partial<Result>): KindRow {
  return { ...row, result: { ...resultOf(row), ...change } };
}

function changed(result: Result, how: (hit: Hit) => Hit): Result {
  return { ...result, hits: result.hits.map((hit, index) => (index === 0 ? how(hit) : hit)) };
}

function withHits(name: string, plant: (result: Result) => Result | undefined): FaultClass {
  return {
    name,
    plant(row) {
      const result = resultOf(row);
      const planted = result.hits.length === 0 ? undefined : plant(result);
      return planted === undefined ? undefined : { ...row, result: planted };
    },
  };
}
