import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow } from './kindFaults.ts';

interface Row {
  readonly id: string;
  readonly label: string;
  readonly quote?: string;
}
interface Item {
  readonly id: string;
  readonly text: string;
}

const labelSets = [
  ['bug', 'feature', 'question'],
  ['Bug', 'bug'],
  ['caf\u00e9', 'other'],
  ['needs work', 'needs  work', 'done'],
  ['__proto__', 'constructor', 'x'],
  ['\u4f60\u597d', '\u518d\u89c1'],
  ['p0', 'p1', 'p2', 'p3'],
];

function itemsOf(row: KindRow): readonly Item[] {
  return row.task['items'] as readonly Item[];
}
function labelsOf(row: KindRow): readonly string[] {
  return row.task['labels'] as readonly string[];
}
function rowsOf(row: KindRow): readonly Row[] {
  return (row.result as { readonly labels: readonly Row[] }).labels;
}

export const classify: KindFaults = {
  kind: 'classify',
  right(project, random) {
    const path = random.pick(project.paths);
    const lines = (project.texts.get(path) ?? '').split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 3) return undefined;
    const labels = random.pick(labelSets);
    const items = random
      .list(2, 12, () => random.pick(lines))
      .map((text, at): Item => ({
        id: random.pick([`${at}`, `id-${at}`, `T ${at}`, `\u4f60${at}`, at === 0 ? '__proto__' : `x${at}`]),
        text: random.chance(0.1) ? `${text}\n${random.pick(lines)}` : text,
      }));
    if (new Set(items.map((item) => item.id)).size < items.length) return undefined;
    const rows = items.map((item): Row => {
      const quote = item.text.slice(random.number(3));
      const isQuoted = random.chance(0.4) && quote.trim() !== '';
      return { id: item.id, label: random.pick(labels), ...(isQuoted ? { quote } : {}) };
    });
    const second = rows.map(({ id, label }) => ({ id, label }));
    const isTwice = random.chance(0.3);
    const at = random.number(rows.length);
    return {
      best: 'verified',
      files: {},
      task: { kind: 'classify', items, labels, ...(isTwice ? { secondRun: true } : {}) },
      result: {
        labels: [...rows.slice(at), ...rows.slice(0, at)],
        ...(isTwice ? { second: second.toReversed() } : {}),
      },
    };
  },
  get classes() {
    return classes;
  },
};

function fault(
  name: string,
  change: (rows: readonly Row[], row: KindRow, random: Random) => readonly object[] | undefined,
): FaultClass {
  return {
    name,
    plant(row, random) {
      const labels = change(rowsOf(row), row, random);
      return labels === undefined ? undefined : { ...row, result: { ...(row.result as object), labels } };
    },
  };
}

/** Changes one row. */
function onRow(
  name: string,
  change: (one: Row, row: KindRow, random: Random) => object | undefined,
): FaultClass {
  return fault(name, (rows, row, random) => {
    const at = random.number(rows.length);
    const one = rows[at];
    const changed = one === undefined ? undefined : change(one, row, random);
    return changed === undefined ? undefined : rows.map((old, index) => (index === at ? changed : old));
  });
}

function onSecond(
  name: string,
  change: (rows: readonly Row[], row: KindRow) => readonly Row[] | undefined,
): FaultClass {
  return {
    name,
    plant(row) {
      const { second, ...rest } = row.result as { readonly second?: readonly Row[] };
      if (second === undefined) return undefined;
      const changed = change(second, row);
      return { ...row, result: { ...rest, ...(changed === undefined ? {} : { second: changed }) } };
    },
  };
}

/** The same label spelled otherwise; undefined where that is a label too. */
function spelled(label: string, row: KindRow): string | undefined {
  const others = [label.toUpperCase(), label.toLowerCase(), `${label} `, label.normalize('NFD')];
  return others.find((one) => !labelsOf(row).includes(one));
}

const classes: readonly FaultClass[] = [
  fault('an item has no label', (rows) => rows.slice(1)),
  fault('nothing is labelled', () => []),
  fault('an item is labelled twice', (rows) => [...rows, ...rows.slice(0, 1)]),
  fault('an item has two labels', (rows, row) => {
    const [first] = rows;
    const other = labelsOf(row).find((label) => label !== first?.label);
    return first === undefined || other === undefined ? undefined : [...rows, { id: first.id, label: other }];
  }),
  fault('an item is invented', (rows, row) => [...rows, { id: 'invented', label: labelsOf(row)[0] ?? '' }]),
  fault('an item is left out and another twice', (rows) => [...rows.slice(1), ...rows.slice(1, 2)]),
  onRow('a label is none of the set', (one) => ({ ...one, label: 'something else' })),
  onRow('a label is spelled in another way', (one, row) => {
    const label = spelled(one.label, row);
    return label === undefined ? undefined : { ...one, label };
  }),
  onRow('a label is two labels', (one, row) => ({ ...one, label: labelsOf(row).slice(0, 2).join(', ') })),
  onRow('a label is empty', (one) => ({ ...one, label: '' })),
  onRow('a label is a list', (one) => ({ ...one, label: [one.label] })),
  onRow('an id is spelled in another way', (one, row) =>
    itemsOf(row).some((item) => item.id === ` ${one.id}`) ? undefined : { ...one, id: ` ${one.id}` },
  ),
  onRow('an id is a number', (one) => (/^\d+$/u.test(one.id) ? { ...one, id: Number(one.id) } : undefined)),
  onRow('a quote is blank', (one) => ({ ...one, quote: ' ' })),
  onRow('a quote is empty', (one) => ({ ...one, quote: '' })),
  onRow('a quote is made up', (one) => ({ ...one, quote: 'this stands nowhere at all' })),
  onRow('a quote has other white space', (one, row) => {
    const text = itemsOf(row).find((item) => item.id === one.id)?.text ?? '';
    const quote = text.replace(/(\S) (\S)/u, '$1  $2');
    return quote === text ? undefined : { ...one, quote };
  }),
  onRow('a quote is of another item', (one, row) => {
    const own = itemsOf(row).find((item) => item.id === one.id)?.text ?? '';
    const other = itemsOf(row).find((item) => !own.includes(item.text));
    return other === undefined ? undefined : { ...one, quote: other.text };
  }),
  onRow('a quote is in another case', (one, row) => {
    const text = itemsOf(row).find((item) => item.id === one.id)?.text ?? '';
    const quote = text.toUpperCase();
    return text.includes(quote) ? undefined : { ...one, quote };
  }),
  onRow('an unknown key stands in a row', (one) => ({ ...one, confidence: 0.9 })),
  onSecond('the second run that was asked for is missing', () => undefined),
  onSecond('the second run leaves an item out', (rows) => rows.slice(1)),
  onSecond('the second run says something else', (rows, row) => {
    const [first, ...rest] = rows;
    const label = labelsOf(row).find((one) => one !== first?.label) ?? '';
    return first === undefined ? rows : [{ id: first.id, label }, ...rest];
  }),
];
