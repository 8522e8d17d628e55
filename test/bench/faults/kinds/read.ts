import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow } from './kindFaults.ts';

interface Quote {
  readonly path: string;
  readonly line: number;
  readonly quote: string;
}
interface Statement {
  readonly text: string;
  readonly quotes: readonly Quote[];
}

const questions = ['What does this do?', 'How is it set up?', 'What is declared here?'];

/** Right answers by a way of their own: names and numbers are taken from a line, and that line is the quote. */
export const read: KindFaults = {
  kind: 'read',
  right(project, random) {
    const paths = random.list(1, 2, () => random.pick(project.paths));
    const files: Record<string, string> = {};
    const statements: Statement[] = [];
    for (const path of new Set(paths)) {
      const text = (project.texts.get(path) ?? '').replace(/^\uFEFF/u, '');
      const lines = text.split('\n').map((line) => line.replace(/\r$/u, ''));
      const isCrlf = random.chance(0.25);
      files[path] = `${random.chance(0.15) ? '\uFEFF' : ''}${isCrlf ? lines.join('\r\n') : lines.join('\n')}`;
      for (let tries = 0; tries < 3; tries += 1) {
        const at = random.number(lines.length);
        const statement = statementOf(path, lines, at, random);
        if (statement !== undefined) statements.push(statement);
      }
    }
    if (statements.length === 0) return undefined;
    files['unread.ts'] = Object.values(files)[0] ?? '';
    return {
      best: 'verified',
      files,
      task: { kind: 'read', question: random.pick(questions), paths: [...new Set(paths)] },
      result: { statements },
    };
  },
  classes: [
    inFirst('a quote that stands nowhere', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, quote: `${quote.quote}#` })),
    ),
    inFirst('a quote at the line above', (one) =>
      one.quotes.every((quote) => quote.line > 1)
        ? quotesChanged(one, (quote) => ({ ...quote, line: quote.line - 1 }))
        : undefined,
    ),
    inFirst('a quote behind the last line', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, line: 999_999 })),
    ),
    inFirst('a quote at line 0', (one) => quotesChanged(one, (quote) => ({ ...quote, line: 0 }))),
    inFirst('a quote in other letter case', (one) =>
      quotesChanged(one, (quote) => ({
        ...quote,
        quote:
          quote.quote === quote.quote.toUpperCase() ? quote.quote.toLowerCase() : quote.quote.toUpperCase(),
      })),
    ),
    inFirst('a quote with a blank more', (one) =>
      quotesChanged(one, (quote) => ({
        ...quote,
        quote: quote.quote.replace(/(\S)(\W?)$/u, '$1 $2 \u00a0'),
      })),
    ),
    inFirst('a quote from a file that was not handed out', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, path: 'unread.ts' })),
    ),
    inFirst('a quote from a file that is not there', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, path: 'gone.ts' })),
    ),
    inFirst('a path in another spelling', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, path: `./${quote.path}` })),
    ),
    inFirst('a blank quote', (one) => quotesChanged(one, (quote) => ({ ...quote, quote: ' ' }))),
    inFirst('no quote', (one) => ({ ...one, quotes: [] })),
    inFirst('a name that stands in no quote', (one) => ({
      ...one,
      text: `${one.text} It calls \`inventedName\`.`,
    })),
    inFirst('a call that stands in no quote', (one) => ({
      ...one,
      text: `${one.text} It calls reallyInvented() then.`,
    })),
    inFirst('part of a name', (one) => {
      const text = one.text.replace(/`(\w{4,})\w`/u, '`$1`');
      return text === one.text ? undefined : { ...one, text };
    }),
    inFirst('a number that stands in no quote', (one) => ({
      ...one,
      text: `${one.text} It waits 73915 times.`,
    })),
    inFirst('a path that stands in no quote', (one) => ({
      ...one,
      text: `${one.text} It is like src/invented/place.ts in that.`,
    })),
    inFirst('a blank statement', (one) => ({ ...one, text: '\t' })),
    inFirst('work that nobody has a receipt for', (one, random) => ({
      ...one,
      text: random.pick([
        `I verified that: ${one.text}`,
        `${one.text} We checked every file.`,
        `${one.text} All tests pass.`,
      ]),
    })),
    { name: 'no statement', plant: (row) => ({ ...row, result: { statements: [] } }) },
    {
      name: 'an unknown key',
      plant: (row) => ({ ...row, result: { ...(row.result as object), verified: true } }),
    },
    inFirst('a line that is no number', (one) =>
      quotesChanged(one, (quote) => ({ ...quote, line: String(quote.line) as unknown as number })),
    ),
  ],
};

/** A sentence about one line, with the names that stand in it. */
function statementOf(
  path: string,
  lines: readonly string[],
  at: number,
  random: Random,
): Statement | undefined {
  const line = lines[at] ?? '';
  if (line.trim().length < 4) return undefined;
  const names = [...line.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]{3,}(?![\w$])/gu)].map((match) => match[0]);
  const [name] = names;
  if (name === undefined) return undefined;
  const number = /(?<![\w$.])\d+(?![\w$.])/u.exec(line)?.[0];
  const text =
    number !== undefined && random.chance(0.5)
      ? `Here \`${name}\` goes with ${number}.`
      : `Here \`${name}\` is what counts.`;
  const first: Quote = { path, line: at + 1, quote: random.chance(0.5) ? line : line.trim() };
  const next = lines[at + 1];
  // A quote over two lines begins anywhere in the first one and takes the second whole.
  const isLong =
    next !== undefined &&
    random.chance(0.15) &&
    first.quote.endsWith(line.trimEnd()) &&
    line === line.trimEnd();
  return { text, quotes: [isLong ? { ...first, quote: `${first.quote}\n${next}` } : first] };
}

function quotesChanged(statement: Statement, how: (quote: Quote) => Quote): Statement {
  return { ...statement, quotes: statement.quotes.map(how) };
}

function inFirst(
  name: string,
  how: (statement: Statement, random: Random) => Statement | undefined,
): FaultClass {
  return {
    name,
    plant(row: KindRow, random) {
      const { statements } = row.result as { readonly statements: readonly Statement[] };
      const [first, ...rest] = statements;
      const planted = first === undefined ? undefined : how(first, random);
      return planted === undefined ? undefined : { ...row, result: { statements: [planted, ...rest] } };
    },
  };
}
