import type { Check } from '../check.ts';
import type { CodeAnswer } from '../code.ts';
import type { Edit, EditResult, EditTask } from '../edit/contract.ts';
import type { House } from '../ports.ts';

/** The task of one intent. */
export type TaskOf<Name extends EditTask['intent']> = Extract<EditTask, { intent: Name }>;

/**
 * The declared nature of an edit, and its oracle (design section 5). A new intent is one file with such an object,
 * one line in `intents/table.ts`, and its task in the contract.
 */
export interface Intent<Task extends EditTask> {
  /** One line for cards, lists and diagnostics; `where` is the file or the symbol. */
  title(task: Task, where: string): string;
  /** What one edit claims; `where` is its file and line. */
  claim(task: Task, where: string): string;
  /** The intent's own checks, beside those that hold for every edit. */
  checks(task: Task): readonly Check<EditTask, EditResult>[];
  /** What `verified` proves, in words; `paths` are the files that change. */
  proves(task: Task, paths: string): readonly string[];
  /** What stays unproven even then. */
  leavesOpen(task: Task): readonly string[];
  /** Rung zero: how code alone makes such an edit. Where it is given no model is asked (design section 12). */
  byCode?(task: Task, house: House, signal: AbortSignal): Promise<CodeAnswer<readonly Edit[]>>;
  /** True where code knows only some answers, so that models are asked after it. */
  readonly thenModels?: true;
}
