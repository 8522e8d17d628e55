import { readPart } from './limitText.ts';
import type { Span } from './saidRules.ts';

/** What an instruction wants left out of a comment, as far as its presence can be seen. */
export interface Refused {
  readonly tags: readonly string[];
  readonly marks: readonly string[];
  /** No `/**`. */
  readonly doc: boolean;
  readonly example: boolean;
  /** The parts of the instruction that say it, and those that only take back a demand. */
  readonly spans: readonly Span[];
}

const negators: readonly (readonly [pattern: RegExp, isRefusal: boolean])[] = [
  [
    /(?<!\b(?:not|never)\s|n['\u2019]t\s)\b(?:without|omit(?:ting)?|avoid(?:ing)?|skip(?:ping)?|leav(?:e|ing) out)\b/giu,
    true,
  ],
  [
    /\b(?:(?:do|must|should|need|shall) not|(?:don|mustn|shouldn|needn)['\u2019]t|never(?=\s+(?:add|use|write|list|include|mention|give|put|leave)\b))(?!\s+(?:forget|omit|skip|miss|avoid|leave out|only|just)\b)/giu,
    true,
  ],
  [/\bno\b(?!\s+(?:more|longer|fewer|less|shorter|matter)\b)/giu, true],
  [
    /\bnot(?=\s+(?:an?\s+|the\s+|any\s+)?(?:@\w|jsdoc\b|examples?\b|return|parameters?\b|what\b|todo\b|one[- ]line))/giu,
    false,
  ],
  [/\b(?:instead of|rather than|other than)\b/giu, false],
  [/(?<!\b(?:no|not)\s)\b(?:more|longer) than\b/giu, false],
];

/** What is replaced or taken out is what there was, not what is demanded; what takes its place stands behind it. */
const replaces =
  /\b(?:replac(?:e|ing)|convert(?:ing)?|turn(?:ing)?|expand(?:ing)?|extend(?:ing)?|rewrit(?:e|ing)|chang(?:e|ing)|translat(?:e|ing)|remov(?:e|ing)|delet(?:e|ing)|drop|strip)\b/giu;
const replaced = /\s(?:by|with|into|to|as|and|so|that)\b|[,.;:\n]/giu;

/** Where a denial ends. */
const ends =
  /[.;:\n]|\s+but\b|(?:,|\sand|\sthen)\s+(?:(?:and|then|but)\s+)?(?:with|add|describe|document|explain|list|mention|include|say|state|note|use|write|just|only|keep|put|give|a|an)\b|,\s+(?=says?\b)/giu;
/** A list goes on behind a comma, where only one thing was denied a new one begins. */
const endsOfNo = /[.;:\n]|\s+but\b|,(?!\s*(?:(?:and|or|nor|no)\s+)?@)|\s+and\s+(?!@)/giu;

/** The parts of an instruction that say what is not demanded. */
export function deniedIn(instruction: string): readonly Span[] {
  const spans: Span[] = [];
  for (const [pattern] of negators) {
    for (const match of instruction.matchAll(pattern)) {
      const end = /^not?$/iu.test(match[0]) ? endsOfNo : ends;
      spans.push({ from: match.index, to: endBehind(end, instruction, match.index + match[0].length + 1) });
    }
  }
  for (const match of instruction.matchAll(replaces)) {
    spans.push({ from: match.index, to: endBehind(replaced, instruction, match.index + match[0].length) });
  }
  return spans;
}

function endBehind(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  pattern.lastIndex = 0;
  return found?.index ?? text.length;
}

/** Small words between a denial and what it denies. */
const small =
  /^(?:\s|,|@\w+|\b(?:add|use|write|list|include|including|give|put|leave|adding|using|listing|giving|any|an?|the|tags?|and|or|nor|no|such|as|like|extra|comments?)\b)*$/iu;

/** Characters between a denial and what it denies, at most. */
const farthest = 200;

/** What is refused: only what follows its denial directly. The rest of a denial only takes a demand back. */
export function refusedIn(instruction: string, denied: readonly Span[]): Refused {
  const refusals = negators.flatMap(([pattern, isRefusal]) =>
    isRefusal ? [...instruction.matchAll(pattern)] : [],
  );
  const parts = refusals.map((match) => ({
    from: match.index + match[0].length,
    to: denied.find((span) => span.from === match.index)?.to ?? 0,
  }));
  const isRefused = ({ index }: RegExpExecArray): boolean =>
    parts.some(
      ({ from, to }) =>
        from <= index && index < Math.min(to, from + farthest) && small.test(instruction.slice(from, index)),
    );
  const found = (pattern: RegExp): readonly RegExpExecArray[] =>
    [...instruction.matchAll(pattern)].filter((match) => isRefused(match));
  const tags = found(/@(params?|returns?|throws|example|deprecated|see|since|internal)\b/gu);
  const marks = found(/\b(?:TODO|FIXME|HACK|XXX)\b/gu);
  const docs = found(/\bjsdoc\b(?!\s+tags?)/giu);
  const examples = found(/\bexamples?\b/giu);
  // Of a list of parts a comment may speak without a tag: then nothing is refused, only not demanded.
  const demands = [
    ...instruction.matchAll(
      /\b(?:parameters?|params|arguments|return(?:ed)? values?|returns?|throws|jsdoc|tags?)\b/giu,
    ),
  ];
  const isNamed = (span: Span): boolean =>
    [...tags, ...marks, ...docs, ...examples, ...demands].some(
      (match) => span.from <= match.index && match.index < span.to,
    );
  return {
    tags: [...new Set(tags.map((match) => (match[1] ?? '').replace(/^(param|return)s?$/u, '$1')))],
    marks: [...new Set(marks.map((match) => match[0]))],
    doc: docs.length > 0,
    example: examples.length > 0,
    spans: denied.filter((span) => isNamed(span)),
  };
}

/** Whether an instruction takes comments out, puts some there, or works on those that are there. */
export interface Removal {
  /** It begins with taking a comment out. */
  readonly opens: boolean;
  /** It speaks of taking a comment out. */
  readonly speaks: boolean;
  readonly adds: boolean;
  /** It works on comments that are there, so that one of them may go. */
  readonly revises: boolean;
}

const commentWord = '(?:comments?|jsdocs?|docs?|docstrings?|documentation|todos?|fixmes?|notes?)';
const removing = '(?:remove|delete|drop|strip)';
const polite = '(?:(?:please|can you|could you|would you|kindly)[,\\s]+)*';
const opening = new RegExp(`^\\s*${polite}${removing}\\b[^.;\\n]*?\\b${commentWord}\\b`, 'iu');
const speaking = new RegExp(
  `(?:^|[.;,:]\\s*|\\b(?:and|then|please|to|also)\\s+)${removing}\\s[^.;\\n]*?\\b${commentWord}\\b`,
  'iu',
);
const adding = new RegExp(
  `^\\s*${polite}(?:(?:add|write|put|insert|leave|provide|create)\\s[^.;\\n]*?\\b${commentWord}\\b|document\\s|explain\\s|describe\\s)` +
    `|(?<!\\bnot\\s|n['\\u2019]t\\s|\\bnever\\s|\\bto\\s)\\b(?:add|write|insert)\\s+(?:an?|one|new|another|some)\\s[^.;,\\n]*?\\b${commentWord}\\b`,
  'iu',
);
const revising =
  /\b(?:replac|rewrit|mov|clean|tid(?:y|i)|turn|convert|merg|combin|join|shorten|updat|fix|correct|improv|refresh|revis|edit|chang|translat|simplif|reduc|trim|condens|rephras|reword|remov|delet|drop|strip|uncomment|instead|outdated|obsolete|old|stale|existing|duplicat|redundant|wrong|current)\w*/iu;

/** Reads an instruction without what it quotes: "says that callers must delete the cache" takes out nothing. */
export function removalIn(whole: string): Removal {
  const instruction = readPart(whole).replace(/"[^"\n]*"|\u201c[^\u201d\n]*\u201d|`[^`\n]*`/gu, ' _ ');
  const opens = opening.test(instruction);
  return {
    opens,
    speaks: opens || speaking.test(instruction),
    adds: adding.test(instruction),
    revises: revising.test(instruction),
  };
}
