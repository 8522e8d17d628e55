import type { Texts } from '../../../node/code/project.ts';
import type { Judged, Row } from './row.ts';

// A project as people write them: path aliases, a base configuration, a referenced project, JSX with a factory of its
// own, checked JavaScript, a script outside of every configuration, re-exports, defaults, namespaces, decorators.

export const domains = [
  'user',
  'order',
  'invoice',
  'product',
  'payment',
  'parcel',
  'coupon',
  'review',
] as const;
export type Domain = (typeof domains)[number];

export function capital(domain: string): string {
  return domain.charAt(0).toUpperCase() + domain.slice(1);
}

const base = `{
  // What every part of the shop is checked with.
  "compilerOptions": {
    "strict": true,
    "target": "ES2022",
    "module": "ESNext",
    "moduleResolution": "Bundler",
    "experimentalDecorators": true,
    "emitDecoratorMetadata": true,
    "lib": ["ES2022"],
    "types": []
  }
}
`;

const main = `{
  "extends": "./tsconfig.base.json",
  "compilerOptions": {
    "paths": { "@/*": ["./src/*"] },
    "jsx": "react",
    "jsxFactory": "h",
    "allowJs": true,
    "checkJs": true
  },
  "include": ["src", "types"],
  "references": [{ "path": "./packages/core" }]
}
`;

function model(domain: Domain): string {
  const D = capital(domain);
  return `import { clamp, type Range } from '../util/numbers';
import { Base, traced } from './base';

/** Where a ${domain} stands in its life. */
export enum ${D}State {
  Open = 'open',
  Closed = 'closed',
  Lost = 'lost',
}

export interface ${D} {
  readonly id: string;
  readonly state: ${D}State;
  amount: number;
  note?: string;
}

export interface ${D}Source {
  read(id: string): ${D} | undefined;
  purge(id: string): void;
}

export type ${D}Filter = Partial<Pick<${D}, 'state' | 'note'>>;

const limits: Range = { low: 0, high: 1_000 };

/** Makes a ${domain} that is open. */
export function make${D}(id: string): ${D};
export function make${D}(id: string, amount: number): ${D};
export function make${D}(id: string, amount = 0): ${D} {
  // Nothing above the limit is taken.
  return { id, state: ${D}State.Open, amount: clamp(amount, limits) };
}

export class ${D}List extends Base {
  private items: ${D}[] = [];

  constructor(readonly owner: string) {
    super();
  }

  add(item: ${D}): this {
    this.items.push(item);
    return this;
  }

  /** How many there are. */
  get size(): number {
    return this.items.length;
  }

  @traced
  find(filter: ${D}Filter, most: number): ${D} | undefined {
    const found = this.items.find((item) => item.state === filter.state);
    return this.items.length > most ? undefined : found;
  }
}

export const first${D} = 1, last${D} = 2;

export default ${D}List;
`;
}

function service(domain: Domain): string {
  const D = capital(domain);
  return `/* Services of the shop: ${domain}. */
import '../polyfill';
import { format, trim } from '@/util/text';
import * as numbers from '@/util/numbers';
import { make${D}, ${D}State, type ${D} } from '@/models';
// The list itself.
import ${D}List from '../models/${domain}';
import type { Logger } from '../log';
import { audit } from '../log';

// What is kept between calls.
const rows = new ${D}List('service');

export function add${D}(id: string, logger: Logger): ${D} {
  const item = make${D}(id, numbers.clamp(5, { low: 0, high: 9 }));
  rows.add(item);
  audit(format(item.id));
  logger.info(item.state === ${D}State.Open ? 'open' : 'closed');
  return item;
}

export { audit as audit${D} } from '../log';
`;
}

function view(domain: Domain): string {
  const D = capital(domain);
  return `import { h } from '../dom';
import { add${D} } from '../services/${domain}';
import { make${D} } from '../models/${domain}';
import { quiet } from '../log';

export function ${D}View(props: { readonly id: string }) {
  const item = props.id === '' ? make${D}('none') : add${D}(props.id, quiet);
  return <div title={item.id}>{item.amount} of {props.id}</div>;
}
`;
}

function legacy(domain: Domain): string {
  const D = capital(domain);
  return `import { trim } from '../util/text';
import { make${D} } from '../models/${domain}';

/**
 * Sums amounts up.
 * @param {number[]} amounts
 * @returns {number}
 */
export function sum${D}(amounts) {
  return amounts.reduce((a, b) => a + b, 0);
}

export const sample${D} = make${D}(trim(' x '), sum${D}([1, 2]));
`;
}

/** What nothing but imports and re-exports refers to, to be taken out. */
function spare(domain: Domain): string {
  const D = capital(domain);
  return `import { format } from '../util/text';
import { clamp } from '../util/numbers';

/** Says that it was ${domain}. */
export function old${D}(id: string): string;
export function old${D}(id: number): string;
export function old${D}(id: string | number): string {
  return format(String(id));
}

/** Stays. */
export function keep${D}(value: number): number {
  return clamp(value, { low: 0, high: 9 });
}

export const stale${D} = 1,
  fresh${D} = 2;

export interface Dead${D} {
  readonly name: string;
}

export type Either${D} = Dead${D} | string;

export class Gone${D} {
  readonly kept = 1;
  // Nobody asks.
  lost(): number {
    return this.kept;
  }
}

export enum Kind${D} {
  Used = 'used',
  Unused = 'unused',
}

export const all${D} = [keep${D}, old${D}];

export const unexported = Kind${D}.Used;
`;
}

function spareUser(domain: Domain): string {
  const D = capital(domain);
  return `import { old${D}, keep${D}, fresh${D} } from '../spare/${domain}';
import { register } from '../log';

// Known by name.
register('${domain}', keep${D});
register('old', old${D});

export const count${D} = fresh${D};
`;
}

function build(): Texts {
  const files: Record<string, string> = {
    'tsconfig.base.json': base,
    'tsconfig.json': main,
    'packages/core/tsconfig.json':
      '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "composite": true, "verbatimModuleSyntax": true }, "include": ["lib"] }\n',
    'packages/core/lib/kernel.mts':
      "import { pulse, type Beat } from './pulse.mjs';\n\nexport const kernel = (beat: Beat): number => pulse(beat);\n",
    'packages/core/lib/pulse.mts':
      'export interface Beat {\n  readonly at: number;\n}\n\nexport function pulse(beat: Beat): number {\n  return beat.at;\n}\n',
    'packages/core/lib/rest.cts': 'const rest = { pause: 1, halt: 2 };\n\nexport = rest;\n',
    'types/shapes.d.ts':
      "declare module '*.css' {\n  const text: string;\n  export default text;\n}\n\ndeclare module 'plain-lib' {\n  export function plain(value: string): string;\n}\n",
    'src/util/numbers.ts':
      'export interface Range {\n  readonly low: number;\n  readonly high: number;\n}\n\nexport function clamp(value: number, range: Range): number {\n  return Math.min(range.high, Math.max(range.low, value));\n}\n',
    'src/util/rounded.ts':
      "export type { Range } from './numbers';\n\nexport function clamp(value: number, range: { low: number; high: number }): number {\n  return Math.round(Math.min(range.high, Math.max(range.low, value)));\n}\n",
    'src/util/text.ts':
      'export function format(text: string): string {\n  return text.toUpperCase();\n}\n\nexport function trim(text: string): string {\n  return text.trim();\n}\n\nexport function lower(text: string): string {\n  return text.toLowerCase();\n}\n',
    'src/log.ts':
      'export interface Logger {\n  info(text: string): void;\n}\n\nexport const quiet: Logger = { info: () => undefined };\n\nexport function audit(text: string): void {\n  quiet.info(text);\n}\n\nexport function register(name: string, value: unknown): void {\n  quiet.info(name + String(value));\n}\n',
    'src/polyfill.ts': 'Object.freeze(Object.prototype);\nexport {};\n',
    'src/extra.ts': 'Object.seal(Object.prototype);\nexport {};\n',
    'src/dom.ts':
      'export function h(tag: string, props: unknown, ...children: unknown[]): { tag: string } {\n  return { tag: tag + String(props) + children.length };\n}\nexport function g(tag: string, props: unknown, ...children: unknown[]): { tag: string } {\n  return { tag: String(props) + tag + children.length };\n}\n',
    'types/jsx.d.ts':
      'declare namespace JSX {\n  interface Element {\n    tag: string;\n  }\n  interface IntrinsicElements {\n    div: { title?: string };\n  }\n}\n',
    'src/models/base.ts':
      'export class Base {\n  readonly made = 0;\n}\n\nexport function traced(target: object, name: string, descriptor: PropertyDescriptor): void {\n  Object.defineProperty(target, name, descriptor);\n}\n',
    'src/models/index.ts': domains
      .map((domain) => {
        const D = capital(domain);
        return `export { make${D}, ${D}State } from './${domain}';\nexport type { ${D}, ${D}Filter } from './${domain}';\nexport { default as ${D}Rows } from './${domain}';\n`;
      })
      .join(''),
    'src/spare/index.ts': domains
      .map(
        (domain) =>
          `export { old${capital(domain)}, keep${capital(domain)}, Gone${capital(domain)} } from './${domain}';\n`,
      )
      .join(''),
  };
  for (const domain of domains) {
    const D = capital(domain);
    files[`src/models/${domain}.ts`] = model(domain);
    files[`src/fakes/${domain}.ts`] =
      `import { ${D}State, type ${D} } from '../models/${domain}';\n\nexport { ${D}State };\nexport type { ${D} };\nexport function make${D}(id: string, amount = 0): ${D} {\n  return { id, state: ${D}State.Lost, amount };\n}\n`;
    files[`src/services/${domain}.ts`] = service(domain);
    files[`src/views/${domain}.tsx`] = view(domain);
    files[`src/legacy/${domain}.js`] = legacy(domain);
    files[`src/spare/${domain}.ts`] = spare(domain);
    files[`src/uses/${domain}.ts`] = spareUser(domain);
    files[`scripts/${domain}.js`] =
      `import { stale${D} } from '../src/spare/${domain}.ts';\n\nconsole.log('${domain}');\n`;
  }
  return files;
}

export const shop: Texts = build();

/** A change of one text by replacing pieces of it; a piece that is not there is a fault of the test. */
export function replaced(text: string, ...pairs: readonly (readonly [from: string, to: string])[]): string {
  let now = text;
  for (const [from, to] of pairs) {
    if (!now.includes(from)) throw new Error(`not in the text: ${from}`);
    now = now.replace(from, () => to);
  }
  return now;
}

/** A row of a case, named, over these files. */
export interface Case {
  readonly name: string;
  readonly row: Row;
}

/** Judges all cases one after the other and tells which did not come out in the given state. */
export async function statesOf(
  judge: (row: Row) => Promise<Judged>,
  cases: readonly Case[],
): Promise<readonly { readonly name: string; readonly state: string; readonly why: string }[]> {
  const states: { name: string; state: string; why: string }[] = [];
  for (const { name, row } of cases) {
    const { state, fails, unables } = await judge(row);
    states.push({ name, state, why: fails || unables });
  }
  return states;
}
