import { afterAll, beforeAll } from 'vitest';
import { edit } from '../../../../src/core/kinds/edit.ts';
import { editResultSchema, editTaskSchema } from '../../../../src/core/edit/contract.ts';
import type { FileRead, Files } from '../../../../src/core/ports.ts';
import type { Runs } from '../../../../src/core/runs.ts';
import type { Verdict } from '../../../../src/core/verdict.ts';
import { verify } from '../../../../src/core/verify.ts';
import { filesOf, openTestCode, type Texts } from '../../../node/code/project.ts';

/** One row of `countersign verify -`, as far as edits are concerned. */
export interface Row {
  readonly files: Texts;
  readonly task: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly commands?: readonly (readonly string[])[];
  /** Where commands may run. */
  readonly runs?: Runs;
}

export interface Judged extends Verdict {
  /** Findings that refute, as text. */
  readonly fails: string;
  /** What could not be checked, as text. */
  readonly unables: string;
}

const clock = {
  now: () => performance.now(),
  wall: () => '2026-01-01T00:00:00.000Z',
  delay: (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/** Verifies rows of edits with the real parsers and the real compiler, one worker for a test file. */
export function openRows(): (row: Row) => Promise<Judged> {
  const code = openTestCode();
  beforeAll(async () => {
    await code.symbols('warm.ts', '', new AbortController().signal);
  }, 120_000);
  afterAll(() => code[Symbol.dispose]());
  // Rows on the very same texts are one project to the compiler, which then stays warm.
  const projects = new WeakMap<Texts, Files>();
  return async (row) => {
    const task = editTaskSchema.parse({ kind: 'edit', instruction: 'do it', ...row.task });
    const parsed = editResultSchema.safeParse(row.result);
    if (!parsed.success) {
      // The row's result breaks its contract: refuted before any check (contracts rule 3).
      const none = { findings: [], reports: [], proves: [], unproven: [], files: {}, ms: 0 };
      return { ...none, state: 'refuted', fails: 'schema', unables: '' };
    }
    const files = projects.get(row.files) ?? filesOf(row.files);
    projects.set(row.files, files);
    const signal = new AbortController().signal;
    const handedOut = new Map<string, FileRead>();
    for (const path of edit.handedOut(task)) handedOut.set(path, await files.read(path, signal));
    const texts = [...handedOut.values()].flatMap((read) => (read.type === 'text' ? [read.file] : []));
    const changeSet = edit.changeSet(task, parsed.data, texts);
    const none = () => Promise.resolve({ type: 'failed' as const, message: 'no search here' });
    const engine = { search: none, matches: () => Promise.resolve(undefined) };
    const input = {
      task,
      result: parsed.data,
      handedOut,
      changeSet,
      files,
      searches: { first: engine, second: engine },
      code,
      commands: row.commands ?? [],
      runs: row.runs,
    };
    const words = { proves: edit.proves(task, parsed.data), leavesOpen: edit.leavesOpen(task, parsed.data) };
    const verdict = await verify(input, edit.checks(task), words, clock, signal);
    const said = (level: string): string =>
      verdict.findings
        .filter((finding) => finding.level === level)
        .map((finding) => `${finding.check} ${finding.path ?? ''}:${finding.line ?? ''} ${finding.message}`)
        .join('\n');
    return { ...verdict, fails: said('fail'), unables: said('unable') };
  };
}

/** A comments task on one file, with the whole text of that file as its result. */
export function commentRow(
  path: string,
  before: string,
  after: string,
  more: Readonly<Record<string, unknown>> = {},
): Row {
  return {
    files: { [path]: before },
    task: { intent: 'comments', instruction: 'add comments', paths: [path], ...more },
    result: { edits: [{ path, whole: after }] },
  };
}
