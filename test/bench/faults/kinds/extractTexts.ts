import type { Random } from '../../../node/search/random.ts';

/** Lines of a text with the values that stand in them, and look-alikes that are none. */
export interface Snippet {
  readonly lines: readonly string[];
  /** Each with the index of its line. */
  readonly items: readonly (readonly [value: string, line: number])[];
  readonly lookAlikes?: readonly (readonly [value: string, line: number])[];
}

type Make = (random: Random) => Snippet;

const words = 'apple river stone lamp cloud paper window garden engine pocket harbour silver violin'.split(
  ' ',
);
const word = (random: Random): string => random.pick(words);
const camel = (random: Random): string => {
  const second = word(random);
  return `${word(random)}${second.charAt(0).toUpperCase()}${second.slice(1)}${random.number(90) + 10}`;
};
const upper = (random: Random): string => `${word(random)}_${word(random)}`.toUpperCase();
const pascal = (random: Random): string => {
  const name = camel(random);
  return name.charAt(0).toUpperCase() + name.slice(1);
};
const two = (number: number): string => String(number).padStart(2, '0');
const day = (random: Random): string =>
  `${1990 + random.number(40)}-${two(1 + random.number(12))}-${two(1 + random.number(28))}`;
const month = (random: Random): string => random.pick(['January', 'May', 'July', 'October', 'December']);
const version = (random: Random): string =>
  `${random.number(20)}.${random.number(40)}.${random.number(10)}${random.chance(0.3) ? `-beta.${random.number(9)}` : ''}`;

/** One line with some values in their order. */
const line = (text: string, ...values: readonly string[]): Snippet => ({
  lines: [text],
  items: values.map((value) => [value, 0]),
});
const none = (text: string, ...lookAlikes: readonly string[]): Snippet => ({
  lines: [text],
  items: [],
  lookAlikes: lookAlikes.map((value) => [value, 0]),
});

const prose: Make = (random) => ({
  lines: random.list(1, 3, () => random.list(2, 8, () => word(random)).join(' ')),
  items: [],
});
const chinese: Make = () => ({ lines: ['\u8fd9\u91cc\u6ca1\u6709\u4ec0\u4e48\u3002', ''], items: [] });

const dates: readonly Make[] = [
  (r) => ((d) => line(`Released on ${d}.`, d))(day(r)),
  (r) => ((a, b) => line(`from ${a} to ${b}, both included`, a, b))(day(r), day(r)),
  (r) => ((d) => line(`- [${d}] ${word(r)}`, d))(day(r)),
  (r) => ((d) => line(`at ${d}T0${r.number(10)}:30:00Z`.replace(/$/, ' sharp'), ''))(day(r)),
  (r) => ((d) => line(`${d}; ${d}`, d, d))(`${1 + r.number(28)} ${month(r)} 20${10 + r.number(20)}`),
  (r) => ((d) => line(`Since ${d} it holds.`, d))(`${month(r)} ${1 + r.number(28)}, 20${10 + r.number(20)}`),
  (r) => ((n) => none(`phone ${n}`, n))(`${1000 + r.number(9000)}-${100 + r.number(900)}`),
  (r) => none(`in ${month(r)} of that year`, month(r)),
];
const urls: readonly Make[] = [
  (r) => ((u) => line(`See ${u}.`, u))(`https://${word(r)}.example.org/${word(r)}`),
  (r) => ((u) => line(`[${word(r)}](${u}), and more`, u))(`http://${word(r)}.example.com/?q=${word(r)}&n=1`),
  (r) => ((u) => line(`<a href="${u}">${u}</a>`, u, u))(`https://${word(r)}.example.net/a-b_c#d`),
  (r) => ((u) => line(`const base = '${u}';`, u))(`https://localhost:80${r.number(90) + 10}/v1`),
  (r) => none(`www.${word(r)}.example.org`, `www.`),
  (r) => ((u) => none(`ftp://${u}.example.org/`, `ftp://${u}.example.org/`))(word(r)),
];
const emails: readonly Make[] = [
  (r) => ((m) => line(`Write to ${m}.`, m))(`${word(r)}.${word(r)}@${word(r)}.example.org`),
  (r) => ((m) => line(`"${word(r)}" <${m}>, and others`, m))(`${word(r)}+tag@example.co.uk`),
  (r) => ((m) => line(`mailto:${m}?subject=x`, m))(`${word(r)}_1@${word(r)}.com`),
  (r) => none(`@${word(r)} said so`, '@'),
  (r) => ((m) => none(`${m} is here`, m))(`${word(r)}@localhost`),
];
const versions: readonly Make[] = [
  (r) => ((v) => line(`## [${v}]`, v))(version(r)),
  (r) => ((v) => line(`  "${word(r)}": "^${v}",`, v))(version(r)),
  (r) => ((v) => line(`git tag v${v}`, v))(version(r)),
  (r) => ((a, b) => line(`needs >=${a} <${b}`, a, b))(version(r), version(r)),
  (r) => ((v) => none(`python ${v}`, v))(`${r.number(9)}.${r.number(20)}`),
  (r) => none(`host 10.${r.number(200)}.3.${r.number(200)}`, '10.'),
];
const numbers: readonly Make[] = [
  (r) => ((n) => line(`It has ${n} parts.`, n))(String(r.number(5000))),
  (r) => ((n) => line(`timeout = ${n}`, n))(`${r.number(90)}.${10 + r.number(80)}`),
  (r) => ((a, b) => line(`[${a}, ${b}]`, a, b))(String(r.number(99)), String(r.number(99))),
  (r) => ((n) => line(`shift(-${n})`, n))(String(1 + r.number(99))),
  (r) => ((n) => line(`at ${n}% of it`, n))(String(r.number(100))),
  (r) => ((n) => none(`call ${word(r)}${n}()`, n))(String(10 + r.number(80))),
  (r) => none(`colour 0x${r.number(900) + 100}f`, '0x'),
  (r) => ((d) => none(`on ${d}`, d.slice(0, 4)))(day(r)),
  (r) => ((v) => none(`v${v}`, v))(`${r.number(9)}.${r.number(9)}.${r.number(9)}`),
];
const todos: readonly Make[] = [
  (r) => ((t) => line(`const a = 1; // ${t}`, t))(`TODO: ${word(r)} the ${word(r)}`),
  (r) => ((t) => line(`/* ${t} */ run();`, t))(`FIXME ${word(r)}`),
  (r) =>
    ((t) => ({ lines: ['/**', ` * ${t}  `, ' * more', ' */'], items: [[t, 1]] }) as const)(
      `TODO(${word(r)}) ${word(r)} \u4fee`,
    ),
  (r) => ((t) => none(`say("${t}");`, t))(`TODO ${word(r)}`),
  (r) => ((t) => none(`const ${t} = 2;`, t))(`TODO${r.number(90) + 10}`),
  (r) => ((t) => none('say(`' + t + '`);', t))(`FIXME ${word(r)}`),
  (r) => none(`// todo ${word(r)}`, 'todo'),
];
const imports: readonly Make[] = [
  (r) => ((m) => line(`import { ${word(r)} } from '${m}';`, m))(`./${word(r)}.ts`),
  (r) => ((m) => line(`import ${word(r)}, * as ${camel(r)} from "${m}";`, m))(`@${word(r)}/${word(r)}`),
  (r) => ((m) => line(`import '${m}';`, m))(`../${word(r)}/side.js`),
  (r) =>
    ((m) => ({ lines: ['export {', `  ${camel(r)},`, `} from '${m}';`], items: [[m, 2]] }) as const)(word(r)),
  (r) => ((m) => line(`const ${camel(r)} = require('${m}');`, m))(`${word(r)}-${word(r)}`),
  (r) => ((m) => line(`import type { ${pascal(r)} } from '${m}';`, m))(`node:${word(r)}`),
  (r) => ((m) => none(`// import x from '${m}';`, m))(`./${word(r)}-old`),
  (r) => ((m) => none(`const text = "import x from '${m}'";`, m))(`./${word(r)}-text`),
  (r) => ((m) => none(`const later = () => import('${m}');`, m))(`./${word(r)}-lazy`),
  (r) =>
    ((m) =>
      ({
        lines: [`function ${camel(r)}() {`, `  return require('${m}');`, '}'],
        items: [],
        lookAlikes: [[m, 1]],
      }) as const)(`./${word(r)}-inner`),
];
const exports: readonly Make[] = [
  (r) => ((n) => line(`export const ${n} = 1;`, n))(camel(r)),
  (r) => ((a, b) => line(`export const { ${a}, ${word(r)}: ${b} = 2 } = load();`, a, b))(camel(r), camel(r)),
  (r) => ((n) => line(`export async function ${n}() {}`, n))(camel(r)),
  (r) => ((a, b) => line(`export { ${a}, ${camel(r)} as ${b} };`, a, b))(camel(r), camel(r)),
  (r) => ((n) => line(`export class ${n} {}`, n))(pascal(r)),
  (r) => ((n) => line(`export * as ${n} from './${word(r)}';`, n))(camel(r)),
  (r) => ((n) => none(`// export const ${n} = 1;`, n))(camel(r)),
  (r) => ((n) => none(`const ${n} = 'export const x';`, n))(camel(r)),
  (r) => ((n) => none(`function ${n}() {}`, n))(camel(r)),
];
const functions: readonly Make[] = [
  (r) => ((n) => line(`function ${n}(a, b) { return a + b; }`, n))(camel(r)),
  (r) => ((n) => line(`export async function ${n}() {}`, n))(camel(r)),
  (r) => ((n) => line(`export default function* ${n}() {}`.replace('default ', ''), n))(camel(r)),
  (r) => ((n) => none(`// function ${n}() {}`, n))(camel(r)),
  (r) => ((n) => none(`const text = 'function ${n}() {}';`, n))(camel(r)),
  (r) =>
    ((n) =>
      ({ lines: [`class ${pascal(r)} {`, `  ${n}() {}`, '}'], items: [], lookAlikes: [[n, 1]] }) as const)(
      camel(r),
    ),
];
const classes: readonly Make[] = [
  (r) => ((n) => line(`class ${n} extends Base {}`, n))(pascal(r)),
  (r) => ((n) => line(`export abstract class ${n} {}`, n))(pascal(r)),
  (r) => ((n) => none(`/* class ${n} {} */`, n))(pascal(r)),
  (r) => ((n) => none('const text = `class ' + n + ' {}`;', n))(pascal(r)),
  (r) => ((n) => none(`interface ${n} {}`, n))(pascal(r)),
];
const envVars: readonly Make[] = [
  (r) => ((n) => line(`const a = process.env.${n};`, n))(upper(r)),
  (r) => ((n) => line(`use(process.env['${n}'] ?? 'x');`, n))(upper(r)),
  (r) => ((n) => line(`const mode = import.meta.env.${n};`, n))(`VITE_${upper(r)}`),
  (r) => ((n) => none(`// process.env.${n}`, n))(upper(r)),
  (r) => ((n) => none(`say('process.env.${n}');`, n))(upper(r)),
  (r) => ((n) => none(`const b = settings.env.${n};`, n))(upper(r)),
];
const routes: readonly Make[] = [
  (r) => ((p) => line(`app.get('${p}', handle);`, p))(`/${word(r)}/:id`),
  (r) => ((p) => line(`router.post("${p}", check, handle);`, p))(`/${word(r)}`),
  (r) =>
    ((p) => ({ lines: ['app.delete(', `  '${p}',`, '  handle,', ');'], items: [[p, 1]] }) as const)(
      `/${word(r)}/${word(r)}`,
    ),
  (r) => ((p) => none(`// app.get('${p}', handle);`, p))(`/old/${word(r)}`),
  (r) => ((p) => none(`const text = "app.get('${p}')";`, p))(`/text/${word(r)}`),
  (r) => ((p) => none(`go('${p}');`, p))(`/go/${word(r)}`),
];
const python: Readonly<Record<string, readonly Make[]>> = {
  imports: [
    (r) => ((m) => line(`import ${m} as x`, m))(`${word(r)}.${word(r)}`),
    (r) => ((m) => line(`from ${m} import (a, b)`, m))(`..${word(r)}`),
    (r) => ((m) => none(`# import ${m}`, m))(word(r)),
    (r) =>
      ((m) => ({ lines: ['"""', `import ${m}`, '"""'], items: [], lookAlikes: [[m, 1]] }) as const)(camel(r)),
  ],
  functions: [
    (r) =>
      ((n) => ({ lines: ['@cached(1)', `async def ${n}(a):`, '    return a'], items: [[n, 1]] }) as const)(
        camel(r),
      ),
    (r) =>
      ((n) =>
        ({
          lines: [`class ${pascal(r)}:`, `    def ${n}(self):`, '        pass'],
          items: [],
          lookAlikes: [[n, 1]],
        }) as const)(camel(r)),
    (r) => ((n) => none(`x = 'def ${n}():'`, n))(camel(r)),
  ],
  classes: [
    (r) => ((n) => ({ lines: [`class ${n}(Base):`, '    pass'], items: [[n, 0]] }) as const)(pascal(r)),
    (r) => ((n) => none(`# class ${n}:`, n))(pascal(r)),
  ],
  'env-vars': [
    (r) => ((n) => line(`a = os.environ["${n}"]`, n))(upper(r)),
    (r) => ((n) => line(`b = os.getenv('${n}', 'x')`, n))(upper(r)),
    (r) => ((n) => line(`c = os.environ.get("${n}")`, n))(upper(r)),
    (r) => ((n) => none(`# os.getenv("${n}")`, n))(upper(r)),
  ],
  routes: [
    (r) =>
      ((p) =>
        ({ lines: [`@app.route("${p}")`, `def ${camel(r)}():`, '    pass'], items: [[p, 0]] }) as const)(
        `/${word(r)}`,
      ),
    (r) => ((p) => none(`# @app.get("${p}")`, p))(`/${word(r)}`),
  ],
  todos: [
    (r) => ((t) => line(`x = 1  # ${t}`, t))(`TODO: ${word(r)}`),
    (r) => ((t) => none(`y = "# ${t}"`, t))(`TODO ${word(r)}`),
  ],
};

const script: Readonly<Record<string, readonly Make[]>> = {
  todos,
  imports,
  exports,
  functions,
  classes,
  'env-vars': envVars,
  routes,
};
const plain: Readonly<Record<string, readonly Make[]>> = { dates, urls, emails, versions, numbers };

/** A made-up text of one set, line by line, with what stands in it. */
export interface MadeText {
  readonly what: string;
  readonly path: string;
  readonly lines: readonly string[];
  readonly items: readonly { readonly value: string; readonly line: number }[];
  readonly lookAlikes: readonly { readonly value: string; readonly line: number }[];
}

export function madeText(random: Random): MadeText {
  const [sort, sets] = random.pick([
    ['txt', plain],
    ['ts', script],
    ['py', python],
  ] as const);
  const what = random.pick(Object.keys(sets));
  const path =
    sort === 'txt'
      ? random.pick(['notes.md', 'docs/a b.txt', 'data.csv'])
      : `src/${word(random)}.${sort === 'ts' ? random.pick(['ts', 'js', 'mjs', 'tsx', 'jsx', 'cjs']) : 'py'}`;
  const makers = [...(sets[what] ?? []), ...(sort === 'txt' && what !== 'numbers' ? [prose, chinese] : [])];
  const lines: string[] = [];
  const items: { value: string; line: number }[] = [];
  const lookAlikes: { value: string; line: number }[] = [];
  for (const make of random.list(2, 25, () => random.pick(makers))) {
    const snippet = make(random);
    const stamp = /^at (\S+) sharp$/.exec(snippet.lines[0] ?? '')?.[1];
    for (const [value, at] of snippet.items)
      items.push({ value: stamp ?? value, line: lines.length + at + 1 });
    for (const [value, at] of snippet.lookAlikes ?? [])
      lookAlikes.push({ value, line: lines.length + at + 1 });
    lines.push(...snippet.lines);
    if (random.chance(0.3)) lines.push('');
  }
  return { what, path, lines, items, lookAlikes };
}
