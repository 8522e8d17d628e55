import type { FileChange } from '../../change.ts';
import type { CheckOutcome } from '../../check.ts';
import type { Command, RunReceipt, Runs, Scratch } from '../../runs.ts';
import type { Evidence } from '../../verdict.ts';
import type { EditInput } from './staged.ts';
import { isTestFile } from './testCalls.ts';

/** Texts over the workspace for one run; null is no file. With the byte order mark that the file carries. */
export type Overlay = ReadonlyMap<string, string | null>;

/** All that a check needs to run the user's commands, or why it cannot. */
export type Ready =
  | {
      readonly type: 'ready';
      readonly runs: Runs;
      readonly commands: readonly Command[];
      /** Why commands that a person approved once do not run any more: one sentence each. */
      readonly missing: readonly string[];
    }
  | { readonly type: 'unable'; readonly reason: string };

/** Whether commands may run here, and which (contracts rule 7). */
export async function readyToRun(
  input: EditInput,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<Ready> {
  if (input.runs === undefined) {
    const count = input.commands.length;
    const reason =
      count === 0
        ? "there was no run of the user's own tests"
        : `the ${count} approved check commands are not run here: nothing allows a run`;
    return { type: 'unable', reason };
  }
  const { commands, missing } = await input.runs.approved(signal);
  const altered = alteredCommand(commands, changes);
  if (altered !== undefined) return { type: 'unable', reason: `nothing was run: ${altered}` };
  if (commands.length > 0) return { type: 'ready', runs: input.runs, commands, missing };
  return { type: 'unable', reason: missing.join('; ') || noCommands };
}

const noCommands =
  "no check command is approved for this folder, so there was no run of the user's own tests";

/** Files that say what a program does when it is started: a change to them changes the command. */
const declaring: readonly { readonly program: RegExp; readonly file: RegExp }[] = [
  {
    program: /^(?:npm|npx|pnpm|pnpx|yarn|bun|bunx)(?:\.cmd|\.exe)?$/u,
    file: /(?:^|\/)(?:package\.json|\.npmrc|\.yarnrc\.yml|\.pnpmfile\.cjs|pnpm-workspace\.yaml|bunfig\.toml)$/u,
  },
  { program: /^g?make$/u, file: /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/u },
  { program: /^cargo$/u, file: /(?:^|\/)(?:Cargo\.toml|build\.rs|\.cargo\/config(?:\.toml)?)$/u },
  {
    program: /^(?:pytest|python[\d.]*|tox|nox|uv|poetry)$/u,
    file: /(?:^|\/)(?:pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|pytest\.ini|noxfile\.py)$/u,
  },
  {
    program: /^(?:gradlew?|mvnw?|ant)(?:\.bat|\.cmd)?$/u,
    file: /(?:^|\/)(?:(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties|pom\.xml|build\.xml|gradle-wrapper\.properties)$/u,
  },
  {
    program: /^(?:deno|just|rake|task)$/u,
    file: /(?:^|\/)(?:deno\.jsonc?|[Jj]ustfile|Rakefile|Taskfile\.ya?ml)$/u,
  },
];

/**
 * Why commands are not run on a change that alters what they do: a person approved them as they were, and a model may
 * not say what is started (design section 12, Check commands).
 */
export function alteredCommand(
  commands: readonly Command[],
  changes: readonly FileChange[],
): string | undefined {
  for (const command of commands) {
    const program = (command[0] ?? '').replace(/^.*[\\/]/u, '');
    const files = declaring.find((each) => each.program.test(program))?.file;
    // What is started, and what is handed to it to be run; a test that is named is what a test run is about.
    const named = new Set(command.map((word) => word.replace(/^(?:\.\/)+/u, '')));
    const change = changes.find(
      ({ path }) => files?.test(path) === true || (named.has(path) && !isTestFile(path)),
    );
    if (change !== undefined)
      return `the change alters ${change.path}, which says what ${wordsOfCommand(command)} does`;
  }
  return undefined;
}

export function overlayOf(changes: readonly FileChange[], side: 'before' | 'after'): Overlay {
  return new Map(
    changes.map((change): [string, string | null] => {
      if (side === 'before' && change.baseSha256 === null) return [change.path, null];
      const text = side === 'before' ? change.base : change.content;
      return [change.path, change.bom ? `\uFEFF${text}` : text];
    }),
  );
}

/** Whether a run went well: it ended with 0, and no test failed. */
export function isGreen(receipt: RunReceipt): boolean {
  return (
    receipt.end.type === 'exited' &&
    receipt.end.code === 0 &&
    (receipt.counts === undefined || receipt.counts.failed === 0)
  );
}

/** Tests that ran, passed or not. */
export function ranCount(receipt: RunReceipt): number | undefined {
  return receipt.counts === undefined ? undefined : receipt.counts.passed + receipt.counts.failed;
}

/** `npm test`, as people write it. */
export function wordsOfCommand(command: Command): string {
  return `\`${command.map((part) => (/^[\w@%+=:,./-]+$/u.test(part) ? part : JSON.stringify(part))).join(' ')}\``;
}

export function endOf(receipt: RunReceipt): string {
  const { end } = receipt;
  switch (end.type) {
    case 'exited':
      return `exit code ${end.code}`;
    case 'signalled':
      return `ended by ${end.signal}`;
    case 'timed-out':
      return `not done after ${Math.round(end.afterMs / 1000)} s`;
  }
}

/** What a run left behind, as evidence: the command, how it ended, its counts, and the end of what it printed. */
export function receiptEvidence(receipt: RunReceipt, when: string): Evidence {
  const { counts, end, ms, bytes, sha256, tail } = receipt;
  const last = tail.length > 600 ? `\u2026${tail.slice(-600)}` : tail;
  return {
    saw: `${wordsOfCommand(receipt.command)} ${when}: ${endOf(receipt)}${last.trim() === '' ? '' : `\n${last}`}`,
    sha256,
    ...(end.type === 'exited' ? { exitCode: end.code } : {}),
    counts: { ...counts, ms, bytes },
  };
}

/** The last line that says something, for a finding. */
export function lastWords(receipt: RunReceipt): string {
  const lines = receipt.tail.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.find((line) => /\b(?:Error|error:|Exception|panic)\b/u.test(line)) ?? lines.at(-1) ?? '';
  return telling.trim().slice(0, 200);
}

/** Runs commands one after the other, until one does not go well. */
export async function runAll(
  scratch: Scratch,
  commands: readonly Command[],
  texts: Overlay,
  cover: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly receipts: readonly RunReceipt[]; readonly reason: string | undefined }> {
  const receipts: RunReceipt[] = [];
  for (const command of commands) {
    const answer = await scratch.run(command, texts, { cover }, signal);
    if (answer.type === 'unable') return { receipts, reason: answer.reason };
    receipts.push(answer.value);
    if (!isGreen(answer.value)) break;
  }
  return { receipts, reason: undefined };
}

/** Programs that look at code without running it: no test of theirs notices a fault. */
const linters =
  /^(?:tsc|eslint|oxlint|prettier|biome|stylelint|ruff|mypy|pyright|black|flake8|clippy-driver)$/u;

/** Those commands whose runs can notice a fault: of which tests were counted, else all that are no mere linters. */
export function testCommands(receipts: readonly RunReceipt[]): readonly RunReceipt[] {
  const counted = receipts.filter((receipt) => (ranCount(receipt) ?? 0) > 0);
  if (counted.length > 0) return counted;
  return receipts.filter((receipt) => {
    const words = receipt.command.map((part) => part.replace(/^.*[\\/]/u, ''));
    const isLint =
      words.some((word) => linters.test(word)) ||
      /\b(?:lint|typecheck|type-check|format|vet|fmt|check)\b/u.test(words.join(' '));
    return !isLint && receipt.counts === undefined;
  });
}

/** How long a run with a planted fault may take, by how long it took without one; a fault may never end. */
export function mutantLimit(receipt: RunReceipt): number {
  return Math.max(15_000, 4 * receipt.ms);
}

/**
 * Whether a run noticed a planted fault: tests ran and some failed, or it did not end in time. Where no counts are
 * known, that it ended otherwise than with 0. A build that broke is no test that failed.
 */
export function isNoticed(receipt: RunReceipt, without: RunReceipt): boolean {
  if (receipt.end.type === 'timed-out') return true;
  if (without.counts !== undefined)
    return receipt.counts !== undefined && receipt.counts.failed > without.counts.failed;
  return !isGreen(receipt);
}

/** Says of an outcome which approvals were void. */
export function withMissing(outcome: CheckOutcome, missing: readonly string[]): CheckOutcome {
  if (missing.length === 0) return outcome;
  if (outcome.type === 'pass') {
    return { ...outcome, notes: [...(outcome.notes ?? []), ...missing.map((message) => ({ message }))] };
  }
  if (outcome.type === 'unable') return { ...outcome, reason: [outcome.reason, ...missing].join('; ') };
  return { ...outcome, evidence: [...outcome.evidence, ...missing.map((saw) => ({ saw }))] };
}

export function unable(reason: string, evidence: readonly Evidence[]): CheckOutcome {
  return { type: 'unable', reason, evidence };
}
