import type { CodeAnswer, FunctionPair } from './code.ts';

/** A program and its arguments; never a line for a shell (design section 8). */
export type Command = readonly string[];

/** Commands that a person allowed to run on this folder, and why others do not run: one sentence each. */
export interface ApprovedCommands {
  readonly commands: readonly Command[];
  readonly missing: readonly string[];
}

/** What a test runner's own summary said. */
export interface RunCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type RunEnd =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'signalled'; readonly signal: string }
  | { readonly type: 'timed-out'; readonly afterMs: number };

/** A stretch of a text that no process ran: offsets in UTF-16 units, the end exclusive. */
export type Stretch = readonly [from: number, to: number];

/** What one run of a command left behind: facts that our own process saw, never a sentence that was printed. */
export interface RunReceipt {
  readonly command: Command;
  readonly end: RunEnd;
  readonly ms: number;
  /** Undefined where the output is of no runner that is known here. */
  readonly counts: RunCounts | undefined;
  /** Names of failed tests, as the runner prints them; not all where its output was cut. */
  readonly failing: readonly string[];
  /** SHA-256 (hex) over the paths and contents that were laid over the workspace for this run. */
  readonly sha256: string;
  /** How much it printed, and the last of it. */
  readonly bytes: number;
  readonly tail: string;
  /**
   * For each of the asked files what of it never ran, where the runner's processes could tell. A file that is not
   * in here is unknown, not unreached.
   */
  readonly unreached: ReadonlyMap<string, readonly Stretch[]>;
}

export interface RunOptions {
  /** Files of which to find out what ran. */
  readonly cover?: readonly string[];
  /** Milliseconds after which the run is ended. */
  readonly timeoutMs?: number;
}

/** A copy of the workspace, held by one check at a time. */
export interface Scratch {
  /** What the copy lacks, in words. */
  readonly notes: readonly string[];
  /**
   * Brings the copy into a clean state with `texts` in place of what is in the workspace (null: no such file; with
   * byte order mark where there is one), runs the command in it, and ends all that it started. Never throws.
   */
  run(
    command: Command,
    texts: ReadonlyMap<string, string | null>,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<CodeAnswer<RunReceipt>>;
}

/** What came of calling both versions of a function with the same made-up arguments. */
export interface Comparison {
  readonly name: string;
  /** Calls that counted: the old version gave a value, or threw by a `throw` of its own. */
  readonly calls: number;
  /** The first call whose outcomes differ, as JavaScript. */
  readonly difference?: { readonly call: string; readonly before: string; readonly after: string };
  /** Why it says nothing. */
  readonly unable?: string;
}

/** Where the user's own commands may run: in a scratch copy of one workspace folder, and only there. */
export interface Runs {
  approved(signal: AbortSignal): Promise<ApprovedCommands>;
  /** Makes the copy, or brings it up to date, and lends it; the next one waits. Never throws for what a run does. */
  use<T>(act: (scratch: Scratch) => Promise<T>, signal: AbortSignal): Promise<CodeAnswer<T>>;
  /** Calls old and new versions in a process of its own, without files, network or clock. */
  compare(pairs: readonly FunctionPair[], signal: AbortSignal): Promise<CodeAnswer<readonly Comparison[]>>;
}
