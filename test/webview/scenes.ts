import type { RunEvent } from '../../src/core/events.ts';
import {
  asked,
  delegated,
  drafted,
  ended,
  fell,
  judged,
  modified,
  planned,
  progress,
  verdict,
  wall,
  worker,
} from './events.ts';

/** Runs as people will see them, one a scene; tests show them in the page and look at what comes. */
const hits = [
  ['src/dates/parse.ts', 14, 'export function parseDate(text: string): Date | undefined {'],
  ['src/dates/parse.ts', 41, 'export function parseDateStrict(text: string, pattern: string): Date {'],
  ['src/dates/index.ts', 3, "export { parseDate, parseDateStrict } from './parse.js';"],
  ['src/server/routes/reports/monthly.ts', 88, '  const from = parseDate(request.query.from);'],
  [
    'src/server/routes/reports/monthly.ts',
    89,
    '  const to = parseDate(request.query.to) ?? new Date(clock.now());',
  ],
  ['src/cli/options.ts', 27, '    since: parseDate(flags.since ?? ""),'],
  ['src/import/csv.ts', 132, '      const value = parseDate(cell.trim());'],
  ['src/import/csv.ts', 140, "      if (value === undefined) throw new RowError(row, 'no date');"],
  ['test/dates/parse.test.ts', 9, "  expect(parseDate('2024-02-30')).toBeUndefined();"],
  ['test/dates/parse.test.ts', 12, "  expect(parseDate('')).toBeUndefined();"],
  ['docs/api/dates.md', 6, '`parseDate` takes an ISO date and gives a Date, or undefined.'],
  ['docs/api/dates.md', 22, 'See `parseDate` for what is accepted.'],
  ['CHANGELOG.md', 57, '- `parseDate` no longer takes 30 February.'],
] as const;

const searchResult = {
  pattern: 'parseDate',
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
  hits: hits.map(([path, line, text]) => ({ path, line, text })),
  total: hits.length,
};
const searchClaims = hits.map(([path, line], index) => ({
  id: `h${index + 1}`,
  text: `${path}:${line} matches`,
  place: { path, line },
}));

export const verifiedSearch: RunEvent[] = [
  asked('s', 'where do we parse dates?'),
  planned('s', [{ task: 's1', kind: 'search', title: 'where do we parse dates?' }]),
  delegated('s', 's1'),
  drafted('s', 's1', { result: searchResult, claims: searchClaims }),
  judged(
    's',
    's1',
    verdict('verified', {
      proves: ['these are exactly the lines that "parseDate" matches in this folder', 'their number is 13'],
      unproven: ['whether this pattern is what was meant'],
      checks: [
        ['The pattern is the one that was given', 'pass'],
        ['Every hit is one, and every match is reported', 'pass'],
        ['What a nearby pattern would add', 'pass', false],
      ],
      findings: [{ check: 'nearby', level: 'note', message: 'Ignoring case, 2 more lines would match.' }],
    }),
    {
      shown: hits.slice(0, 10).map(([path, line]) => ({ path, line })),
      answer: '13 lines match "parseDate" in 8 files.',
    },
  ),
  ended('s'),
];

export const refutedSearch: RunEvent[] = [
  asked('x', 'find calls of parseDateStrict'),
  planned('x', [{ task: 'x1', kind: 'search', title: 'find calls of parseDateStrict' }]),
  delegated('x', 'x1'),
  drafted('x', 'x1', {
    result: { hits: [{ path: 'src/dates/parse.ts', line: 90, text: 'parseDateStrict(value)' }] },
    claims: [
      { id: 'h1', text: 'src/dates/parse.ts:90 matches', place: { path: 'src/dates/parse.ts', line: 90 } },
    ],
  }),
  judged(
    'x',
    'x1',
    verdict('refuted', {
      findings: [
        {
          check: 'hits',
          level: 'fail',
          claim: 'h1',
          path: 'src/dates/parse.ts',
          line: 90,
          message: 'src/dates/parse.ts has no line 90: it ends at line 74.',
        },
        {
          check: 'hits',
          level: 'fail',
          path: 'src/server/routes/reports/monthly.ts',
          line: 91,
          message: '3 matching lines are missing, the first is this one.',
        },
      ],
      checks: [
        ['The pattern is the one that was given', 'pass'],
        ['Every hit is one, and every match is reported', 'fail'],
      ],
    }),
    {
      shown: [{ path: 'src/dates/parse.ts', line: 90 }],
      answer: '1 line matches "parseDateStrict" in 1 file.',
    },
  ),
  ended('x'),
];

export const refutedRead: RunEvent[] = [
  asked('r', 'what does parseDate do with an empty string?'),
  planned('r', [{ task: 'r1', kind: 'read', title: 'what does parseDate do with an empty string?' }]),
  delegated('r', 'r1'),
  fell('r', 'r1', 'the result breaks its contract: a statement has no quotes'),
  delegated('r', 'r1', worker, 2),
  drafted('r', 'r1', {
    result: {
      statements: [
        {
          text: 'It throws a `RangeError`, as in 2 other places.',
          quotes: [{ path: 'src/dates/parse.ts', line: 16, quote: "  if (text === '') return undefined;" }],
        },
      ],
    },
    claims: [
      {
        id: 's1',
        text: 'It throws a `RangeError`, as in 2 other places.',
        place: { path: 'src/dates/parse.ts', line: 16 },
        support: [{ path: 'src/dates/parse.ts', line: 16 }],
      },
    ],
  }),
  judged(
    'r',
    'r1',
    verdict('refuted', {
      findings: [
        {
          check: 'tokens',
          level: 'fail',
          claim: 's1',
          message: '`RangeError` stands in no quote of this statement.',
        },
        { check: 'tokens', level: 'fail', claim: 's1', message: '2 stands in no quote of this statement.' },
      ],
      checks: [
        ['Something is said', 'pass'],
        ['Every quote stands at its line', 'pass'],
        ['Names, numbers and paths stand in the quotes', 'fail'],
        ['No work is claimed without a receipt', 'pass'],
      ],
      unproven: ['whether the quotes support the statements'],
    }),
    {
      shown: [{ path: 'src/dates/parse.ts', line: 16 }],
      answer: 'It throws a `RangeError`, as in 2 other places. See `src/dates/parse.ts:16`.',
    },
  ),
  ended('r'),
];

const before = `import { clock } from '../clock.js';

const iso = /^\\d{4}-\\d{2}-\\d{2}$/;

export function parseDate(text: string): Date | undefined {
  if (text === '') return undefined;
  return iso.test(text) ? new Date(text) : undefined;
}
`;
const commented = before.replace(
  'export function parseDate',
  `/**
 * Parses an ISO date.
 *
 * @param text a date as \`2024-05-12\`
 * @returns the date, or undefined where the text is none
 */
export function parseDate`,
);

export const heldEdit: RunEvent[] = [
  asked('e', '/document parseDate'),
  planned('e', [
    {
      task: 'e1',
      kind: 'edit',
      title: 'Comment parseDate: Add a doc comment to parseDate',
      input: { intent: 'comments' },
    },
  ]),
  delegated('e', 'e1'),
  drafted('e', 'e1', {
    claims: [{ id: 'edit-1', text: 'Only comments change', place: { path: 'src/dates/parse.ts', line: 5 } }],
    changeSet: { files: [modified('src/dates/parse.ts', before, commented)] },
  }),
  judged(
    'e',
    'e1',
    verdict('verified', {
      proves: [
        'only comments changed in src/dates/parse.ts: the program without its comments is the same',
        'names and parameters that the new doc comments speak of exist',
      ],
      unproven: ['whether what the comments say is right'],
      checks: [
        ['Applies exactly once', 'pass'],
        ['Nothing else is left behind', 'pass'],
        ['Only comments changed', 'pass'],
        ['The doc comment agrees with its function', 'pass'],
      ],
    }),
    {
      answer: '1 place changed in src/dates/parse.ts',
      shown: [{ path: 'src/dates/parse.ts', line: 5, endLine: 10 }],
    },
  ),
  { type: 'held', run: 'e', task: 'e1', hash: 'hash-e1', missing: [] },
  ended('e'),
];

export const unprovenEdit: RunEvent[] = [
  asked('u', 'let parseDate also take a time'),
  planned(
    'u',
    [
      {
        task: 'u1',
        kind: 'edit',
        title: 'Edit parseDate: let parseDate also take a time',
        input: { intent: 'general' },
      },
    ],
    ['"quickly" was not used: nobody here acts on it.'],
    'model',
  ),
  delegated('u', 'u1'),
  drafted('u', 'u1', {
    changeSet: {
      files: [
        modified(
          'src/dates/parse.ts',
          before,
          before.replace(
            'const iso = /^\\d{4}-\\d{2}-\\d{2}$/;',
            'const iso = /^\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?(?:Z|[+-]\\d{2}:\\d{2})?)?$/;',
          ),
        ),
      ],
    },
  }),
  judged(
    'u',
    'u1',
    verdict('unproven', {
      unproven: ['whether the code behaves as was asked: no test has run'],
      findings: [
        { check: 'tests', level: 'unable', message: 'No check command is set, so no test was run.' },
        { check: 'types', level: 'note', message: 'No type error is new in the project.' },
      ],
      checks: [
        ['Applies exactly once', 'pass'],
        ['Syntax', 'pass'],
        ['Types', 'pass'],
        ['Tests that cover the changed lines', 'unable'],
      ],
    }),
    { answer: '1 place changed in src/dates/parse.ts' },
  ),
  {
    type: 'held',
    run: 'u',
    task: 'u1',
    hash: 'hash-u1',
    missing: ['the checks could not prove this result', 'package.json: build scripts always ask'],
  },
  ended('u'),
];

export const appliedEdit: RunEvent[] = [
  ...heldEdit,
  asked('e-apply', 'Apply: Comment parseDate: Add a doc comment to parseDate'),
  planned(
    'e-apply',
    [{ task: 'e1', kind: 'edit', title: 'Comment parseDate: Add a doc comment to parseDate' }],
    [],
    'record',
  ),
  delegated('e-apply', 'e1'),
  drafted('e-apply', 'e1', {
    free: true,
    changeSet: { files: [modified('src/dates/parse.ts', before, commented)] },
  }),
  judged(
    'e-apply',
    'e1',
    verdict('verified', {
      proves: ['only comments changed in src/dates/parse.ts'],
      checks: [['Only comments changed', 'pass']],
    }),
    {
      answer: '1 place changed in src/dates/parse.ts',
    },
  ),
  {
    type: 'applied',
    run: 'e-apply',
    task: 'e1',
    by: 'verdict',
    hash: 'hash-e1',
    files: [{ path: 'src/dates/parse.ts', sha256: 'f'.repeat(64), saved: false }],
    wall,
  },
  ended('e-apply'),
];

export const offered: RunEvent[] = [
  asked('o', 'dates in the importer'),
  {
    type: 'offered',
    run: 'o',
    question: 'This could be one of two things. Which is meant?',
    choices: [
      {
        label: 'Find lines about "dates in the importer"',
        detail: 'search: lists places, changes nothing',
        task: { kind: 'search' },
      },
      {
        label: 'Explain dates in the importer',
        detail: 'read: answers with quotes from src/import/csv.ts',
        task: { kind: 'read' },
      },
    ],
  },
  ended('o'),
];

export const declined: RunEvent[] = [
  asked('d', 'delete src/dates/legacy.ts and run the tests'),
  {
    type: 'declined',
    run: 'd',
    reason: 'Nobody here deletes, moves or renames files: a model never gets to.',
    next: 'Do it in the Explorer. Edits inside a file are fine: name the function and the change.',
  },
  ended('d'),
];

export const streaming: RunEvent[] = [
  asked('l', 'give parseDateStrict an optional time zone'),
  planned('l', [
    {
      task: 'l1',
      kind: 'edit',
      title: 'Edit parseDateStrict: give parseDateStrict an optional time zone',
      input: { intent: 'general' },
    },
  ]),
  delegated('l', 'l1'),
  progress('l', 'l1', 'reading the model into memory', true),
  ...'export function parseDateStrict(text: string, pattern: string, zone = "UTC"): Date {\n  const parts = split(text, pattern);\n  if (parts === undefined)'
    .split(/(?<= )/)
    .map((word) => progress('l', 'l1', word)),
];

export const noResult: RunEvent[] = [
  asked('n', 'how are sessions kept?'),
  planned('n', [{ task: 'n1', kind: 'read', title: 'how are sessions kept?' }]),
  delegated('n', 'n1'),
  fell('n', 'n1', 'the server closed the connection after 12 s'),
  fell('n', 'n1', 'no other local model is there', ''),
  ended('n', 'failed', 'how are sessions kept?: the server closed the connection after 12 s'),
];

export const stale: RunEvent[] = [
  ...verifiedSearch,
  { type: 'staled', run: 's', task: 's1', path: 'src/dates/parse.ts' },
];

/** Long words, long lines, Chinese, and a file path that fills several rows of a narrow view. */
export const longText: RunEvent[] = [
  asked('w', `在哪里解析日期？${'x'.repeat(120)} where is ${'averyLongIdentifierWithoutAnyBreak'.repeat(4)}`),
  planned(
    'w',
    [{ task: 'w1', kind: 'search', title: `Find ${'averyLongIdentifierWithoutAnyBreak'.repeat(4)}` }],
    [`"${'Donaudampfschifffahrtsgesellschaft'.repeat(4)}" was left out: nobody here acts on it.`],
  ),
  delegated('w', 'w1', 'openai/company-internal-registry.example/very/long/model-name-instruct-q4_k_m.gguf'),
  drafted('w', 'w1', {
    result: {
      hits: [
        {
          path: `packages/${'deeply/nested/'.repeat(8)}aFileWithQuiteALongNameInIt.component.test.ts`,
          line: 123_456,
          text: `const minified=${'a=b;'.repeat(500)}`,
        },
      ],
    },
    claims: [],
    worker: 'openai/company-internal-registry.example/very/long/model-name-instruct-q4_k_m.gguf',
  }),
  judged(
    'w',
    'w1',
    verdict('verified', {
      proves: [
        `these are exactly the lines that "${'averyLongIdentifierWithoutAnyBreak'.repeat(4)}" matches`,
      ],
    }),
    {
      worker: 'openai/company-internal-registry.example/very/long/model-name-instruct-q4_k_m.gguf',
      answer: '1 line matches. 一行匹配，在一个文件中。',
      shown: [
        {
          path: `packages/${'deeply/nested/'.repeat(8)}aFileWithQuiteALongNameInIt.component.test.ts`,
          line: 123_456,
        },
      ],
    },
  ),
  ended('w'),
];

export const markdownAnswer: RunEvent[] = [
  asked('m', 'explain the import'),
  planned('m', [{ task: 'm1', kind: 'read', title: 'explain the import' }]),
  delegated('m', 'm1'),
  drafted('m', 'm1', { result: {}, claims: [] }),
  judged('m', 'm1', verdict('unproven', { unproven: ['whether the quotes support the statements'] }), {
    answer: `The importer reads **row by row** and calls [parseDate](src/dates/parse.ts#L14) in \`src/import/csv.ts:132\`.

1. \`__init__\` of each row is *not* called
2. a cell without a date ends the import

\`\`\`ts
// what stands there
const value = parseDate(cell.trim());
if (value === undefined) throw new RowError(row, 'no date', 42);
\`\`\`

> See also [the format](https://example.com/csv?secret=1) and ![a picture](https://example.com/p.png).

| cell | result |
| --- | --- |
| \`2024-05-12\` | a date |
| empty | an error |`,
  }),
  ended('m'),
];

export const scenes: Readonly<Record<string, readonly RunEvent[]>> = {
  'verified-search': verifiedSearch,
  'refuted-search': refutedSearch,
  'refuted-read': refutedRead,
  'held-edit': heldEdit,
  'unproven-edit': unprovenEdit,
  'applied-edit': appliedEdit,
  offered,
  declined,
  streaming,
  'no-result': noResult,
  stale,
  'long-text': longText,
  'markdown-answer': markdownAnswer,
};
