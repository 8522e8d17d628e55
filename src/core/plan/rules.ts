import { classifyByRule, howToClassify } from './classifyRule.ts';
import { convertByRule, howToConvert } from './convertRule.ts';
import { extractRule, extractWish } from './extractRule.ts';
import { intentByRule } from './intentRules.ts';
import { summarizeByRule, summarizeWish } from './summarizeRule.ts';
import type { Wish } from './wish.ts';

/**
 * Openings that say by themselves what is wanted, tried before any model (small-models section 3: all right where
 * they fired). Undefined where no rule is sure.
 */
export function wishByRule(ask: string): Wish | undefined {
  const text = withoutManners(ask);
  const rest = withoutPlace(text);
  for (const rule of rules) {
    const wish = rule(text) ?? (rest === text ? undefined : whole(rule(rest), text));
    if (wish !== undefined) return wish;
  }
  return undefined;
}

function withoutManners(ask: string): string {
  return ask
    .trim()
    .replace(/^(?:please|pls|hey|hi|ok|okay)[,!]?\s+/i, '')
    .replace(/^(?:can|could|would) you (?:please )?/i, '');
}

/** "In src/a.ts, what ..." and "src/a.ts: what ..." open with a place; what is wanted stands behind it. */
function withoutPlace(text: string): string {
  return text.replace(/^(?:in\s+)?[`"']?[\w@./-]+(?:\.\w{1,5}|\/)[`"']?\s*[,:]\s+/iu, '');
}

/** A question or an instruction keeps the place it opened with. */
function whole(wish: Wish | undefined, text: string): Wish | undefined {
  if (wish?.type === 'read') return { ...wish, question: text };
  if (wish?.type === 'search') return { ...wish, what: text };
  return wish !== undefined && 'instruction' in wish ? { ...wish, instruction: text } : wish;
}

type Rule = (text: string) => Wish | undefined;

const name = '[`"\']?([\\p{L}_$][\\p{L}\\p{N}_$]*)[`"\']?';
/** A member may be called by what it belongs to: `Box.size`. */
const owner = '(?:[\\p{L}_$][\\p{L}\\p{N}_$]*\\.)?';
const sort =
  '(?:(?:function|method|variable|const|constant|class|type|interface|enum|parameter|property|symbol|field)\\s+)?';

const slash: Rule = (text) => {
  const match = /^\/(\w+)\s*([\s\S]*)$/.exec(text);
  if (match === null) return undefined;
  const [, word = '', rest = ''] = match;
  const body = rest.trim();
  switch (word.toLowerCase()) {
    case 'find':
      return body === '' ? needs('/find', 'what to find') : searchWish(body);
    case 'explain':
      return body === '' ? needs('/explain', 'a question') : { type: 'read', question: body };
    case 'extract':
      return body === '' ? needs('/extract', 'what to list: /extract env vars in src/') : extractWish(body);
    case 'document':
      return { type: 'comment', instruction: `Add a doc comment${body === '' ? '' : ` to ${body}`}` };
    case 'rename':
      return (
        renameRule(`rename ${body}`) ?? needs('/rename', 'an old and a new name: /rename oldName to newName')
      );
    case 'test':
      return body === ''
        ? needs('/test', 'the name of a function')
        : { type: 'test', instruction: `Write a test for ${body}` };
    case 'fix':
      return (
        intentByRule(`fix the type error ${body}`.trim()) ?? needs('/fix', 'a file, or a line: /fix line 12')
      );
    case 'format':
      return { type: 'tidy', intent: 'format', instruction: `Format ${body}`.trim() };
    case 'convert':
      return convertByRule(`convert ${body}`) ?? { type: 'unsupported', ...howToConvert };
    case 'summarize':
    case 'summarise':
      return summarizeWish(body);
    case 'edit':
      return body === '' ? needs('/edit', 'what to change') : { type: 'change', instruction: body };
    default:
      return {
        type: 'unsupported',
        reason: `There is no command /${word}.`,
        next: 'The commands are /find, /explain, /summarize, /extract, /document, /rename, /edit, /test, /fix, /format and /convert.',
      };
  }
};

function needs(command: string, what: string): Wish {
  return { type: 'unsupported', reason: `${command} needs ${what}.`, next: `Type it behind ${command}.` };
}

const renameRule: Rule = (text) => {
  const full = new RegExp(
    `^rename\\s+(?:the\\s+)?${sort}${owner}${name}(?:\\s+in\\s+[\\w@./-]+)?\\s+(?:to|into|as|->|=>)\\s+${name}(?=$|[\\s.,!])`,
    'iu',
  );
  const match =
    full.exec(text) ??
    new RegExp(`^change the name of\\s+(?:the\\s+)?${sort}${name}\\s+to\\s+${name}`, 'iu').exec(text);
  const [, from, to] = match ?? [];
  if (from !== undefined && to !== undefined && !/^(?:this|it|that|the)$/i.test(from))
    return { type: 'rename', from, to };
  const here = new RegExp(`^rename\\s+(?:this|it|that)(?:\\s+\\w+)?\\s+(?:to|into|as)\\s+${name}`, 'iu').exec(
    text,
  );
  return here?.[1] === undefined ? undefined : { type: 'rename', from: undefined, to: here[1] };
};

const callRule: Rule = (text) => {
  const call = new RegExp(
    `^call\\s+(?:the\\s+)?${sort}${name}\\s+${name}\\s+(?:instead|from now on)[.!]?$`,
    'iu',
  ).exec(text);
  const [, from, to] = call ?? [];
  return from === undefined || to === undefined ? undefined : { type: 'rename', from, to };
};

const renameWords =
  /renam|umbenenn|benenne|renomm|renombr|rinomin|\u91cd\u547d\u540d|\u6539\u540d|\uc774\ub984|\u043f\u0435\u0440\u0435\u0438\u043c\u0435\u043d/iu;
const commentWords =
  /kommentar|comentario|commentaire|commento|\u6ce8\u91ca|\u8a3b\u89e3|\u30b3\u30e1\u30f3\u30c8|\uc8fc\uc11d|\u043a\u043e\u043c\u043c\u0435\u043d\u0442\u0430\u0440/iu;

/** Renames and comments in some languages beside English, where no question is asked and names say the rest. */
const foreignRule: Rule = (text) => {
  if (/[?\uff1f]\s*$/u.test(text)) return undefined;
  const names = text.match(/(?<![\w$./-])[A-Za-z_$][\w$]*[A-Z_$\d][\w$]*(?![\w$]*[./])/g) ?? [];
  const [from, to, third] = names;
  if (renameWords.test(text) && from !== undefined && to !== undefined && third === undefined) {
    return { type: 'rename', from, to };
  }
  return commentWords.test(text) && from !== undefined ? { type: 'comment', instruction: text } : undefined;
};

const commentRule: Rule = (text) => {
  const opening =
    /^(?:add|write|put|insert|give|create)\b.{0,40}?\b(?:doc(?:umentation)?[ -]?(?:comment|string|block)s?|jsdoc|tsdoc|docstrings?|comments?)\b/iu;
  if (opening.test(text)) return { type: 'comment', instruction: text };
  return /^document\s+(?!where|how|why)/iu.test(text) ? { type: 'comment', instruction: text } : undefined;
};

const fileRule: Rule = (text) => {
  const verb =
    /^(?:delete|remove|move|rename|copy)\s+(?:the\s+)?(?:file|folder|directory)?\s*[`"']?(?:[\w./-]+\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|md|txt|css|scss|less|html?|vue|svelte|py|go|rs|java|kt|rb|php|cs|c|h|cpp|sh|sql|ini|env|csv|xml|png|jpe?g|svg|gif|pdf|zip|lock|snap|log|map))[`"']?\s*(?:$|to\b|[.!])/iu;
  const whole =
    /^(?:delete|remove|move|copy|rename)\s+(?:the\s+|this\s+|all\s+)?(?:files?|folders?|director(?:y|ies))\b/iu;
  if (!verb.test(text) && !whole.test(text)) return undefined;
  return {
    type: 'unsupported',
    reason: 'Nobody here deletes, moves or renames files: a model never gets to.',
    next: 'Do it in the Explorer. Edits inside a file are fine: name the function and the change.',
  };
};

const commandRule: Rule = (text) =>
  /^(?:run|execute|install|start|deploy|commit|push|build|npm|git|npx|yarn|pip)\b/iu.test(text)
    ? {
        type: 'unsupported',
        reason: 'No model here gets a shell, so nothing is run, installed, committed or deployed.',
        next: 'Use the terminal for that. Ask here to find, explain or change code.',
      }
    : undefined;

/** Kinds that the design has and this version does not do yet: said in words rather than bent into another kind. */
const laterRule: Rule = (text) => {
  if (/^(?:classify|label|categori[sz]e)\b/iu.test(text)) return { type: 'unsupported', ...howToClassify };
  if (/^(?:migrate|rewrite|split)\b/iu.test(text)) {
    return later('Refactoring over many places', 'Name one function and one change to it.');
  }
  const test = /^(?:add|write|create|generate)\b.{0,30}\b(?:integration |e2e |end-to-end )tests?\b/iu;
  return test.test(text)
    ? later('Writing tests that start the whole program', 'Ask for a test of one function.')
    : undefined;
};

function later(
  what: string,
  next = 'Ask for a search, an explanation, a comment, a rename or a small edit.',
): Wish {
  return {
    type: 'unsupported',
    reason: `${what} is not something this version can have checked, so it does not do it.`,
    next,
  };
}

const vagueRule: Rule = (text) => {
  const vague =
    /^(?:make|get)\s+(?:it|this|that|everything|things|the (?:code|project|app))\s+(?:better|good|great|nicer|cleaner|faster|work|perfect)[.!]*$/iu;
  const bare =
    /^(?:improve|fix|clean ?up|optimi[sz]e|refactor|help)(?:\s+(?:it|this|that|everything|all|my|the)(?:\s+(?:code|project|app|bugs?|errors?))?)?[.!?]*$/iu;
  if (!vague.test(text) && !bare.test(text)) return undefined;
  return {
    type: 'unsupported',
    reason: 'That leaves open what should change, and a guess is not worth checking.',
    next: 'Name one function and one change, for example: make parseDate return null for an empty string.',
  };
};

const places = '(?:place|part|piece|spot|function|method|module|line|file|class|code)';

const usesRule: Rule = (text) => {
  const uses = new RegExp(
    `^(?:(?:find|show|list|give|where are|search for|what are)\\s+)?(?:me\\s+)?(?:all\\s+|every\\s+|the\\s+)*(?:uses?|usages?|references?|call(?:s|ers)?|occurrences?|mentions?|places that (?:use|call|mention))\\s+(?:of|to|for)?\\s*(?:the\\s+)?${sort}${name}[^\\p{L}]*$`,
    'iu',
  );
  const where = new RegExp(
    `^(?:where|who)\\s+(?:do we |does anyone |is |are |does |gets? )?(?:the\\s+)?(?:call|calls|use|uses)?\\s*${sort}[\`]?([\\p{L}_$][\\p{L}\\p{N}_$]*)[\`]?(?:\\(\\))?\\s*(?:(?:gets?\\s+|being\\s+)?(?:called|used|referenced|imported|invoked|mentioned))?\\s*[?]*$`,
    'iu',
  );
  const users = new RegExp(
    `^(?:what|which\\s+(?:\\w+\\s+)?${places}s?)\\s+(?:calls?|uses?|imports?|references?|mentions?)\\s+(?:the\\s+)?${sort}${name}[^\\p{L}]*$`,
    'iu',
  );
  const named = new RegExp(
    `^(?:find|search(?:\\s+for)?|look\\s+for|locate|grep(?:\\s+for)?)\\s+(?:all\\s+|every\\s+|the\\s+)*${sort}([\\p{L}_$][\\p{L}\\p{N}_$]*)[.!?]*$`,
    'iu',
  );
  const found = [uses, where, users, named]
    .map((form) => form.exec(text)?.[1])
    .find((word) => word !== undefined);
  return found === undefined || !looksLikeCode(found)
    ? undefined
    : { type: 'search', what: text, literal: { text: found, word: true } };
};

/** The one text that an ask quotes, whatever language it is in; undefined where it quotes none, or several. */
export function quotedText(ask: string): string | undefined {
  const quoted = [
    ...ask.matchAll(/"([^"\n]+)"|`([^`\n]+)`|“([^”\n]+)”|「([^」\n]+)」|«\s*([^»\n]+?)\s*»|„([^“\n]+)“/gu),
  ];
  const [only, second] = quoted;
  if (only === undefined || second !== undefined) return undefined;
  return only.slice(1).find((part) => part !== undefined);
}

const quotedRule: Rule = (text) => {
  const quoted =
    /^(?:find|search(?: for)?|grep(?: for)?|look for|where (?:is|are|does|do)|show|list|locate)\b[^"'`“]*(?:"([^"]+)"|`([^`]+)`|“([^”]+)”|'([^']{2,})')/iu.exec(
      text,
    );
  const literal = quoted?.slice(1).find((part) => part !== undefined);
  if (literal === undefined) return undefined;
  const word = /\b(?:word|exactly)\b/i.test(text);
  return { type: 'search', what: text, literal: { text: literal, word } };
};

/** A pattern between slashes, as people write regular expressions: behind white space and with a sign of one. */
const regexRule: Rule = (text) => {
  const pattern = /^(?:find|search|grep|look|show|list|locate)\b.*?\s\/(\S(?:.*\S)?)\/[.!]?$/iu.exec(
    text,
  )?.[1];
  if (pattern === undefined || !/[\\()[\]*+?^$|]/.test(pattern)) return undefined;
  return { type: 'search', what: text, literal: { text: pattern, word: false, regex: true } };
};

const searchRule: Rule = (text) => {
  const grepped = /^grep(?:\s+for)?\s+(\S+)$/iu.exec(text)?.[1];
  if (grepped !== undefined) return { type: 'search', what: text, literal: { text: grepped, word: false } };
  if (/^(?:where|grep|locate|which files?)\b/iu.test(text)) return searchWish(text);
  if (new RegExp(`^in\\s+(?:which|what)\\s+${places}s?\\b`, 'iu').test(text)) return searchWish(text);
  if (/^(?:find|search|look for|list (?:all|every|the places))\b/iu.test(text)) return searchWish(text);
  const shown = new RegExp(
    `^(?:show|tell|point|look up|find out)(?:\\s+me)?(?:\\s+to)?\\s+(?:where|the\\s+${places}s?\\s+(?:that|which|where))\\b`,
    'iu',
  );
  return shown.test(text) ? searchWish(text) : undefined;
};

/**
 * "Which function decides ...", "what code retries ...": a place is asked for, not what it does. With a path the
 * place is known already, and the question is about what stands there.
 */
const placeRule: Rule = (text) => {
  const asked = new RegExp(
    `^(?:which|what)\\s+${places}s?\\s+(?:(?:of|in)\\s+(?:the|this|our)\\s+(?:code|project|code\\s?base|program)\\s+)?(?!(?:is|was|has|does)\\b)\\p{L}+s\\b`,
    'iu',
  );
  return asked.test(text) && !/[\w-]\.\p{L}{1,4}\b|\w\/\w/u.test(text) ? searchWish(text) : undefined;
};

const readRule: Rule = (text) => {
  if (/^(?:what|how|why|when|explain|describe|does|do|is|are|can|which|who|tell me)\b/iu.test(text)) {
    return { type: 'read', question: text };
  }
  return undefined;
};

const changeRule: Rule = (text) => {
  const verb =
    /^(?:add|change|make|replace|remove|fix|give|set|use|return|increase|decrease|raise|lower|bump|wrap|extract|inline|throw|handle|allow|let|mark|declare|annotate|convert|turn|update|drop|delete|insert|append|cache|log|simplify|negate|swap|switch|skip|ignore|trim|sort|round|clamp|guard|validate|check|ensure|limit|cap|double|halve|move|in\s+\S+[,:]?\s+(?:add|change|make|replace|remove|use|return|set))\b/iu;
  return verb.test(text) ? { type: 'change', instruction: text } : undefined;
};

function searchWish(what: string): Wish {
  const text = what.trim();
  const literal = /^(?:"([^"]+)"|`([^`]+)`|'([^']+)')$/.exec(text);
  const found = literal?.slice(1).find((part) => part !== undefined);
  if (found !== undefined) return { type: 'search', what, literal: { text: found, word: false } };
  const pattern = /^\/(\S+)\/$/.exec(text)?.[1];
  if (pattern !== undefined)
    return { type: 'search', what, literal: { text: pattern, word: false, regex: true } };
  if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text) && looksLikeCode(text))
    return { type: 'search', what, literal: { text, word: true } };
  // A text without a blank that holds signs of code, as `parse(` and `a.b`, is meant as it stands.
  if (/^\S+$/u.test(text) && /[()[\]{}=;<>:*+|&^%#@$]|[\p{L}\p{N}][./-][\p{L}\p{N}]/u.test(text))
    return { type: 'search', what, literal: { text, word: false } };
  return { type: 'search', what };
}

/** camelCase, snake_case, PascalCase with a hump, or a name with a digit or `$`: more than an ordinary word. */
export function looksLikeCode(word: string): boolean {
  return /[a-z\d][A-Z]|_|\$|[A-Za-z]\d/.test(word);
}

const rules: readonly Rule[] = [
  slash,
  vagueRule,
  fileRule,
  commandRule,
  renameRule,
  callRule,
  commentRule,
  foreignRule,
  convertByRule,
  classifyByRule,
  summarizeByRule,
  laterRule,
  intentByRule,
  extractRule,
  usesRule,
  regexRule,
  quotedRule,
  searchRule,
  placeRule,
  readRule,
  changeRule,
];
