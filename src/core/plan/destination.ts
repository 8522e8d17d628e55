import { formOf } from '../into/sheet.ts';
import type { TaskAnswer } from './taskAnswer.ts';

/** A part of an ask, and the file that its result is to end in. */
export interface Wanted {
  readonly ask: string;
  readonly into: string | undefined;
  /** A file that was asked for and that no list or answer is written as. */
  readonly refused?: string;
}

const path = '[`"\']?([\\w@./-]+\\.[A-Za-z]\\w*)[`"\']?';
const verbs = '(?:write|save|put|store|collect|record|export|dump|list)';
const things =
  '(?:(?:it|them|these|those|all|everything|that|this|(?:the|its|their)\\s+(?:results?|list|output|summary|answers?|table|items|matches|lines|places|names))\\s+)?(?:all\\s+)?(?:down\\s+)?';
const target = `(?:to|into|in|as)\\s+(?:a\\s+(?:new\\s+)?file\\s+(?:called\\s+|named\\s+)?|the\\s+(?:new\\s+)?file\\s+)?${path}[.!]?$`;
const apart = new RegExp(`^(?:please\\s+)?${verbs}\\s+${things}${target}`, 'iu');
const behind = new RegExp(
  `\\s*(?:[,;]\\s*)?\\s(?:and|then|and\\s+then)\\s+${verbs}\\s+${things}${target}`,
  'iu',
);
const into = new RegExp(
  `\\s+into\\s+(?:a\\s+(?:new\\s+)?file\\s+(?:called\\s+|named\\s+)?)?${path}[.!]?$`,
  'iu',
);
const inside = new RegExp(`\\s+in\\s+${path}[.!]?$`, 'iu');
const lists = /^(?:please\s+)?(?:list|extract|collect|gather)\b/iu;
const answers = /^(?:please\s+)?(?:list|extract|collect|gather|find|show|get|search|summari[sz]e|answer)\b/iu;

/**
 * The parts of an ask with the files that they are to end in: "list every env var and write them to ENV.md", "collect the
 * TODOs into TODO.md", "list every env var in ENV.md" where no such file is there to look into.
 */
export function withDestinations(parts: readonly string[], all: readonly string[]): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const part of parts) {
    const before = wanted.at(-1);
    const alone = apart.exec(part);
    if (alone !== null && before !== undefined && before.into === undefined)
      wanted[wanted.length - 1] = { ...before, ...placeOf(alone, before.ask) };
    else wanted.push(destinationOf(part, all));
  }
  return wanted;
}

function destinationOf(part: string, all: readonly string[]): Wanted {
  const forms = [behind, ...(answers.test(part) ? [into] : []), ...(lists.test(part) ? [inside] : [])];
  for (const form of forms) {
    const match = form.exec(part);
    const file = fileIn(match);
    if (match === null || match.index === 0) continue;
    if (form === behind && file === undefined)
      return { ask: part.slice(0, match.index).trim(), ...placeOf(match, part) };
    if (file === undefined) continue;
    // Of a file that is there, "in" says where to look.
    const isThere = all.some((one) => one === file || one.endsWith(`/${file}`));
    if (form !== inside || !isThere) return { ask: part.slice(0, match.index).trim(), into: file };
  }
  return { ask: part, into: undefined };
}

/** Where a result goes that is plainly to be written: a conversion into any file, all else into those that hold a list. */
function placeOf(match: RegExpExecArray, ask: string): Pick<Wanted, 'into' | 'refused'> {
  const file = (match[1] ?? '').replace(/^\.\//u, '');
  const isConversion = /^(?:please\s+)?(?:convert|transform|translate|turn)\b/iu.test(ask);
  return isConversion || formOf(file) !== undefined ? { into: file } : { into: undefined, refused: file };
}

/** Only files that lists and answers are written as: other endings are code to look into, or to change. */
function fileIn(match: RegExpExecArray | null): string | undefined {
  const file = match?.[1]?.replace(/^\.\//u, '');
  return file === undefined || formOf(file) === undefined ? undefined : file;
}

const ending = new Set(['search', 'read', 'extract', 'summarize', 'transform', 'fill', 'classify']);

/** A task with the file that its result ends in; undefined where a result of its kind does not end in one. */
export function endingIn(
  task: TaskAnswer['task'],
  file: string,
  all: readonly string[],
): TaskAnswer['task'] | undefined {
  const { kind, paths, exclude } = task;
  if (typeof kind !== 'string' || !ending.has(kind)) return undefined;
  // What was written before is not looked into again.
  const others: unknown = Array.isArray(paths) ? paths.filter((one) => one !== file) : paths;
  return {
    ...task,
    into: file,
    ...(others === undefined ? {} : { paths: others }),
    ...(kind === 'search' && all.includes(file)
      ? { exclude: [...(Array.isArray(exclude) ? (exclude as readonly unknown[]) : []), file] }
      : {}),
  };
}
