/**
 * What an instruction names that a change of code must show (contracts rule 64). What lacks of a `sure` one refutes:
 * a pair of an old and a new text, and a string in quotation marks that is to stand there. Everything else can be
 * done in words that the instruction does not use, so that its absence only leaves the matter open.
 */
export type Demand =
  /** A text, as tokens, stands in what is new or right beside it; `of` is what it takes the place of. */
  | {
      readonly type: 'comes';
      readonly text: string;
      readonly sure: boolean;
      readonly mayBeNear?: boolean;
      readonly of?: string;
    }
  /**
   * A text stands fewer times than before, where it stood before. `instead` is what takes its place, which may hold
   * it: `Number.isNaN` for `isNaN`.
   */
  | { readonly type: 'goes'; readonly text: string; readonly sure: boolean; readonly instead?: string }
  /** A parameter is there, or is no longer there. */
  | { readonly type: 'parameter'; readonly name: string; readonly stands: boolean }
  /** The head of the function says what type comes back. */
  | { readonly type: 'return-type' };

const ticked = '`([^`\\n]+)`';
const quoted = '"([^"\\n]+)"|“([^”\\n]+)”|(?<![\\p{L}\\p{N}])\'([^\'\\n]+)\'(?!\\p{L})';
const codeWord =
  '[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+|\\p{L}[\\p{L}\\p{N}$]*(?:\\p{Ll}\\p{Lu}|_)[\\p{L}\\p{N}_$]*|\\p{Lu}\\p{Ll}+\\p{Lu}[\\p{L}\\p{N}]*';
const number = '-?\\d+(?:[_.]\\d+)*';
const word = 'null|undefined|true|false|NaN|Infinity';
/** A literal or a name as it is written in code. */
const value = `(?:${ticked}|${quoted}|(${codeWord}|${number}(?![\\p{L}\\d%])|${word})(?![\\p{L}\\p{N}_$]))`;
/** Groups that one `value` has. */
const groups = 5;

/** A value of an instruction, and what it is in code; `other` may be written in many ways. */
interface Value {
  readonly text: string;
  readonly form: 'string' | 'name' | 'number' | 'sign' | 'other';
}

/** Words that are written like names of code and are none. */
const proseName =
  /^(?:(?:type|java|coffee)script|(?:camel|pascal|snake|kebab)[-_]?case|(?:js|ts)doc|json|github|graphql)$/iu;

/** Words behind "parameter" or "add" that say what is done with it. */
const proseWord =
  /^(?:validat\w+|checks?|checking|types?|typings?|annotations?|names?|lists?|objects?|defaults?|descriptions?|docs?)$/iu;

/** A text in quotation marks that stands for others of its kind, or that code may write with escapes. */
const placeholder = /[<>{}$%&'"`\\\u2026]|\.{3}|(?<![\p{L}\p{N}'])[NXYZ](?![\p{L}\p{N}'])/u;

/** How much of an instruction is read, in UTF-16 units; what stands behind is not judged. */
const readAtMost = 4_000;

/** How far before a place a word can be that takes back what is said there. */
const leadAtMost = 100;

/** What takes a demand back: what stands behind it is what is there now, a case, or an example. */
const unsaid =
  /\b(?:not|never|no|n't|instead of|rather than|without|from|than when|if|when|whenever|unless|like|e\.g\.|such as|for example|so that|currently|already|that|which|because|since|until|where|stop|stops|avoid)\s*(?:(?:it|they|to|the|a|an|is|are)\s+)*$/iu;

/** A text or a number; a name behind "change" is what gets another value, and stays. */
const constant = `(?:${ticked}|${quoted}|(${number}(?![\\p{L}\\d%])))`;

const pairs = [
  `\\b(?:replace|swap)\\s+(?:the\\s+)?(?:\\w+\\s+){0,3}?${value}\\s+(?:\\w+\\s+){0,3}?(?:with|by|for)\\s+(?:the\\s+|an?\\s+)?(?:\\w+\\s+){0,2}?${value}`,
  `\\b(?:chang|increas|decreas|rais|lower|bump|updat|reduc|switch|correct|rename)\\w*\\b[^.;\\n]{0,80}?\\sfrom\\s+(?:the\\s+)?${value}\\s+(?:in)?to\\s+(?:the\\s+)?${value}`,
  `\\bchange\\s+(?:the\\s+(?:\\w+\\s+){1,2})?(?!\`)${constant}\\s+(?:in)?to\\s+(?:the\\s+)?${value}`,
  `\\brename\\s+(?:the\\s+)?(?:\\w+\\s+){0,3}?${value}\\s+(?:in)?to\\s+${value}`,
];
const swaps = [
  `\\buse\\s+(?:an?\\s+|the\\s+)?${value}\\s+(?:\\w+\\s+){0,2}?(?:instead of|rather than|in place of)\\s+(?:an?\\s+|the\\s+)?${value}`,
];
const comings = [
  `\\b(?:return|throw|use|call|log|print|append|prepend|prefix|include|insert|pass|emit)\\s+(?:an?\\s+|the\\s+)?(?:new\\s+)?(?:\\w+\\s+)?${value}`,
  `\\badd\\s+(?:an?\\s+|the\\s+)?(?:(?!that\\b|to\\b|in\\b|for\\b|if\\b|when\\b)\\w+\\s+){0,2}?${value}`,
  `\\b(?:set|change|increase|decrease|raise|lower|reduce|bump|limit|cap|default|initiali[sz]e)\\b[^.;\\n]{0,60}?\\s(?:to|at|as|with)\\s+(?:the\\s+)?(?:\\w+\\s+)?${value}`,
  `\\bdefaults?(?:\\s+value)?\\s+(?:of|to|is|be|=|:)?\\s*${value}`,
  `\\b(?:message|error|text|string|label|prefix|suffix|separator|delimiter)\\s+(?:of\\s+|to\\s+|is\\s+|should be\\s+|with\\s+|:\\s*)?${value}`,
];
const goings = [
  `\\b(?:remove|delete|drop|strip)\\s+(?:the\\s+|all\\s+|any\\s+|every\\s+|an?\\s+)?(?:(?!comment|from|of|in)\\w+\\s+){0,3}?${value}`,
];

/** Constructs that have a name in English and a token in code. */
const constructs: readonly (readonly [string, string])[] = [
  ['try\\s*(?:\\/|-|and|…|\\.\\.\\.)?\\s*catch', 'catch'],
  ['finally', 'finally'],
  ['optional chain\\w*', '?.'],
  ['nullish (?:coalesc\\w*|operator)', '??'],
  ['template (?:literals?|strings?)', '${'],
  ['arrow functions?', '=>'],
  ['for\\s*(?:\\.\\.\\.|…|-)\\s*of', 'of'],
  ['switch statement', 'switch'],
  ['while loop', 'while'],
];

/** Only as what is added, used or made: "add a case to the switch statement" wants no `switch`. */
const asObject = '\\b(?:(?:add|use)\\s+(?:an?\\s+)?|make\\s+(?:\\S+\\s+){1,3}?(?:an?\\s+|into\\s+an?\\s+))';

const phrases: readonly (readonly [RegExp, string])[] = [
  [/\breturn\s+(?:an? )?empty (?:array|list)\b/iu, '[]'],
  [/\breturn\s+(?:an? )?empty string\b/iu, "''"],
  [/\breturn\s+(?:an? )?empty object\b/iu, '{}'],
];

/** A rename says its names without marks: "rename the variable tmp in swap to previous". */
const plainRename =
  /\brename\s+(?:the\s+)?(?:(?:local|loop|private)\s+)?(?:variable|parameter|argument|constant|property|field|method|function)\s+[`'"]?([\p{L}_$][\p{L}\p{N}_$]*)[`'"]?\s+(?:(?:in|of|inside)\s+(?:the\s+)?[`'"]?[\p{L}\p{N}_$.]+[`'"]?(?:\(\))?\s+)?(?:in)?to\s+[`'"]?([\p{L}_$][\p{L}\p{N}_$]*)[`'"]?(?=\s*(?:$|[.,;:!?)]|(?<=\s)(?:in|and|everywhere|throughout|within|inside|across|so|since|because|as|for)\b))/gu;

/** What stands behind "to" where no name is given: "to something clearer", "to match its use". */
const noNewName = /^(?:an?|the|something|it|be|what|match|avoid|reflect|describe|better|another|one)$/iu;

/** The old name may go on standing beside the new one. */
const keepsOld = /\b(?:alias\w*|keep\w*|backwards?|deprecat\w*|compat\w*|still|both)\b/iu;

/** Compiles what must be seen in the code. What no pattern knows is not judged. */
export function compileDemands(raw: string): readonly Demand[] {
  // Names are told from words by their letters, so verbs are looked for in small letters only.
  const instruction = raw
    .slice(0, readAtMost)
    .replace(/(?<=^\s*|[.;:\n]\s+)\p{Lu}(?=\p{Ll}+\s)/gu, (letter) => letter.toLowerCase());
  const demands: Demand[] = [];
  const isUnsaid = (at: number): boolean => unsaid.test(instruction.slice(Math.max(0, at - leadAtMost), at));
  const each = (
    patterns: readonly string[],
    act: (values: readonly (Value | undefined)[], match: RegExpExecArray) => void,
  ): void => {
    for (const pattern of patterns) {
      for (const match of instruction.matchAll(new RegExp(pattern, 'gu'))) {
        if (!isUnsaid(match.index)) act(valuesOf(match), match);
      }
    }
  };
  const exchange = (
    old: Value | undefined,
    next: Value | undefined,
    match: RegExpExecArray,
    isPair: boolean,
  ): void => {
    const behind = instruction.slice(match.index + match[0].length);
    if (old === undefined || next === undefined || old.text === next.text) return;
    if (isMeasure(next.text, behind) || proseName.test(old.text) || proseName.test(next.text)) return;
    // A value that gets a name still stands where the name is declared.
    const isNamed = /\b(?:constant|variable|named|called)\b/iu.test(match[0]);
    const isOfComments = /\b(?:comments?|docs?|docstrings?|jsdoc|readme|todos?)\b/iu.test(instruction);
    const sure = isPair && !isOfComments && old.form === next.form && old.form !== 'other';
    const goesSurely = sure && !keepsOld.test(instruction) && timesNamed(old.text, instruction) < 2;
    if (isWritten(old.text) && !isNamed)
      demands.push({ type: 'goes', text: old.text, sure: goesSurely, instead: next.text });
    if (isWritten(next.text)) demands.push({ type: 'comes', text: next.text, sure, of: old.text });
  };
  each(pairs, ([old, next], match) => exchange(old, next, match, true));
  each(swaps, ([next, old], match) => exchange(old, next, match, false));
  for (const match of instruction.matchAll(plainRename)) {
    const [, old = '', next = ''] = match;
    if (noNewName.test(next) || isUnsaid(match.index)) continue;
    exchange({ text: old, form: 'name' }, { text: next, form: 'name' }, match, true);
  }
  each(comings, ([value], match) => {
    const behind = instruction.slice(match.index + match[0].length);
    if (value === undefined || isMeasure(value.text, behind) || isPlace(match[0])) return;
    if (/^(?:true|false|undefined)$/u.test(value.text)) return;
    if (value.form !== 'string' && isProse(value.text)) return;
    const sure = value.form === 'string' && isToStand(instruction, match, value.text);
    demands.push({ type: 'comes', text: value.text, sure, mayBeNear: true });
  });
  each(goings, ([value], match) => {
    if (
      value !== undefined &&
      isWritten(value.text) &&
      !/\b(?:comment|docs?|jsdoc|parameter|argument)s?\b/iu.test(match[0])
    )
      demands.push({ type: 'goes', text: value.text, sure: false });
  });
  for (const [pattern, text] of phrases) {
    const match = pattern.exec(instruction);
    if (match !== null && !isUnsaid(match.index))
      demands.push({ type: 'comes', text, sure: false, mayBeNear: true });
  }
  for (const [pattern, text] of constructs) {
    const adjective = '(?:(?!the\\b|to\\b|in\\b)\\w+\\s+)?';
    const match = new RegExp(`${asObject}${adjective}${pattern}\\b`, 'iu').exec(instruction);
    if (match !== null && !isUnsaid(match.index))
      demands.push({ type: 'comes', text, sure: false, mayBeNear: true });
  }
  demands.push(...throwsIn(instruction), ...parametersIn(instruction));
  if (/\b(?:add|give|declare|annotate|write|set|specify|put)\b[^.;]{0,80}\breturn type\b/iu.test(instruction))
    demands.push({ type: 'return-type' });
  return distinct(demands);
}

/**
 * Whether a string in quotation marks is surely to stand in the code: what is returned, thrown, logged, set or the
 * default. "Use 'early returns'" and "fix the error 'no such key'" speak of something else.
 */
function isToStand(instruction: string, match: RegExpExecArray, text: string): boolean {
  const lead = match[0].slice(0, match[0].lastIndexOf(text));
  const before = instruction.slice(Math.max(0, match.index - leadAtMost), match.index);
  const behind = instruction.slice(match.index + match[0].length);
  if (/^\s+(?:is|was|are|should|must|does|did)\b/iu.test(behind)) return false;
  if (/\bdefaults?(?:\s+value)?\s+(?:of|to)\s+["“'`]+$/iu.test(lead)) return true;
  if (/^(?:set|change)\b.*\sto\s+(?:(?:the\s+)?(?:string|text|value)\s+)?["“'`]+$/isu.test(lead)) return true;
  const verb = /\b(?:return|throw|log|print|append|prepend)\s+(?:\w+\s+){0,5}["“'`]+$/iu.exec(before + lead);
  if (verb === null) return false;
  const ahead = (before + lead).slice(0, verb.index);
  return !unsaid.test(ahead) && !/\b(?:the|an?|this|its|each|every)\s+$/iu.test(ahead);
}

function isProse(word: string): boolean {
  return proseName.test(word) || proseWord.test(word);
}

/** How often a name stands in a text by itself, not as part of a longer one. Any text can be a name. */
export function timesNamed(name: string, text: string): number {
  const isPart = (letter: string): boolean => /[\p{L}\p{N}_$]/u.test(letter);
  if (name === '') return 0;
  let times = 0;
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const joinsBefore = isPart(name.charAt(0)) && isPart(text.charAt(at - 1));
    const joinsBehind = isPart(name.charAt(name.length - 1)) && isPart(text.charAt(at + name.length));
    if (!joinsBefore && !joinsBehind) times += 1;
  }
  return times;
}

function throwsIn(instruction: string): readonly Demand[] {
  const match =
    /\bthrow\s+(?:an?\s+|the\s+)?(?:new\s+)?`?(?:(\p{Lu}\p{L}*(?:Error|Exception)|Error)\b|(?:\w+\s+){0,2}(?:error|exception)\b)/u.exec(
      instruction,
    );
  if (match === null) return [];
  if (unsaid.test(instruction.slice(Math.max(0, match.index - leadAtMost), match.index))) return [];
  const [, kind] = match;
  const comes: Demand = { type: 'comes', text: 'throw', sure: false, mayBeNear: true };
  return kind === undefined ? [comes] : [comes, { type: 'comes', text: kind, sure: false, mayBeNear: true }];
}

function parametersIn(instruction: string): readonly Demand[] {
  const name = '[`"\']?([\\p{L}_$][\\p{L}\\p{N}_$]*)[`"\']?';
  const adds = new RegExp(
    `\\b(?:add|accept|take|introduce)\\s+(?:an?\\s+|the\\s+)?(?:(?:optional|new|second|third|last|boolean|string|number)\\s+)*(?:(?:parameter|param|argument)\\s+(?:called\\s+|named\\s+)?${name}|\`([\\p{L}_$][\\p{L}\\p{N}_$]*)\`\\s+(?:parameter|param|argument))`,
    'giu',
  );
  const drops = new RegExp(
    `\\b(?:remove|drop|delete)\\s+(?:the\\s+)?(?:(?:unused|optional|last|second)\\s+)*(?:(?:parameter|param|argument)\\s+${name}|\`([\\p{L}_$][\\p{L}\\p{N}_$]*)\`\\s+(?:parameter|param|argument))`,
    'giu',
  );
  const named = (pattern: RegExp, stands: boolean): readonly Demand[] =>
    [...instruction.matchAll(pattern)].flatMap((match): Demand[] => {
      const found = match[1] ?? match[2] ?? '';
      return isProse(found) || /^(?:to|of|in|for|that|which|with|and|from|so|is|on|as)$/iu.test(found)
        ? []
        : [{ type: 'parameter', name: found, stands }];
    });
  return [...named(adds, true), ...named(drops, false)];
}

function valuesOf(match: RegExpMatchArray): readonly (Value | undefined)[] {
  const found: (Value | undefined)[] = [];
  for (let at = 1; at + groups <= match.length; at += groups) {
    const [tick, double, curly, single, bare] = match.slice(at, at + groups);
    const string = double ?? curly ?? single;
    const code = tick ?? bare;
    if (string !== undefined)
      found.push({ text: string, form: placeholder.test(string) ? 'other' : 'string' });
    else found.push(code === undefined ? undefined : valueOf(code));
  }
  return found;
}

/** What a piece of code is; `()` behind a name only says that it is called. */
function valueOf(code: string): Value {
  const name = /^([\p{L}_$#][\p{L}\p{N}_$]*(?:\.[\p{L}_$#][\p{L}\p{N}_$]*)*)(?:\(\))?$/u.exec(code)?.[1];
  if (name !== undefined) return { text: name, form: 'name' };
  if (/^-?\d[\d_]*(?:\.\d+)?$/u.test(code)) return { text: code, form: 'number' };
  if (/^(['"])[^'"]+\1$/u.test(code))
    return { text: code, form: placeholder.test(code.slice(1, -1)) ? 'other' : 'string' };
  return { text: code, form: /^[=!<>&|?+*/%^~-]{1,4}$/u.test(code) ? 'sign' : 'other' };
}

/** Whether a text is more than a word such as `null` that code can also say without writing it. */
function isWritten(text: string): boolean {
  return !/^(?:null|undefined|true|false)$/u.test(text);
}

/** "to 5 seconds", "to 2 lines": what stands in the code is another number, or none. */
function isMeasure(text: string, behind: string): boolean {
  if (!/^-?[\d_.]+$/u.test(text)) return false;
  if (/^-?[012]$/u.test(text)) return true;
  return /^\s*(?:%|(?:milli)?seconds?|ms|secs?|minutes?|mins?|hours?|days?|weeks?|[kmg]i?b|bytes?|percent|lines?|words?|sentences?|times|x|or (?:more|less|fewer))\b/iu.test(
    behind,
  );
}

/** "add a check to `parse`", "add logging in `run`": the name says where, not what. */
function isPlace(found: string): boolean {
  return (
    /\b(?:to|in|for|of|on|inside|before|after|above|below|around|by|at|into|between|under)\s+(?:the\s+)?(?:\w+\s+)?(?:`[^`]*`|\S+)$/iu.test(
      found,
    ) && /^\s*(?:add|insert|include|append|use|call|pass|throw|return|log|print)\b/iu.test(found)
  );
}

/** Each once; what is to go is not what is to come, though a word such as "message" stands before it. */
function distinct(demands: readonly Demand[]): readonly Demand[] {
  const goes = new Set(demands.flatMap((demand) => (demand.type === 'goes' ? [demand.text] : [])));
  const kept = demands.filter((demand) => demand.type !== 'comes' || !goes.has(demand.text));
  const seen = new Map(kept.map((demand) => [JSON.stringify(demand), demand]));
  return [...seen.values()];
}
