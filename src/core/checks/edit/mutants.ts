import type { Code } from '../../code.ts';
import type { Stretch } from '../../runs.ts';
import { linesOf, shorten } from '../../text.ts';

/** A text with one fault planted in it. */
export interface Mutant {
  readonly content: string;
  readonly line: number;
  /** What was done, in words. */
  readonly what: string;
  /** True where it throws at once: noticed by whoever runs the line, also without looking at anything. */
  readonly throws: boolean;
}

/** One way to make a line do something else; tried in this order, so that what keeps its types comes first. */
interface Swap {
  readonly find: RegExp;
  readonly to: (found: string, language: string | undefined) => string;
  /** True where a name is taken for another. */
  readonly isName?: true;
}

/** Signs with blanks around them: what has none may be part of a type, an arrow or a regular expression. */
const swaps: readonly Swap[] = [
  {
    find: /(?<= )(?:===|!==|==|!=)(?= )/gu,
    to: (sign) => (sign.startsWith('!') ? sign.replace('!', '=') : sign.replace('=', '!')),
  },
  {
    find: /(?<= )(?:<=|>=|<|>)(?= )/gu,
    to: (sign) => ({ '<': '>=', '>': '<=', '<=': '>', '>=': '<' })[sign] ?? sign,
  },
  { find: /(?<= )(?:&&|\|\|)(?= )/gu, to: (sign) => (sign === '&&' ? '||' : '&&') },
  { find: /(?<= )(?:and|or)(?= )/gu, to: (word) => (word === 'and' ? 'or' : 'and') },
  { find: /\b(?:true|false|True|False)\b/gu, to: (word) => opposites[word] ?? word },
  {
    find: /(?<= )[+\-*/%](?= )/gu,
    to: (sign) => ({ '+': '-', '-': '+', '*': '+', '/': '*', '%': '*' })[sign] ?? sign,
  },
  { find: /(?<![\w.$])\d+(?![\w.])/gu, to: (digits) => String(Number(digits) + 1) },
  { find: /(?<=\b(?:if|while) ?\()(?!\()[^()]+(?=\))/gu, to: (test) => `!(${test})` },
  { find: /(["'])(?!\1)(?:(?!\1)[^\\\n])+\1/gu, to: (text) => `${text.slice(0, 1)}planted ${text.slice(1)}` },
  { find: /``|""|''/gu, to: (text) => `${text.slice(0, 1)}planted${text.slice(0, 1)}` },
  {
    find: /(?<=\breturn )(?!\s*;)[^;{}]+(?=;|$)/gu,
    to: (_value, language) => (language === 'Python' ? 'None' : 'undefined'),
  },
  { find: /(?<==> )(?![{(]?\s*\{)\S.*$/gu, to: (rest) => `undefined && ${rest}` },
  { find: /(["'])(?!\1)(?:(?!\1)[^\\\n])+\1/gu, to: (text) => text.slice(0, 1).repeat(2) },
  { find: /\+=/gu, to: () => '-=' },
  { find: /\+\+/gu, to: () => '--' },
  // A name that is read: not declared here, not called, no key, no member.
  {
    find: /(?<![\w$.#@'"`]|\b(?:const|let|var|function|class|new|type|interface|enum|import|export|def|fn|func|case) )(?!(?:if|else|for|while|do|switch|case|return|const|let|var|function|class|new|typeof|await|async|yield|throw|try|catch|finally|in|of|instanceof|this|null|undefined|true|false|default|break|continue|import|export|from|as|not|and|or|is|None|True|False|def|pass|raise|elif|lambda|with|del|global)\b)[A-Za-z_$][\w$]*(?![\w$]|\s*(?:[:(]|=(?!=)|=>|['"`]))/gu,
    to: (_name, language) => (language === 'Python' ? 'None' : 'undefined'),
    isName: true,
  },
  // One more is often the same for whoever only compares; another sign seldom is.
  { find: /(?<![\w.$])\d*[1-9]\d*(?![\w.])/gu, to: (digits) => `-${digits}` },
];

const opposites: Readonly<Record<string, string>> = {
  true: 'false',
  false: 'true',
  True: 'False',
  False: 'True',
};

/** How a language ends a function with an error at once; undefined where none is known. */
function throwing(language: string | undefined): string | undefined {
  switch (language?.split(' ')[0]) {
    case 'TypeScript':
    case 'JavaScript':
      return "throw new Error('planted');";
    case 'Go':
      return 'panic("planted");';
    case 'Rust':
      return 'panic!("planted");';
    case 'Java':
      return 'if (true) throw new RuntimeException("planted");';
    default:
      return undefined;
  }
}

/**
 * Texts with one fault each, planted in these lines (1-based, the end inclusive), the best first: changes of a value
 * or a condition, then a statement that throws; with a `span` (offsets) changes only in it, and the throw in its line.
 * Each still parses, and differs in its code and not in a comment only.
 */
export async function mutantsOf(
  code: Code,
  path: string,
  content: string,
  lines: readonly [from: number, to: number],
  span: Stretch | undefined,
  atMost: { readonly values: number; readonly throws: number },
  signal: AbortSignal,
): Promise<readonly Mutant[]> {
  const found: Mutant[] = [];
  const left = { ...atMost };
  const shape = await code.shape(path, content, signal);
  const isRead = shape.type === 'ok';
  for (const mutant of candidates(content, lines, span, code.language(path))) {
    const sort = mutant.throws ? 'throws' : 'values';
    if (signal.aborted || (left.values <= 0 && left.throws <= 0)) break;
    if (left[sort] <= 0) continue;
    if (isRead) {
      const now = await code.shape(path, mutant.content, signal);
      if (now.type !== 'ok' || now.value.errors > shape.value.errors) continue;
      if (isEqual(now.value.tokens, shape.value.tokens)) continue;
    }
    found.push(mutant);
    left[sort] -= 1;
  }
  return found;
}

function isEqual(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((token, index) => token === two[index]);
}

/** Goes round the swaps, the first place of each and then the second, so that the first few are of different sorts. */
function* candidates(
  content: string,
  [from, to]: readonly [number, number],
  span: Stretch | undefined,
  language: string | undefined,
): Generator<Mutant> {
  const all = linesOf(content);
  const starts = startsOf(content);
  const within = all
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text, line }) => line >= from && line <= to && text.length < 500 && !isComment(text));
  const sorts = swaps.map((swap) => swapped(swap, within, starts, content, span, language));
  while (sorts.length > 0) {
    for (const sort of [...sorts]) {
      const next = sort.next();
      if (next.done === true) sorts.splice(sorts.indexOf(sort), 1);
      else yield next.value;
    }
  }
  yield* thrown(content, within, starts, language);
}

/** All that one swap can do to these lines, in the order in which it stands there. */
function* swapped(
  { find, to, isName }: Swap,
  within: readonly { readonly text: string; readonly line: number }[],
  starts: readonly number[],
  content: string,
  span: Stretch | undefined,
  language: string | undefined,
): Generator<Mutant> {
  for (const { text, line } of within) {
    for (const match of text.matchAll(find)) {
      const now = to(match[0], language);
      if (now === match[0]) continue;
      const at = (starts[line - 1] ?? 0) + match.index;
      if (span !== undefined && (at >= span[1] || at + match[0].length <= span[0])) continue;
      const [front, behind] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
      if (isName === true && (isParameter(front, behind) || isReturnType(front))) continue;
      yield {
        content: content.slice(0, at) + now + content.slice(at + match[0].length),
        line,
        // A member of nothing is an error for whoever runs the line.
        throws: isName === true && /^\s*[.[]/u.test(behind),
        what: `${shorten(match[0], 40)} became ${shorten(now, 40)}`,
      };
    }
  }
}

/** A type that a function is said to give back: another one there changes nothing that runs. */
function isReturnType(front: string): boolean {
  return /\)\s*:\s*(?:[\w$.]+\s*[<|&]\s*)*$/u.test(front) && !front.includes('?');
}

/**
 * Whether a name stands among the parameters of a function, by the text of its line around it: another name there
 * leaves the uses of the first one without a meaning, which is noticed by whoever calls, without looking.
 */
function isParameter(front: string, behind: string): boolean {
  if (/\bfunction\b[^{}]*\([^(){}]*$/u.test(front)) return true;
  const isInList = /\([^()]*$/u.test(front);
  if (isInList && /^[^()]*\)\s*(?::[^=]*)?=>/u.test(behind)) return true;
  const isMethod =
    /^\s*(?:(?:public|private|protected|static|override|async|set)\s+)*[#\w$]+\s*\([^()]*$/u.test(front) &&
    !/^\s*(?:if|for|while|switch|catch|with|return)\b/u.test(front);
  return isMethod && /^[^(){};]*\)\s*(?::[^={};]*)?\{/u.test(behind);
}

/** A throw behind an opening brace, or in Python in front of a statement. */
function* thrown(
  content: string,
  within: readonly { readonly text: string; readonly line: number }[],
  starts: readonly number[],
  language: string | undefined,
): Generator<Mutant> {
  const what = 'a throw was put in';
  if (language === 'Python') {
    for (const { text, line } of within) {
      const indent = /^[ \t]+(?=\S)/u.exec(text)?.[0];
      if (indent === undefined) continue;
      const at = starts[line - 1] ?? 0;
      yield {
        content: `${content.slice(0, at)}${indent}raise Exception("planted")\n${content.slice(at)}`,
        line,
        what,
        throws: true,
      };
    }
    return;
  }
  const statement = throwing(language);
  if (statement === undefined) return;
  for (const { text, line } of within) {
    for (const match of text.matchAll(/\{/gu)) {
      const at = (starts[line - 1] ?? 0) + match.index + 1;
      yield { content: `${content.slice(0, at)} ${statement}${content.slice(at)}`, line, what, throws: true };
    }
  }
  for (const { text, line } of within) {
    const at = (starts[line - 1] ?? 0) + (/^\s*/u.exec(text)?.[0].length ?? 0);
    yield { content: `${content.slice(0, at)}${statement} ${content.slice(at)}`, line, what, throws: true };
  }
}

function isComment(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*|#|--|<!--|"""|import\b|from\b.*\bimport\b|$)/u.test(line);
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
