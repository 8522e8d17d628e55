import type { Draft } from '../kind.ts';
import type { Completion } from '../model.ts';

/** The draft of a call that gave no usable text; undefined where it did. A cut answer is no answer. */
export function draftOfFailure(
  completion: Completion,
  what: string,
): Exclude<Draft, { type: 'drafted' }> | undefined {
  const { usage } = completion;
  if (completion.type === 'aborted') return { type: 'aborted', usage };
  if (completion.type === 'failed') {
    return { type: 'failed', reason: completion.message, usage, retry: completion.failure === 'incomplete' };
  }
  if (completion.stop === 'length') {
    return { type: 'failed', reason: `the ${what} did not end within its token limit`, usage, retry: true };
  }
  if (completion.text.trim() === '') {
    return { type: 'failed', reason: `the model gave no ${what}`, usage, retry: true };
  }
  return undefined;
}
