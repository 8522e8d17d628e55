import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { marksOf } from '../../src/editor/marks.ts';
import { lensPlaces } from '../../src/editor/resultPlaces.ts';
import { isFresh } from '../../src/editor/drift.ts';
import { statusWords } from '../../src/editor/statusWords.ts';
import { searchResult, verdictOf } from '../support/results.ts';

describe('marks', () => {
  it('put a verified and an unproven state on every claim that has a place, and a stale one once a file', () => {
    for (const state of ['verified', 'unproven'] as const) {
      const marks = marksOf(searchResult(verdictOf(state)));
      assert.deepEqual(
        marks.map((mark) => [mark.state, mark.place.line]),
        [
          [state, 3],
          [state, 9],
        ],
      );
    }
    const moved = { check: 'base', level: 'unable' as const, path: 'src/other.ts', message: 'it moved' };
    const stale = marksOf(searchResult(verdictOf('stale', { findings: [moved] })));
    assert.deepEqual(
      stale.map((mark) => [mark.state, mark.place.line]),
      [['stale', 3]],
    );
    assert.match(stale[0]?.message ?? '', /src\/other\.ts changed since this was checked/);
  });

  it('put only what failed on lines where a result is refuted', () => {
    const findings = [
      { check: 'precision', level: 'fail' as const, claim: 'hit-2', message: 'line 9 does not match' },
      {
        check: 'recall',
        level: 'fail' as const,
        path: 'src/other.ts',
        line: 7,
        message: 'a match is missing',
      },
      {
        check: 'nearby',
        level: 'note' as const,
        path: 'src/dates.ts',
        line: 3,
        message: 'another pattern adds 2',
      },
    ];
    const marks = marksOf(searchResult(verdictOf('refuted', { findings })));
    assert.deepEqual(
      marks.map((mark) => [mark.state, mark.code, mark.place.path, mark.place.line]),
      [
        ['refuted', 'precision', 'src/dates.ts', 9],
        ['refuted', 'recall', 'src/other.ts', 7],
      ],
    );
  });

  it('put a failure that has no place of its own where the result is shown', () => {
    const findings = [{ check: 'total', level: 'fail' as const, message: '3 lines match, not 2' }];
    const [mark] = marksOf(searchResult(verdictOf('refuted', { findings })));
    assert.deepEqual([mark?.place.path, mark?.place.line], ['src/dates.ts', 3]);
  });

  it('anchor a statement at its first quote and relate the others', () => {
    const claims = [
      {
        id: 's1',
        text: 'It parses dates',
        support: [
          { path: 'src/dates.ts', line: 4 },
          { path: 'src/dates.ts', line: 8 },
        ],
      },
    ];
    const [mark] = marksOf(searchResult(verdictOf('verified'), { claims }));
    assert.equal(mark?.place.line, 4);
    assert.deepEqual(
      mark?.related.map((row) => row.place.line),
      [8],
    );
  });

  it('go with a result that is discarded, and are not there before a verdict', () => {
    assert.deepEqual(marksOf(searchResult(verdictOf('verified'), { change: { type: 'discarded' } })), []);
    assert.deepEqual(marksOf(searchResult(undefined)), []);
  });

  it('go with a change that is undone, and are there while it is applied', () => {
    const change = { type: 'applied', by: 'verdict', files: {} } as const;
    const applied = searchResult(verdictOf('verified'), { change });
    const undone = searchResult(verdictOf('verified'), { change: { type: 'undone', left: [] } });
    assert.equal(marksOf(applied).length, 2);
    assert.deepEqual(marksOf(undone), []);
    assert.deepEqual(lensPlaces(undone, 'src/dates.ts'), []);
    assert.deepEqual([isFresh(applied), isFresh(undone)], [true, false]);
  });
});

describe('lines above the code', () => {
  it('stand once a file for a search, and at every place of a staged change', () => {
    assert.deepEqual(
      lensPlaces(searchResult(verdictOf('verified')), 'src/dates.ts').map((place) => place.line),
      [3],
    );
    assert.deepEqual(lensPlaces(searchResult(verdictOf('verified')), 'src/other.ts'), []);
    const file = {
      path: 'src/dates.ts',
      operation: 'modify' as const,
      baseSha256: 'a',
      base: '',
      content: 'x',
      bom: false,
    };
    const staged = searchResult(verdictOf('verified'), {
      changeSet: { files: [file] },
      change: { type: 'held', hash: 'h', missing: [] },
    });
    assert.deepEqual(
      lensPlaces(staged, 'src/dates.ts').map((place) => place.line),
      [3, 9],
    );
  });

  it('say the state in words with what decided it', () => {
    const refuted = verdictOf('refuted', {
      findings: [{ check: 'precision', level: 'fail', message: 'line 9 does not match' }],
    });
    assert.equal(statusWords(searchResult(refuted)), 'Refuted: line 9 does not match');
    const verified = searchResult(verdictOf('verified', { proves: ['exactly the matches of `parseDate`'] }));
    assert.equal(statusWords(verified), 'Verified: exactly the matches of `parseDate`');
    const overridden = { type: 'applied', by: 'override', files: {} } as const;
    assert.equal(
      statusWords(searchResult(verdictOf('unproven'), { change: overridden })),
      'Unproven (applied by an override)',
    );
    const left = [{ path: 'a.ts', reason: 'it changed since it was written' }];
    assert.equal(
      statusWords(searchResult(verdictOf('unproven'), { change: { type: 'undone', left: [] } })),
      'Unproven (undone)',
    );
    assert.equal(
      statusWords(searchResult(verdictOf('unproven'), { change: { type: 'undone', left } })),
      'Unproven (undone in part)',
    );
    assert.equal(statusWords(searchResult(verdictOf('stale'))), 'Stale: a file changed since the check');
  });
});
