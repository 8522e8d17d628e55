/** What an instruction names that a change of code must show (contracts rule 64). */
export type Demand =
  /** A text, as tokens, stands in what is new or right beside it. */
  | { readonly type: 'comes'; readonly text: string; readonly mayBeNear?: boolean }
  /** A text stands fewer times than before, where it stood before. */
  /** `instead` is what takes its place, which may hold it: `Number.isNaN` for `isNaN`. */
  | { readonly type: 'goes'; readonly text: string; readonly instead?: string }
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
  `\\badd\\s+(?:an?\\s+|the\\s+)?(?:\\w+\\s+){0,2}?${value}`,
  `\\b(?:set|change|increase|decrease|raise|lower|reduce|bump|limit|cap|default|initiali[sz]e)\\b[^.;\\n]{0,60}?\\s(?:to|at|as|with)\\s+(?:the\\s+)?(?:\\w+\\s+)?${value}`,
  `\\bdefaults?(?:\\s+value)?\\s+(?:of|to|is|be|=|:)?\\s*${value}`,
  `\\b(?:message|error|text|string|label|prefix|suffix|separator|delimiter)\\s+(?:of\\s+|to\\s+|is\\s+|should be\\s+|with\\s+|:\\s*)?${value}`,
];
const goings = [
  `\\b(?:remove|delete|drop|strip)\\s+(?:the\\s+|all\\s+|any\\s+|every\\s+|an?\\s+)?(?:(?!comment|from|of|in)\\w+\\s+){0,3}?${value}`,
];

/** Constructs that have a name in English and a token in code. */
const constructs: readonly (readonly [RegExp, string])[] = [
  [/\btry\s*(?:\/|-|and|…|\.\.\.)?\s*catch\b/iu, 'catch'],
  [/\bfinally\b/iu, 'finally'],
  [/\boptional chain\w*/iu, '?.'],
  [/\bnullish (?:coalesc\w*|operator)/iu, '??'],
  [/\btemplate (?:literals?|strings?)/iu, '${'],
  [/\barrow functions?/iu, '=>'],
  [/\bfor\s*(?:\.\.\.|…|-)\s*of\b/iu, 'of'],
  [/\bswitch statement/iu, 'switch'],
  [/\bwhile loop/iu, 'while'],
];

const phrases: readonly (readonly [RegExp, string])[] = [
  [/\breturn\s+(?:an? )?empty (?:array|list)\b/iu, '[]'],
  [/\breturn\s+(?:an? )?empty string\b/iu, "''"],
  [/\breturn\s+(?:an? )?empty object\b/iu, '{}'],
];

/** A rename says its names without marks: "rename the variable tmp in swap to previous". */
const plainRename =
  /\brename\s+(?:the\s+)?(?:(?:local|loop|private)\s+)?(?:variable|parameter|argument|constant|property|field|method|function)\s+[`'"]?([\p{L}_$][\p{L}\p{N}_$]*)[`'"]?\s+(?:(?:in|of|inside)\s+(?:the\s+)?[`'"]?[\p{L}\p{N}_$.]+[`'"]?(?:\(\))?\s+)?(?:in)?to\s+[`'"]?([\p{L}_$][\p{L}\p{N}_$]*)/gu;

/** Compiles what must be seen in the code. What no pattern knows is not judged. */
export function compileDemands(raw: string): readonly Demand[] {
  // Names are told from words by their letters, so verbs are looked for in small letters only.
  const instruction = raw.replace(/(?<=^\s*|[.;:\n]\s+)\p{Lu}(?=\p{Ll}+\s)/gu, (letter) =>
    letter.toLowerCase(),
  );
  const demands: Demand[] = [];
  const each = (
    patterns: readonly string[],
    act: (values: readonly (string | undefined)[], match: RegExpExecArray) => void,
  ): void => {
    for (const pattern of patterns) {
      for (const match of instruction.matchAll(new RegExp(pattern, 'gu'))) {
        if (unsaid.test(instruction.slice(0, match.index))) continue;
        act(valuesOf(match), match);
      }
    }
  };
  const exchange = (old: string | undefined, next: string | undefined, match: RegExpExecArray): void => {
    const behind = instruction.slice(match.index + match[0].length);
    if (old === undefined || next === undefined || old === next || isMeasure(next, behind)) return;
    // A value that gets a name still stands where the name is declared.
    const isNamed = /\b(?:constant|variable|named|called)\b/iu.test(match[0]);
    if (isWritten(old) && !isNamed) demands.push({ type: 'goes', text: old, instead: next });
    if (isWritten(next)) demands.push({ type: 'comes', text: next });
  };
  each(pairs, ([old, next], match) => exchange(old, next, match));
  each(swaps, ([next, old], match) => exchange(old, next, match));
  for (const [, old = '', next = ''] of instruction.matchAll(plainRename))
    demands.push({ type: 'goes', text: old, instead: next }, { type: 'comes', text: next });
  each(comings, ([text], match) => {
    const behind = instruction.slice(match.index + match[0].length);
    if (text === undefined || isMeasure(text, behind) || isPlace(match[0])) return;
    if (/^(?:true|false|undefined)$/u.test(text)) return;
    demands.push({ type: 'comes', text, mayBeNear: true });
  });
  each(goings, ([text], match) => {
    if (
      text !== undefined &&
      isWritten(text) &&
      !/\b(?:comment|docs?|jsdoc|parameter|argument)s?\b/iu.test(match[0])
    )
      demands.push({ type: 'goes', text });
  });
  for (const [pattern, text] of phrases) {
    const match = pattern.exec(instruction);
    if (match !== null && !unsaid.test(instruction.slice(0, match.index)))
      demands.push({ type: 'comes', text, mayBeNear: true });
  }
  for (const [pattern, text] of constructs) {
    const match = pattern.exec(instruction);
    const before = instruction.slice(0, match?.index ?? 0);
    const isAsked = /\b(?:add|use|with|into|to|wrap\w*|put|using|via|insert)\b[^.;]*$/iu.test(before);
    const isDenied =
      /\b(?:remove|replace|drop|delete|instead of|rather than|without|no|(?:from|inside|in) the)\s+(?:\w+\s+)?$/iu.test(
        before,
      );
    if (match !== null && isAsked && !isDenied) demands.push({ type: 'comes', text, mayBeNear: true });
  }
  demands.push(...throwsIn(instruction), ...parametersIn(instruction));
  if (/\b(?:add|give|declare|annotate|write|set|specify|put)\b[^.;]*\breturn type\b/iu.test(instruction))
    demands.push({ type: 'return-type' });
  return distinct(demands);
}

function throwsIn(instruction: string): readonly Demand[] {
  const match =
    /\bthrow\s+(?:an?\s+|the\s+)?(?:new\s+)?`?(?:(\p{Lu}\p{L}*(?:Error|Exception)|Error)\b|(?:\w+\s+){0,2}(?:error|exception)\b)/u.exec(
      instruction,
    );
  if (match === null || unsaid.test(instruction.slice(0, match.index))) return [];
  const [, kind] = match;
  const comes: Demand = { type: 'comes', text: 'throw', mayBeNear: true };
  return kind === undefined ? [comes] : [comes, { type: 'comes', text: kind, mayBeNear: true }];
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
      return /^(?:to|of|in|for|that|which|with|and|from|so|is|on|as)$/iu.test(found)
        ? []
        : [{ type: 'parameter', name: found, stands }];
    });
  return [...named(adds, true), ...named(drops, false)];
}

function valuesOf(match: RegExpMatchArray): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (let at = 1; at + groups <= match.length; at += groups) {
    const [tick, double, curly, single, bare] = match.slice(at, at + groups);
    const string = double ?? curly ?? single;
    found.push(tick ?? string ?? bare);
  }
  return found;
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
