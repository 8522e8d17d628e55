import * as z from 'zod';
import { checkableProposals, type Proposal } from '../constraints/accepted.ts';
import { compileConstraints } from '../constraints/compile.ts';
import type { House } from '../ports.ts';
import type { ModelMessage, ModelProgress } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import { draftOfFailure } from './models.ts';

/** What an instruction demands and no rule reads, in the instruction's own words. */
export function uncheckable(instruction: string): readonly string[] {
  return compileConstraints(instruction).notCheckable.map((one) => one.text);
}

export type ProposedLimits =
  | { readonly type: 'proposed'; readonly limits: readonly string[] }
  | { readonly type: 'none'; readonly reason: string }
  | { readonly type: 'aborted' };

const answerSchema = z.strictObject({ limits: z.array(z.string()).max(8) });
const schema = {
  type: 'object',
  properties: { limits: { type: 'array', items: { type: 'string' } } },
  required: ['limits'],
  additionalProperties: false,
};
const maxTokens = 120;

/**
 * Asks the first model that is there for limits that stand for what nobody can check ("short" as "use at most 40
 * words"). Given are those that rules check in full and the instruction does not set yet: each counts only when a
 * person takes it into the instruction. Never throws.
 */
export async function proposeLimits(
  instruction: string,
  house: House,
  onProgress: (progress: ModelProgress) => void,
  signal: AbortSignal,
): Promise<ProposedLimits> {
  if (!house.trusted) return { type: 'none', reason: 'This folder is not trusted, so no model is asked.' };
  const { models, missing } = await house.models(signal);
  const [model] = models;
  if (model === undefined)
    return { type: 'none', reason: ['No local model is there to propose limits.', ...missing].join(' ') };
  const messages = limitMessages(instruction, uncheckable(instruction));
  const completion = await model.complete({ messages, schema, maxTokens }, onProgress, signal);
  const failure = draftOfFailure(completion, 'list of limits');
  if (failure?.type === 'aborted') return { type: 'aborted' };
  if (failure !== undefined) return { type: 'none', reason: `No limits: ${failure.reason}.` };
  const parsed = answerSchema.safeParse(completion.type === 'done' ? jsonOf(completion.text) : undefined);
  if (!parsed.success) return { type: 'none', reason: `${model.label} gave no list of limits.` };
  const phrases = parsed.data.limits.map((one) => one.trim().replace(/[.\s]+$/u, ''));
  const limits = checkable(phrases, instruction);
  if (limits.length > 0) return { type: 'proposed', limits: limits.map((one) => one.phrase) };
  const count = parsed.data.limits.length;
  return {
    type: 'none',
    reason: `Nothing that ${model.label} proposed is new and can be checked (${count} ${count === 1 ? 'proposal' : 'proposals'}).`,
  };
}

/** Those that are checkable alone, and say the same as a sentence behind the instruction. */
function checkable(phrases: readonly string[], instruction: string): readonly Proposal[] {
  const { constraints } = compileConstraints(instruction);
  const kinds = new Set(constraints.map((one) => one.id));
  return checkableProposals(phrases, constraints).filter((proposal) => {
    // A second limit on what the person limited already is no help: theirs holds.
    if (proposal.constraints.some((one) => kinds.has(one.id))) return false;
    const whole = compileConstraints(withLimits(instruction, [proposal.phrase])).constraints;
    return proposal.constraints.every((one) =>
      whole.some((other) => other.id === one.id && JSON.stringify(other.args) === JSON.stringify(one.args)),
    );
  });
}

/** The instruction with the limits that a person accepted, each as a sentence behind it. */
export function withLimits(instruction: string, limits: readonly string[]): string {
  const sentences = limits.map((one) => `${one.charAt(0).toUpperCase()}${one.slice(1)}.`);
  return [instruction.trim().replace(/(?<![.!?])$/u, '.'), ...sentences].join(' ');
}

const examples: readonly (readonly [string, string, readonly string[]])[] = [
  ['Summarize notes.md briefly', 'briefly', ['Use at most 40 words', 'Use at most 2 sentences']],
  [
    'Describe the module so that it is easy to scan',
    'easy to scan',
    ['Use at most 4 bullets', 'Use at most 12 words in each bullet'],
  ],
];

/** The prompt: what limits are, two pairs, and last the instruction with what is open in it. */
export function limitMessages(instruction: string, open: readonly string[]): readonly ModelMessage[] {
  const ask = (text: string, words: string): string => `Request: ${text}\nNot countable: ${words}`;
  return [
    {
      role: 'system',
      content:
        'You turn wishes about a text into limits that can be counted: words, sentences, bullets, paragraphs, words to mention or to avoid. Answer with JSON {"limits": [two or three short commands]}.',
    },
    ...examples.flatMap(([text, words, limits]): ModelMessage[] => [
      { role: 'user', content: ask(text, words) },
      { role: 'assistant', content: JSON.stringify({ limits }) },
    ]),
    { role: 'user', content: ask(instruction, open.join('; ')) },
  ];
}
