import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { SearchOutcome } from '../../../src/core/ports.ts';
import { ripgrepEngine, ripgrepFiles } from '../../../src/node/search/ripgrep.ts';
import { scan } from '../../../src/node/search/scan.ts';
import { folderSource, textSource } from '../../../src/node/search/sources.ts';
import { walk } from '../../../src/node/search/walk.ts';
import { randomQuery, randomTree } from './generate.ts';
import { never, ripgrep, tempFolder } from './place.ts';
import { randomOf } from './random.ts';

const program = ripgrep();
const trees = Number(process.env['COUNTERSIGN_TREES'] ?? 40);
const queriesEach = 8;

/** Answers that can be compared: the hits, or that the pattern is none. Nothing where an engine cannot tell. */
function answerOf(outcome: SearchOutcome): string | undefined {
  if (outcome.type === 'failed') return undefined;
  return outcome.type === 'hits' ? JSON.stringify(outcome.hits) : outcome.type;
}

/** One name for what a pattern of control characters asks for that no line holds; engines word it differently. */
const impossible = /\\n|\\x00|\n|\0/;

describe('ripgrep and the scanner', () => {
  it(`agree on ${trees} generated trees, ${queriesEach} queries each`, async () => {
    let compared = 0;
    let hits = 0;
    for (let seed = 1; seed <= trees; seed += 1) {
      const random = randomOf(seed);
      const files = randomTree(random);
      using folder = tempFolder(Object.fromEntries(files));
      expect([...walk(folder.path)].sort(), `seed ${seed}`).toEqual(
        await ripgrepFiles(program, folder.path, never),
      );
      for (let index = 0; index < queriesEach; index += 1) {
        const query = randomQuery(random);
        const scanned = scan(query, folderSource(folder.path));
        const answer = answerOf(scanned);
        const found = await ripgrepEngine(program, folder.path).search(query, never);
        if (answer === undefined) continue;
        if (found.type !== scanned.type && impossible.test(query.pattern)) continue;
        compared += 1;
        if (found.type === 'hits') hits += found.hits.length;
        expect(answer, `seed ${seed}: ${JSON.stringify(query)}`).toBe(answerOf(found));
        const texts = [...files].filter(([, bytes]) => isUtf8(bytes));
        if (texts.length < files.size) continue;
        const memory = textSource(
          Object.fromEntries(texts.map(([path, bytes]) => [path, bytes.toString('utf8')])),
        );
        expect(answerOf(scan(query, memory)), `seed ${seed}, texts`).toBe(answer);
      }
    }
    expect(compared).toBeGreaterThan(trees * queriesEach * 0.9);
    expect(hits).toBeGreaterThan(trees);
  }, 120_000);
});
