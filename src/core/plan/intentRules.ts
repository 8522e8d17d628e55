import type { DataStep, IntentWish } from './wish.ts';

/**
 * The intent that the words of an instruction declare (design section 5), where they do so plainly. Undefined leaves
 * it a general change: an intent too much would have the wrong oracle judge it.
 */
export function intentByRule(text: string): IntentWish | undefined {
  for (const rule of rules) {
    const wish = rule(text);
    if (wish !== undefined) return wish;
  }
  return undefined;
}

type Rule = (text: string) => IntentWish | undefined;

const fileWord = '[`"\']?[\\w@.$/-]+\\.[A-Za-z][\\w]{0,5}[`"\']?';
const name = '[`"\']?([\\p{L}_$][\\p{L}\\p{N}_$]*)(?:\\(\\))?[`"\']?';

/** "Format this file", not "format dates as ISO": what is formatted is a file, or nothing is named. */
const formatRule: Rule = (text) => {
  const bare =
    /^(?:please\s+)?(?:re-?format|format|prettify|beautify|re-?indent)(?:\s+(?:this|it|the|whole|entire|current|open|my|file|code|document)){0,4}[.!]?$/iu;
  const named = new RegExp(
    `^(?:re-?format|format|prettify|beautify|re-?indent)\\s+(?:the\\s+)?(?:file\\s+|code\\s+(?:in|of)\\s+)?${fileWord}[.!]?$`,
    'iu',
  );
  const faulty = new RegExp(
    `^(?:fix|tidy(?:\\s+up)?|clean\\s*up|correct)\\s+(?:the\\s+)?(?:formatting|indentation|white\\s?space)(?:\\s+(?:in|of)\\s+(?:this file|it|${fileWord}))?[.!]?$`,
    'iu',
  );
  const isFormat = [bare, named, faulty].some((form) => form.test(text));
  return isFormat ? { type: 'tidy', intent: 'format', instruction: text } : undefined;
};

const importsRule: Rule = (text) => {
  const verb =
    /^(?:organi[sz]e|sort|order|re-?order|group|clean\s*up|tidy(?:\s+up)?|(?:remove|drop|delete)\s+(?:all\s+)?(?:the\s+)?unused)\s+(?:all\s+)?(?:the\s+)?(?:unused\s+)?imports?\b/iu;
  return verb.test(text) ? { type: 'tidy', intent: 'imports', instruction: text } : undefined;
};

const typesRule: Rule = (text) => {
  const verb = '^(?:add|give|write|put|declare|specify|annotate|make|set|change)\\b';
  const what =
    '(?:(?:explicit\\s+)?(?:return|parameter|argument)\\s+types?|type\\s+annotations?|explicit\\s+types?|types?\\s+(?:to|for)\\s+(?:the\\s+|all\\s+|its\\s+)*(?:parameters?|arguments?|params?))';
  const typed = new RegExp(`${verb}.*\\b${what}\\b`, 'iu');
  const annotated = /^(?:type|annotate)\s+(?:the\s+|all\s+)*(?:parameters?|arguments?|params?)\b/iu;
  const isTypes = typed.test(text) || annotated.test(text);
  return isTypes ? { type: 'reshape', intent: 'types', instruction: text } : undefined;
};

/** A restructuring that keeps what the code does. With a "so that it ..." behind it, it is a change of behaviour. */
const sameBehaviourRule: Rule = (text) => {
  const verb = /^(?:refactor|restructure|simplify|flatten|modernize|modernise|tidy\s+up|clean\s+up)\s+\S/iu;
  const changes =
    /\b(?:so that|instead of returning|to (?:return|throw|accept|support|handle|also|allow))\b/iu;
  if (!verb.test(text) || changes.test(text)) return undefined;
  return { type: 'reshape', intent: 'same-behaviour', instruction: text };
};

const testRule: Rule = (text) => {
  const verb =
    /^(?:add|write|create|generate)\s+(?:me\s+)?(?:an?\s+|some\s+|the\s+|more\s+)?(?:missing\s+)?(?:unit\s+)?tests?\s+(?:for|of|that|to)\b/iu;
  return verb.test(text) ? { type: 'test', instruction: text } : undefined;
};

const fixRule: Rule = (text) => {
  if (!/^(?:fix|resolve|mend|correct|solve)\b/iu.test(text)) return undefined;
  const code = /\bTS\s?(\d{4,5})\b/iu.exec(text)?.[1];
  const line = /\blines?\s+(\d+)\b/iu.exec(text)?.[1];
  const meant =
    /\b(?:type|compile|compiler|compilation|tsc|typescript)(?:\s*-?\s*check(?:er|ing)?)?\s+errors?\b|\berrors?\s+(?:on|at|in)\s+(?:lines?\s+\d+|this (?:line|file))|\bthis error\b/iu;
  if (code === undefined && !meant.test(text)) return undefined;
  return {
    type: 'fix',
    code: code === undefined ? undefined : Number(code),
    line: line === undefined ? undefined : Number(line),
    instruction: text,
  };
};

/** A declaration as a whole: the ask says what sort of thing it is, or the name alone looks like one of code. */
const removeRule: Rule = (text) => {
  const form = new RegExp(
    `^(?:remove|delete|drop|get rid of)\\s+(?:the\\s+)?((?:unused|dead|obsolete|deprecated|exported|old)\\s+)*(?:(function|method|class|type|interface|enum|constant|const|variable|helper)\\s+)?${name}(?:\\s+(function|method|class|type|interface|enum|constant|const|variable|helper))?(?:\\s+(?:from|in)\\s+${fileWord})?(?:\\s+(?:and\\s+)?(?:all\\s+)?(?:its|with (?:all )?its)\\s+(?:imports|references|re-?exports))?[.!]?$`,
    'iu',
  );
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, dead, before, symbol = '', behind] = match;
  const isSort = before !== undefined || behind !== undefined || dead !== undefined;
  const isCode = /[a-z\d][A-Z]|_|\$|^[A-Z][a-z]/.test(symbol);
  return isSort || isCode ? { type: 'remove', symbol, instruction: text } : undefined;
};

const dataFile = '[`"\']?[\\w@.$/-]+\\.(?:jsonc?|ya?ml|toml)[`"\']?';
const dataKey = '(?:[`"\']([^`"\'\\n]+)[`"\']|(/?[\\w@$-]+(?:[./][\\w@$-]+)*))';

/** "Set version to 2.0.0 in package.json": a value of a data file, named by its key. */
const dataRule: Rule = (text) => {
  const set = new RegExp(
    `^(?:set|change|update|make|bump)\\s+(?:the\\s+)?(?:value\\s+of\\s+|key\\s+|field\\s+|entry\\s+)?${dataKey}\\s+(?:in|of)\\s+(?:the\\s+)?${dataFile}\\s+(?:to|=)\\s+(.+?)[.!]?$`,
    'iu',
  ).exec(text);
  const setBehind = new RegExp(
    `^(?:set|change|update|make|bump)\\s+(?:the\\s+)?(?:value\\s+of\\s+|key\\s+|field\\s+|entry\\s+)?${dataKey}\\s+(?:to|=)\\s+(.+?)\\s+in\\s+(?:the\\s+)?${dataFile}[.!]?$`,
    'iu',
  ).exec(text);
  const add = new RegExp(
    `^add\\s+(?:the\\s+|a\\s+)?(?:key\\s+|field\\s+|entry\\s+)?${dataKey}\\s*(?:with\\s+(?:the\\s+)?value|=|:|set\\s+to)\\s*(.+?)\\s+(?:to|in|into)\\s+(?:the\\s+)?${dataFile}[.!]?$`,
    'iu',
  ).exec(text);
  const remove = new RegExp(
    `^(?:remove|delete|drop)\\s+(?:the\\s+)?(?:key\\s+|field\\s+|entry\\s+)?${dataKey}\\s+from\\s+(?:the\\s+)?${dataFile}[.!]?$`,
    'iu',
  ).exec(text);
  const change = set ?? setBehind;
  const step: DataStep | undefined =
    change !== null
      ? { op: 'set', key: change[1] ?? change[2] ?? '', value: change[3] ?? '' }
      : add !== null
        ? { op: 'add', key: add[1] ?? add[2] ?? '', value: add[3] ?? '' }
        : remove !== null
          ? { op: 'remove', key: remove[1] ?? remove[2] ?? '' }
          : undefined;
  return step === undefined || step.key === ''
    ? undefined
    : { type: 'data', steps: [step], instruction: text };
};

const rules: readonly Rule[] = [
  formatRule,
  importsRule,
  dataRule,
  fixRule,
  testRule,
  removeRule,
  typesRule,
  sameBehaviourRule,
];
