import * as z from 'zod';
import type { RunEvent, Spent } from '../../src/core/events.ts';
import type { ChangeSet } from '../../src/core/change.ts';
import type { Place, Verdict } from '../../src/core/verdict.ts';

/** One rung of one task, as the events tell it. */
export interface Try {
  readonly worker: string;
  readonly attempt: number;
  /** Why it gave no result; undefined where it gave one. */
  readonly fell?: string;
  readonly result?: unknown;
  readonly changeSet?: ChangeSet;
  readonly verdict?: Verdict;
  readonly shown: readonly Place[];
  readonly answer: string;
  readonly spent: Spent;
}

export interface TaskStory {
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly tries: readonly Try[];
}

/** What became of one ask. */
export type Story =
  | {
      readonly type: 'planned';
      readonly by: string;
      readonly notes: readonly string[];
      readonly tasks: readonly TaskStory[];
    }
  | { readonly type: 'offered'; readonly question: string; readonly kinds: readonly string[] }
  | { readonly type: 'declined'; readonly reason: string }
  | { readonly type: 'broken'; readonly reason: string };

/** Folds the events of one run. Live text is not needed for it. */
export function storyOf(events: readonly RunEvent[]): Story {
  const planned = events.find((event) => event.type === 'planned');
  if (planned !== undefined) {
    const tasks = planned.tasks.map((task): TaskStory => ({
      kind: task.kind,
      input: task.input,
      tries: triesOf(events, task.task),
    }));
    return { type: 'planned', by: planned.by, notes: planned.notes, tasks };
  }
  const offered = events.find((event) => event.type === 'offered');
  if (offered !== undefined) {
    const kinds = offered.choices.map((choice) => String(choice.task['kind']));
    return { type: 'offered', question: offered.question, kinds };
  }
  const declined = events.find((event) => event.type === 'declined');
  if (declined !== undefined) return { type: 'declined', reason: `${declined.reason} ${declined.next}` };
  const ended = events.find((event) => event.type === 'ended');
  return { type: 'broken', reason: ended?.reason ?? 'the run did not end' };
}

function triesOf(events: readonly RunEvent[], task: string): readonly Try[] {
  const tries: Try[] = [];
  let open: Try | undefined;
  const close = (): void => {
    if (open !== undefined) tries.push(open);
    open = undefined;
  };
  for (const event of events) {
    if (!('task' in event) || event.task !== task) continue;
    switch (event.type) {
      case 'delegated':
        close();
        open = { worker: event.worker, attempt: event.attempt, shown: [], answer: '', spent: nothing };
        break;
      case 'fell':
        open = {
          ...(open ?? { worker: event.worker, attempt: 1, shown: [], answer: '' }),
          fell: event.reason,
          spent: event.spent,
        };
        close();
        break;
      case 'drafted':
        if (open === undefined) break;
        open = { ...open, result: event.result, spent: event.spent };
        if (event.changeSet !== undefined) open = { ...open, changeSet: event.changeSet };
        break;
      case 'judged':
        if (open === undefined) break;
        open = { ...open, verdict: event.verdict, shown: event.shown, answer: event.answer };
        close();
        break;
      default:
        break;
    }
  }
  close();
  return tries;
}

const nothing: Spent = { promptTokens: 0, outputTokens: 0, ms: 0 };

/** The try whose verdict stands: the last that was judged. */
export function standing(tries: readonly Try[]): Try | undefined {
  return tries.findLast((one) => one.verdict !== undefined);
}

const searchResult = z.object({
  pattern: z.string(),
  regex: z.boolean(),
  word: z.boolean(),
  caseSensitive: z.boolean(),
  hits: z.array(z.object({ path: z.string(), line: z.number() })),
});
const readResult = z.object({ statements: z.array(z.object({ text: z.string() })) });

/** A search's result where it has the shape of one. */
export function searchResultOf(one: Try): z.infer<typeof searchResult> | undefined {
  return searchResult.safeParse(one.result).data;
}

/** The sentences of a read, put together; '' where there are none. */
export function answerOf(one: Try): string {
  return (readResult.safeParse(one.result).data?.statements ?? []).map((row) => row.text).join(' ');
}
