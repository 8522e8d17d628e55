import { describe, expect, it } from 'vitest';
import { openRows, type Row } from './row.ts';
import { capital, domains, replaced, shop, statesOf, type Case, type Domain } from './shop.ts';

const judge = openRows();

type Pairs = readonly (readonly [string, string])[];
type Step = (domain: Domain, D: string) => { readonly path: string; readonly pairs: Pairs };

function row(path: string, whole: string, files = shop): Row {
  return { files, task: { intent: 'imports', paths: [path] }, result: { edits: [{ path, whole }] } };
}

function casesOf(steps: Readonly<Record<string, Step>>): readonly Case[] {
  return Object.entries(steps).flatMap(([name, step]) =>
    domains.map((domain): Case => {
      const { path, pairs } = step(domain, capital(domain));
      return { name: `${name}: ${domain}`, row: row(path, replaced(shop[path] ?? '', ...pairs)) };
    }),
  );
}

const inService =
  (pairs: (domain: Domain, D: string) => Pairs): Step =>
  (domain, D) => ({ path: `src/services/${domain}.ts`, pairs: pairs(domain, D) });
const inView =
  (pairs: (domain: Domain, D: string) => Pairs): Step =>
  (domain, D) => ({ path: `src/views/${domain}.tsx`, pairs: pairs(domain, D) });

const text = "import { format, trim } from '@/util/text';\n";
const numbers = "import * as numbers from '@/util/numbers';\n";
const logs = "import type { Logger } from '../log';\nimport { audit } from '../log';\n";

const right: Readonly<Record<string, Step>> = {
  'two lines change places': inService(() => [[text + numbers, numbers + text]]),
  'two imports become one': inService(() => [[logs, "import { audit, type Logger } from '../log';\n"]]),
  'one import becomes two': inService((_, D) => [
    [
      `import { make${D}, ${D}State, type ${D} } from '@/models';`,
      `import { make${D} } from '@/models';\nimport { ${D}State, type ${D} } from '@/models';`,
    ],
  ]),
  'the type is imported for itself': inService((_, D) => [
    [
      `${D}State, type ${D} } from '@/models';`,
      `${D}State } from '@/models';\nimport type { ${D} } from '@/models';`,
    ],
  ]),
  'the alias becomes a relative path': inService(() => [['@/util/text', '../util/text']]),
  'the re-export is passed by': inService((domain) => [["'@/models'", `'../models/${domain}'`]]),
  'groups are parted by empty lines': inService(() => [[text, `\n${text}\n`]]),
  'what nothing uses goes': inService(() => [['format, trim', 'format']]),
  'the default is named': inService((_, D) => [
    [`import ${D}List from`, `import { default as ${D}List } from`],
  ]),
  'the same class by its name': inService((_, D) => [[`import ${D}List from`, `import { ${D}List } from`]]),
  'names stand on lines of their own': inService((_, D) => [
    [`{ make${D}, ${D}State, type ${D} }`, `{\n  ${D}State,\n  make${D},\n  type ${D},\n}`],
  ]),
  'other quotes': inService(() => [["'@/util/numbers'", '"@/util/numbers"']]),
  'an import of types goes last': inView((_, D) => [
    [`import { h } from '../dom';\n`, ''],
    ["import { quiet } from '../log';\n", "import { quiet } from '../log';\nimport { h } from '../dom';\n"],
    [`{ make${D} } from`, `{ make${D} } from`],
  ]),
  'checked JavaScript is sorted': (domain, D) => ({
    path: `src/legacy/${domain}.js`,
    pairs: [
      ["import { trim } from '../util/text';\n", ''],
      [
        `from '../models/${domain}';\n`,
        `from '../models/${domain}';\nimport { trim } from '../util/text';\n`,
      ],
      [`make${D} }`, `make${D} }`],
    ],
  }),
};

const wrong: Readonly<Record<string, Step>> = {
  'a name comes from a fake': inService((domain) => [["'@/models'", `'../fakes/${domain}'`]]),
  'what is there for its effect goes': inService(() => [["import '../polyfill';\n", '']]),
  'another effect comes': inService(() => [
    ["import '../polyfill';\n", "import '../polyfill';\nimport '../extra';\n"],
  ]),
  'another function under the same name': inService(() => [['format, trim', 'lower as format']]),
  'a number of the code changes': inService(() => [['clamp(5', 'clamp(6']]),
  'an export goes': inService((_, D) => [[`export { audit as audit${D} } from '../log';\n`, '']]),
  'an export comes from elsewhere': inService((_, D) => [
    [`export { audit as audit${D} }`, `export { register as audit${D} }`],
  ]),
  'a comment of the code goes': inService(() => [['// What is kept between calls.\n', '']]),
  'the head of the file goes': inService((domain) => [[`/* Services of the shop: ${domain}. */\n`, '']]),
  'the namespace is another module': inService(() => [
    ["numbers from '@/util/numbers'", "numbers from '@/util/rounded'"],
  ]),
  'an error is hidden': inService(() => [[text, `// @ts-ignore\n${text}`]]),
  'a used import goes': inService(() => [[numbers, '']]),
  'the factory of JSX is another': inView(() => [["{ h } from '../dom'", "{ g as h } from '../dom'"]]),
  'JavaScript gets another function': (domain) => ({
    path: `src/legacy/${domain}.js`,
    pairs: [['{ trim }', '{ lower as trim }']],
  }),
  'a type is another one': inService((domain, D) => [
    [
      `type ${D} } from '@/models'`,
      `type ${capital(domains[(domains.indexOf(domain) + 1) % domains.length] ?? '')} as ${D} } from '@/models'`,
    ],
  ]),
  'nothing but white space': inService(() => [['\n\nexport function', '\n\n\nexport function']]),
};

describe('a change of imports', () => {
  it('is verified where every name comes from where it came from', async () => {
    const cases = casesOf(right);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state !== 'verified')).toEqual([]);
  });

  it('is never verified where anything else changed', async () => {
    const cases = casesOf(wrong);
    expect(cases.length).toBeGreaterThanOrEqual(100);
    const states = await statesOf(judge, cases);
    expect(states.filter((one) => one.state === 'verified')).toEqual([]);
    const unproven = states.filter((one) => one.state !== 'refuted').map((one) => one.name.split(':')[0]);
    expect([...new Set(unproven)]).toEqual(['nothing but white space']);
  });
});
