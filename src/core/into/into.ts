import { writtenWhole } from '../checks/into/written.ts';
import type { ChangeSet } from '../change.ts';
import { stage } from '../edit/stage.ts';
import type { Kind, TaskCore } from '../kind.ts';
import type { FileText } from '../ports.ts';
import { formOf, writeSheet, type Written } from './sheet.ts';

/** A task whose result is to end in a file, by the file's path. */
export interface IntoTask extends TaskCore {
  readonly into?: string | undefined;
}

/**
 * Lets results of a kind end in a file (design section 4): code renders them into a change set, which goes through the
 * gate like any edit. A task that names no file is left as it is.
 */
export function endingInFile<Task extends IntoTask, Result>(
  kind: Kind<Task, Result>,
  write: (task: Task, result: Result) => Written,
): Kind<Task, Result> {
  const also = (task: Task, paths: readonly string[]): readonly string[] =>
    task.into === undefined ? paths : [...new Set([...paths, task.into])];
  return {
    ...kind,
    title: (task) => (task.into === undefined ? kind.title(task) : `${kind.title(task)}, into ${task.into}`),
    handedOut: (task) => also(task, kind.handedOut(task)),
    creates: (task) => also(task, kind.creates?.(task) ?? []),
    checks: (task) =>
      task.into === undefined ? kind.checks(task) : [...kind.checks(task), writtenWhole(task.into, write)],
    proves: (task, result) =>
      task.into === undefined
        ? kind.proves(task, result)
        : [...kind.proves(task, result), `${task.into} holds this and nothing else`],
    changeSet: (task, result, files) =>
      task.into === undefined
        ? kind.changeSet(task, result, files)
        : stageWhole(task.into, write(task, result), task.base, files),
  };
}

/** The text for a file; undefined where nothing here writes such a file. */
export function textFor(path: string, written: Written): string | undefined {
  if (written.type === 'text') return written.text;
  const form = formOf(path);
  return form === undefined ? undefined : writeSheet(written.sheet, form);
}

function stageWhole(
  path: string,
  written: Written,
  base: Readonly<Record<string, string>> | undefined,
  files: readonly FileText[],
): ChangeSet | undefined {
  const text = textFor(path, written);
  if (text === undefined) return undefined;
  const there = files.find((file) => file.path === path);
  const whole = there === undefined ? text : inFormOf(there.text, text);
  const staging = stage({ paths: [path], base }, { edits: [{ path, whole }] }, files);
  return staging.type === 'staged' ? staging.changeSet : undefined;
}

/** A file that is there keeps its line endings, and whether it ends in one (contracts rules 44 and 45). */
function inFormOf(there: string, text: string): string {
  const lf = text.replaceAll('\r\n', '\n');
  if (there === '') return lf;
  if (there.endsWith('\n')) return lf === '' || lf.endsWith('\n') ? lf : `${lf}\n`;
  return lf.replace(/\n$/u, '');
}
