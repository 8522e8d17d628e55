import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import * as z from 'zod';
import type { CheckInput } from '../core/check.ts';
import type { Code } from '../core/code.ts';
import type { Kind, TaskCore } from '../core/kind.ts';
import { isRelativePath } from '../core/kinds/fields.ts';
import { kindOf } from '../core/kinds/table.ts';
import type { Command } from '../core/runs.ts';
import type { Clock, FileRead, Files, FileText, Searches } from '../core/ports.ts';
import { schemaFaults } from '../core/schemaFaults.ts';
import { verify } from '../core/verify.ts';
import type { Verdict } from '../core/verdict.ts';
import { openMemoryFolder } from '../node/memoryHouse.ts';
import type { OpenRuns } from '../node/scratch/runs.ts';
import type { Scanner } from '../node/search/scanner.ts';
import { idOf } from './rows.ts';

/** A row of `countersign verify -` (design section 13, contracts rule 4). */
const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]),
  files: z.record(z.string(), z.string()).optional(),
  workspace: z.string().optional(),
  task: z.record(z.string(), z.unknown()),
  result: z.unknown(),
  checks: z.array(z.array(z.string().min(1)).min(1)).optional(),
});

/** Rows that ask neither the compiler nor a run: they take little, and wait for programs that search. */
export function isLight(row: unknown): boolean {
  const parsed = rowSchema.safeParse(row);
  return parsed.success && !['edit', 'refactor'].includes(String(parsed.data.task['kind']));
}

export type VerifyAnswer =
  | {
      readonly id: string | number;
      readonly state: Verdict['state'];
      readonly findings: readonly object[];
      readonly proves: readonly string[];
      readonly unproven: readonly string[];
      readonly ms: number;
    }
  | { readonly id: string | number | null; readonly error: string };

/** What rows are judged with; built once, since a compiler that is warm answers the next row at once. */
export interface VerifyTools {
  /** Knowledge of code for a folder on disk, or for files in memory. */
  codeAt(folder: string | undefined): Code;
  searchesAt(folder: string): Searches;
  filesAt(folder: string): Files;
  readonly scanner: Scanner;
  readonly clock: Clock;
  /** Where the row's own check commands run; undefined where the caller did not allow it (contracts rule 7). */
  readonly runsAt?: ((place: RunPlace) => OpenRuns) | undefined;
}

/** The workspace of a row, on disk or as texts, and the commands that the row stands for as approved. */
export interface RunPlace {
  readonly folder: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
}

/**
 * Judges one row. A malformed row or task answers with `error` (contracts rule 63); a malformed result is
 * `refuted` (rule 3).
 */
export async function verifyRow(
  row: unknown,
  tools: VerifyTools,
  signal: AbortSignal,
): Promise<VerifyAnswer> {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return { id: idOf(row), error: schemaFaults(parsed.error) };
  const { id, task: input } = parsed.data;
  const kind = kindOf(String(input['kind']));
  if (kind === undefined)
    return { id, error: `there is no kind of task called "${String(input['kind'])}" here` };
  const task = kind.task.safeParse(input);
  if (!task.success) return { id, error: `the task is malformed: ${schemaFaults(task.error)}` };
  const place = await openPlace(parsed.data, tools);
  if (typeof place === 'string') return { id, error: place };
  const started = tools.clock.now();
  const { files = {}, workspace: folder, checks: commands = [] } = parsed.data;
  // Opened for edits only: nothing is copied or started before a check asks for a run.
  const runs =
    kind.kind === 'edit' || kind.kind === 'refactor'
      ? tools.runsAt?.({ folder, texts: files, commands })
      : undefined;
  try {
    const judged = { kind, task: task.data, raw: parsed.data.result, commands };
    const verdict = await judge(judged, place, runs, tools, signal);
    const { state, findings, proves, unproven } = verdict;
    return { id, state, findings, proves, unproven, ms: tools.clock.now() - started };
  } finally {
    await runs?.close();
    await place.dispose();
  }
}

interface OpenPlace {
  readonly files: Files;
  readonly searches: Searches;
  readonly code: Code;
  dispose(): Promise<void>;
}

/** The files of a row, or what is wrong with how they are given. */
async function openPlace(row: z.infer<typeof rowSchema>, tools: VerifyTools): Promise<OpenPlace | string> {
  const { files, workspace } = row;
  if ((files === undefined) === (workspace === undefined)) return 'a row has either "files" or "workspace"';
  if (files !== undefined) {
    const bad = Object.keys(files).find((path) => !isRelativePath(path));
    if (bad !== undefined) return `"${bad}" is no relative path`;
    const folder = folderAndFile(Object.keys(files));
    if (folder !== undefined) return `"${folder}" is a file and also the folder of another`;
    return {
      ...openMemoryFolder(files, (folder) => tools.searchesAt(folder), tools.scanner),
      code: tools.codeAt(undefined),
    };
  }
  const folder = workspace ?? '';
  if (!isAbsolute(folder)) return '"workspace" is not an absolute path';
  const entry = await stat(folder).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof entry === 'string') return `"workspace" cannot be opened: ${entry}`;
  if (!entry.isDirectory()) return '"workspace" is not a folder';
  return {
    files: tools.filesAt(folder),
    searches: tools.searchesAt(folder),
    code: tools.codeAt(folder),
    dispose: () => Promise.resolve(),
  };
}

/** A path that other paths stand below: no folder on disk could hold both. */
function folderAndFile(paths: readonly string[]): string | undefined {
  const all = new Set(paths);
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (all.has(path.slice(0, end))) return path.slice(0, end);
    }
  }
  return undefined;
}

type Judged = Pick<Verdict, 'state' | 'findings' | 'proves' | 'unproven'>;

interface RowParts {
  readonly kind: Kind<TaskCore, unknown>;
  readonly task: TaskCore;
  readonly raw: unknown;
  readonly commands: readonly Command[];
}

async function judge(
  { kind, task, raw, commands }: RowParts,
  place: OpenPlace,
  runs: OpenRuns | undefined,
  tools: VerifyTools,
  signal: AbortSignal,
): Promise<Judged> {
  const result = kind.result.safeParse(raw);
  if (!result.success) {
    const message = `the result breaks its contract: ${schemaFaults(result.error)}`;
    return {
      state: 'refuted',
      findings: [{ check: 'contract', level: 'fail', message }],
      proves: [],
      unproven: [],
    };
  }
  const paths = [...new Set(kind.handedOut(task))];
  const reads = await Promise.all(
    paths.map(async (path) => [path, await place.files.read(path, signal)] as const),
  );
  const handedOut: ReadonlyMap<string, FileRead> = new Map(reads);
  const texts = [...handedOut.values()].flatMap((read): FileText[] =>
    read.type === 'text' ? [read.file] : [],
  );
  const changeSet = kind.changeSet(task, result.data, texts);
  const input: CheckInput<TaskCore, unknown> = {
    task,
    result: result.data,
    handedOut,
    changeSet,
    files: place.files,
    searches: place.searches,
    code: place.code,
    commands,
    runs,
  };
  const words = { proves: kind.proves(task, result.data), leavesOpen: kind.leavesOpen(task, result.data) };
  return verify(input, kind.checks(task), words, tools.clock, signal);
}
