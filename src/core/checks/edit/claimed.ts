import type { Check } from '../../check.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { linesOf, shorten } from '../../text.ts';
import { claimedWork } from '../sentence.ts';
import { linesOfComment } from './directives.ts';
import { withChanges, type EditInput } from './staged.ts';

/**
 * New comments claim no work: "I verified", "all tests pass" need a receipt, and a sentence is none (contracts rule
 * 60). What the code does, or did a few lines above, is no such claim.
 */
export const claimed: Check<EditTask, EditResult> = {
  id: 'edit.claimed-work',
  title: 'no work is claimed without a receipt',
  required: true,
  timeoutMs: 20_000,
  run(input, signal) {
    return withChanges(input, async (changes) => {
      for (const { path, base, content } of changes) {
        const before = new Set(await saidIn(input, path, base, signal));
        const now = await saidIn(input, path, content, signal);
        for (const said of now.filter((one) => !before.has(one))) {
          const found = sentencesOf(said).find(isClaim);
          if (found === undefined) continue;
          const reason = `"${shorten(found, 60)}" in ${path} claims work for which there is no receipt`;
          return { type: 'unable', reason, evidence: [] };
        }
      }
      return { type: 'pass', evidence: [{ saw: 'new comments read for claims of work' }] };
    });
  },
};

/** What the comments of a text say, or, where no parser reads it, all its lines. */
async function saidIn(
  input: EditInput,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const shape = await input.code.shape(path, text, signal);
  if (shape.type === 'unable') return linesOf(text);
  return shape.value.comments.map((comment) => linesOfComment(comment.text).join(' ').trim());
}

function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function isClaim(sentence: string): boolean {
  // "We checked above that it is not null" speaks of the program.
  if (
    /\bwe\b/iu.test(sentence) &&
    /\b(?:above|below|before|earlier|already|here|so|that)\b/iu.test(sentence)
  ) {
    return (
      /\b(?:every|all) (?:files?|tests?|cases?|callers?)\b/iu.test(sentence) &&
      claimedWork(sentence) !== undefined
    );
  }
  return claimedWork(sentence) !== undefined;
}
