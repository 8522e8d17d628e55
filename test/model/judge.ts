import {
  kindOf,
  type Anchor,
  type Ask,
  type AtomicGold,
  type ClosedGold,
  type EditGold,
  type RenameGold,
} from './ask.ts';
import type { Edited, Judgement } from './gold/change.ts';
import { editChecks } from './gold/checks.ts';
import { judgeRename } from './gold/rename.ts';
import { answerOf, searchResultOf, standing, type Story, type TaskStory, type Try } from './tries.ts';

/** The package an ask is about: a pristine copy on disk, and its texts by path. */
export interface Ground {
  readonly folder: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** How one try measures up. The optional ones are there for the kinds that have them. */
export interface Measured {
  readonly right: boolean;
  readonly why: string;
  readonly state: 'verified' | 'refuted' | 'unproven' | 'stale' | 'none';
  /** Reads: the proving line among the first three quotes. */
  readonly proof?: boolean;
  /** Edits: nothing that was checked speaks against it, and something was. */
  readonly passed?: boolean;
  /** What the verdict claims is untrue, whether or not it is what was asked. */
  readonly claimFalse?: boolean;
}

/** One ask, measured. A compound ask is right where each of its parts is. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly planned: 'right kind' | 'asked back' | 'wrong kind' | 'declined' | 'broken';
  /** The person was asked instead of a task being run. */
  readonly asked: boolean;
  readonly final: Measured;
  readonly first: Measured;
  readonly attempts: number;
  readonly seconds: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly said: string;
}

const notRun: Measured = { right: false, why: 'not run', state: 'none' };

/** Applies an ask's gold to what became of it. `seconds` is wall time of the whole run. */
export async function measure(ask: Ask, story: Story, ground: Ground, seconds: number): Promise<Outcome> {
  const { gold } = ask;
  const base = {
    id: ask.id,
    kind: gold.type,
    text: ask.text,
    seconds,
    said: sayStory(story),
    ...spentOf(story),
  };
  if (gold.type === 'unclear') {
    const final = measureUnclear(story, gold.mayFall);
    const planned =
      story.type === 'planned' ? 'wrong kind' : story.type === 'offered' ? 'asked back' : story.type;
    const ok = final.right && planned === 'wrong kind' ? 'right kind' : planned;
    return { ...base, planned: ok, asked: story.type === 'offered', final, first: final };
  }
  const parts = gold.type === 'compound' ? gold.parts : [gold];
  const idOf = (index: number): string => (gold.type === 'compound' ? `${ask.id}/${index + 1}` : ask.id);
  const planned = planOf(story, parts);
  if (story.type !== 'planned') {
    const why = { ...notRun, why: base.said };
    return { ...base, planned, asked: story.type === 'offered', final: why, first: why };
  }
  const finals: Measured[] = [];
  const firsts: Measured[] = [];
  for (const [index, part] of parts.entries()) {
    const task = story.tasks[index];
    const tries = task?.tries ?? [];
    finals.push(await measureTry(idOf(index), part, task, standing(tries), ground));
    firsts.push(await measureTry(idOf(index), part, task, tries[0], ground));
  }
  return { ...base, planned, asked: false, final: together(finals), first: together(firsts) };
}

function planOf(story: Story, parts: readonly AtomicGold[]): Outcome['planned'] {
  switch (story.type) {
    case 'declined':
    case 'broken':
      return story.type;
    case 'offered':
      return story.kinds.length === 0 || parts.some((part) => story.kinds.includes(kindOf(part)))
        ? 'asked back'
        : 'wrong kind';
    case 'planned':
      return story.tasks.length === parts.length &&
        parts.every((part, index) => isKind(story.tasks[index], part))
        ? 'right kind'
        : 'wrong kind';
  }
}

function isKind(task: TaskStory | undefined, gold: AtomicGold): boolean {
  if (task?.kind !== kindOf(gold)) return false;
  const intent = intentOf(task);
  if (gold.type === 'rename') return intent === 'rename';
  return !('intents' in gold) || gold.intents.includes(intent);
}

function intentOf(task: TaskStory | undefined): string {
  const intent = task?.input['intent'];
  return typeof intent === 'string' ? intent : '';
}

function measureUnclear(story: Story, mayFall: boolean): Measured {
  if (story.type === 'offered' || story.type === 'declined') return { right: true, why: '', state: 'none' };
  if (story.type === 'broken') return { right: false, why: story.reason, state: 'none' };
  const drafted = story.tasks.some((task) => task.tries.some((one) => one.result !== undefined));
  if (!drafted && mayFall) return { right: true, why: '', state: 'none' };
  const verdicts = story.tasks.map((task) => standing(task.tries)?.verdict?.state ?? 'none');
  return { right: false, why: 'a task was run', state: verdicts[0] ?? 'none' };
}

function together(all: readonly Measured[]): Measured {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  const failed = all.find((one) => !one.right);
  const states = all.map((one) => one.state);
  const state =
    (['none', 'refuted', 'stale', 'unproven'] as const).find((name) => states.includes(name)) ?? 'verified';
  return {
    right: failed === undefined,
    why: failed?.why ?? '',
    state,
    claimFalse: all.some((one) => one.claimFalse === true),
  };
}

async function measureTry(
  id: string,
  gold: AtomicGold,
  task: TaskStory | undefined,
  one: Try | undefined,
  ground: Ground,
): Promise<Measured> {
  if (one === undefined) return { ...notRun, why: 'no try was judged' };
  const state = one.verdict?.state ?? 'none';
  if (one.fell !== undefined) return { right: false, why: `no result: ${one.fell}`, state };
  if (!isKind(task, gold))
    return {
      right: false,
      why: `planned as ${task?.kind ?? 'nothing'} ${intentOf(task)}`,
      state,
    };
  switch (gold.type) {
    case 'find':
      return { ...measureFind(gold.lines, one, ground), state };
    case 'closed':
      return { ...measureClosed(gold, one, ground), state };
    case 'read': {
      const text = answerOf(one);
      const missing = gold.must.find((pattern) => !pattern.test(text));
      const against = gold.mustNot.find((pattern) => pattern.test(text));
      const right = missing === undefined && against === undefined;
      const why = right
        ? ''
        : `"${text}" ${missing === undefined ? `says ${String(against)}` : `lacks ${String(missing)}`}`;
      return {
        right,
        why,
        state,
        proof: gold.proof.some((anchor) => isShown(anchor, one.shown.slice(0, 3), ground)),
      };
    }
    case 'comments':
    case 'general':
    case 'types':
    case 'rename': {
      const judged = await judgeEdit(id, gold, one, ground);
      const reports = one.verdict?.reports ?? [];
      const passed =
        one.changeSet !== undefined &&
        reports.some((row) => row.status === 'pass') &&
        reports.every((row) => row.status !== 'fail');
      return { right: judged.right, why: judged.right ? '' : judged.why, state, passed };
    }
    case 'unclear':
      throw new Error('an unclear ask has no task to measure');
  }
}

async function judgeEdit(
  id: string,
  gold: EditGold | RenameGold,
  one: Try,
  ground: Ground,
): Promise<Judgement> {
  if (one.changeSet === undefined) return { right: false, why: 'no change that applies' };
  const after = new Map(one.changeSet.files.map((file) => [file.path, file.content]));
  const edited: Edited = { folder: ground.folder, before: ground.texts, after };
  if (gold.type === 'rename') return judgeRename(edited, gold);
  const check = editChecks[id];
  if (check === undefined) throw new Error(`no gold check for ${id}`);
  return check(edited);
}

function measureFind(
  lines: readonly Anchor[],
  one: Try,
  ground: Ground,
): Pick<Measured, 'right' | 'why' | 'claimFalse'> {
  const right = lines.some((anchor) => isShown(anchor, one.shown.slice(0, 10), ground));
  const result = searchResultOf(one);
  const hits = result?.hits ?? [];
  const among = hits.findIndex((hit) => lines.some((anchor) => isShown(anchor, [hit], ground)));
  const why = right
    ? ''
    : among === -1
      ? 'the wanted line is no hit'
      : `the wanted line is hit ${among + 1} of ${hits.length}`;
  const claim = result === undefined ? undefined : scan(ground, { ...result, under: '' });
  const claimFalse = claim !== undefined && !sameLines(hits, claim);
  return { right, why, claimFalse };
}

function measureClosed(gold: ClosedGold, one: Try, ground: Ground): Pick<Measured, 'right' | 'why'> {
  const hits = searchResultOf(one)?.hits ?? [];
  const wanted = scan(ground, { ...gold, caseSensitive: true }) ?? [];
  const right = sameLines(hits, wanted);
  return { right, why: right ? '' : `${hits.length} lines, ${wanted.length} were wanted` };
}

interface Line {
  readonly path: string;
  readonly line: number;
}

function sameLines(a: readonly Line[], b: readonly Line[]): boolean {
  const keys = (lines: readonly Line[]): string =>
    lines
      .map((one) => `${one.path}:${one.line}`)
      .sort()
      .join('\n');
  return keys(a) === keys(b);
}

/**
 * Every line that matches, by a scan of the scorer's own; undefined where JavaScript cannot read the pattern as
 * the search engine does (inline flags).
 */
export function scan(
  ground: Ground,
  query: {
    readonly pattern: string;
    readonly regex: boolean;
    readonly word: boolean;
    readonly caseSensitive: boolean;
    readonly under: string;
  },
): readonly Line[] | undefined {
  const source = query.regex ? query.pattern : query.pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  if (/\(\?[a-z-]+[):]/i.test(query.regex ? source : '')) return undefined;
  const whole = query.word ? `(?<![\\p{L}\\p{M}\\p{N}_])(?:${source})(?![\\p{L}\\p{M}\\p{N}_])` : source;
  const pattern = new RegExp(whole, query.caseSensitive ? 'u' : 'iu');
  const lines: Line[] = [];
  for (const [path, text] of ground.texts) {
    if (query.under !== '' && path !== query.under && !path.startsWith(`${query.under}/`)) continue;
    const rows = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
    if (text === '') continue;
    rows.forEach((row, index) => {
      if (pattern.test(row.replace(/\r$/, ''))) lines.push({ path, line: index + 1 });
    });
  }
  return lines;
}

function isShown(
  anchor: Anchor,
  shown: readonly { readonly path: string; readonly line: number; readonly endLine?: number | undefined }[],
  ground: Ground,
): boolean {
  const line = lineOf(anchor, ground);
  return shown.some(
    (place) => place.path === anchor.path && place.line <= line && line <= (place.endLine ?? place.line),
  );
}

/** The 1-based line of an anchor. Throws where its text stands on no line, or on several without a number. */
export function lineOf(anchor: Anchor, ground: Pick<Ground, 'texts'>): number {
  const text = ground.texts.get(anchor.path);
  if (text === undefined) throw new Error(`gold names ${anchor.path}, which is not in the package`);
  const lines = text.split('\n').flatMap((line, index) => (line.includes(anchor.text) ? [index + 1] : []));
  if (anchor.nth === undefined && lines.length !== 1) {
    throw new Error(`${anchor.path}: ${JSON.stringify(anchor.text)} stands on ${lines.length} lines`);
  }
  const line = lines[(anchor.nth ?? 1) - 1];
  if (line === undefined)
    throw new Error(`${anchor.path}: ${JSON.stringify(anchor.text)} stands on ${lines.length} lines`);
  return line;
}

function spentOf(story: Story): Pick<Outcome, 'attempts' | 'promptTokens' | 'outputTokens'> {
  const tries = story.type === 'planned' ? story.tasks.flatMap((task) => task.tries) : [];
  const sum = (of: (one: Try) => number): number => tries.reduce((total, one) => total + of(one), 0);
  return {
    attempts: tries.length,
    promptTokens: sum((one) => one.spent.promptTokens),
    outputTokens: sum((one) => one.spent.outputTokens),
  };
}

/** What the person saw at the end, in one line. */
export function sayStory(story: Story): string {
  switch (story.type) {
    case 'declined':
      return `declined: ${story.reason}`;
    case 'offered':
      return `asked: ${story.question} [${story.kinds.join(', ')}]`;
    case 'broken':
      return `broken: ${story.reason}`;
    case 'planned':
      return story.tasks
        .map((task) => {
          const last = standing(task.tries) ?? task.tries.at(-1);
          return last?.verdict === undefined
            ? `no result: ${last?.fell ?? 'no try'}`
            : `${last.verdict.state}: ${last.answer.replace(/\s+/g, ' ').slice(0, 200)}`;
        })
        .join(' | ');
  }
}
