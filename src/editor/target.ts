import * as vscode from 'vscode';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { Via } from '../core/request.ts';
import { activeFile } from './active.ts';
import type { Anchors } from './anchors.ts';
import { taskOf } from './evidence.ts';
import { taskOfStaged } from './diff.ts';
import { linesNow } from './places.ts';
import { allPlaces } from './resultPlaces.ts';
import type { Held, Sessions } from './sessions.ts';
import { stateIcon, statusWords } from './statusWords.ts';

/** Which results a command can act on, and how it asks where several could be meant. */
export interface Wanted {
  readonly fits: (result: RecordedResult) => boolean;
  /** Said where no result fits. */
  readonly nothing: string;
  /** True where the newest result is no safe guess: then the person picks. */
  readonly pick: boolean;
  readonly placeHolder: string;
}

/** The result a command acts on, or why there is none. `cancelled`: the person picked nothing. */
export type Target =
  | { readonly type: 'found'; readonly held: Held; readonly via: Via; readonly path?: string }
  | { readonly type: 'none'; readonly reason: string }
  | { readonly type: 'cancelled' };

/**
 * Finds the result that is meant: the one that is named (by a task id, a lens, a tree row or one of our documents),
 * else the newest at the cursor, else the newest of all or one that the person picks.
 */
export async function findTarget(
  arg: unknown,
  wanted: Wanted,
  sessions: Sessions,
  anchors: Anchors,
): Promise<Target> {
  await sessions.open();
  const named = taskIn(arg);
  if (named !== undefined) return byName(named, wanted, sessions);
  const shown = vscode.window.activeTextEditor?.document.uri;
  const ofDocument = shown === undefined ? undefined : (taskOf(shown) ?? taskOfStaged(shown));
  if (ofDocument !== undefined) return byName({ task: ofDocument, via: 'palette' }, wanted, sessions);
  const fitting = sessions.results().filter(({ result }) => wanted.fits(result));
  const newest = fitting.at(-1);
  if (newest === undefined) return { type: 'none', reason: wanted.nothing };
  const here = atCursor(fitting, sessions, anchors);
  if (here !== undefined) return { type: 'found', held: here, via: 'palette' };
  if (fitting.length === 1 || !wanted.pick) return { type: 'found', held: newest, via: 'palette' };
  return pickOne(fitting.toReversed(), wanted.placeHolder);
}

interface Named {
  readonly task: string;
  readonly via: Via;
  readonly path?: string;
}

/** The surfaces that call a command with a result's name. */
const surfaces: ReadonlySet<unknown> = new Set<Via>(['chat', 'codelens', 'quickfix', 'tree']);

const isSurface = (via: unknown): via is Via => surfaces.has(via);

/**
 * What a surface calls a command with: the result, and which surface it is, for the record. Without a schema, since
 * this is loaded at activation.
 */
function namedIn(arg: object): Named | undefined {
  const { task, via, path }: Partial<Record<keyof Named, unknown>> = arg;
  if (typeof task !== 'string') return undefined;
  if (via !== undefined && !isSurface(via)) return undefined;
  if (path !== undefined && typeof path !== 'string') return undefined;
  return { task, via: via ?? 'palette', ...(path === undefined ? {} : { path }) };
}

/** The task id in what a command was called with: an id, an object with one, or the address of our documents. */
function taskIn(arg: unknown): Named | undefined {
  if (typeof arg === 'string' && arg !== '') return { task: arg, via: 'palette' };
  if (arg instanceof vscode.Uri) {
    const task = taskOf(arg) ?? taskOfStaged(arg);
    return task === undefined ? undefined : { task, via: 'palette' };
  }
  return typeof arg === 'object' && arg !== null ? namedIn(arg) : undefined;
}

function byName({ task, via, path }: Named, wanted: Wanted, sessions: Sessions): Target {
  const held = sessions.find(task);
  if (held === undefined)
    return { type: 'none', reason: 'This result is not in the record of an open folder.' };
  if (!wanted.fits(held.result)) return { type: 'none', reason: wanted.nothing };
  return { type: 'found', held, via, ...(path === undefined ? {} : { path }) };
}

function atCursor(fitting: readonly Held[], sessions: Sessions, anchors: Anchors): Held | undefined {
  const active = activeFile(sessions);
  if (active.type === 'none' || active.editor === undefined) return undefined;
  const { line } = active.editor.selection.active;
  return fitting.findLast(({ session, result }) => {
    if (session !== active.session) return false;
    return allPlaces(result, active.path).some((place) => {
      const lines = linesNow(anchors, session, result, place);
      return lines.start <= line && line <= lines.end;
    });
  });
}

async function pickOne(fitting: readonly Held[], placeHolder: string): Promise<Target> {
  const items = fitting.map((held) => ({
    label: `$(${stateIcon(held.result.verdict?.state)}) ${held.result.title}`,
    description: statusWords(held.result),
    held,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return picked === undefined ? { type: 'cancelled' } : { type: 'found', held: picked.held, via: 'palette' };
}
