import type { Outcome } from './judge.ts';

/** `hits` of `n`, with the interval in which the true share lies with 95 % (Wilson's score interval). */
export interface Share {
  readonly hits: number;
  readonly n: number;
  readonly low: number;
  readonly high: number;
}

/** Wilson, E. B. (1927); z = 1.96. With n = 0 nothing is known: 0 to 1. */
export function share(hits: number, n: number): Share {
  if (n === 0) return { hits, n, low: 0, high: 1 };
  const z = 1.959963984540054;
  const p = hits / n;
  const middle = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    hits,
    n,
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

/** `19/22 = 86 % [67, 95]`, or a dash where there was nothing to count. */
export function sayShare(one: Share): string {
  if (one.n === 0) return '-';
  const percent = (value: number): string => String(Math.round(value * 100));
  return `${one.hits}/${one.n} = ${percent(one.hits / one.n)} % [${percent(one.low)}, ${percent(one.high)}]`;
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return Number.isInteger(half) && sorted.length > 0 ? ((sorted[half - 1] ?? 0) + upper) / 2 : upper;
}

/** A row of the table: one kind of ask, or several taken together. */
export interface Row {
  readonly name: string;
  readonly n: number;
  readonly kind: Share;
  readonly right: Share;
  readonly rightFirst: Share;
  readonly proof: Share;
  readonly passed: Share;
  /** Of the edits that passed every check that ran: how many are right. */
  readonly passedRight: Share;
  readonly verifiedRight: number;
  readonly verifiedWrong: number;
  readonly claimFalse: number;
  readonly unproven: number;
  readonly unprovenRight: number;
  readonly refuted: number;
  readonly noResult: number;
  readonly asked: number;
  readonly seconds: number;
  readonly tokens: number;
}

/** Adds up the outcomes of one row. */
export function rowOf(name: string, outcomes: readonly Outcome[]): Row {
  const n = outcomes.length;
  const count = (test: (one: Outcome) => boolean): number => outcomes.filter(test).length;
  const withProof = outcomes.filter((one) => one.final.proof !== undefined);
  const edits = outcomes.filter((one) => one.final.passed !== undefined);
  const passed = edits.filter((one) => one.final.passed === true);
  const isUnclear = (one: Outcome): boolean => one.kind === 'unclear';
  return {
    name,
    n,
    kind: share(
      count((one) =>
        isUnclear(one) ? one.final.right : one.planned === 'right kind' || one.planned === 'asked back',
      ),
      n,
    ),
    right: share(
      count((one) => one.final.right),
      n,
    ),
    rightFirst: share(
      count((one) => one.first.right),
      n,
    ),
    proof: share(withProof.filter((one) => one.final.proof === true).length, withProof.length),
    passed: share(passed.length, edits.length),
    passedRight: share(passed.filter((one) => one.final.right).length, passed.length),
    verifiedRight: count((one) => one.final.state === 'verified' && one.final.right),
    verifiedWrong: count((one) => one.final.state === 'verified' && !one.final.right),
    claimFalse: count((one) => one.final.state === 'verified' && one.final.claimFalse === true),
    unproven: count((one) => one.final.state === 'unproven'),
    unprovenRight: count((one) => one.final.state === 'unproven' && one.final.right),
    refuted: count((one) => one.final.state === 'refuted' || one.final.state === 'stale'),
    noResult: count((one) => one.final.state === 'none'),
    asked: count((one) => one.asked),
    seconds: median(outcomes.map((one) => one.seconds)),
    tokens: median(outcomes.map((one) => one.promptTokens + one.outputTokens)),
  };
}

const names: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['find (open search)', ['find']],
  ['closed search', ['closed']],
  ['read', ['read']],
  ['edit: comments', ['comments']],
  ['edit: general', ['general']],
  ['edit: types', ['types']],
  ['small edits together', ['comments', 'general', 'types']],
  ['rename', ['rename']],
  ['unclear or out of scope', ['unclear']],
  ['compound', ['compound']],
];

/** All rows that have outcomes, the atomic asks together last. */
export function rowsOf(outcomes: readonly Outcome[]): readonly Row[] {
  const rows = names
    .map(([name, kinds]) =>
      rowOf(
        name,
        outcomes.filter((one) => kinds.includes(one.kind)),
      ),
    )
    .filter((row) => row.n > 0);
  return [
    ...rows,
    rowOf(
      'all atomic asks',
      outcomes.filter((one) => one.kind !== 'compound'),
    ),
  ];
}

/** The table as text. Columns are as wide as their widest cell. */
export function tableOf(rows: readonly Row[]): string {
  const head = [
    'kind of ask',
    'n',
    'kind right or asked back',
    'right',
    'right without re-ask',
    'proving line in 3 quotes',
    'passed checks',
    'right of passed',
    'verified right',
    'verified wrong',
    'claim false',
    'unproven (right)',
    'refuted',
    'no result',
    'asked person',
    'median s',
    'median tokens',
  ];
  const cells = rows.map((row) => [
    row.name,
    String(row.n),
    sayShare(row.kind),
    sayShare(row.right),
    sayShare(row.rightFirst),
    sayShare(row.proof),
    sayShare(row.passed),
    sayShare(row.passedRight),
    String(row.verifiedRight),
    String(row.verifiedWrong),
    String(row.claimFalse),
    `${row.unproven} (${row.unprovenRight})`,
    String(row.refuted),
    String(row.noResult),
    String(row.asked),
    row.seconds.toFixed(1),
    String(Math.round(row.tokens)),
  ]);
  // A wide table is unreadable in a terminal: one block a row of the head, kinds as columns.
  const turned = head.map((title, index) => [title, ...cells.map((row) => row[index] ?? '')]);
  const widths =
    turned[0]?.map((_, column) => Math.max(...turned.map((row) => (row[column] ?? '').length))) ?? [];
  return turned
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A goal with what was reached. The figures are the project's goals for its first line; none gates a build. */
export interface Goal {
  readonly name: string;
  readonly wanted: string;
  readonly got: string;
  readonly reached: boolean;
}

/** The goals beside the figures, for the rows that were run. */
export function goalsOf(outcomes: readonly Outcome[]): readonly Goal[] {
  const of = (...kinds: readonly string[]): readonly Outcome[] =>
    outcomes.filter((one) => kinds.includes(one.kind));
  const atLeast = (name: string, least: number, got: Share): Goal[] =>
    got.n === 0
      ? []
      : [
          {
            name,
            wanted: `at least ${least * 100} %`,
            got: sayShare(got),
            reached: got.hits / got.n >= least,
          },
        ];
  const atomic = outcomes.filter((one) => one.kind !== 'compound');
  const edits = rowOf('', of('comments', 'general', 'types'));
  const verifiedWrong = rowOf('', outcomes).verifiedWrong;
  return [
    ...atLeast('kind right or asked back', 0.95, rowOf('', atomic).kind),
    ...atLeast('wanted line among the ten shown', 0.85, rowOf('', of('find')).right),
    ...atLeast('answers right', 0.8, rowOf('', of('read')).right),
    ...atLeast('a proving line among the first three quotes', 0.85, rowOf('', of('read')).proof),
    ...atLeast('closed searches right', 1, rowOf('', of('closed')).right),
    ...atLeast('renames right', 1, rowOf('', of('rename')).right),
    ...atLeast('small edits right', 0.6, edits.right),
    ...atLeast('of small edits that passed every check that ran, right', 0.97, edits.passedRight),
    { name: 'verified and wrong', wanted: '0', got: String(verifiedWrong), reached: verifiedWrong === 0 },
  ];
}
