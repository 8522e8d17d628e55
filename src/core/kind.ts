import type * as z from 'zod';
import type { ChangeSet } from './change.ts';
import type { Check } from './check.ts';
import type { Model, ModelProgress, Usage } from './model.ts';
import type { FileText, House } from './ports.ts';
import type { Claim, Place } from './verdict.ts';

/** What every task has; each kind adds its own inputs (design section 4). */
export interface TaskCore {
  readonly kind: string;
  /** SHA-256 (hex) of the files as they were handed out, by path (contracts rule 9). */
  readonly base?: Readonly<Record<string, string>> | undefined;
}

/**
 * What a worker returned, before anything has been believed. `raw` is data of unknown shape: only `accept` may
 * look into it, through the contract's closed schema.
 */
export type Draft =
  | { readonly type: 'drafted'; readonly raw: unknown; readonly usage: Usage; readonly note?: string }
  | {
      readonly type: 'failed';
      readonly reason: string;
      readonly usage: Usage;
      /** False where a fresh prompt cannot help: the server is down, or the answer came back unchanged. */
      readonly retry: boolean;
    }
  | { readonly type: 'aborted'; readonly usage: Usage };

/** What a delegation may use beside the model: the files it was handed, and what went wrong in the try before. */
export interface Delegation {
  /** Its `files` answer with the bytes that were handed out for this task, so drafts and checks see the same. */
  readonly house: House;
  readonly model: Model;
  /** The finding of the failed try as one sentence; the failed answer itself is never shown again. */
  readonly finding: string | undefined;
  readonly onProgress: (progress: ModelProgress) => void;
}

/**
 * One kind of task: its contract, how a worker is asked for it, and the checks its result must pass.
 * A new kind is one file with such an object and one line in `kinds/table.ts`.
 */
export interface Kind<Task extends TaskCore, Result> {
  readonly kind: Task['kind'];
  readonly task: z.ZodType<Task>;
  readonly result: z.ZodType<Result>;
  /** One line for cards, lists and diagnostics: what is asked, in words. */
  title(task: Task): string;
  /** Paths that are handed out for this task; a search has none, its scope is the folder. */
  handedOut(task: Task): readonly string[];
  /**
   * Rung zero: what a deterministic tool answers fully, without any model. True means `byCode` answers this task
   * and no model is asked; asked again with `isModelThere` false where none is reachable, for what code alone can
   * still do. Its result passes the same checks, by an independent way.
   */
  isByCode(task: Task, isModelThere: boolean): boolean;
  byCode(task: Task, house: House, signal: AbortSignal): Promise<Draft>;
  /** True where code is tried first and the models after it; such a task is not `isByCode`. */
  startsByCode?(task: Task): boolean;
  /** Handed-out paths that need not be there yet: the result may create them. */
  creates?(task: Task): readonly string[];
  /** Asks a model for a draft. Never throws. */
  byModel(task: Task, delegation: Delegation, signal: AbortSignal): Promise<Draft>;
  /** `changeSet` is the one of `changeSet` below: an edit's places are known only with it. */
  claims(task: Task, result: Result, changeSet?: ChangeSet): readonly Claim[];
  /** The result in words for people: a read's statements, "14 lines match", "1 place changes in src/dates.ts". */
  answer(task: Task, result: Result, changeSet?: ChangeSet): string;
  /** Lines worth showing first, best first, ten at most: a search's first hits, a read's quotes, an edit's places. */
  shown(task: Task, result: Result, changeSet?: ChangeSet): readonly Place[];
  /** Every check the contract requires for this task; `required` says which may lower a verdict. */
  checks(task: Task): readonly Check<Task, Result>[];
  /** What `verified` proves, in words, and what stays unproven even then. */
  proves(task: Task, result: Result): readonly string[];
  leavesOpen(task: Task, result: Result): readonly string[];
  /**
   * The change set of a result that changes files; undefined for the others, and where its edits do not apply
   * (a check then says why).
   */
  changeSet(task: Task, result: Result, files: readonly FileText[]): ChangeSet | undefined;
}
