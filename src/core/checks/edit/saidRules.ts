import type { CodeComment } from '../../code.ts';
import { linesOfComment } from './directives.ts';
import { runsOf } from './fresh.ts';
import { numbers } from './limitText.ts';

/** What an instruction demands of a comment's text as a text (design section 4), and what cannot be checked of it. */
export interface TextRules {
  readonly counts: readonly Count[];
  readonly absent: readonly Absent[];
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Demands that no rule here recognises, in the instruction's words: listed, never dropped in silence. */
  readonly unread: readonly string[];
}

interface Count {
  readonly unit: 'word' | 'sentence';
  readonly least: number;
  readonly most: number;
  readonly text: string;
  /** False where it may be said of what is to be told. */
  readonly isSure: boolean;
}

interface Absent {
  readonly text: string;
  /** In quotation marks, where letter case does not matter. */
  readonly isQuoted: boolean;
  /** False where it may be said of the code, or in other words: then its presence is only a doubt. */
  readonly isSure: boolean;
}

/** A part of an instruction, from and to a character. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The text with blanks in the place of the spans. */
export function blanked(text: string, spans: readonly Span[]): string {
  let result = text;
  for (const { from, to } of spans)
    result = result.slice(0, from) + ' '.repeat(Math.max(0, to - from)) + result.slice(Math.max(from, to));
  return result;
}

const amount = `(\\d+|${numbers.join('|')}|a single)`;
const counted = new RegExp(
  `\\b(at most|(?:no|not) (?:more|longer) than|max(?:imum)?(?: of)?|up to|exactly|at least|(?:no|not) (?:fewer|less|shorter) than|under|below|fewer than|less than|shorter than|more than|within|in|of|with)\\s+${amount}\\s+(?:(?:short|simple|full|complete|plain)\\s+)?(word|sentence)s?\\b(\\s+or\\s+(?:fewer|less|more))?`,
  'giu',
);
const ranged = new RegExp(`\\b${amount}\\s*(?:or|to|-|\u2013)\\s*${amount}\\s+(word|sentence)s?\\b`, 'giu');
const joined = new RegExp(`\\b()${amount}-(word|sentence)\\b()`, 'giu');
const trailed = new RegExp(
  `()(?<=\\s)${amount}\\s+(word|sentence)s?\\s+(or (?:fewer|less|more)|at most|max(?:imum)?)\\b`,
  'giu',
);

const denies =
  /\b(?:(?:must|should|shall|does|do|may)\s+not|(?:mustn|shouldn|doesn|don)['’]t|never|without|avoid(?:ing)?|no)\s+(?:(mention(?:ing|s)?(?:\s+of)?|repeat(?:ing|s)?|refer(?:ring|s)?\s+to|speak(?:ing|s)?\s+of|talk(?:ing|s)?\s+about)|(?:contain|includ|us|nam|say)(?:e|es|s|ing)?)?\s*(?:(?:the|any|an?)\s+)?((?:words?|terms?|phrase|name)\b)?\s*/giu;
const item = /"([^"\n]+)"|“([^”\n]+)”|`([^`\n]+)`|([\p{L}_$][\p{L}\p{N}_$]*)/uy;
const between = /(?:\s*,\s*|\s+)(?:and|or|nor)\s+|\s*,\s*(?=["“`])/uy;
const begins =
  /\b(start|begin|end)(?:s|ing|ning)?\s+with\s+(?:(?:the|an?)\s+)?(?:(?:word|words|text|phrase|sentence)\s+)?/giu;
/** The comment itself, behind which "that starts with" or "must start with" speaks of it; "starting with" behind a comma. */
const ofComment =
  /(?:\b(?:comment|jsdoc|docs?|docstring|sentence|note|todo)s?(?:\s+(?:to|for|above|on|of|at|in)\s+(?:the\s+)?(?:(?:function|method|class)\s+)?[^\s,;.]+)?,?\s+(?:(?:that|which|and|must|should|shall|has|to)\s+){0,3}|(?:^|[.;]\s+)(?:it|this)\s+(?:must|should|shall|has\s+to)\s+)$/iu;
const ofListed = /,\s+(?:and\s+)?$/u;
const ofCode =
  /\b(?:function|method|class|line|block|loop|file|name|string|key|value|part|branch|path|text|word)s?\s+(?:that|which)?\s*$/iu;

const languages =
  /\bin\s+(?:plain |simple )?(?:English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Russian|Ukrainian|Czech|Turkish|Arabic|Hebrew|Hindi|Chinese|Mandarin|Japanese|Korean|Vietnamese|Swedish|Danish|Norwegian|Finnish|Greek|Latin|Deutsch)\b/giu;
const cases =
  /\bin\s+(?:all |only )?(?:(?:upper|lower|title|sentence|capital)[- ]?(?:case|letters|caps)|capitals|caps)\b|\ball caps\b/giu;
const measured = new RegExp(
  `\\b(?:exactly|at least)\\s+${amount}\\s+(?:\\w+\\s+)?lines?\\b|\\b(?:at most|at least|exactly|(?:no|not) more than|up to|under|below|fewer than|less than)\\s+${amount}\\s+(?:\\w+\\s+)?(?:characters?|chars|letters?|paragraphs?|bullets?|points?|columns?|words?|sentences?)\\b|\\b(?:about|around|roughly)\\s+${amount}\\s+(?:words?|sentences?|lines?|characters?)\\b`,
  'giu',
);
/** What must not be; what must not be changed is read elsewhere. */
const forbids =
  /(?:\b(?:must|should|shall) not\b|\b(?:mustn|shouldn)['’]t\b|\bwithout\b|(?:^|[.;:,]\s|\b(?:and|but|please)\s)\s?(?:do not|don['’]t|never|avoid)\b)\s+(?!(?:touch|chang|modify|edit|alter|rewrit|forget|omit|miss|skip)\w*)[^.;,\n]{1,120}/giu;

/**
 * Compiles the demands of an instruction on a comment's text. `told` are the parts that say what is to be told,
 * `statements` those of them that are told as they are: what stands there is content. `read` is judged elsewhere.
 */
export function compileRules(
  instruction: string,
  told: readonly Span[],
  statements: readonly Span[],
  read: readonly Span[],
): TextRules {
  const quotes = [...instruction.matchAll(/"[^"\n]*"|“[^”\n]*”|`[^`\n]*`/gu)].map((match) => spanOf(match));
  const isQuoted = ({ from }: Span): boolean => quotes.some((one) => one.from < from && from < one.to);
  const open = blanked(instruction, [...statements, ...read]);
  const used: Span[] = [];
  const unread: string[] = [];
  const counts = [counted, joined, trailed].flatMap((pattern) =>
    [...open.matchAll(pattern)].flatMap((match): Count[] => {
      const [text, before = '', number = '', unit = '', behind = ''] = match;
      if (isQuoted(spanOf(match))) return [];
      const isSentence = /^sentence/iu.test(unit);
      // "the split of two words" speaks of words of the code.
      const head = open.slice(Math.max(0, match.index - 20), match.index);
      if (/^(?:of|with)$/iu.test(before) && !/(?:comment|jsdoc|docs?|docstring)\s+$/iu.test(head)) return [];
      used.push(spanOf(match));
      const isSure =
        !/^in$/iu.test(before) || !told.some(({ from, to }) => from <= match.index && match.index < to);
      const count = bounds(before, number, behind);
      return [{ unit: isSentence ? 'sentence' : 'word', ...count, text: text.trim(), isSure }];
    }),
  );
  for (const match of open.matchAll(ranged)) {
    const [text, from = '', to = '', unit = ''] = match;
    if (isQuoted(spanOf(match))) continue;
    used.push(spanOf(match));
    const isSure = !told.some((span) => span.from <= match.index && match.index < span.to);
    const [least, most] = [numberOf(from), numberOf(to)];
    counts.push({ unit: /^sentence/iu.test(unit) ? 'sentence' : 'word', least, most, text, isSure });
  }
  const absent: Absent[] = [];
  for (const match of open.matchAll(denies)) {
    const [text, mentions, noun] = match;
    const span = spanOf(match);
    if (
      isQuoted(span) ||
      (mentions === undefined && noun === undefined && !/["“]$/u.test(open[span.to] ?? ''))
    )
      continue;
    const { items, to } = itemsAt(open, span.to, noun !== undefined);
    if (items.length === 0) {
      if (mentions !== undefined) unread.push(sentencePart(instruction, span.from));
      continue;
    }
    const isSaid = mentions !== undefined || noun !== undefined;
    if (!isSaid && items.some((one) => !one.isQuoted)) continue;
    used.push({ from: span.from, to });
    for (const one of items)
      absent.push({ ...one, isSure: one.isSure || /\b(?:words?|terms?)\s*$/iu.test(text) });
  }
  const edges: { readonly isStart: boolean; readonly text: string }[] = [];
  for (const match of open.matchAll(begins)) {
    const span = spanOf(match);
    if (isQuoted(span)) continue;
    const head = open.slice(Math.max(0, span.from - 100), span.from);
    const isListed = /^\S+ing\b/iu.test(match[0]) && ofListed.test(head);
    if (!ofComment.test(head) && !isListed) continue;
    const [first] = itemsAt(open, span.to, false).items;
    const isTold = told.some(({ from, to }) => from <= span.from && span.from < to);
    const isSure = first !== undefined && first.isSure && !ofCode.test(head) && !isTold;
    if (isSure) edges.push({ isStart: !/^end/iu.test(match[0]), text: first.text });
    else unread.push(sentencePart(instruction, span.from));
    used.push({ from: span.from, to: span.to });
  }
  const left = blanked(open, [...used, ...quotes]);
  for (const pattern of [languages, cases, measured])
    for (const match of left.matchAll(pattern)) unread.push(match[0].trim());
  for (const match of blanked(left, told).matchAll(forbids)) {
    const from = match.index + match[0].length - match[0].trimStart().length;
    unread.push(instruction.slice(from, match.index + match[0].trimEnd().length).replace(/^[.;:,]\s*/u, ''));
  }
  return {
    counts,
    absent,
    starts: edges.filter((edge) => edge.isStart).map((edge) => edge.text),
    ends: edges.filter((edge) => !edge.isStart).map((edge) => edge.text),
    unread: [...new Set(unread)],
  };
}

export function spanOf(match: RegExpExecArray): Span {
  return { from: match.index, to: match.index + match[0].length };
}

function bounds(
  before: string,
  number: string,
  behind: string,
): { readonly least: number; readonly most: number } {
  const value = numberOf(number);
  if (/more$/iu.test(behind)) return { least: value, most: Infinity };
  if (behind !== '') return { least: 0, most: value };
  if (/^(?:at least|(?:no|not) (?:fewer|less|shorter) than)$/iu.test(before))
    return { least: value, most: Infinity };
  if (/^more than$/iu.test(before)) return { least: value + 1, most: Infinity };
  if (/^(?:under|below|(?:fewer|less|shorter) than)$/iu.test(before)) return { least: 0, most: value - 1 };
  if (/^(?:exactly|in|of|with|)$/iu.test(before)) return { least: value, most: value };
  return { least: 0, most: value };
}

function numberOf(text: string): number {
  const spelled = numbers.indexOf(text.toLowerCase()) + 1;
  return spelled > 0 ? spelled : /^a/iu.test(text) ? 1 : Number(text);
}

/** The texts, names or words of a list that begins at a place. A word that is no name is sure only behind "the word". */
function itemsAt(
  text: string,
  from: number,
  isNoun: boolean,
): { readonly items: readonly Absent[]; readonly to: number } {
  const items: Absent[] = [];
  let to = from;
  for (let at = from; ;) {
    item.lastIndex = at;
    const match = item.exec(text);
    if (match === null) break;
    const [, straight, curly, ticked, bare] = match;
    const found = straight ?? curly ?? ticked ?? bare ?? '';
    const isName = bare === undefined || /^\p{Lu}|\p{Ll}\p{Lu}|_|\$/u.test(bare);
    // Of several plain words the demand is on what they mean.
    const next = text.slice(item.lastIndex, item.lastIndex + 2);
    if (bare !== undefined && !isName && /^\s\p{L}/u.test(next) && !isNoun) break;
    items.push({
      text: found,
      isQuoted: straight !== undefined || curly !== undefined,
      isSure: isName || isNoun,
    });
    to = item.lastIndex;
    between.lastIndex = to;
    if (between.exec(text) === null) break;
    at = between.lastIndex;
  }
  return { items, to };
}

function sentencePart(text: string, from: number): string {
  return (
    text
      .slice(from, from + 100)
      .split(/[.;\n]/u)[0]
      ?.trim() ?? ''
  );
}

/** Holds the new comments against the rules. With several comments only what all of them break is sure. */
export function judgeRules(
  rules: TextRules,
  comments: readonly CodeComment[],
): { readonly lacks: readonly string[]; readonly doubts: readonly string[] } {
  const lacks: string[] = [];
  const doubts = rules.unread.map((text) => `could not check: ${text}`);
  const texts = runsOf(comments).map((run) => run.flatMap((comment) => linesOfComment(comment.text)));
  const hold = (message: string, demand: string, answers: readonly Answer[]): void => {
    if (answers.every((answer) => answer === 'no')) lacks.push(message);
    else if (answers.some((answer) => answer !== 'yes')) doubts.push(`could not check: ${demand}`);
  };
  for (const count of rules.counts) {
    const answers = texts.map((lines) => countAnswer(count, lines));
    const sure = answers.map((answer) => (answer === 'no' && !count.isSure ? 'open' : answer));
    hold(`the comment has not ${count.text}`, count.text, sure);
  }
  for (const text of rules.starts) {
    const answers = texts.map((lines): Answer =>
      plain(lines.join(' ')).startsWith(plain(text)) ? 'yes' : 'no',
    );
    hold(`the comment does not start with "${text}"`, `starts with "${text}"`, answers);
  }
  for (const text of rules.ends) {
    const answers = texts.map((lines): Answer =>
      [lines, untagged(lines)].some((some) => plain(some.join(' ')).endsWith(plain(text))) ? 'yes' : 'no',
    );
    hold(`the comment does not end with "${text}"`, `ends with "${text}"`, answers);
  }
  const all = texts.flat().join(' ');
  for (const one of rules.absent) {
    if (!standsIn(all, one.text, false)) continue;
    if (one.isSure && standsIn(all, one.text, !one.isQuoted)) lacks.push(`the comment speaks of ${one.text}`);
    else doubts.push(`could not check: without ${one.text}`);
  }
  return { lacks, doubts };
}

type Answer = 'yes' | 'no' | 'open';

function untagged(lines: readonly string[]): readonly string[] {
  const tag = lines.findIndex((line) => line.startsWith('@'));
  return tag === -1 ? lines : lines.slice(0, tag);
}

/** A count lies between what surely counts and what might: tags, abbreviations, hyphens. */
function countAnswer({ unit, least, most }: Count, lines: readonly string[]): Answer {
  const sure = untagged(lines).join(' ');
  const all = lines.join(' ');
  // Scripts without blanks between words, and with stops of their own.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(all)) return 'open';
  const [low, high] =
    unit === 'word'
      ? [wordsIn(sure, /\s+/u), wordsIn(all, /[\s/.()-]+/u)]
      : [
          sentencesIn(
            sure.replace(/\b(?:e\.g|i\.e|etc|vs|cf)\./giu, ''),
            /[.!?]["'”)`]*\s+(?=["'“(`]*\p{Lu})/u,
          ),
          sentencesIn(sure, /[.!?;]["'”)`]*\s+/u) + lines.length - untagged(lines).length,
        ];
  if (low > most || high < least) return 'no';
  return high <= most && low >= least ? 'yes' : 'open';
}

function wordsIn(text: string, gap: RegExp): number {
  return text.split(gap).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function sentencesIn(text: string, end: RegExp): number {
  return text.split(end).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)).length;
}

function standsIn(text: string, part: string, isExact: boolean): boolean {
  const escaped = part.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${escaped}(?![\\p{L}\\p{N}_$])`, isExact ? 'u' : 'iu').test(text);
}

/** Letter case, quotation marks and the end of the sentence aside. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[`"'“”‘’]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/(?<![.!])[.!]+(?=\s|$)/gu, '')
    .trim();
}
