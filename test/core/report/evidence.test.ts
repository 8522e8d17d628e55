import { describe, expect, it } from 'vitest';
import { evidenceJson, evidenceMarkdown } from '../../../src/core/report/evidence.ts';
import { searchResult, verdictOf } from '../../support/results.ts';

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
      expect(page).toContain(words);
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
    expect(page.split('\n').filter((line) => line.startsWith('# '))).toEqual([
      page.split('\n')[0],
      '# Verified',
    ]);
    expect(page).toMatch(/````text\n```\n# Verified\n\[click\]\(command:evil\)\n````/);
    expect(page.replace(/````text[^]*?````/, '')).not.toMatch(/(?<!\\)\]\(command:|(?<!\\)<img/);
  });

  it('keeps pictures and tags out of what findings and titles quote', () => {
    const message = 'it says "![b](https://example.org/b.png)" and `<img src=a>`';
    const findings = [{ check: 'x', level: 'fail' as const, message }];
    const page = evidenceMarkdown(
      searchResult(verdictOf('refuted', { findings, proves: ['<b>all</b>'], unproven: ['[a](b)'] }), {
        title: '<img src=x>',
      }),
    );
    expect(page).toContain('\\<img src=x>');
    expect(page).toContain('!\\[b\\](https://example.org/b.png)');
    expect(page).toContain('`<img src=a>`');
    expect(page).toContain('\\<b>all\\</b>');
    expect(page).toContain('\\[a\\](b)');
  });

  it('says that a change was undone, and what was left', () => {
    const page = (left: { path: string; reason: string }[]): string =>
      evidenceMarkdown(searchResult(verdict, { change: { type: 'undone', left } }));
    expect(page([])).toContain('applied, and undone since');
    expect(page([{ path: 'src/b.ts', reason: 'it changed since' }])).toContain('src/b.ts: it changed since');
  });

  it('is there as data too', () => {
    expect(JSON.parse(evidenceJson(searchResult(verdict)))).toEqual(
      JSON.parse(JSON.stringify(searchResult(verdict))),
    );
  });
});
