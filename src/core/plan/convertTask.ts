import { formatNames, formatOfPath } from '../conversion.ts';
import type { Choice } from '../events.ts';
import type { Ground } from './intentTasks.ts';
import { resolvePaths } from './places.ts';
import type { TaskOrNot } from './taskAnswer.ts';
import type { Wish } from './wish.ts';

/**
 * The conversion of the data file that a wish names, else of the open one; undefined where what is open is no data
 * file, so that the words mean a change of code.
 */
export function convertTask(wish: Extract<Wish, { type: 'convert' }>, ground: Ground): TaskOrNot | undefined {
  const { context, all } = ground;
  const named = resolvePaths(wish.subject, all);
  const isNamed = named.files.length > 0 || named.notes.length > 0;
  const open = context.selection?.path ?? context.activePath;
  const paths = isNamed ? named.files : open === undefined ? [] : [open];
  const [path, second] = paths;
  if (path === undefined) {
    const reason = named.notes[0] ?? 'The ask names no data file, and none is open';
    return { type: 'none', reason: `${reason}.`, next: 'Name the file: convert config.json to yaml.' };
  }
  if (second !== undefined) {
    const choices = paths.slice(0, 5).map((one): Choice => ({
      label: one,
      detail: `To ${formatNames[wish.to]}`,
      task: taskOf(one, wish) ?? {},
    }));
    return {
      type: 'several',
      question: 'Which file?',
      choices: choices.filter(({ task }) => 'kind' in task),
    };
  }
  const task = taskOf(path, wish);
  if (task !== undefined) return { type: 'task', task, notes: named.notes };
  if (!isNamed) return undefined;
  const reason = `${path} is no data file that is read here (JSON, YAML, TOML, CSV, INI, env, a Markdown table).`;
  return { type: 'none', reason, next: 'Name a data file.' };
}

function taskOf(
  path: string,
  { to, into }: Extract<Wish, { type: 'convert' }>,
): Readonly<Record<string, unknown>> | undefined {
  const from = formatOfPath(path);
  if (from === undefined) return undefined;
  const target = into === undefined ? {} : { into: into.replace(/^\.\//u, '') };
  return { kind: 'transform', from, to, path, ...target };
}
