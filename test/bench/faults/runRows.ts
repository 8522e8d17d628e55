import type { Random } from '../../node/search/random.ts';
import { logic } from './logic.ts';
import { parse } from './operator.ts';
import { restructurings } from './restructure.ts';
import { differs, projectOf, slipped, sourcePath, testPath, testsOf, type Subject } from './subject.ts';

/** An edit of one intent in a small project, and whether it is right. */
export interface RunRow {
  readonly what: string;
  /** `unseen`: wrong, and the tests of the project do not show it. It must not be called verified either. */
  readonly side: 'right' | 'wrong' | 'unseen';
  readonly files: Readonly<Record<string, string>>;
  readonly task: Readonly<Record<string, unknown>>;
  readonly texts: ReadonlyMap<string, string>;
}

/** A text of a subject and how it came about. */
interface Variant {
  readonly what: string;
  readonly text: string;
}

/** One to three restructurings of a text, one upon the other, or the one that was written by hand. */
function restructured(
  subject: Subject,
  from: string,
  random: Random,
  mayBeByHand: boolean,
): Variant | undefined {
  if (mayBeByHand && random.chance(0.25)) return { what: 'by hand', text: subject.same };
  const names: string[] = [];
  let text = from;
  for (let left = 1 + random.number(3); left > 0; left -= 1) {
    const { name, apply } = random.pick(restructurings);
    const next = apply({ path: subject.file, text, source: parse(subject.file, text), random, siblings: [] });
    if (next === undefined || next === text) continue;
    text = next;
    names.push(name);
  }
  const calls = [...subject.cases, ...subject.askedCases, ...subject.more];
  // What the writer of a restructuring got wrong is no right row, nor is one that another took back.
  if (text === from || differs(subject, from, text, calls)) return undefined;
  return { what: names.join(', '), text };
}

/** A mistake made in a text: one written by hand, or one of the operators. */
function spoilt(subject: Subject, from: string, random: Random): Variant | undefined {
  if (random.chance(0.4) && subject.slips.length > 0) {
    const slip = random.pick(subject.slips);
    const text = slipped(from, slip);
    return text === undefined ? undefined : { what: `slip: ${slip.to.trim().slice(0, 60)}`, text };
  }
  const { name, apply } = random.pick(logic);
  const found = apply({
    path: subject.file,
    text: from,
    source: parse(subject.file, from),
    random,
    siblings: [],
  });
  const text = typeof found === 'string' ? found : found?.text;
  return text === undefined || text === from ? undefined : { what: name, text };
}

/** The change that was asked, or one inside that the tests cover; and such a change with a mistake, or without tests. */
export function generalRows(subject: Subject, other: Subject, random: Random): readonly RunRow[] {
  const isAsked = random.chance(0.5);
  const inner = restructured(subject, isAsked ? subject.asked : subject.code, random, !isAsked);
  const right: Variant | undefined =
    isAsked && (inner === undefined || random.chance(0.3))
      ? { what: 'as asked', text: subject.asked }
      : inner;
  if (right === undefined) return [];
  const truth = isAsked ? subject.asked : subject.code;
  const calls = isAsked ? [...subject.cases, ...subject.askedCases] : subject.cases;
  const path = sourcePath(subject);
  const project = projectOf(subject, other);
  const tested = { ...project, [testPath(subject)]: testsOf(subject, truth, calls) };
  const instruction = isAsked ? subject.instruction : 'Make it simpler to read.';
  const rowOf = (side: RunRow['side'], { what, text }: Variant, files: Record<string, string>): RunRow => ({
    what: isAsked ? `asked, ${what}` : `inner, ${what}`,
    side,
    files,
    task: { intent: 'general', instruction, paths: [path] },
    texts: new Map([[path, text]]),
  });
  const rows = [rowOf('right', right, tested)];
  if (random.chance(0.12)) {
    rows.push(rowOf('wrong', { ...right, what: `${right.what}, no test of it` }, project));
    return rows;
  }
  const wrong = spoilt(subject, right.text, random);
  if (wrong === undefined || wrong.text === subject.code) return rows;
  const what = `${right.what}; ${wrong.what}`;
  if (differs(subject, truth, wrong.text, calls)) rows.push(rowOf('wrong', { ...wrong, what }, tested));
  else if (differs(subject, truth, wrong.text, subject.more))
    rows.push(rowOf('unseen', { ...wrong, what }, tested));
  return rows;
}

/** Changes of what a file exports, which no call shows. */
const exportChanges: readonly { readonly what: string; readonly apply: (text: string) => string }[] = [
  { what: 'the export is gone', apply: (text) => text.replace(/^export (?=(?:async )?function)/mu, '') },
  {
    what: 'an export is new',
    apply: (text) => text.replace(/^(?=export (?:async )?function)/mu, 'export const version = 1;\n\n'),
  },
  {
    what: 'a parameter takes more',
    apply: (text) => text.replace(/(function \w+\(\w+: )/u, '$1undefined | '),
  },
  { what: 'a parameter more', apply: (text) => text.replace(/(function \w+\([^()]*)\)/u, '$1, more = 0)') },
  {
    what: 'it gives another type',
    apply: (text) => text.replace(/(function \w+\([^()]*\): )(\w+)(?= \{)/u, '$1$2 | undefined'),
  },
];

/** The same in other words, and the same with a slip. */
export function sameRows(subject: Subject, other: Subject, random: Random): readonly RunRow[] {
  const right = restructured(subject, subject.code, random, true);
  if (right === undefined) return [];
  const path = sourcePath(subject);
  const project = projectOf(subject, other);
  const files = { ...project, [testPath(subject)]: testsOf(subject, subject.code, subject.cases) };
  const rowOf = (side: RunRow['side'], { what, text }: Variant): RunRow => ({
    what,
    side,
    files,
    task: { intent: 'same-behaviour', instruction: 'Write it in a simpler way.', paths: [path] },
    texts: new Map([[path, text]]),
  });
  const rows = [rowOf('right', right)];
  if (random.chance(0.15)) {
    const { what, apply } = random.pick(exportChanges);
    const text = apply(right.text);
    if (text !== right.text) rows.push(rowOf('wrong', { what: `${right.what}; ${what}`, text }));
    return rows;
  }
  const wrong = spoilt(subject, right.text, random);
  if (wrong === undefined) return rows;
  if (differs(subject, subject.code, wrong.text, [...subject.cases, ...subject.more]))
    rows.push(rowOf('wrong', { ...wrong, what: `${right.what}; ${wrong.what}` }));
  return rows;
}
