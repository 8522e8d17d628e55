import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { isInFolder } from '../../src/editor/marks.ts';
import { placeInBase } from '../../src/editor/stagedLines.ts';

function changed(base: string, content: string, operation: 'modify' | 'create' = 'modify') {
  return { files: [{ path: 'a.ts', operation, baseSha256: 'x', base, content, bom: false }] };
}

describe('places of a staged change', () => {
  const base = 'one\ntwo\nthree\nfour\n';

  it('stand before the line that new lines go before', () => {
    const set = changed(base, 'one\n/** a */\n/** b */\ntwo\nthree\nfour\n');
    assert.deepEqual(placeInBase(set, { path: 'a.ts', line: 2, endLine: 3 }), {
      path: 'a.ts',
      line: 2,
      endLine: 2,
    });
    assert.equal(placeInBase(set, { path: 'a.ts', line: 4 }).line, 2);
    assert.equal(placeInBase(set, { path: 'a.ts', line: 1 }).line, 1);
  });

  it('stand at the lines that are replaced, and below a change at the same text', () => {
    const set = changed(base, 'one\nTWO\nTHREE\nTHREE AND A HALF\nfour\n');
    assert.deepEqual(placeInBase(set, { path: 'a.ts', line: 2, endLine: 4 }), {
      path: 'a.ts',
      line: 2,
      endLine: 3,
    });
    assert.equal(placeInBase(set, { path: 'a.ts', line: 5 }).line, 4);
  });

  it('stay in the file where everything behind them goes', () => {
    const set = changed(base, 'one\n');
    assert.equal(placeInBase(set, { path: 'a.ts', line: 1 }).line, 1);
    assert.ok(placeInBase(set, { path: 'a.ts', line: 90 }).line <= 5);
  });

  it('are left alone in a new file, in another file and without a change', () => {
    const place = { path: 'a.ts', line: 3 };
    assert.deepEqual(placeInBase(changed('', 'a\nb\nc\n', 'create'), place), place);
    assert.deepEqual(placeInBase(changed(base, 'x\n'), { path: 'b.ts', line: 3 }), { path: 'b.ts', line: 3 });
    assert.deepEqual(placeInBase(undefined, place), place);
  });
});

describe('paths of results', () => {
  it('are only followed inside of the folder', () => {
    for (const path of ['src/a.ts', 'a', 'src/..a/b.ts', '.env']) assert.equal(isInFolder(path), true, path);
    for (const path of ['../a', 'a/../../b', '/etc/passwd', 'C:/x', 'a\\b', '', './a', 'a//b']) {
      assert.equal(isInFolder(path), false, path);
    }
  });
});
