import * as z from 'zod';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import { jsonOf } from '../plan/choose.ts';
import { shorten } from '../text.ts';
import { added } from './fill.ts';
import { draftOfFailure } from './models.ts';

interface ClassifyAsk {
  readonly items: readonly { readonly id: string; readonly text: string }[];
  readonly labels: readonly string[];
  readonly secondRun?: boolean | undefined;
}

/** One call an item: more than this takes longer than anybody waits. */
const itemsAtMost = 200;
const labelsAtMost = 40;
/** What a model is shown of one item, in characters. */
const itemAtMost = 2_000;

interface Row {
  readonly id: string;
  readonly label: string;
}

/**
 * A model chooses one label an item, from an enum of the labels (words, never letters: small-models section 3). The
 * second run shows the labels in reverse and takes the last item first.
 */
export async function draftClassify(
  task: ClassifyAsk,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const usage: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };
  if (task.items.length > itemsAtMost || task.labels.length > labelsAtMost) {
    const reason = `a model labels ${itemsAtMost} items with ${labelsAtMost} labels at most, and these are ${task.items.length} with ${task.labels.length}`;
    return { type: 'failed', reason, usage, retry: false };
  }
  const first = await labelAll(task.items, task.labels, delegation, usage, signal);
  if (!('rows' in first)) return first;
  if (task.secondRun !== true) return { type: 'drafted', raw: { labels: first.rows }, usage: first.usage };
  const other = await labelAll(
    task.items.toReversed(),
    task.labels.toReversed(),
    delegation,
    first.usage,
    signal,
  );
  if (!('rows' in other)) return other;
  return {
    type: 'drafted',
    raw: { labels: first.rows, second: other.rows.toReversed() },
    usage: other.usage,
  };
}

async function labelAll(
  items: ClassifyAsk['items'],
  labels: readonly string[],
  delegation: Delegation,
  before: Usage,
  signal: AbortSignal,
): Promise<Draft | { readonly rows: readonly Row[]; readonly usage: Usage }> {
  const answerSchema = z.strictObject({ label: z.enum(labels) });
  const schema = {
    type: 'object',
    properties: { label: { type: 'string', enum: [...labels] } },
    required: ['label'],
    additionalProperties: false,
  };
  const longest = Math.max(...labels.map((label) => label.length));
  const rows: Row[] = [];
  let usage = before;
  for (const { id, text } of items) {
    const completion = await delegation.model.complete(
      { messages: classifyMessages(text, labels, delegation.finding), schema, maxTokens: 16 + longest },
      delegation.onProgress,
      signal,
    );
    usage = added(usage, completion.usage);
    const failure = draftOfFailure(completion, 'label');
    if (failure !== undefined) return { ...failure, usage };
    const parsed = answerSchema.safeParse(completion.type === 'done' ? jsonOf(completion.text) : undefined);
    if (!parsed.success) {
      const reason = `the model gave the item ${shorten(JSON.stringify(id), 60)} none of the labels`;
      return { type: 'failed', reason, usage, retry: true };
    }
    rows.push({ id, label: parsed.data.label });
  }
  return { rows, usage };
}

/** The prompt for one item: the labels first, which stay the same for all of them, the item last. */
export function classifyMessages(
  text: string,
  labels: readonly string[],
  finding: string | undefined,
): readonly ModelMessage[] {
  const again = finding === undefined ? '' : ` An earlier answer was wrong: ${finding}`;
  const list = labels.map((label) => `- ${label}`).join('\n');
  return [
    {
      role: 'system',
      content: `You sort texts. Choose the one label that fits a text best.\n${list}\nAnswer with JSON {"label": one of these}.${again}`,
    },
    { role: 'user', content: shorten(text, itemAtMost) },
  ];
}
