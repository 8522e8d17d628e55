import { readsFrom } from '../extract/code/graded.ts';
import { isClosedSet, isTextSet, setWords } from '../extract/item.ts';
import type { AskContext } from '../request.ts';
import { resolvePaths } from './places.ts';
import type { TaskOrNot } from './taskAnswer.ts';
import type { Wish } from './wish.ts';

/** Files of one task, at most: of a closed set, which code reads, and of a description, which a model reads. */
const filesAtMost = { closed: 500, described: 8 };

/**
 * The files that things are listed from: those that the ask names, else the folder that it names, else the open file,
 * else all of the folder that a search looks into. Files in which the set means nothing are left out, and said.
 */
export function extractTask(
  wish: Extract<Wish, { type: 'extract' }>,
  {
    ask,
    context,
    all,
  }: { readonly ask: string; readonly context: AskContext; readonly all: readonly string[] },
): TaskOrNot {
  const { what } = wish;
  const named = resolvePaths(ask, all);
  const folders = [...named.folders, ...bareFolders(ask, all)];
  const notes = [...named.notes];
  const active = context.selection?.path ?? context.activePath;
  const wide =
    /\b(?:project|code ?base|workspace|repo(?:sitory)?|everywhere|all files|(?:this|the|whole) folder)\b/iu.test(
      ask,
    );
  const chosen = chooseFiles();
  const readable = chosen.filter((path) => !isClosedSet(what) || isTextSet(what) || readsFrom(what, path));
  const most = isClosedSet(what) ? filesAtMost.closed : filesAtMost.described;
  const paths = readable.slice(0, most);
  if (paths.length === 0) {
    const words = isClosedSet(what) ? setWords[what][1] : `"${what}"`;
    const reason =
      chosen.length === 0 && notes[0] !== undefined
        ? `${notes[0]}.`
        : chosen.length === 1
          ? `Nothing here reads ${words} from ${chosen[0] ?? ''}.`
          : `No file here is one that ${words} are read from.`;
    return { type: 'none', reason, next: 'Name a file or a folder to read.' };
  }
  if (named.files.length === 0 && folders.length === 0 && chosen.length === 1 && !wide && all.length > 1)
    notes.push(`The ask names no file; ${paths[0] ?? ''} is open. Add "in this folder" for all files`);
  const left = readable.length - paths.length;
  if (left > 0) notes.push(`${left} more files were left out: ${most} are the most that one task reads`);
  return { type: 'task', task: { kind: 'extract', what, paths }, notes };

  function chooseFiles(): readonly string[] {
    if (named.files.length > 0) return named.files;
    if (folders.length > 0)
      return all.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
    if (named.notes.length > 0) return [];
    return active !== undefined && !wide && all.includes(active) ? [active] : all;
  }
}

/** A folder that is named without a slash: "in src", "under the docs folder". */
function bareFolders(ask: string, all: readonly string[]): readonly string[] {
  const found = [
    ...ask.matchAll(/\b(?:in|under|from|within|inside|of)\s+(?:the\s+)?[`"']?([\w@-]+)[`"']?(?![\w./])/giu),
  ];
  const names = found.flatMap((match) => match[1] ?? []);
  return [...new Set(names)].filter((name) => all.some((path) => path.startsWith(`${name}/`)));
}
