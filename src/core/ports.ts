import type { RunEvent } from './events.ts';
import type { Applied, Cleared, ClearedUndo } from './gate.ts';
import type { Left } from './ledger/results.ts';
import type { Code } from './code.ts';
import type { Model } from './model.ts';
import type { Runs } from './runs.ts';
import type { ReviewBase } from './request.ts';

/** A file's text as it was handed out. `text` has no byte order mark and keeps its line endings. */
export interface FileText {
  readonly path: string;
  readonly text: string;
  readonly bom: boolean;
  /** SHA-256 (hex) of the bytes on disk, or of the unsaved text as UTF-8 where the editor holds one. */
  readonly sha256: string;
  /** True where the text is an editor's unsaved one. */
  readonly unsaved: boolean;
}

export type FileRefusal =
  'missing' | 'not-a-file' | 'binary' | 'too-big' | 'not-utf8' | 'outside' | 'bad-path' | 'unreadable';

export type FileRead =
  | { readonly type: 'text'; readonly file: FileText }
  | { readonly type: 'refused'; readonly reason: FileRefusal; readonly message: string };

/** The files of one workspace folder. Paths as in contracts rule 2; nothing outside the folder is ever read. */
export interface Files {
  /** The folder's name as people see it. */
  readonly name: string;
  /** Never throws; files over 2 MiB, binary files and text that is not UTF-8 are refused (design section 12). */
  read(path: string, signal: AbortSignal): Promise<FileRead>;
  /** Paths of all files a search would look into, sorted. */
  list(signal: AbortSignal): Promise<readonly string[]>;
}

/** A search as contracts rules 14 to 21 define it. Empty `include` or `exclude` means everything, nothing. */
export interface SearchQuery {
  readonly pattern: string;
  readonly regex: boolean;
  readonly word: boolean;
  readonly caseSensitive: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** One matching line: `text` whole, without its ending and without a byte order mark. */
export interface Hit {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export type SearchOutcome =
  | { readonly type: 'hits'; readonly hits: readonly Hit[]; readonly engine: string }
  | { readonly type: 'bad-pattern'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

/** Finds lines. Never throws; an abort ends in `failed`. */
export interface SearchEngine {
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchOutcome>;
  /** Whether the pattern and flags of a query match one line of text; undefined where this engine cannot tell. */
  matches(query: SearchQuery, line: string, signal: AbortSignal): Promise<boolean | undefined>;
}

/** The search of the work, and a second one by another way, with which checks compare (design section 12, Ladder). */
export interface Searches {
  readonly first: SearchEngine;
  readonly second: SearchEngine;
}

/** Writes a cleared change set: all of it or nothing, only where every base is still as it was. Never throws. */
export interface Writer {
  write(cleared: Cleared, signal: AbortSignal): Promise<WriteOutcome>;
  /**
   * Restores the files of one result, each only where it still is, byte for byte, what that result left; the others
   * are left and named. What is restored is restored as one, or not at all. Never throws.
   */
  undo(cleared: ClearedUndo, signal: AbortSignal): Promise<UndoOutcome>;
}

export type UndoOutcome =
  | {
      readonly type: 'undone';
      /** `saved` false: in a document with unsaved text of the person's own. */
      readonly restored: readonly { readonly path: string; readonly saved: boolean }[];
      readonly left: readonly Left[];
    }
  /** Nothing was restored. */
  | { readonly type: 'failed'; readonly message: string };

export type WriteOutcome =
  | { readonly type: 'applied'; readonly applied: Applied }
  | { readonly type: 'stale'; readonly path: string; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

/** What the working tree of a folder has that was not committed. */
export interface History {
  /** Never throws. */
  changes(against: ReviewBase, signal: AbortSignal): Promise<WorkingChanges>;
}

export type WorkingChanges =
  | {
      readonly type: 'changes';
      /** What was compared with, in words. */
      readonly base: string;
      /** Files that differ, sorted; `base` is the text that was committed, undefined for a file that is new. */
      readonly files: readonly { readonly path: string; readonly base: FileText | undefined }[];
      /** What differs and cannot be compared, each with why. */
      readonly skipped: readonly string[];
    }
  | { readonly type: 'unable'; readonly reason: string; readonly next: string };

/** What only the disk can say of a path that a change set wants to write. Any error is a `refused`. */
export interface PathFacts {
  decide(path: string, operation: 'modify' | 'create', signal: AbortSignal): Promise<PathDecision>;
}

/** `realPath` is absolute with every link resolved; approvals are bound to it (design section 8). */
export type PathDecision =
  | { readonly type: 'allow' | 'ask'; readonly realPath: string; readonly reason: string }
  | { readonly type: 'deny'; readonly reason: string };

/** Monotonic milliseconds, wall clock for display, and a delay that ends at once when the signal does. */
export interface Clock {
  now(): number;
  wall(): string;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** Appends one event durably and shows it to every view. Never throws: a full disk is reported by its owner. */
export interface Log {
  append(event: RunEvent): Promise<void>;
}

/** Everything a run may touch, for one workspace folder. Built by the composition root, never by the core. */
export interface House {
  readonly files: Files;
  readonly searches: Searches;
  readonly code: Code;
  readonly history: History;
  /** Workers that can take a task, best first. Empty where no model is reachable; `modelsMissing` then says why. */
  models(signal: AbortSignal): Promise<ModelList>;
  readonly paths: PathFacts;
  readonly writer: Writer;
  readonly log: Log;
  readonly clock: Clock;
  /** Where the user's own check commands may run; undefined where none may. */
  readonly runs?: Runs | undefined;
  /** False in Restricted Mode: no model call, no process, no write (design section 12). */
  readonly trusted: boolean;
  /** SHA-256 as lower-case hex of the UTF-8 bytes of a text. */
  hash(text: string): string;
  /** A fresh id, unique across windows. */
  newId(): string;
}

export interface ModelList {
  readonly models: readonly Model[];
  /** Why nothing better is there, and what to do next: one line each. */
  readonly missing: readonly string[];
}
