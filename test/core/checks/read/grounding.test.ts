import { expect, it } from 'vitest';
import { quotesStand } from '../../../../src/core/checks/read/quotes.ts';
import { readTaskSchema } from '../../../../src/core/kinds/read.ts';
import { memoryHouse } from '../../../support/memoryHouse.ts';
import { randomOf, type Random } from '../../../node/search/random.ts';

const words = [
  'const',
  'Größe',
  'Gro\u0308\u00dfe',
  'na\u00efve',
  'nai\u0308ve',
  '日期',
  '😀',
  '\u212b',
  '\u00c5',
  'ﬁn',
  'fin',
  'x = 1;',
  'İ',
  '\u200d',
  '// a',
  '\u2028',
];

/** Lines of words in both Unicode forms, with one of the line endings, or both. */
function textOf(random: Random): { readonly text: string; readonly lines: readonly string[] } {
  // A word at the beginning, so that no line is blank.
  const lines = random.list(3, 12, () =>
    ['x', ...random.list(1, 6, () => random.pick(words))].join(random.pick([' ', '  ', '\t'])),
  );
  const ending = random.pick(['\n', '\r\n', 'mixed']);
  const ends = lines.map(() => (ending === 'mixed' ? random.pick(['\n', '\r\n']) : ending));
  return { text: lines.map((line, index) => `${line}${ends[index] ?? '\n'}`).join(''), lines };
}

async function stands(text: string, line: number, quote: string): Promise<string> {
  const { files, searches, code } = memoryHouse({ 'a.txt': text }, undefined);
  const task = readTaskSchema.parse({ kind: 'read', question: 'what?', paths: ['a.txt'] });
  const never = new AbortController().signal;
  const handedOut = new Map([['a.txt', await files.read('a.txt', never)]]);
  const result = { statements: [{ text: 'It is so.', quotes: [{ path: 'a.txt', line, quote }] }] };
  const outcome = await quotesStand.run(
    { task, result, handedOut, changeSet: undefined, files, searches, code, commands: [] },
    never,
  );
  return outcome.type;
}

/** A part of a line that is not blank; no half of a sign is cut off. */
function partOf(line: string, random: Random): string {
  const signs = Array.from(line);
  for (;;) {
    const from = random.number(signs.length);
    const part = signs.slice(from, from + 1 + random.number(signs.length - from)).join('');
    if (part.trim() !== '') return part;
  }
}

it('keeps 1,000 exact quotes, whatever the line endings and the Unicode form', async () => {
  const random = randomOf(3);
  for (let count = 0; count < 1_000; count += 1) {
    const { text, lines } = textOf(random);
    const at = random.number(lines.length);
    const quote = partOf(lines[at] ?? '', random);
    expect([text, at, quote, await stands(text, at + 1, quote)]).toEqual([text, at, quote, 'pass']);
  }
});

it('refutes 1,000 quotes that are not there: another form, case, blank, sign, or line', async () => {
  const random = randomOf(4);
  const spoil: readonly ((quote: string) => string)[] = [
    (quote) => quote.normalize('NFC'),
    (quote) => quote.normalize('NFD'),
    (quote) => quote.normalize('NFKC'),
    (quote) => quote.toUpperCase(),
    (quote) => quote.replace(/\s+/u, '   '),
    (quote) => `${quote} `,
    (quote) => quote.slice(0, -1),
    (quote) => `${quote}!`,
    (quote) => quote.replace(/\d/u, (digit) => String((Number(digit) + 1) % 10)),
  ];
  let count = 0;
  while (count < 1_000) {
    const { text, lines } = textOf(random);
    const at = random.number(lines.length);
    const whole = partOf(lines[at] ?? '', random);
    const isMoved = random.chance(0.3);
    const quote = isMoved ? whole : random.pick(spoil)(whole);
    const line = isMoved ? random.number(lines.length) : at;
    if (quote.trim() === '' || (lines[line] ?? '').includes(quote)) continue;
    count += 1;
    expect([text, line, quote, await stands(text, line + 1, quote)]).toEqual([text, line, quote, 'fail']);
  }
});
