import type { Random } from '../../../node/search/random.ts';
import type { SourceProject } from '../packages.ts';
import type { FaultClass, KindFaults, KindRow, RightRow } from './kindFaults.ts';

interface Quote {
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}
interface Bullet {
  readonly text: string;
  readonly quotes: readonly Quote[];
}
type Result = { readonly bullets: readonly Bullet[] } | { readonly text: string };

/** A declaration on a line of a file. */
interface Named extends Quote {
  readonly name: string;
  readonly isFunction: boolean;
}

const sayings = [
  (name: string) => `It declares \`${name}\` for the others.`,
  (name: string) => `Here \`${name}\` is set up.`,
  (name: string) => `The part called \`${name}\` stands here.`,
  (name: string) => `Callers reach \`${name}\` from outside.`,
];
const ending = 'That is the whole of it.';
const opening = 'In short';
const filler = 'which is how it has been since the start of the work';

/** Right summaries by a way of their own: each demand is built into the text before it is put into words. */
export const summarize: KindFaults = {
  kind: 'summarize',
  right(project, random) {
    const path = random.pick(project.paths);
    const text = project.texts.get(path) ?? '';
    const named = declarationsOf(path, text);
    if (named.length < 3) return undefined;
    const row = random.chance(0.4) ? bulletRow(named, random) : textRow(named, text, random);
    const { instruction, result, best } = row;
    const isOpen = random.chance(0.1);
    const openWords = random.pick([
      'Keep a friendly tone.',
      'Make it comprehensive but concise.',
      'Write it for beginners.',
      'Focus on what is odd.',
    ]);
    return {
      best: isOpen ? 'unproven' : best,
      files: filesOf(project, path, random),
      task: { kind: 'summarize', path, instruction: isOpen ? `${instruction} ${openWords}` : instruction },
      result,
    };
  },
  classes: [
    inBullets('more bullets than may be', (row, bullets) =>
      /\b(?:exactly|at most|no more than) \d+ bullets/u.test(instructionOf(row))
        ? withBullets(row, [...bullets, ...bullets, ...bullets])
        : undefined,
    ),
    inBullets('fewer bullets than asked for', (row, bullets) => {
      const wanted = /\b(?:exactly|at least) (\d+) bullets/u.exec(instructionOf(row))?.[1];
      return wanted !== undefined && bullets.length > 1 && bullets.length <= Number(wanted)
        ? withBullets(row, bullets.slice(1))
        : undefined;
    }),
    inBullets('a bullet longer than each may be', (row, bullets) =>
      /each bullet/iu.test(instructionOf(row))
        ? withBullets(
            row,
            changed(bullets, (one) => ({ ...one, text: `${one.text} ${filler} ${filler}` })),
          )
        : undefined,
    ),
    inBullets('a name that stands in no quote', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({ ...one, text: one.text.replace(/`[^`]+`/u, '`inventedName`') })),
      ),
    ),
    inBullets('part of a name', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({ ...one, text: one.text.replace(/`([^`]{3,})[^`]`/u, '`$1`') })),
      ),
    ),
    inBullets('a number that stands in no quote', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({ ...one, text: `${one.text.slice(0, -1)} with 7391 of them.` })),
      ),
    ),
    inBullets('a quote that stands nowhere', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({
          ...one,
          quotes: one.quotes.map((quote) => ({ ...quote, quote: `${quote.quote} // so it is` })),
        })),
      ),
    ),
    inBullets('a quote at another line', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({
          ...one,
          quotes: one.quotes.map((quote) => ({ ...quote, line: quote.line + 1 })),
        })),
      ),
    ),
    inBullets('a quote from a file that was not handed out', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({
          ...one,
          quotes: one.quotes.map((quote) => ({ ...quote, path: 'other.ts' })),
        })),
      ),
    ),
    inBullets('a quote with other white space', (row, bullets) =>
      bullets.some((one) => one.quotes.some((quote) => quote.quote.includes(' ')))
        ? withBullets(
            row,
            bullets.map((one) => ({
              ...one,
              quotes: one.quotes.map((quote) => ({ ...quote, quote: quote.quote.replaceAll(' ', '  ') })),
            })),
          )
        : undefined,
    ),
    inBullets('a bullet without a quote', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({ ...one, quotes: [] })),
      ),
    ),
    inBullets('a blank bullet', (row, bullets) =>
      withBullets(
        row,
        changed(bullets, (one) => ({ ...one, text: ' ' })),
      ),
    ),
    inBullets('no bullets', (row) => withBullets(row, [])),
    inBullets('both forms', (row, bullets) => ({ ...row, result: { bullets, text: 'It is so.' } })),
    inBullets('an unknown key', (row, bullets) => ({ ...row, result: { bullets, verified: true } })),
    anywhere('work that nobody has a receipt for', (row, random) =>
      addSentence(row, random.pick(['I verified every line.', 'We checked all files.', 'All tests pass.'])),
    ),
    anywhere('a keyword left out', (row) => {
      const keyword = /mention `([^`]+)`/u.exec(instructionOf(row))?.[1];
      if (keyword === undefined) return undefined;
      const planted = replaced(row, keyword, 'that');
      // Keywords stand in any letter case, so another name may still hold this one.
      return textOf(planted).toLowerCase().includes(keyword.toLowerCase()) ? undefined : planted;
    }),
    anywhere('a word that is forbidden', (row) =>
      /do not use the word banana/iu.test(instructionOf(row))
        ? addSentence(row, 'It is a banana.')
        : undefined,
    ),
    anywhere('commas where none may be', (row) =>
      /commas/u.test(instructionOf(row)) ? addSentence(row, 'So it is, more or less.') : undefined,
    ),
    anywhere('more words than may be', (row) => {
      const limit = /(?:use|file in) at most (\d+) words/iu.exec(instructionOf(row))?.[1];
      if (limit === undefined) return undefined;
      return addSentence(row, `So${' it goes on'.repeat(Number(limit))}.`);
    }),
    inText('a name that stands nowhere', (row, text) =>
      isJson(row) ? undefined : withText(row, text.replace(/`[^`]+`/u, '`inventedName`')),
    ),
    inText('a number that stands nowhere', (row, text) =>
      isJson(row) ? undefined : withText(row, text.replace(/\.(?=\s|$)/u, ' in 7391 places.')),
    ),
    inText('more sentences than may be', (row, text) =>
      /(?:exactly|at most) \d+ sentences/u.test(instructionOf(row))
        ? withText(row, text.replace(/^/u, 'It is long. '.repeat(12)))
        : undefined,
    ),
    inText('the goal of length dropped for the goal of brevity', (row, text) =>
      /at least \d+ words but/u.test(instructionOf(row))
        ? withText(row, text.replaceAll(` ${filler}`, ''))
        : undefined,
    ),
    inText('the goal of brevity dropped for the goal of length', (row, text) =>
      /at least \d+ words but/u.test(instructionOf(row))
        ? withText(row, `${text} So be it.`.repeat(4))
        : undefined,
    ),
    inText('the end left out', (row, text) =>
      text.endsWith(ending) && instructionOf(row).includes(ending)
        ? withText(row, text.slice(0, -ending.length).trim())
        : undefined,
    ),
    inText('words behind the end', (row, text) =>
      text.endsWith(ending) && instructionOf(row).includes(ending)
        ? withText(row, `${text} And more.`)
        : undefined,
    ),
    inText('another start', (row, text) =>
      text.startsWith(opening) ? withText(row, text.replace(opening, 'All in all')) : undefined,
    ),
    inText('the title left out', (row, text) =>
      text.startsWith('<<') ? withText(row, text.replace(/^<<.*>>\s*/u, '')) : undefined,
    ),
    inText('a paragraph too many', (row, text) =>
      /paragraphs/u.test(instructionOf(row)) ? withText(row, `${text}\n\nOne more.`) : undefined,
    ),
    inText('a capital letter in small ones', (row, text) =>
      /lowercase/u.test(instructionOf(row)) ? withText(row, text.replace(/\bthe\b/u, 'The')) : undefined,
    ),
    inText('an exported function left out', (row, text) => {
      const name = /`([^`]+)`/u.exec(text)?.[1];
      return /every exported function/u.test(instructionOf(row)) && name !== undefined
        ? withText(row, text.replaceAll(`\`${name}\``, 'one of them'))
        : undefined;
    }),
    inText('words around the JSON', (row, text) =>
      isJson(row) ? withText(row, `Here it is: ${text}`) : undefined,
    ),
    inText('nothing said', (row) => withText(row, '\n')),
  ],
};

function filesOf(project: SourceProject, path: string, random: Random): Record<string, string> {
  const text = project.texts.get(path) ?? '';
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const ended = random.chance(0.2) ? plain.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n') : plain;
  return { [path]: random.chance(0.1) ? `\uFEFF${ended}` : ended, 'other.ts': ended };
}

/** Declarations with names that stand once and on a line of their own. */
function declarationsOf(path: string, text: string): readonly Named[] {
  const found = new Map<string, Named>();
  for (const [index, line] of text.replaceAll('\r', '').split('\n').entries()) {
    const match =
      /^(export\s+)?(?:declare\s+)?(function|const|class|interface|type)\s+([A-Za-z_$][\w$]{3,})/u.exec(line);
    const name = match?.[3];
    if (match === null || name === undefined || found.has(name)) continue;
    found.set(name, {
      path,
      line: index + 1,
      quote: line,
      name,
      isFunction: match[1] !== undefined && match[2] === 'function',
    });
  }
  return [...found.values()];
}

function some<T>(from: readonly T[], count: number, random: Random): readonly T[] {
  const left = [...from];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(random.number(left.length), 1)[0],
  ).filter((one) => one !== undefined);
}

const wordsOf = (text: string): number => text.match(/[A-Za-z0-9]+/gu)?.length ?? 0;

type Row = { readonly instruction: string; readonly result: Result; readonly best: RightRow['best'] };

function bulletRow(named: readonly Named[], random: Random): Row {
  const chosen = some(named, 1 + random.number(4), random);
  const bullets = chosen.map(({ name, path, line, quote }): Bullet => ({
    text: random.pick(sayings)(name),
    quotes: [{ path, line, quote: random.chance(0.5) ? quote : quote.trim() }],
  }));
  const { length } = bullets;
  const count = random.pick([
    `exactly ${length} bullets`,
    `at most ${length + random.number(2)} bullets`,
    `at least ${Math.max(1, length - random.number(2))} bullets`,
    `no more than ${length} bullets`,
  ]);
  const longest = Math.max(...bullets.map((one) => wordsOf(one.text)));
  const all = bullets.reduce((sum, one) => sum + wordsOf(one.text), 0);
  const [first] = chosen;
  const more = some(
    [
      ` Each bullet has at most ${longest + random.number(3)} words.`,
      ` Use at most ${all + random.number(9)} words.`,
      ` It must mention \`${first?.name ?? ''}\`.`,
      ' Do not use the word banana.',
      ' Use no commas.',
    ],
    random.number(3),
    random,
  );
  const start = random.pick([
    'Summarize this file in ',
    'Sum the file up in ',
    'Give me an overview of it in ',
  ]);
  return { instruction: `${start}${count}.${more.join('')}`, result: { bullets }, best: 'verified' };
}

function textRow(named: readonly Named[], source: string, random: Random): Row {
  const chosen = some(named, 2 + random.number(2), random);
  const sentences = chosen.map(({ name }) => random.pick(sayings)(name));
  const plain = sentences.join(' ');
  const text = (instruction: string, said: string): Row => ({
    instruction,
    result: { text: said },
    best: 'verified',
  });
  const functions = exportedFunctions(source);
  // Few of these files export functions and no values, so those that do are used for it.
  const which = functions.length > 0 && random.chance(0.3) ? 9 : random.number(11);
  switch (which) {
    case 0:
      return text(`Summarize the file in at most ${wordsOf(plain) + random.number(5)} words.`, plain);
    case 1:
      return text(`Describe this file in exactly ${sentences.length} sentences.`, plain);
    case 2:
    case 3:
    case 4: {
      const [isStart, isEnd, isTitled] = [random.chance(0.7), random.chance(0.7), random.chance(0.7)];
      const start = isTitled || !isStart ? '' : ` Start with "${opening}".`;
      const said = `${isTitled ? '<<The file>>\n\n' : ''}${start === '' ? '' : `${opening}, this is it. `}${plain}${isEnd ? ` ${ending}` : ''}`;
      return text(
        `Sum it up.${start}${isEnd ? ` End with "${ending}".` : ''}${isTitled ? ' Give it a title wrapped in double angular brackets, i.e. <<title>>.' : ''}`,
        said,
      );
    }
    case 5:
      return text(`Summarize it in exactly ${sentences.length} paragraphs.`, sentences.join('\n\n'));
    case 6:
      return text(
        'Summarize the file in all lowercase letters.',
        `this file is one of the parts of it, and it has all of what the others have need of, as you can see in \`${(chosen[0]?.name ?? '').toLowerCase()}\`.`,
      );
    case 7: {
      const long = sentences.map((sentence) => sentence.replace(/\.$/u, ` ${filler} ${filler}.`));
      const said = long.join(' ');
      return text(
        `Write at least ${wordsOf(said) - 10} words but at most ${sentences.length} sentences about this file.`,
        said,
      );
    }
    case 8:
      return text(
        'Summarize this file as JSON only.',
        JSON.stringify({ summary: 'It holds what the others need.' }),
      );
    case 9: {
      const names = functions.length > 0 ? functions : [];
      if (names.length === 0) return text('Summarize this file and use no commas.', plain);
      return text(
        'Summarize this file. Name every exported function.',
        `It exports ${names.map((name) => `\`${name}\``).join(' and ')}.`,
      );
    }
    default:
      return text(
        `Summarize the file, mention \`${chosen[0]?.name ?? ''}\`, and do not use the word banana.`,
        plain,
      );
  }
}

/** Exported function declarations by their lines; in these sources each begins one. */
function exportedFunctions(source: string): readonly string[] {
  const names = [
    ...source.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?function\s*\*?\s*([A-Za-z_$][\w$]*)/gmu),
  ].map((match) => match[1] ?? '');
  // Values that are functions, and lists of exports, are not told apart here.
  if (/^export\s+(?:const|let|var|default\s+(?!function)|\{)/mu.test(source)) return [];
  return [...new Set(names)];
}

function instructionOf(row: KindRow): string {
  return String(row.task['instruction']);
}

function isJson(row: KindRow): boolean {
  return /JSON/u.test(instructionOf(row));
}

function withText(row: KindRow, text: string): KindRow | undefined {
  const before = (row.result as { readonly text: string }).text;
  return text === before ? undefined : { ...row, result: { text } };
}

function withBullets(row: KindRow, bullets: readonly Bullet[]): KindRow {
  return { ...row, result: { bullets } };
}

/** The first bullet changed. */
function changed(bullets: readonly Bullet[], how: (one: Bullet) => Bullet): readonly Bullet[] {
  return bullets.map((one, index) => (index === 0 ? how(one) : one));
}

function inBullets(
  name: string,
  plant: (row: KindRow, bullets: readonly Bullet[]) => KindRow | undefined,
): FaultClass {
  return {
    name,
    plant: (row) => {
      const result = row.result as Result;
      return 'bullets' in result ? plant(row, result.bullets) : undefined;
    },
  };
}

function inText(name: string, plant: (row: KindRow, text: string) => KindRow | undefined): FaultClass {
  return {
    name,
    plant: (row) => {
      const result = row.result as Result;
      return 'text' in result ? plant(row, result.text) : undefined;
    },
  };
}

function anywhere(name: string, plant: (row: KindRow, random: Random) => KindRow | undefined): FaultClass {
  return { name, plant };
}

function addSentence(row: KindRow, sentence: string): KindRow | undefined {
  const result = row.result as Result;
  if (isJson(row)) return undefined;
  if ('text' in result) return { ...row, result: { text: `${result.text} ${sentence}` } };
  return withBullets(
    row,
    changed(result.bullets, (one) => ({ ...one, text: `${one.text} ${sentence}` })),
  );
}

/** All that a result says, without its quotes. */
function textOf(row: KindRow): string {
  const result = row.result as Result;
  return 'text' in result ? result.text : result.bullets.map((one) => one.text).join('\n');
}

function replaced(row: KindRow, part: string, by: string): KindRow {
  const result = row.result as Result;
  const without = (text: string): string => text.replaceAll(`\`${part}\``, by);
  if ('text' in result) return { ...row, result: { text: without(result.text) } };
  return withBullets(
    row,
    result.bullets.map((one) => ({ ...one, text: without(one.text) })),
  );
}
