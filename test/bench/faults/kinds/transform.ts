import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow, RightRow } from './kindFaults.ts';
import {
  keysOf,
  map,
  mapOf,
  num,
  scalarOf,
  sheetOf,
  str,
  textOf,
  type Limits,
  type Plain,
  type PlainMap,
} from './plainData.ts';
import { writePlain, type Format } from './plainWriters.ts';

const typeless: readonly Format[] = ['csv', 'ini', 'env', 'markdown-table'];
const trees: readonly Format[] = ['json', 'jsonc', 'yaml', 'toml'];
const shapes = {
  tree: trees,
  sheet: ['json', 'jsonc', 'yaml', 'csv', 'markdown-table'],
  pairs: ['json', 'yaml', 'toml', 'ini', 'env'],
  sections: ['json', 'jsonc', 'yaml', 'toml', 'ini'],
} as const satisfies Readonly<Record<string, readonly Format[]>>;

/** What a right row was made from: a fault changes the data and has it written again. */
interface Drawn {
  readonly from: Format;
  readonly to: Format;
  /** As it stands in the content. */
  readonly data: Plain;
  readonly unedited: Plain;
}
const drawn = new WeakMap<RightRow, Drawn>();

function limitsOf(from: Format, to: Format): Limits {
  const both = [from, to];
  const has = (...formats: readonly Format[]): boolean => both.some((one) => formats.includes(one));
  const trims = has('ini', 'env', 'markdown-table');
  return {
    nulls: !has('toml') && from !== 'csv' && !typeless.includes(from),
    dates: from === 'toml',
    dateTexts: to === 'toml',
    inner: !trims,
    odd: !has('env'),
    strings: (text) => {
      if (trims && (text.trim() !== text || /[\r\n]/u.test(text))) return false;
      // Readers of env files differ in what a backslash means, and no quotes hold both quotes.
      if (has('env') && (/[\\\t]/u.test(text) || (text.includes("'") && text.includes('"')))) return false;
      if (has('markdown-table') && text.includes('\\')) return false;
      // What yes and 2024-05-01 may stand for unquoted is for YAML alone.
      return !(has('csv', 'ini', 'env', 'markdown-table') && /^(?:~|null)$/u.test(text));
    },
    keys: (key) => {
      if (has('env')) return /^[A-Za-z_]\w*$/u.test(key) && key !== '__proto__';
      if (has('ini')) return key !== '' && !/[=#:;[\]"]/u.test(key);
      return !(has('csv', 'markdown-table') && (key === '' || key === '__proto__'));
    },
  };
}

function dataOf(shape: keyof typeof shapes, random: Random, limits: Limits, to: Format, from: Format): Plain {
  switch (shape) {
    case 'tree': {
      const isRooted = to === 'toml' || from === 'toml' || random.chance(0.7);
      const made = mapOf(random, limits, 3);
      if (!isRooted) return { t: 'list', items: [made, scalarOf(random, limits)] };
      // The same value twice, so that YAML can name it and use the name again.
      return random.chance(0.6)
        ? map([
            ['base', made],
            ...made.entries.filter(([key]) => key !== 'base' && key !== 'again'),
            ['again', made],
          ])
        : made;
    }
    case 'sheet':
      return sheetOf(random, limits);
    case 'pairs':
      return flatOf(random, limits);
    case 'sections': {
      const names = keysOf(random, limits, 1, 3).map((name) => `s ${name}`);
      return map([
        ...flatOf(random, limits).entries,
        ...names.map((name) => [name, flatOf(random, limits)] as const),
      ]);
    }
  }
}

function flatOf(random: Random, limits: Limits): PlainMap {
  return map(keysOf(random, limits, 1, 6).map((key) => [key, scalarOf(random, limits)]));
}

/** Every scalar by its text, for a source without types. */
function untyped(value: Plain): Plain {
  if (value.t === 'list') return { t: 'list', items: value.items.map(untyped) };
  if (value.t === 'map') return map(value.entries.map(([key, one]) => [key, untyped(one)]));
  return str(textOf(value));
}

/** A worker may give a text of a format without types its plain type (rule 30). */
function typed(value: Plain, random: Random, to: Format): Plain {
  if (value.t === 'list') return { t: 'list', items: value.items.map((one) => typed(one, random, to)) };
  if (value.t === 'map') return map(value.entries.map(([key, one]) => [key, typed(one, random, to)]));
  const text = textOf(value);
  if (random.chance(0.4)) return value;
  if (/^-?(?:0|[1-9]\d{0,15})(?:\.\d+)?$/u.test(text)) return num(text);
  if (text === 'true' || text === 'false') return { t: 'bool', v: text === 'true' };
  return text === '' && to !== 'toml' ? { t: 'null' } : value;
}

/** One edit of a key at the root, and the data with it. */
function editOf(
  data: PlainMap,
  random: Random,
): { readonly edit: object; readonly data: PlainMap } | undefined {
  const free = data.entries.filter(([key]) => key !== '__proto__');
  if (free.length < 2) return undefined;
  const [key] = random.pick(free);
  const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  switch (random.number(3)) {
    case 0:
      return { edit: { op: 'remove', pointer }, data: map(data.entries.filter(([one]) => one !== key)) };
    case 1:
      return {
        edit: { op: 'replace', pointer, value: 17 },
        data: map(data.entries.map(([one, old]) => [one, one === key ? num('17') : old])),
      };
    default:
      return {
        edit: { op: 'add', pointer: '/fresh', value: 'new' },
        data: map([...data.entries, ['fresh', str('new')]]),
      };
  }
}

function shuffled(value: Plain, random: Random): Plain {
  if (value.t === 'list') return { t: 'list', items: value.items.map((one) => shuffled(one, random)) };
  if (value.t !== 'map' || value.entries.length < 2) return value;
  const at = random.number(value.entries.length);
  return map([...value.entries.slice(at), ...value.entries.slice(0, at)]);
}

export const transform: KindFaults = {
  kind: 'transform',
  right(_project, random) {
    const shape = random.pick(['tree', 'tree', 'tree', 'sheet', 'sheet', 'pairs', 'sections'] as const);
    const from = random.pick(shapes[shape]);
    const to = random.pick(shapes[shape]);
    const limits = limitsOf(from, to);
    const made = dataOf(shape, random, limits, to, from);
    const source = typeless.includes(from) ? untyped(made) : made;
    const path = `data.${{ yaml: 'yml', 'markdown-table': 'md' }[from as string] ?? from}`;
    // Numbers with an underscore have another text, and how a format without types has it, no rule says.
    const isMixed = [from, to].includes('toml') && [from, to].some((one) => typeless.includes(one));
    const text = writePlain(from, source, random, !isMixed && random.chance(0.5));
    const edited =
      source.t === 'map' && shape !== 'sections' && random.chance(0.3) ? editOf(source, random) : undefined;
    const unedited = source;
    const target = edited?.data ?? source;
    const typing = typeless.includes(from) && !typeless.includes(to) ? typed(target, random, to) : target;
    const data = random.chance(0.2) && shape !== 'sheet' ? shuffled(typing, random) : typing;
    const row: RightRow = {
      best: 'verified',
      files: { [path]: text },
      task: {
        kind: 'transform',
        from,
        to,
        path,
        ...(edited === undefined ? {} : { pointerEdits: [edited.edit] }),
      },
      result: { content: writePlain(to, data, random, !isMixed && random.chance(0.3)) },
    };
    drawn.set(row, { from, to, data, unedited });
    return row;
  },
  get classes() {
    return classes;
  },
};

type Change = (drawn: Drawn, random: Random) => Plain | undefined;

/** The same row with its data changed and written again. */
function changing(name: string, change: Change): FaultClass {
  return {
    name,
    plant(row, random) {
      const made = drawn.get(row);
      if (made === undefined) return undefined;
      const data = change(made, random);
      if (data === undefined) return undefined;
      return { ...row, result: { content: writePlain(made.to, data, random, false) } };
    },
  };
}

function writing(
  name: string,
  write: (content: string, made: Drawn, row: KindRow, random: Random) => string | undefined,
): FaultClass {
  return {
    name,
    plant(row, random) {
      const made = drawn.get(row);
      const { content } = row.result as { readonly content: string };
      const written = made === undefined ? undefined : write(content, made, row, random);
      return written === undefined || written === content
        ? undefined
        : { ...row, result: { content: written } };
    },
  };
}

/** Changes one scalar that fits; undefined where none does. */
function oneScalar(
  value: Plain,
  random: Random,
  change: (one: Plain) => Plain | undefined,
): Plain | undefined {
  const fitting: Plain[] = [];
  const look = (one: Plain): void => {
    if (one.t === 'list') one.items.forEach(look);
    else if (one.t === 'map') one.entries.forEach(([, inner]) => look(inner));
    else if (change(one) !== undefined) fitting.push(one);
  };
  look(value);
  if (fitting.length === 0) return undefined;
  const chosen = random.pick(fitting);
  let isDone = false;
  const walk = (one: Plain): Plain => {
    if (one.t === 'list') return { t: 'list', items: one.items.map(walk) };
    if (one.t === 'map') return map(one.entries.map(([key, inner]) => [key, walk(inner)]));
    if (one !== chosen || isDone) return one;
    isDone = true;
    return change(one) ?? one;
  };
  return walk(value);
}

/** Changes one map that is not empty. */
function oneMap(
  value: Plain,
  random: Random,
  change: (one: PlainMap) => PlainMap | undefined,
): Plain | undefined {
  const fitting: PlainMap[] = [];
  const look = (one: Plain): void => {
    if (one.t === 'list') one.items.forEach(look);
    if (one.t !== 'map') return;
    if (change(one) !== undefined) fitting.push(one);
    one.entries.forEach(([, inner]) => look(inner));
  };
  look(value);
  if (fitting.length === 0) return undefined;
  const chosen = random.pick(fitting);
  let isDone = false;
  const walk = (one: Plain): Plain => {
    if (one.t === 'list') return { t: 'list', items: one.items.map(walk) };
    if (one.t !== 'map') return one;
    if (one === chosen && !isDone) {
      isDone = true;
      return change(one) ?? one;
    }
    return map(one.entries.map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

const isSheet = (made: Drawn): boolean => ['csv', 'markdown-table'].includes(made.to);
const isTyped = (made: Drawn): boolean => !typeless.includes(made.from) && !typeless.includes(made.to);

function oneList(
  value: Plain,
  change: (items: readonly Plain[]) => readonly Plain[] | undefined,
): Plain | undefined {
  if (value.t === 'list') {
    const items = change(value.items);
    if (items !== undefined) return { t: 'list', items };
    for (const [at, item] of value.items.entries()) {
      const inner = oneList(item, change);
      if (inner !== undefined) return { t: 'list', items: value.items.with(at, inner) };
    }
  }
  if (value.t === 'map') {
    for (const [at, [key, one]] of value.entries.entries()) {
      const inner = oneList(one, change);
      if (inner !== undefined) return map(value.entries.with(at, [key, inner]));
    }
  }
  return undefined;
}

const same = (a: Plain | undefined, b: Plain | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A text of the first is often one of the second as well. */
const alike = ['jsonc json', 'yaml json', 'ini env', 'toml env', 'env toml', 'ini toml'];

const classes: readonly FaultClass[] = [
  changing('one letter of a text is another', ({ data }, random) =>
    oneScalar(data, random, (one) =>
      one.t === 'str' && /[a-w]/u.test(one.v) ? str(one.v.replace(/[a-w]/u, 'x')) : undefined,
    ),
  ),
  changing('a digit of a number is another', ({ data }, random) =>
    oneScalar(data, random, (one) =>
      one.t === 'num' && /[1-8]/u.test(one.v)
        ? num(one.v.replace(/[1-8](?=[^1-8]*$)/u, (digit) => String(Number(digit) + 1)))
        : undefined,
    ),
  ),
  changing('a big integer is rounded', ({ data }, random) =>
    oneScalar(data, random, (one) =>
      (one.t === 'num' || one.t === 'str') && one.v.includes('9007199254740993')
        ? { t: one.t, v: one.v.replace('9007199254740993', '9007199254740992') }
        : undefined,
    ),
  ),
  changing('a number becomes a string', (made, random) =>
    isTyped(made)
      ? oneScalar(made.data, random, (one) => (one.t === 'num' ? str(one.v) : undefined))
      : undefined,
  ),
  changing('a text becomes the number or word it looks like', (made, random) =>
    isTyped(made)
      ? oneScalar(made.data, random, (one) => {
          if (one.t !== 'str') return undefined;
          if (/^(?:yes|on|true)$/u.test(one.v)) return { t: 'bool', v: true };
          if (/^(?:no|off)$/u.test(one.v)) return { t: 'bool', v: false };
          return one.v === '007'
            ? num('7')
            : one.v === '1.50' || one.v === '9007199254740993'
              ? num(one.v)
              : undefined;
        })
      : undefined,
  ),
  changing('a number loses its last zero, or a code its first', (made, random) =>
    isTyped(made)
      ? undefined
      : oneScalar(made.data, random, (one) => {
          if (one.t !== 'num' && one.t !== 'str') return undefined;
          if (one.v === '1.50') return num('1.5');
          return one.v === '007' ? num('7') : one.v === '1.0' ? num('1') : undefined;
        }),
  ),
  changing('null becomes a word', ({ data }, random) =>
    oneScalar(data, random, (one) => (one.t === 'null' ? str('null') : undefined)),
  ),
  changing('true becomes True, as some languages print it', (made, random) =>
    oneScalar(made.data, random, (one) => (one.t === 'bool' ? str(one.v ? 'True' : 'False') : undefined)),
  ),
  changing('a key is gone', (made, random) =>
    isSheet(made)
      ? undefined
      : oneMap(made.data, random, (one) =>
          one.entries.length === 0 ? undefined : map(one.entries.slice(1)),
        ),
  ),
  changing('a column is gone', (made) =>
    isSheet(made) && made.data.t === 'list'
      ? {
          t: 'list',
          items: made.data.items.map((row) => (row.t === 'map' ? map(row.entries.slice(1)) : row)),
        }
      : undefined,
  ),
  changing('a key is invented', (made, random) =>
    isSheet(made)
      ? undefined
      : oneMap(made.data, random, (one) => map([...one.entries, ['invented_key', str('x')]])),
  ),
  changing('a key is spelled in another case', (made, random) =>
    isSheet(made)
      ? undefined
      : oneMap(made.data, random, (one) => {
          const [first, ...rest] = one.entries;
          if (first === undefined || first[0].toUpperCase() === first[0]) return undefined;
          return map([[first[0].toUpperCase(), first[1]], ...rest]);
        }),
  ),
  changing('an item of a list is gone', ({ data }) =>
    oneList(data, (items) => (items.length > 1 ? items.slice(0, -1) : undefined)),
  ),
  changing('two items of a list are swapped', ({ data }) =>
    oneList(data, (items) =>
      items.length > 1 && !same(items[0], items[1]) && !looksSame(items[0], items[1])
        ? [items[1], items[0], ...items.slice(2)].flatMap((one) => one ?? [])
        : undefined,
    ),
  ),
  changing('a row stands twice', ({ data }) =>
    oneList(data, (items) => (items.length > 0 ? [...items, ...items.slice(-1)] : undefined)),
  ),
  changing('the values of two keys are swapped', (made, random) =>
    oneMap(made.data, random, (one) => {
      const [a, b, ...rest] = one.entries;
      if (a === undefined || b === undefined || looksSame(a[1], b[1]) || a[1].t === 'map' || b[1].t === 'map')
        return undefined;
      if (a[1].t === 'list' || b[1].t === 'list') return undefined;
      return map([[a[0], b[1]], [b[0], a[1]], ...rest]);
    }),
  ),
  changing('a nested value becomes a text of JSON', (made, random) =>
    isTyped(made)
      ? oneMap(made.data, random, (one) => {
          const at = one.entries.findIndex(([, inner]) => inner.t === 'list' || inner.t === 'map');
          const entry = one.entries[at];
          return entry === undefined ? undefined : map(one.entries.with(at, [entry[0], str('[object]')]));
        })
      : undefined,
  ),
  changing('an alias is not resolved', (made) =>
    made.from === 'yaml' &&
    made.to !== 'yaml' &&
    made.data.t === 'map' &&
    made.data.entries.some(([key]) => key === 'again')
      ? map(made.data.entries.map(([key, one]) => [key, key === 'again' ? str('*a0') : one]))
      : undefined,
  ),
  changing('a date is spelled in another way', (made, random) =>
    oneScalar(made.data, random, (one) =>
      (one.t === 'date' || one.t === 'str') && one.v === '2024-05-01' ? str('01.05.2024') : undefined,
    ),
  ),
  changing('a string becomes a date of TOML', (made, random) =>
    made.to === 'toml' && isTyped(made)
      ? oneScalar(made.data, random, (one) =>
          one.t === 'str' && one.v === '2024-05-01' ? { t: 'date', v: one.v } : undefined,
        )
      : undefined,
  ),
  changing('the blanks of a text are cut', (made, random) =>
    oneScalar(made.data, random, (one) =>
      one.t === 'str' && one.v.trim() !== one.v ? str(one.v.trim()) : undefined,
    ),
  ),
  changing('a letter with its accent apart is composed', ({ data }, random) =>
    oneScalar(data, random, (one) =>
      one.t === 'str' && one.v.includes('e\u0301') ? str(one.v.normalize('NFC')) : undefined,
    ),
  ),
  {
    name: 'the edit that was asked for is forgotten',
    plant(row, random) {
      const made = drawn.get(row);
      if (made === undefined || row.task['pointerEdits'] === undefined) return undefined;
      return { ...row, result: { content: writePlain(made.to, made.unedited, random, false) } };
    },
  },
  writing('a key stands twice', (content, made) => {
    if (made.data.t !== 'map') return undefined;
    const entry = made.data.entries.find(
      ([key, one]) => /^[A-Za-z]+$/u.test(key) && one.t !== 'map' && one.t !== 'list',
    );
    if (entry === undefined) return undefined;
    const [key] = entry;
    if (made.to === 'json' || made.to === 'jsonc') return content.replace(/^\{/u, `{"${key}": 1,`);
    if (made.to === 'toml') return `${key} = 1\n${content}`;
    if (made.to === 'yaml')
      return /^(?:---\n)?(?:#.*\n)?\{/u.test(content) ? undefined : `${content}${key}: 1\n`;
    return `${key}=1\n${content}`;
  }),
  writing(
    'a fence stands around the data',
    (content, made) => `\`\`\`${made.to}\n${content.trimEnd()}\n\`\`\`\n`,
  ),
  writing('a sentence stands before the data', (content) => `Here is the converted file:\n\n${content}`),
  writing(
    'a sentence stands behind the data',
    (content) => `${content.trimEnd()}\n\nLet me know if anything is missing.\n`,
  ),
  writing('the end is cut off', (content, made) => {
    if (!['json', 'jsonc'].includes(made.to)) return undefined;
    return content.trimEnd().slice(0, -1);
  }),
  writing('the source comes back as it is', (content, made, row) =>
    ['toml', 'csv', 'markdown-table', 'json', 'env'].includes(made.to) &&
    made.from !== made.to &&
    !alike.includes(`${made.from} ${made.to}`)
      ? Object.values(row.files)[0]
      : undefined,
  ),
  writing('nothing comes back', () => ''),
];

/** Values that a comparison by text cannot tell apart. */
function looksSame(a: Plain | undefined, b: Plain | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  const text = (one: Plain): string =>
    one.t === 'list' || one.t === 'map' ? JSON.stringify(untyped(one)) : `s${textOf(one)}`;
  const value = (one: Plain): string =>
    one.t === 'num' || one.t === 'str' ? String(Number(one.v.replace(/^$/u, 'x'))) : text(one);
  return text(a) === text(b) || (value(a) === value(b) && value(a) !== 'NaN');
}
