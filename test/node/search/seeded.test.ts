import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../../src/core/ports.ts';
import { ripgrepEngine } from '../../../src/node/search/ripgrep.ts';
import { openScanner } from '../../../src/node/search/scanner.ts';
import { never, ripgrep, scanWorker, tempFolder, type TempFolder } from './place.ts';
import { randomOf, type Random } from './random.ts';

const program = ripgrep();
const scanner = openScanner({ workerFile: scanWorker });
const random = randomOf(20_261_124);

const verbs = ['parse', 'read', 'write', 'format', 'open', 'merge'];
const nouns = ['Date', 'Cursor', 'Header', 'Token', 'Row', 'Query'];
const nameOf = (from: Random): string => `${from.pick(verbs)}${from.pick(nouns)}${from.number(9)}`;

function lineOf(from: Random): string {
  const name = nameOf(from);
  return from.pick([
    `export function ${name}(value: string): string {`,
    `  return ${name}(value, ${from.number(100)});`,
    `// ${name.toUpperCase()} keeps "${nameOf(from)}" [${from.number(9)}.${from.number(9)}]`,
    `const ${name}_${nameOf(from)} = '${name.toLowerCase()}';`,
    '',
    '}',
  ]);
}

/** Plain text with LF, where ripgrep's own options mean what the contract means. */
function fill(folder: TempFolder): void {
  for (let index = 0; index < 120; index += 1) {
    const path = `${random.pick(['src', 'lib', '.hidden'])}/${random.pick(['a', 'b'])}/f${index}.${random.pick(['ts', 'md'])}`;
    folder.write(path, random.list(5, 60, () => lineOf(random)).join('\n') + random.pick(['', '\n']));
  }
}

function queryOf(): SearchQuery {
  const [pattern, regex] = random.pick<readonly [string, boolean]>([
    [nameOf(random), false],
    [random.pick(nouns), false],
    [`${random.pick(verbs)}${random.pick(nouns)}`, false],
    [`[${random.number(9)}.`, false],
    [`^export function ${random.pick(verbs)}\\w+\\(`, true],
    [`(${random.pick(nouns)}|${random.pick(nouns)})\\d\\b`, true],
    ['\\{$', true],
    [`${random.pick(verbs)}[A-Z]\\w*_`, true],
    ['^$', true],
    ['[[:digit:]]{2}\\);', true],
  ]);
  const include = random.chance(0.3) ? [random.pick(['*.ts', 'src/**', '**/b/*.md'])] : [];
  return {
    pattern,
    regex,
    word: random.chance(0.3),
    caseSensitive: random.chance(0.6),
    include,
    exclude: [],
  };
}

/** What ripgrep prints when it is asked by hand. */
function byHand(folder: string, query: SearchQuery): Set<string> {
  const flags = [
    query.regex ? [] : ['-F'],
    query.word ? ['-w'] : [],
    query.caseSensitive ? [] : ['-i'],
    query.include.flatMap((glob) => ['-g', glob]),
  ].flat();
  const args = [
    '--no-config',
    '--hidden',
    '-nH0',
    '--no-heading',
    '--color=never',
    ...flags,
    '-e',
    query.pattern,
    '.',
  ];
  const { stdout } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  return new Set(stdout.split('\n').filter((line) => line !== ''));
}

describe('precision and recall', () => {
  it('are those of ripgrep for 50 queries', async () => {
    using folder = tempFolder();
    fill(folder);
    let lines = 0;
    for (let index = 0; index < 50; index += 1) {
      const query = queryOf();
      const expected = byHand(folder.path, query);
      lines += expected.size;
      for (const engine of [ripgrepEngine(program, folder.path), scanner.at(folder.path)]) {
        const outcome = await engine.search(query, never);
        const hits = outcome.type === 'hits' ? outcome.hits : [];
        const found = hits.map((hit) => `./${hit.path}\0${hit.line}:${hit.text}`);
        expect(new Set(found), JSON.stringify(query)).toEqual(expected);
        expect(found).toHaveLength(expected.size);
      }
    }
    expect(lines).toBeGreaterThan(1_000);
  }, 60_000);
});
