import { readPart } from './limitText.ts';
import { deniedIn, refusedIn, type Refused } from './saidDenied.ts';
import { blanked, compileRules, type Span, type TextRules } from './saidRules.ts';
import { tokensOf } from '../sentence.ts';
import { stemOf, termsOf } from '../../search/terms.ts';

/** What an instruction says that a comment is to tell (contracts rule 64). */
export interface SaidAsked {
  /** Texts in quotation marks that are to stand there as they are. */
  readonly literals: readonly string[];
  /** Tags as `@param`, without the sign; words such as TODO. */
  readonly tags: readonly string[];
  readonly marks: readonly string[];
  /** Every parameter is to be spoken of. */
  readonly parameters: boolean;
  readonly subjects: readonly Subject[];
  /** The comment's text has one line. */
  readonly oneLine: boolean;
  /** `/**`, where the instruction says so. */
  readonly doc: boolean;
  /** What is to be told, in the instruction's own words. */
  readonly clauses: readonly Clause[];
  /** What the instruction wants left out. */
  readonly refused: Refused;
  readonly rules: TextRules;
}

export type Subject = 'return' | 'throw' | 'example';

export interface Clause {
  readonly text: string;
  /** "says that X" can be told in these words; "explains why X" asks for others. */
  readonly isStatement: boolean;
  /** "mention X": the names and numbers of it stand in the comment. */
  readonly isMention: boolean;
}

const subjects: readonly (readonly [Subject, RegExp])[] = [
  ['return', /\b(?:what (?:it|\S+) (?:returns?|gives back)|(?:the|its|and) return(?:ed)? values?)\b/iu],
  [
    'throw',
    /\b(?:what (?:it|\S+) throws|when (?:it|\S+) throws|(?:which|the) (?:errors?|exceptions?) (?:that )?it (?:may |can )?throws?)\b/iu,
  ],
  ['example', /\b(?:with|and|includ\w+|giv\w+|show\w*|add) (?:an?|one|some) (?:\w+ )?examples?\b/iu],
];

/** A word that is to stand in the comment itself; "explain the TODO" asks for none. */
const marks = /\b(?:add|leave|put|insert|write|with|as)\s+(?:an?\s+)?(TODO|FIXME|HACK|NOTE|XXX)\b/gu;

/** The parameters as what is to be told; "that the arguments are not checked" asks for no list of them. */
const allParameters =
  /(?:\b(?:document\w*|describ\w+|list\w*|explain\w*|cover\w*|nam(?:e|ing)|with|including|mention\w*|for|and|what)|[,:])\s+(?:what\s+)?(?:(?:its|the|all|both|their)\s+(?:\w+\s+)?(?:params|parameters|arguments)|(?:each|every)\s+(?:param|parameter|argument))\b(?!\s+(?:are|is|do|does|have|has|was|were|must|should|may|can|object|passed|given))|@params\b/iu;

/** Compiles what a comment is to tell. What no rule here recognises is not judged. */
export function compileSaid(whole: string): SaidAsked {
  const full = readPart(whole);
  const denied = deniedIn(full);
  // What is denied is not demanded.
  const instruction = blanked(full, denied);
  const told = clausesIn(full);
  const todo = /\b(?:TODO|FIXME|HACK|NOTE|XXX)\b[^:\n]{0,60}:/u.exec(full);
  const content = todo === null ? [] : [{ from: todo.index + todo[0].length, to: full.length }];
  const statements = [...told.filter((clause) => clause.isStatement), ...content];
  const refused = refusedIn(full, denied);
  return {
    refused,
    rules: compileRules(full, [...told, ...content], statements, refused.spans),
    literals: literalsIn(full, denied),
    tags: [
      ...new Set(
        [...instruction.matchAll(/@(params?|returns?|throws|example|deprecated|see|since|internal)\b/gu)].map(
          (match) => (match[1] ?? '').replace(/^(param|return)s?$/u, '$1'),
        ),
      ),
    ],
    marks: [
      ...new Set(
        [...instruction.replace(/^\p{Lu}/u, (letter) => letter.toLowerCase()).matchAll(marks)].map(
          (match) => match[1] ?? '',
        ),
      ),
    ],
    parameters: allParameters.test(instruction),
    subjects: subjects.flatMap(([subject, pattern]) => (pattern.test(instruction) ? [subject] : [])),
    oneLine: /\b(?:one|single)[- ]line\b|\b(?:in|on) (?:one|a single) line\b/iu.test(instruction),
    doc: /\bjsdoc\b/iu.test(instruction),
    clauses: told.filter((clause) => !clause.isDenied && clause.text !== ''),
  };
}

/** Words behind which an instruction says what is to be told. */
const tells =
  /\b(?:that\s+(?:says|states|notes|mentions|explains|describes|tells|warns)|which\s+(?:says|explains|describes|mentions)|saying|stating|noting|mentioning|explaining|describing|warning|telling|(?:and|to|,)\s+(?:say|state|note|mention|explain|describe|tell)|(?:^\s*|[.;:]\s+)(?:please\s+)?(?:note|explain|say|mention|describe)(?=\s+(?:that|why|how|what|when))|it\s+(?:says|mentions|notes|states|explains)|including|mention(?=\s+(?:the|its|an?)\b)|\b(?:explain|say|note|mention|state)\s+in\s+(?:a|one|the)(?:\s+\S+){1,6}?(?=\s+(?:that|why|how|what|when)\b))\s+/giu;

interface Told extends Clause, Span {
  /** "does not mention", "without saying". */
  readonly isDenied: boolean;
}

/** Where a demand on the text itself follows what is to be told. */
const demandBehind =
  /(?:,\s+(?:and |but )?(?=(?:at most|exactly|at least|no more than|under|fewer than) \w+ (?:words?|sentences?)\b)|,?\s+(?:and |but )?(?=(?:without (?:the (?:words?|terms?|name)|mentioning|naming)|(?:in|using) (?:at most|exactly|at least|no more than|under|fewer than) \w+ (?:words?|sentences?))\b))/iu;

function clausesIn(instruction: string): readonly Told[] {
  const found = [...instruction.matchAll(tells)];
  return found.flatMap((match, index): Told[] => {
    const from = match.index + match[0].length;
    const next = found[index + 1]?.index ?? instruction.length;
    const rest =
      instruction
        .slice(from, next)
        .split(/(?<=[^.\d])[.;](?:\s|$)|\n/u)[0]
        ?.split(demandBehind)[0] ?? '';
    const text = withoutTail(rest.replace(/^(?:that|:)\s+/iu, ''));
    if (text === '' || /^["'“]/u.test(text)) return [];
    const hadThat = /^that\s/iu.test(rest) || /\bthat\s+$/iu.test(match[0]);
    const isMention = /mention|includ/iu.test(match[0]);
    const head = instruction.slice(Math.max(0, match.index - 40), match.index + 1);
    const isDenied =
      /(?:\b(?:not|never|without|avoid)|n['\u2019]t)\s+(?:(?!forget|omit|miss|fail|only)\p{L}+\s+)?\S?$/iu.test(
        head,
      );
    const span = { from, to: from + rest.length };
    return [{ text, isStatement: !isDenied && isStatement(text, hadThat), isMention, isDenied, ...span }];
  });
}

/** A clause without the "and" and the commas that led over to the next; read from its end, since it may be long. */
function withoutTail(clause: string): string {
  const withoutCommas = (text: string): string => {
    let end = text.length;
    while (end > 0 && /[,\s]/u.test(text[end - 1] ?? '')) end -= 1;
    return text.slice(0, end);
  };
  const bare = withoutCommas(clause);
  return withoutCommas(/[,\s]and$/iu.test(bare.slice(-4)) ? bare.slice(0, -3) : bare).trim();
}

/** Whether a clause is a sentence by itself, so that it can be told in its own words. */
function isStatement(text: string, hadThat: boolean): boolean {
  if (/^(?:why|how|what|when|where|which|whether|briefly)\b/iu.test(text) || !/\s/u.test(text)) return false;
  return (
    hadThat ||
    /^(?:it|this|they|callers?|you|we|there|nothing)\s/iu.test(text) ||
    /\b(?:is|are|must|may|can|cannot|will|has|have|does|should|was|were)\b/iu.test(text)
  );
}

/** What stands in quotation marks behind a word that asks for it. An apostrophe opens nothing. */
function literalsIn(instruction: string, denied: readonly Span[]): readonly string[] {
  const pattern =
    /\b(?:(?:that|which|it) (?:says|reads|states)|saying|reading|stating|comment|sentence|phrase|words?|text|todo|fixme|comment\b[^:"'\n]{1,60}(?=:))\s*:?\s*(?:"([^"\n]+)"|“([^”\n]+)”|(?<![\p{L}])'([^'\n]+(?:'\p{L}[^'\n]*)*)'(?!\p{L}))/giu;
  return [...instruction.matchAll(pattern)]
    .filter((match) => {
      const at = match.index + match[0].length - 1;
      const head = instruction.slice(Math.max(0, match.index - 40), match.index);
      const isDenied = /\b(?:without|not|no|never|avoid\w*|(?:start|begin|end)\w*\s+with)\b[^"“.;,]*$/iu.test(
        head,
      );
      return !isDenied && !denied.some(({ from, to }) => from <= match.index && at < to);
    })
    .map((match) => (match[1] ?? match[2] ?? match[3] ?? '').trim())
    .filter((text) => /\p{L}{3}|\p{Lo}/u.test(text));
}

/** How far a comment tells a clause: the words of it that it shares, and those with a name or number it lacks. */
export interface Telling {
  readonly missingTokens: readonly string[];
  readonly words: number;
  readonly shared: number;
  /** The clause denies something and the comment denies nothing. */
  readonly lacksDenial: boolean;
}

const denies =
  /\b(?:not|never|no|none|nothing|without|cannot|only|neither|nor|un(?:less|changed|touched))\b|n't\b/iu;
const deniesLoosely =
  /\b(?:instead|rather|leaves?|keeps?|ignor\w*|skip\w*|fail\w*|avoid\w*|prevent\w*|empty|null|undefined|false|in\w+able|un\w+|non-?\w+)\b/iu;

/** Holds a comment's text against a clause. `name` is the symbol's own name, which tells nothing. */
export function tellingOf(clause: Clause, comment: string, name: string): Telling {
  const lower = comment.toLowerCase();
  const own = clause.text.replaceAll(name, ' ');
  const missingTokens = tokensOf(own).filter(
    (token) => !lower.includes(token.replace(/\(\)$/u, '').toLowerCase()) && !isSpelled(token, lower),
  );
  const words = [...new Set(termsOf(own.replace(/[`"']/gu, ' ')).map((term) => term.toLowerCase()))];
  const stems = new Set((lower.match(/[\p{L}\p{N}_$]+/gu) ?? []).map((word) => stemOf(word)));
  const shared = words.filter((word) => lower.includes(word) || stems.has(stemOf(word))).length;
  const lacksDenial = denies.test(clause.text) && !denies.test(comment) && !deniesLoosely.test(comment);
  return { missingTokens, words: words.length, shared, lacksDenial };
}

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function isSpelled(token: string, lower: string): boolean {
  const word = numberWords[Number(token)];
  return /^\d+$/u.test(token) && word !== undefined && lower.includes(word);
}

/** Whether a comment speaks of a subject. */
export function speaksOf(subject: Subject, comment: string): boolean {
  switch (subject) {
    case 'return':
      return /\b(?:return\w*|gives?|yields?|resolves?|results?|produces?|answers?|builds?|creates?|gets?|computes?|calculates?|value|true|whether|@returns?)\b/iu.test(
        comment,
      );
    case 'throw':
      return /\b(?:throw\w*|errors?|reject\w*|fails?|raises?|exceptions?)\b|\w+Error\b/iu.test(comment);
    case 'example':
      return /@example\b|\bexamples?\b|\be\.g\.|```|\bfor instance\b/iu.test(comment);
  }
}
