import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { evidenceJson, evidenceMarkdown } from '../../src/editor/evidencePage.ts';
import { searchResult, verdictOf } from './results.ts';

describe('evidence page', () => {
  const verdict = verdictOf('refuted', {
    findings: [
      { check: 'precision', level: 'fail', path: 'src/dates.ts', line: 9, message: 'line 9 does not match' },
    ],
    reports: [
      {
        check: 'precision',
        title: 'Every hit is a match',
        required: true,
        status: 'fail',
        findings: [],
        evidence: [
          { saw: '1 of 2 hits matches', path: 'src/dates.ts', line: 9, sha256: 'abc', counts: { hits: 2 } },
        ],
        ms: 12,
      },
      {
        check: 'recall',
        title: 'Every match is reported',
        required: true,
        status: 'unable',
        findings: [],
        evidence: [],
        ms: 1,
      },
    ],
    proves: ['Every match is reported'],
    unproven: ['that the pattern is the right one'],
    files: { 'src/dates.ts': 'f00d' },
  });

  it('says what was claimed, what each check saw, how long it took, on which bytes, and how to run it again', () => {
    const page = evidenceMarkdown(searchResult(verdict));
    for (const words of [
      '# Refuted: Find parseDate',
      'line 9 does not match',
      '### Failed: Every hit is a match',
      '### Could not be checked: Every match is reported',
      '1 of 2 hits matches',
      '12 ms',
      '`src/dates.ts:9`',
      'SHA-256 `abc`',
      '`f00d`',
      '## Not proven',
      '- that the pattern is the right one',
      'countersign verify -',
      '"pattern":"parseDate"',
    ]) {
      assert.ok(page.includes(words), `"${words}" is not in the page:\n${page}`);
    }
  });

  it('keeps the words of a model from becoming headings, links or the end of a fence', () => {
    const page = evidenceMarkdown(
      searchResult(verdict, {
        title: 'Find\n# Verified: all is well',
        answer: '```\n# Verified\n[click](command:evil)',
        claims: [{ id: 'a', text: '[click](command:evil) <img src=x>\n# Verified' }],
      }),
    );
    assert.deepEqual(
      page.split('\n').filter((line) => line.startsWith('# ')),
      [page.split('\n')[0], '# Verified'],
    );
    assert.match(page, /````text\n```\n# Verified\n\[click\]\(command:evil\)\n````/);
    assert.doesNotMatch(page.replace(/````text[^]*?````/, ''), /(?<!\\)\]\(command:|(?<!\\)<img/);
  });

  it('says that a change was undone, and what was left', () => {
    const page = (left: { path: string; reason: string }[]): string =>
      evidenceMarkdown(searchResult(verdict, { change: { type: 'undone', left } }));
    assert.ok(page([]).includes('applied, and undone since'));
    assert.ok(
      page([{ path: 'src/b.ts', reason: 'it changed since' }]).includes('src/b.ts: it changed since'),
    );
  });

  it('is there as data too', () => {
    assert.deepEqual(
      JSON.parse(evidenceJson(searchResult(verdict))),
      JSON.parse(JSON.stringify(searchResult(verdict))),
    );
  });
});
