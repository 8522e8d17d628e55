import { readFileSync } from 'node:fs';
import { observe, type Seen } from './observe.ts';

/** A stretch of code and what it becomes. */
export interface Swap {
  readonly from: string;
  readonly to: string;
}

/** A small function as one finds it in a project, with calls that its tests make, and changes of it. */
export interface Subject {
  /** `slug.ts` */
  readonly file: string;
  readonly symbol: string;
  readonly code: string;
  /** Expressions that call it: those of its tests, and others that its tests do not make. */
  readonly cases: readonly string[];
  readonly more: readonly string[];
  /** A change of what it does, and the calls that show it. */
  readonly instruction: string;
  readonly asked: string;
  readonly askedCases: readonly string[];
  /** The same in other words, written by hand. */
  readonly same: string;
  /** Mistakes that people make in it, written by hand. */
  readonly slips: readonly Swap[];
}

/** Reads the subjects of the text files beside this one; throws where one of them is not well formed. */
export function readSubjects(): readonly Subject[] {
  return ['texts', 'cells', 'numbers', 'figures', 'lists', 'order', 'states', 'versions'].flatMap((name) => {
    const text = readFileSync(new URL(`subjects/${name}.txt`, import.meta.url), 'utf8');
    return text
      .split(/^## /mu)
      .filter((part) => part.trim() !== '')
      .map(subjectOf);
  });
}

function subjectOf(text: string): Subject {
  const [top = '', ...parts] = text.split(/^### /mu);
  const [head = '', ...lines] = top.split('\n');
  const [file = '', symbol = ''] = head.split(' ');
  const code = `${lines.join('\n').trim()}\n`;
  const sections = parts.map((part) => {
    const end = part.indexOf('\n');
    return { name: part.slice(0, end), body: part.slice(end + 1).trimEnd() };
  });
  const bodyOf = (name: string): string => sections.find((each) => each.name === name)?.body ?? '';
  const casesOf = (name: string): readonly string[] =>
    bodyOf(name)
      .split('\n')
      .filter((line) => line !== '');
  const swapsOf = (is: (name: string) => boolean): readonly Swap[] =>
    sections.filter((each) => is(each.name)).map((each) => swapOf(each.body, file));
  const asked = sections.find((each) => /^asked [A-Z]/u.test(each.name));
  return {
    file,
    symbol,
    code,
    cases: casesOf('cases'),
    more: casesOf('more'),
    instruction: asked?.name.slice('asked '.length) ?? '',
    asked: swapsOf((name) => name.startsWith('asked ')).reduce(swapped, code),
    askedCases: casesOf('cases asked'),
    same: swapsOf((name) => name === 'same').reduce(swapped, code),
    slips: swapsOf((name) => name === 'slip'),
  };
}

function swapOf(body: string, file: string): Swap {
  const [from, to, ...rest] = `${body}\n`.split(/^=>\n/mu);
  if (from === undefined || to === undefined || rest.length > 0) throw new Error(`${file}: no swap: ${body}`);
  return { from: from.replace(/\n$/u, ''), to: to.replace(/\n$/u, '') };
}

function swapped(code: string, { from, to }: Swap): string {
  if (!code.includes(from)) throw new Error(`there is nothing like this to swap: ${from}`);
  return code.replace(from, () => to);
}

/** The code with a slip in it; undefined where it does not have what the slip is made in. */
export function slipped(code: string, { from, to }: Swap): string | undefined {
  return code.includes(from) ? code.replace(from, () => to) : undefined;
}

/** Whether two texts of a subject answer some of these calls in different ways. */
export function differs(subject: Subject, a: string, b: string, calls: readonly string[]): boolean {
  const [one, other] = [observe(a, calls), observe(b, calls)];
  return one.some((seen, index) => JSON.stringify(seen) !== JSON.stringify(other[index]));
}

/** A test file that makes the calls and holds what they give to what `code` gives. */
export function testsOf(subject: Subject, code: string, calls: readonly string[]): string {
  const said = observe(code, calls);
  const tests = calls.map((call, index) => testOf(subject, call, said[index], index));
  return `${headOf(subject)}\n${tests.join('\n')}`;
}

export function headOf({ symbol, file }: Subject): string {
  return `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { ${symbol} } from '../src/${file}';\n`;
}

function testOf({ symbol }: Subject, call: string, seen: Seen | undefined, index: number): string {
  const isAsync = call.startsWith('await ');
  const inner = isAsync ? call.slice('await '.length) : call;
  const name = `${symbol} ${index + 1}: ${(call.length > 50 ? `${call.slice(0, 50)}...` : call).replace(/[\\']/gu, '')}`;
  const head = `test('${name}', ${isAsync ? 'async ' : ''}() => {\n`;
  const line = assertionOf(call, inner, isAsync, seen);
  return `${head}  ${line}\n});\n`;
}

/** One assertion, as its author would write it who knows what is to come out. */
export function assertionOf(call: string, inner: string, isAsync: boolean, seen: Seen | undefined): string {
  if (seen?.type === 'value') return `assert.deepEqual(${call}, ${seen.text});`;
  if (seen?.type !== 'threw') throw new Error(`no answer to be tested: ${call}`);
  const error = `{ name: '${seen.name}', message: ${JSON.stringify(seen.message)} }`;
  return isAsync ? `await assert.rejects(${inner}, ${error});` : `assert.throws(() => ${inner}, ${error});`;
}

/** The project around a subject: its configuration, another module, and the tests of that. */
export function projectOf(subject: Subject, other: Subject): Record<string, string> {
  return {
    'package.json': `${JSON.stringify({ name: 'small', private: true, type: 'module' }, null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(
      {
        compilerOptions: {
          target: 'es2023',
          module: 'nodenext',
          strict: true,
          noUncheckedIndexedAccess: true,
          allowImportingTsExtensions: true,
          allowJs: true,
          noEmit: true,
          types: [],
        },
        include: ['src'],
      },
      null,
      2,
    )}\n`,
    [`src/${subject.file}`]: subject.code,
    [`src/${other.file}`]: other.code,
    [testPath(other)]: testsOf(other, other.code, other.cases),
  };
}

/** Tests are TypeScript where the module is. */
export function testPath({ file }: Subject): string {
  return `test/${file.replace(/\.(?=[jt]s$)/u, '.test.')}`;
}

export function sourcePath({ file }: Subject): string {
  return `src/${file}`;
}
