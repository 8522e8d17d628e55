import { describe, expect, it } from 'vitest';
import { draftSearch, draftSearchByWords } from '../../../src/core/drafting/search.ts';
import { searchResultSchema } from '../../../src/core/kinds/search.ts';
import { memoryHouse, scriptedModel } from '../../support/memoryHouse.ts';

const signal = new AbortController().signal;
const files = { 'a.ts': 'const deadline = 5;\nconst kept = 1;\nthrow new Error("upload");\n' };

async function patternOf(what: string, answer: string): Promise<readonly string[]> {
  const model = scriptedModel([answer]);
  const draft = await draftSearch(
    { what },
    { model, house: memoryHouse(files, model), onProgress: () => undefined, finding: undefined },
    signal,
  );
  return draft.type === 'drafted' ? searchResultSchema.parse(draft.raw).pattern.split('|') : [];
}

describe('draftSearch', () => {
  it('adds the words of a model in their parts, those that the ask has not', async () => {
    const pattern = await patternOf('where are uploads given up', '{"words": ["uploadDeadline", "up"]}');
    expect(pattern).toEqual(['upload', 'deadlin']);
  });

  it.each(['{"words": "kept"}', '{"patterns": ["kept"]}', 'kept', '{"words": ["kept and (more"]}'])(
    'adds nothing of the answer %j',
    async (answer) => {
      expect(await patternOf('where are uploads given up', answer)).toEqual(['upload']);
    },
  );

  it('adds related words, unless the ask quotes what stands there', async () => {
    const house = memoryHouse(files, undefined);
    const open = await draftSearchByWords({ what: 'where are uploads refused' }, house, signal);
    const exact = await draftSearchByWords({ what: 'where are `upload` refused' }, house, signal);
    expect(open).toMatchObject({ raw: { pattern: expect.stringContaining('throw') } });
    expect(exact).toMatchObject({ raw: { pattern: 'upload' } });
  });

  it('says what to do where no word is left', async () => {
    const draft = await draftSearchByWords({ what: 'where is it' }, memoryHouse(files, undefined), signal);
    expect(draft).toMatchObject({ type: 'failed', reason: expect.stringMatching(/quotes/) });
  });
});
