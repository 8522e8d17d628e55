import * as z from 'zod';
import { askAtMost } from './core/events.ts';

/**
 * What the extension host and the chat view say to each other. Both are trust boundaries: each side parses what it
 * receives with the closed schemas below, and a message that is refused is logged and used in no part.
 *
 * The host numbers what it posts: it answers `ready` with one `reset` and then posts `event`s, each with the next
 * number. A view that misses a number says `ready` again. What is posted is a slim projection of the run's events
 * (`editor/projection.ts`), each part of it bounded, so the bytes posted grow with the number of events and with nothing else.
 */

export { askAtMost };

/** Paths that are longer are not sent as places, since they could not be shown. */
export const pathAtMost = 512;

/** How many rows of each sort an event carries; the rest is counted, and the evidence page has it. */
export const most = {
  claims: 100,
  lines: 100,
  findings: 40,
  checks: 40,
  words: 20,
  tasks: 20,
  choices: 10,
  shown: 10,
  support: 3,
  files: 20,
  /** Of one file, and of a whole change. */
  diffLines: 60,
  allDiffLines: 200,
  runs: 200,
} as const;

const id = z.string().min(1).max(200);
const count = z.int().min(0);
/** A text of at most so many characters; `clip` makes them. */
const text = (characters: number): z.ZodString => z.string().max(characters);
const words = z.array(text(600)).max(most.words);
const path = text(pathAtMost).min(1);
const line = z.int().min(1);
const place = z.strictObject({ path, line, endLine: line.optional() });
const spent = z.strictObject({ promptTokens: count, outputTokens: count, ms: z.number().min(0) });

/** A line of a file as the result quotes it. */
const quotedLine = z.strictObject({ path, line, text: text(300) });

const claim = z.strictObject({
  id: text(200),
  text: text(400),
  place: place.optional(),
  support: z.array(place).max(most.support).optional(),
});

const finding = z.strictObject({
  level: z.enum(['fail', 'unable', 'note']),
  message: text(600),
  claim: text(200).optional(),
  place: place.optional(),
});

/** Lines of one place of a file: the mark (` `, `+`, `-`) and the line. `line` is that of the first, before the change. */
const hunk = z.strictObject({ line: count, rows: z.array(text(301)) });

const fileDiff = z.strictObject({
  path: text(pathAtMost),
  operation: z.enum(['modify', 'create']),
  added: count,
  removed: count,
  hunks: z.array(hunk),
  /** Rows of the diff that are not here, or the whole diff where the two texts have too little in common. */
  cut: z.union([count, z.literal('all')]),
});

const verdict = z.strictObject({
  state: z.enum(['verified', 'refuted', 'unproven', 'stale']),
  findings: z.array(finding).max(most.findings),
  findingCount: count,
  checks: z
    .array(
      z.strictObject({ title: text(300), required: z.boolean(), status: z.enum(['pass', 'fail', 'unable']) }),
    )
    .max(most.checks),
  checkCount: count,
  proves: words,
  unproven: words,
  ms: z.number(),
});

const run = { run: id };
const task = { run: id, task: id };
const wall = text(40);
const worker = text(200);

/** A run's events as the view gets them; the names are those of `RunEvent` in `core/events.ts`. */
export const viewEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('asked'), ...run, text: text(askAtMost), via: text(40), wall }),
  z.strictObject({
    type: z.literal('planned'),
    ...run,
    by: z.enum(['rules', 'model', 'surface', 'record']),
    notes: words,
    tasks: z
      .array(z.strictObject({ task: id, kind: text(40), intent: text(40).optional(), title: text(300) }))
      .max(most.tasks),
  }),
  z.strictObject({
    type: z.literal('offered'),
    ...run,
    question: text(1_000),
    choices: z.array(z.strictObject({ label: text(200), detail: text(400) })).max(most.choices),
  }),
  z.strictObject({ type: z.literal('declined'), ...run, reason: text(2_000), next: text(1_000) }),
  z.strictObject({ type: z.literal('delegated'), ...task, worker, attempt: z.int().min(1) }),
  z.strictObject({ type: z.literal('progress'), ...task, text: text(4_000), waiting: z.boolean() }),
  z.strictObject({
    type: z.literal('drafted'),
    ...task,
    worker,
    claims: z.array(claim).max(most.claims),
    claimCount: count,
    lines: z.array(quotedLine).max(most.lines),
    lineCount: count,
    change: z.strictObject({ files: z.array(fileDiff).max(most.files), fileCount: count }).optional(),
    spent,
  }),
  z.strictObject({ type: z.literal('fell'), ...task, worker, reason: text(2_000), spent }),
  z.strictObject({
    type: z.literal('judged'),
    ...task,
    worker,
    verdict,
    shown: z.array(place).max(most.shown),
    answer: text(16_000),
    wall,
  }),
  z.strictObject({ type: z.literal('held'), ...task, hash: text(200), missing: words }),
  z.strictObject({ type: z.literal('denied'), ...task, reasons: words }),
  z.strictObject({ type: z.literal('cleared'), ...task, by: z.enum(['verdict', 'override']) }),
  z.strictObject({
    type: z.literal('applied'),
    ...task,
    by: z.enum(['verdict', 'override', 'others']),
    files: z.array(z.strictObject({ path: text(pathAtMost), saved: z.boolean() })).max(most.files),
    fileCount: count,
    wall,
  }),
  z.strictObject({ type: z.literal('unwritten'), ...task, reason: text(2_000), stale: z.boolean() }),
  z.strictObject({ type: z.literal('discarded'), ...task }),
  z.strictObject({
    type: z.literal('undone'),
    ...task,
    restored: z.array(z.strictObject({ path: text(pathAtMost), saved: z.boolean() })).max(most.files),
    restoredCount: count,
    left: z.array(z.strictObject({ path: text(pathAtMost), reason: text(600) })).max(most.files),
    leftCount: count,
    wall,
  }),
  z.strictObject({ type: z.literal('staled'), ...task, path: text(pathAtMost) }),
  z.strictObject({
    type: z.literal('ended'),
    ...run,
    outcome: z.enum(['done', 'cancelled', 'failed', 'interrupted']),
    reason: text(2_000),
  }),
]);
export type ViewEvent = z.infer<typeof viewEventSchema>;
export type ViewClaim = z.infer<typeof claim>;
export type ViewFinding = z.infer<typeof finding>;
export type ViewLine = z.infer<typeof quotedLine>;
export type ViewPlace = z.infer<typeof place>;
export type ViewFile = z.infer<typeof fileDiff>;
export type ViewChange = NonNullable<Extract<ViewEvent, { type: 'drafted' }>['change']>;
export type ViewVerdict = Extract<ViewEvent, { type: 'judged' }>['verdict'];

/** What a button of the status may ask the host for. Nothing else can be run from the view. */
export const viewCommandSchema = z.enum([
  'selectModels',
  'showLog',
  'openFolder',
  'manageTrust',
  'openSettings',
  'clearResults',
]);

/**
 * Who would take a task now. `missing`: nobody, though what code answers can still be asked; `blocked`: nothing can
 * be asked at all (no folder, not trusted). `text` is one line, `reasons` say what is wrong and what to do.
 */
export const statusSchema = z.strictObject({
  type: z.literal('status'),
  state: z.enum(['looking', 'loading', 'ready', 'missing', 'blocked']),
  worker,
  text: text(300),
  reasons: words,
  /** Part done, 0 to 1, of a download or a load; null where it is not known. */
  progress: z.number().min(0).max(1).nullable(),
  actions: z.array(z.strictObject({ label: text(60), command: viewCommandSchema })).max(6),
});
export type Status = z.infer<typeof statusSchema>;

/** From the host to the view. */
export const toViewSchema = z.discriminatedUnion('type', [
  /** The whole log as far as it is shown. `seq` is the number of the newest event in it, and `live` names runs that go on. */
  z.strictObject({
    type: z.literal('reset'),
    seq: count,
    events: z.array(viewEventSchema),
    live: z.array(id),
    /** Runs before the first one here, which are left out. */
    earlier: count,
  }),
  z.strictObject({ type: z.literal('event'), seq: z.int().min(1), event: viewEventSchema }),
  statusSchema,
  /** Puts a text into the input, where it is not empty, and the focus with it. */
  z.strictObject({ type: z.literal('draft'), text: text(100_000) }),
]);
export type ToView = z.infer<typeof toViewSchema>;

/** From the view to the host. Ids are those of the events; `index` is that of a choice, in the order it was offered. */
export const toHostSchema = z.discriminatedUnion('type', [
  /** The view is there and has everything up to `lastSeq` (0: nothing): answer with `reset` and `status`. */
  z.strictObject({ type: z.literal('ready'), lastSeq: count }),
  z.strictObject({ type: z.literal('ask'), text: text(askAtMost).regex(/\S/, 'an empty ask') }),
  z.strictObject({ type: z.literal('stop'), ...run }),
  z.strictObject({ type: z.literal('choose'), ...run, index: count.max(most.choices - 1) }),
  /** Show a line of a file that a result of this task speaks of; `path` may come from a model. */
  z.strictObject({ type: z.literal('open'), task: id, path, line, endLine: line.optional() }),
  z.strictObject({ type: z.literal('verify'), task: id }),
  z.strictObject({ type: z.literal('evidence'), task: id }),
  z.strictObject({ type: z.literal('apply'), task: id, hash: text(200).min(1), override: z.boolean() }),
  z.strictObject({ type: z.literal('undo'), task: id }),
  z.strictObject({ type: z.literal('discard'), task: id }),
  z.strictObject({ type: z.literal('diff'), task: id, path: path.optional() }),
  z.strictObject({ type: z.literal('redo'), task: id }),
  z.strictObject({ type: z.literal('command'), name: viewCommandSchema }),
  /** The view refused a message; for the log. */
  z.strictObject({ type: z.literal('refused'), reason: text(2_000) }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

export type Received<Message> =
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'refused'; readonly reason: string };

/** What the view got from the host, or why it is no message. Never throws. */
export function receiveFromHost(value: unknown): Received<ToView> {
  return receive(toViewSchema, value);
}

/** What the host got from the view, or why it is no message. Never throws. */
export function receiveFromView(value: unknown): Received<ToHost> {
  return receive(toHostSchema, value);
}

function receive<Message>(schema: z.ZodType<Message>, value: unknown): Received<Message> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { type: 'message', message: parsed.data };
  return { type: 'refused', reason: clip(z.prettifyError(parsed.error), 2_000) };
}

/** At most so many UTF-16 units; what was cut ends in an ellipsis, and no character is cut in two. */
export function clip(value: string, characters: number): string {
  if (value.length <= characters) return value;
  return `${value.slice(0, characters - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}
