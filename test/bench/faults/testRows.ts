import type { Random } from '../../node/search/random.ts';
import { observe } from './observe.ts';
import type { RunRow } from './runRows.ts';
import { assertionOf, headOf, projectOf, sourcePath, testPath, testsOf, type Subject } from './subject.ts';

/** What the writer of a wrong test has at hand. */
interface Desk {
  readonly subject: Subject;
  readonly other: Subject;
  readonly random: Random;
  /** An expression that calls the subject and gives a value, whether it waits, and what it gives. */
  readonly call: string;
  readonly isAsync: boolean;
  readonly value: string;
  /** A right test of it. */
  readonly right: string;
  readonly path: string;
}

interface WrongTest {
  readonly what: string;
  /** Texts by path; undefined where the subject does not suit. */
  readonly write: (desk: Desk) => Readonly<Record<string, string>> | undefined;
}

const bodied = (what: string, bodyOf: (desk: Desk) => string, isHeaded = true): WrongTest => ({
  what,
  write: (desk) => ({
    [desk.path]: `${isHeaded ? headOf(desk.subject) : headOf(desk.subject).replace(/^import \{ (?!test).*\n/mu, '')}\n${bodyOf(desk)}`,
  }),
});
const tested = (desk: Desk, lines: string): string =>
  `test('${desk.subject.symbol} works', ${desk.isAsync ? 'async ' : ''}() => {\n  ${lines}\n});\n`;

const wrongTests: readonly WrongTest[] = [
  bodied('says true', (desk) => tested(desk, 'assert.ok(true);')),
  bodied('calls, and says true', (desk) => tested(desk, `${desk.call};\n  assert.ok(true);`)),
  bodied('calls, and says nothing', (desk) => tested(desk, `${desk.call};`)),
  bodied('has an empty body', (desk) => tested(desk, '')),
  bodied('looks at a constant', (desk) =>
    tested(desk, `const expected = ${desk.value};\n  assert.deepEqual(expected, ${desk.value});`),
  ),
  bodied('looks at the sort of thing', (desk) =>
    tested(desk, `assert.equal(typeof ${desk.subject.symbol}, 'function');`),
  ),
  bodied('looks at the name', (desk) =>
    tested(desk, `assert.equal(${desk.subject.symbol}.name, '${desk.subject.symbol}');`),
  ),
  bodied('holds the answer to itself', (desk) =>
    tested(desk, `assert.deepEqual(${desk.call}, ${desk.call});`),
  ),
  bodied('holds a saved answer to itself', (desk) =>
    tested(
      desk,
      `const actual = ${desk.call};\n  const expected = actual;\n  assert.deepEqual(actual, expected);`,
    ),
  ),
  bodied('swallows what fails', (desk) =>
    tested(
      desk,
      `try {\n    assert.deepEqual(${desk.call}, ${desk.value});\n  } catch {\n    // never mind\n  }`,
    ),
  ),
  bodied('asserts in a promise that nobody waits for', (desk) =>
    tested(
      desk,
      `void Promise.resolve()\n    .then(async () => assert.deepEqual(${desk.call}, ${desk.value}))\n    .catch(() => undefined);`,
    ),
  ),
  bodied('asserts in a callback that nobody calls', (desk) =>
    tested(
      desk,
      `const look = async () => assert.deepEqual(${desk.call}, ${desk.value});\n  assert.ok(look);`,
    ),
  ),
  bodied('asserts behind a condition that never holds', (desk) =>
    tested(desk, `if (process.env.NEVER_SET_HERE === 'yes') assert.deepEqual(${desk.call}, ${desk.value});`),
  ),
  bodied('loops over nothing', (desk) =>
    tested(desk, `for (const expected of []) assert.deepEqual(${desk.call}, expected);`),
  ),
  bodied(
    'tests a copy of it',
    (desk) =>
      `const ${desk.subject.symbol} = () => ${desk.value};\n${tested(desk, `assert.deepEqual(${desk.subject.symbol}(), ${desk.value});`)}`,
    false,
  ),
  bodied(
    'tests a stand-in of it',
    (desk) =>
      `import { mock } from 'node:test';\n${tested(
        desk,
        `const box = { ${desk.subject.symbol} };\n  mock.method(box, '${desk.subject.symbol}', () => 7);\n  assert.equal(box.${desk.subject.symbol}(), 7);`,
      )}`,
  ),
  bodied('is skipped', (desk) => desk.right.replace("test('", "test.skip('")),
  bodied('is skipped by an option', (desk) =>
    desk.right.replace(/, (?=(?:async )?\(\) =>)/u, ', { skip: true }, '),
  ),
  bodied('is still to be done', (desk) => desk.right.replace("test('", "test.todo('")),
  bodied('runs alone', (desk) => desk.right.replace("test('", "test.only('")),
  bodied('fails', (desk) => tested(desk, `assert.deepEqual(${desk.call}, ['something', 'else']);`)),
  bodied('leaves before it looks', (desk) =>
    tested(desk, `if (${desk.subject.symbol}) return;\n  assert.deepEqual(${desk.call}, ${desk.value});`),
  ),
  bodied('takes every answer', (desk) =>
    tested(desk, `const actual = ${desk.call};\n  assert.ok(actual === undefined || actual !== undefined);`),
  ),
  {
    what: 'is a test of something else',
    write: ({ other, path }) => ({
      [path]: testsOf(other, other.code, other.cases.slice(0, 1)),
    }),
  },
  {
    what: 'imports it, and tests something else',
    write: ({ subject, other, path }) => ({
      [path]: `import { ${subject.symbol} } from '../src/${subject.file}';\n${testsOf(other, other.code, other.cases.slice(0, 1))}\nvoid ${subject.symbol};\n`,
    }),
  },
  {
    what: 'changes the source too',
    write: ({ subject, path, right }) => ({
      [path]: `${headOf(subject)}\n${right}`,
      [sourcePath(subject)]: `${subject.code}\nexport const tested = true;\n`,
    }),
  },
  {
    what: 'takes an old test away',
    write: ({ subject, other, path, right }) => ({
      [path]: `${headOf(subject)}\n${right}`,
      [testPath(other)]: testsOf(other, other.code, other.cases.slice(1)),
    }),
  },
  {
    what: 'skips an old test',
    write: ({ subject, other, path, right }) => ({
      [path]: `${headOf(subject)}\n${right}`,
      [testPath(other)]: testsOf(other, other.code, other.cases).replace("test('", "test.skip('"),
    }),
  },
  {
    what: 'empties an old test',
    write: ({ subject, other, path, right }) => ({
      [path]: `${headOf(subject)}\n${right}`,
      [testPath(other)]: testsOf(other, other.code, other.cases).replace(/ {2}(?:await )?assert\..*;\n/u, ''),
    }),
  },
];

/** A test of some of the calls of a subject, and one that is none. */
export function testRows(subject: Subject, other: Subject, random: Random, round: number): readonly RunRow[] {
  const files = projectOf(subject, other);
  const all = [...subject.cases, ...subject.more];
  const start = random.number(all.length);
  const calls = [...all.slice(start), ...all.slice(0, start)].slice(0, 2 + random.number(3));
  const path = random.chance(0.5) ? testPath(subject) : testPath(subject).replace(/^test\//u, 'test/new-');
  const line = subject.code.slice(0, subject.code.indexOf(`function ${subject.symbol}(`)).split('\n').length;
  const target = { path: sourcePath(subject), line, symbol: subject.symbol };
  const rowOf = (side: RunRow['side'], what: string, texts: ReadonlyMap<string, string>): RunRow => ({
    what,
    side,
    files,
    task: {
      intent: 'test',
      instruction: `Test ${subject.symbol}.`,
      paths: [...new Set([path, sourcePath(subject), ...texts.keys()])],
      target,
    },
    texts,
  });
  const right = rowOf(
    'right',
    `${calls.length} calls`,
    new Map([[path, testsOf(subject, subject.code, calls)]]),
  );
  const valued = subject.cases.flatMap((call) => {
    const [seen] = observe(subject.code, [call]);
    return seen?.type === 'value' ? [{ call, seen }] : [];
  });
  if (valued.length === 0) return [right];
  const { call, seen } = random.pick(valued);
  const isAsync = call.startsWith('await ');
  const name = `test('${subject.symbol} gives what it should', ${isAsync ? 'async ' : ''}() => {`;
  const body = `${name}\n  ${assertionOf(call, call, isAsync, seen)}\n});\n`;
  // One after the other, so that each comes.
  const wrong = wrongTests[round % wrongTests.length];
  const desk: Desk = { subject, other, random, call, isAsync, value: seen.text, right: body, path };
  const texts = wrong?.write(desk);
  if (wrong === undefined || texts === undefined) return [right];
  return [right, rowOf('wrong', wrong.what, new Map(Object.entries(texts)))];
}
