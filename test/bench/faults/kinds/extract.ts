import type { Random } from '../../../node/search/random.ts';
import type { SourceProject } from '../packages.ts';
import { madeText, type MadeText } from './extractTexts.ts';
import type { FaultClass, KindFaults, KindRow, RightRow } from './kindFaults.ts';

interface Item {
  readonly value: string;
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}

/** What a right row was made from: a fault needs its lines, and what only looks like an item. */
interface Drawn {
  readonly path: string;
  readonly lines: readonly string[];
  readonly items: readonly Item[];
  readonly lookAlikes: MadeText['lookAlikes'];
}
const drawn = new WeakMap<RightRow, Drawn>();

/** A file beside the one that is read, in which nothing of any set stands. */
const other = { path: 'other/notes.txt', text: 'nothing here\n' };

function right(project: SourceProject, random: Random): RightRow | undefined {
  const made = random.chance(0.35) ? sourceText(project, random) : madeText(random);
  if (made === undefined) return undefined;
  const items = made.items.map(({ value, line }): Item => {
    const text = made.lines[line - 1] ?? '';
    const at = text.indexOf(value);
    const whole = random.chance(0.7);
    const quote = whole
      ? text
      : text.slice(
          random.number(at + 1),
          at + value.length + random.number(text.length - at - value.length + 1),
        );
    return { value, path: made.path, line, quote };
  });
  const ending = random.chance(0.3) ? '\r\n' : '\n';
  const bom = random.chance(0.15) ? '\uFEFF' : '';
  const text = bom + made.lines.join(ending) + (random.chance(0.8) ? ending : '');
  const row: RightRow = {
    files: { [made.path]: text, [other.path]: other.text },
    task: { kind: 'extract', what: made.what, paths: [made.path] },
    result: { items: random.chance(0.5) ? items : [...items].reverse() },
    best: 'verified',
  };
  drawn.set(row, { path: made.path, lines: made.lines, items, lookAlikes: made.lookAlikes });
  return row;
}

/** A real source by one pattern a line, where comments are told by how their lines begin. */
function sourceText(project: SourceProject, random: Random): MadeText | undefined {
  const path = random.pick(project.paths);
  const lines = (project.texts.get(path) ?? '')
    .replace(/\n$/u, '')
    .split('\n')
    .map((text) => text.replace(/\r$/u, ''));
  const what = random.pick(['imports', 'classes', 'functions', 'urls'] as const);
  const patterns = {
    imports: /^(?:(?:import|export)\b.*|\}) from '([^']+)';$|^import '([^']+)';$/u,
    classes: /^\s*(?:export )?(?:default )?(?:abstract )?class (\w+)/u,
    functions: /^\s*(?:export )?(?:default )?(?:async )?function\*? ?(\w+)\s*[(<]/u,
    urls: /(https?:\/\/[^\s"'<>()[\]`]*[^\s"'<>()[\]`.,:;])/gu,
  };
  // What goes on from the line before is an expression, and no pattern of one line tells that.
  const goesOn = lines.some(
    (text, index) => patterns.functions.test(text) && /[(=,:?|&]$/u.test((lines[index - 1] ?? '').trim()),
  );
  if (what === 'functions' && goesOn) return undefined;
  const isComment = (text: string): boolean => /^\s*(?:\*|\/\/|\/\*)/u.test(text);
  const items = lines.flatMap((text, index) => {
    if (what !== 'urls' && isComment(text)) return [];
    const found = what === 'urls' ? [...text.matchAll(patterns.urls)] : [patterns[what].exec(text)];
    return found.flatMap((match) => {
      const value = match?.[1] ?? match?.[2];
      return value === undefined ? [] : [{ value, line: index + 1 }];
    });
  });
  return items.length === 0 || lines.length > 1500 ? undefined : { what, path, lines, items, lookAlikes: [] };
}

type Change = (items: readonly Item[], drawn: Drawn, random: Random) => readonly Item[] | undefined;

/** A fault that is a change of the items. */
function fault(name: string, change: Change): FaultClass {
  return {
    name,
    plant(row, random): KindRow | undefined {
      const from = drawn.get(row);
      const items = from === undefined ? undefined : change(from.items, from, random);
      return items === undefined ? undefined : { ...row, result: { items } };
    },
  };
}

/** One item, picked and changed; undefined where the change leaves it as it was. */
function one(
  name: string,
  change: (item: Item, drawn: Drawn, random: Random) => Item | undefined,
): FaultClass {
  return fault(name, (items, from, random) => {
    if (items.length === 0) return undefined;
    const at = random.number(items.length);
    const item = items[at];
    const next = item === undefined ? undefined : change(item, from, random);
    if (item === undefined || next === undefined || JSON.stringify(next) === JSON.stringify(item))
      return undefined;
    return items.map((kept, index) => (index === at ? next : kept));
  });
}

const without = (items: readonly Item[], at: number): readonly Item[] =>
  items.filter((_item, index) => index !== at);

export const extractFaults: KindFaults = {
  kind: 'extract',
  right,
  classes: [
    fault('an item is missing', (items, _from, random) =>
      items.length === 0 ? undefined : without(items, random.number(items.length)),
    ),
    fault('nothing is reported', (items) => (items.length === 0 ? undefined : [])),
    fault('only the first of each value', (items) => {
      const kept = items.filter(
        (item, index) => items.findIndex((each) => each.value === item.value) === index,
      );
      return kept.length === items.length ? undefined : kept;
    }),
    fault('an item twice', (items, _from, random) =>
      items.length === 0 ? undefined : [...items, random.pick(items)],
    ),
    fault('a look-alike is reported', (items, from, random) => {
      if (from.lookAlikes.length === 0) return undefined;
      const { value, line } = random.pick(from.lookAlikes);
      return [...items, { value, path: from.path, line, quote: from.lines[line - 1] ?? '' }];
    }),
    fault('a word of the text is reported', (items, from, random) => {
      const line = 1 + random.number(from.lines.length);
      const quote = from.lines[line - 1] ?? '';
      const value = /[a-z]{3,}/u.exec(quote)?.[0];
      const isPart = items.some(
        (item) => item.line === line && value !== undefined && item.value.includes(value),
      );
      return value === undefined || isPart ? undefined : [...items, { value, path: from.path, line, quote }];
    }),
    one('the line is off', (item, from, random) => {
      const line = item.line + (random.chance(0.5) ? 1 : -1);
      const isThere = from.items.some((each) => each.line === line && each.value === item.value);
      return isThere ? undefined : { ...item, line };
    }),
    one('the quote is of another line', (item, from, random) => {
      const line = 1 + random.number(from.lines.length);
      const quote = from.lines[line - 1] ?? '';
      return line === item.line || (from.lines[item.line - 1] ?? '').includes(quote)
        ? undefined
        : { ...item, quote };
    }),
    one('the quote has other white space', (item, from) => {
      const quote = item.quote.includes(' ') ? item.quote.replace(' ', '  ') : `${item.quote}  `;
      return (from.lines[item.line - 1] ?? '').includes(quote) ? undefined : { ...item, quote };
    }),
    one('the quote is invented around the value', (item) => ({
      ...item,
      quote: `see ${item.value} there`,
    })),
    one('the value is not in its quote', (item) => ({ ...item, value: `${item.value}x` })),
    one('the value is cut short', (item, from) => {
      const value = item.value.slice(0, -1);
      const isOne =
        value === '' || from.items.some((each) => each.value === value && each.line === item.line);
      return isOne ? undefined : { ...item, value };
    }),
    one('the value takes its neighbour along', (item, from) => {
      const text = from.lines[item.line - 1] ?? '';
      const end = text.indexOf(item.value) + item.value.length;
      return end >= text.length
        ? undefined
        : { ...item, value: text.slice(end - item.value.length, end + 1), quote: text };
    }),
    one('the value is in other letters', (item) => {
      const value =
        item.value === item.value.toUpperCase() ? item.value.toLowerCase() : item.value.toUpperCase();
      return value === item.value ? undefined : { ...item, value };
    }),
    one('the path is another one', (item) => ({ ...item, path: other.path })),
    one('the value moves to another path and quote', (item) => ({
      ...item,
      path: other.path,
      line: 1,
      quote: 'nothing here',
      value: 'nothing',
    })),
    fault('a made-up item is added', (items, from, random) => [
      ...items,
      { value: 'zzz-1', path: from.path, line: 1 + random.number(from.lines.length), quote: 'zzz-1' },
    ]),
    fault('an unknown key', (items) =>
      items.length === 0 ? undefined : items.map((item) => ({ ...item, confidence: 1 })),
    ),
    fault('a line as a string', (items) =>
      items.length === 0
        ? undefined
        : (items.map((item) => ({ ...item, line: String(item.line) })) as unknown as Item[]),
    ),
  ],
};
