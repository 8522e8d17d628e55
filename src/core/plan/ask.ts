import { askAtMost, type Choice } from '../events.ts';
import type { Model } from '../model.ts';
import type { House } from '../ports.ts';
import type { AskContext } from '../request.ts';
import { classifyByRule, howToClassify } from './classifyRule.ts';
import { convertByRule, howToConvert } from './convertRule.ts';
import { chooseKind, type Choosable } from './choose.ts';
import { extractWish } from './extractRule.ts';
import { endingIn, withDestinations } from './destination.ts';
import { sheetEndings } from '../into/sheet.ts';
import { namesApart } from './names.ts';
import { stepFor, type Plan, type Step } from './step.ts';
import { withEditScope } from './editScope.ts';
import { quotedText, wishByRule } from './rules.ts';
import { splitAsk } from './split.ts';
import type { TaskAnswer } from './taskAnswer.ts';
import { taskFor } from './tasks.ts';
import type { Wish } from './wish.ts';

/**
 * Plans a sentence: rules first, then the small model picks a kind under a grammar; places come from the ask, the
 * selection or the cursor, and from nowhere else. Below the probability floor the two best kinds are offered. It
 * never guesses an edit.
 */
export async function planAsk(
  ask: string,
  context: AskContext,
  house: House,
  signal: AbortSignal,
): Promise<Plan> {
  const text = ask.trim();
  if (text === '') {
    return {
      type: 'declined',
      reason: 'The ask is empty.',
      next: 'Try "where do we parse dates?" or /document parseDate.',
    };
  }
  if (text.length > askAtMost) {
    return {
      type: 'declined',
      reason: `The ask has ${text.length.toLocaleString('en')} characters, and ${askAtMost.toLocaleString('en')} are the most that are planned.`,
      next: 'Put the long text into a file and name the file in the ask.',
    };
  }
  const steps: Step[] = [];
  const notes: string[] = [];
  let by: 'rules' | 'model' = 'rules';
  const parts = await Promise.all(splitAsk(text).map((part) => namesApart(part, house, signal)));
  const all = await house.files.list(signal);
  for (const { ask: part, into, refused } of withDestinations(parts.flat(), all)) {
    if (refused !== undefined) {
      const reason = `Lists and answers are written as ${sheetEndings}, and ${refused} is none of these.`;
      return {
        type: 'declined',
        reason,
        next: 'Name a file with one of these endings, or ask without a file.',
      };
    }
    const answer = await planPart(part, context, house, signal);
    if (answer.by === 'model') by = 'model';
    if (answer.type === 'task') {
      const ending = into === undefined ? answer.task : endingIn(answer.task, into, all);
      if (ending === undefined) {
        const reason = `What is asked for here changes files itself, so there is no list or answer to write to ${into}.`;
        return {
          type: 'declined',
          reason,
          next: 'Ask for the change alone, or for a list of what there is.',
        };
      }
      const step = stepFor(await withEditScope(ending, house, signal), house);
      if ('reason' in step) return step;
      steps.push(step);
      notes.push(...answer.notes);
      // A misspelt file that was to be looked into would be taken for it, so it is said.
      if (into !== undefined && !all.includes(into))
        notes.push(`${into} is not there yet: what is found is to be written to it`);
    } else if (steps.length === 0) {
      return answer.plan;
    } else {
      notes.push(
        `"${part}" was left out: ${answer.plan.type === 'declined' ? answer.plan.reason : answer.plan.question}`,
      );
    }
  }
  return { type: 'steps', by, notes, steps };
}

type PartPlan =
  | {
      readonly type: 'task';
      readonly by: 'rules' | 'model';
      readonly task: TaskAnswer['task'];
      readonly notes: readonly string[];
    }
  | {
      readonly type: 'other';
      readonly by: 'rules' | 'model';
      readonly plan: Extract<Plan, { type: 'offered' | 'declined' }>;
    };

async function planPart(
  part: string,
  context: AskContext,
  house: House,
  signal: AbortSignal,
): Promise<PartPlan> {
  const wish = wishByRule(part);
  if (wish !== undefined) return { by: 'rules', ...(await planWish(wish, part, context, house, signal)) };
  const list = await house.models(signal);
  const [model] = list.models;
  if (model === undefined) {
    const next = list.missing.join(' ') || 'Start a local model with "Countersign: Select Models".';
    const reason = 'No rule recognises this ask, and no local model is there to sort it.';
    return {
      type: 'other',
      by: 'rules',
      plan: {
        type: 'declined',
        reason,
        next: `${next} Or begin with /find, /explain, /document, /rename or /edit.`,
      },
    };
  }
  return { by: 'model', ...(await planByModel(part, context, model, house, signal)) };
}

type Planned =
  | { readonly type: 'task'; readonly task: TaskAnswer['task']; readonly notes: readonly string[] }
  | { readonly type: 'other'; readonly plan: Extract<Plan, { type: 'offered' | 'declined' }> };

async function planWish(
  wish: Wish,
  part: string,
  context: AskContext,
  house: House,
  signal: AbortSignal,
): Promise<Planned> {
  const answer = await taskFor(wish, part, context, house, signal);
  switch (answer.type) {
    case 'task':
      return answer;
    case 'several':
      return {
        type: 'other',
        plan: { type: 'offered', question: answer.question, choices: [...answer.choices] },
      };
    case 'none':
      return { type: 'other', plan: { type: 'declined', reason: answer.reason, next: answer.next } };
  }
}

async function planByModel(
  part: string,
  context: AskContext,
  model: Model,
  house: House,
  signal: AbortSignal,
): Promise<Planned> {
  const choice = await chooseKind(part, model, signal);
  if (choice.type === 'failed') {
    const next = 'Begin with /find, /explain, /document, /rename or /edit to say the kind yourself.';
    return {
      type: 'other',
      plan: { type: 'declined', reason: `The model could not sort this ask: ${choice.reason}.`, next },
    };
  }
  if (choice.type === 'sure') return planWish(wishOfKind(choice.kind, part), part, context, house, signal);
  const choices: Choice[] = [];
  for (const kind of choice.kinds) {
    const answer = await taskFor(wishOfKind(kind, part), part, context, house, signal);
    if (answer.type === 'task') choices.push({ label: labelOf(kind), detail: part, task: answer.task });
    if (answer.type === 'several') choices.push(...answer.choices);
  }
  if (choices.length > 0) {
    return {
      type: 'other',
      plan: { type: 'offered', question: 'What kind of task is this?', choices: choices.slice(0, 5) },
    };
  }
  const reason = 'It is not clear what kind of task this is.';
  const next =
    'Say it as a question ("what does ... do?"), as a search ("where is ...?"), or name a function and a change.';
  return { type: 'other', plan: { type: 'declined', reason, next } };
}

function labelOf(kind: Choosable): string {
  if (kind === 'search') return 'Find the places';
  if (kind === 'read') return 'Answer the question';
  if (kind === 'extract') return 'List the items';
  if (kind === 'summarize') return 'Sum the file up';
  if (kind === 'transform') return 'Convert the file';
  if (kind === 'classify') return 'Label the items';
  return 'Change the code';
}

/** What a chosen kind means for the words of the ask. Kinds that cannot be checked yet are said to be so. */
function wishOfKind(kind: Choosable, part: string): Wish {
  switch (kind) {
    case 'read':
      return { type: 'read', question: part };
    case 'search': {
      const text = quotedText(part);
      return {
        type: 'search',
        what: part,
        ...(text === undefined ? {} : { literal: { text, word: false } }),
      };
    }
    case 'edit':
      return { type: 'change', instruction: part };
    case 'extract':
      return extractWish(part);
    case 'transform':
      return convertByRule(part) ?? { type: 'unsupported', ...howToConvert };
    case 'classify':
      return classifyByRule(part) ?? { type: 'unsupported', ...howToClassify };
    case 'summarize':
      return { type: 'summarize', instruction: part };
    case 'refactor':
      return {
        type: 'unsupported',
        reason: `This looks like a task of the kind "${kind}", which this version cannot have checked, so it does not do it.`,
        next: 'Ask for a search, an explanation, a comment, a rename or a small edit.',
      };
  }
}
