import { commentsOf, lineWith, onlyChanged, right, tokensOf, wrong } from './change.ts';
import type { EditCheck, Edited, Judgement } from './change.ts';

interface WantedComment {
  readonly path: string;
  /** A part of the declaration's first line: the comment ends directly above it. */
  readonly above: string;
  /** `doc`: opens with two stars; `line`: stands on one line; `any`. */
  readonly form: 'doc' | 'line' | 'any';
  /** What a comment on this thing cannot do without, in its possible wordings, and what would be untrue. */
  readonly about: readonly RegExp[];
  readonly untrue?: readonly RegExp[];
  readonly parameters: readonly string[];
}

const wanted: Readonly<Record<string, WantedComment>> = {
  'comment-is-quoted': {
    path: 'lib/ini.js',
    above: 'const isQuoted = val => {',
    form: 'doc',
    about: [/quot/i],
    untrue: [/remov|strip|adds? (the )?quotes|unquote/i],
    parameters: ['val'],
  },
  'comment-split': {
    path: 'lib/ini.js',
    above: 'function splitSections (str, separator) {',
    form: 'doc',
    about: [/split|section|separat/i],
    parameters: ['str', 'separator'],
  },
  'comment-parse-options': {
    path: 'internal/parse-options.js',
    above: 'const parseOptions = options => {',
    form: 'any',
    about: [/loose/i, /object/i],
    untrue: [/throws/i],
    parameters: ['options'],
  },
  'comment-truncation': {
    path: 'functions/truncate.js',
    above: 'const doTruncation = (version, truncation) => {',
    form: 'doc',
    about: [/truncat|zero|reset|\b0\b/i, /version/i],
    parameters: ['version', 'truncation'],
  },
  'comment-identifiers': {
    path: 'internal/identifiers.js',
    above: 'const compareIdentifiers = (a, b) => {',
    form: 'doc',
    about: [/compar/i, /identifier/i],
    untrue: [/returns? (\{boolean\}|true|a boolean)/i],
    parameters: ['a', 'b'],
  },
  'comment-ctor-name': {
    path: 'src/utils/kindOf.ts',
    above: 'function ctorName(val: any): string | null {',
    form: 'doc',
    about: [/constructor|class/i, /name/i],
    untrue: [/\bempty string\b|undefined if/i],
    parameters: ['val'],
  },
  'comment-is-date': {
    path: 'src/utils/kindOf.ts',
    above: 'function isDate(val: any) {',
    form: 'line',
    about: [/date/i],
    parameters: ['val'],
  },
  'comment-numeric': {
    path: 'src/encode.ts',
    above: 'const numericReference = (cp: number) =>',
    form: 'doc',
    about: [/numeric|reference|entity|entities/i],
    untrue: [/hexadecimal|\bhex\b/i],
    parameters: ['cp'],
  },
  'comment-potential': {
    path: 'src/parse.ts',
    above: 'function isPotentialField(line: string, field: string): boolean {',
    form: 'any',
    about: [/\bline\b/i, /\bfield\b/i, /return|true|whether/i],
    parameters: ['line', 'field'],
  },
  'comment-is-error-zh': {
    path: 'src/utils/kindOf.ts',
    above: 'function isError(val: any) {',
    form: 'doc',
    about: [/error|错误|异常/i],
    parameters: ['val'],
  },
  'compound-comment-rename/1': {
    path: 'src/utils/kindOf.ts',
    above: 'function ctorName(val: any): string | null {',
    form: 'doc',
    about: [/constructor|class/i, /name/i],
    untrue: [/\bempty string\b|undefined if/i],
    parameters: ['val'],
  },
};

/** Checks by ask id. Whether prose is well said no check can tell: only that it is there, about it, and not untrue. */
export const commentChecks: Readonly<Record<string, EditCheck>> = Object.fromEntries(
  Object.entries(wanted).map(([id, one]) => [id, (edited: Edited) => Promise.resolve(judge(edited, one))]),
);

function judge(edited: Edited, one: WantedComment): Judgement {
  const texts = onlyChanged(edited, one.path);
  if ('why' in texts) return wrong(texts.why);
  const before = texts.old.split('\n');
  const after = texts.now.split('\n');
  const at = lineWith(before, one.above);
  const added = after.length - before.length;
  if (added < 1) return wrong('no line was added');
  if (before.slice(0, at).join('\n') !== after.slice(0, at).join('\n')) return wrong('lines above changed');
  if (before.slice(at).join('\n') !== after.slice(at + added).join('\n')) {
    return wrong('the comment is not directly above, or other lines changed');
  }
  const block = after.slice(at, at + added).join('\n');
  const tokens = (text: string): string => JSON.stringify(tokensOf(one.path, text));
  if (tokens(texts.old) !== tokens(texts.now)) return wrong('code changed');
  return judgeText(block, one);
}

function judgeText(block: string, one: WantedComment): Judgement {
  if (/\n\s*$/.test(block) || block.trim() === '') return wrong('a blank line stands below the comment');
  const comments = commentsOf(one.path, `${block}\n;`);
  if (one.form === 'doc' && !(comments.length === 1 && comments[0]?.startsWith('/**') === true)) {
    return wrong('not one doc comment');
  }
  if (one.form === 'line' && block.trim().includes('\n')) return wrong('more than one line');
  const missing = one.about.find((about) => !about.test(block));
  if (missing !== undefined) return wrong(`the comment says nothing of ${String(missing)}`);
  const untrue = (one.untrue ?? []).find((pattern) => pattern.test(block));
  if (untrue !== undefined) return wrong(`the comment says something untrue: ${String(untrue)}`);
  const named = [...block.matchAll(/@param\s+(?:\{[^}]*\}\s+)?\[?([\w$]+)/g)].map((match) => match[1] ?? '');
  const invented = named.find((name) => !one.parameters.includes(name));
  return invented === undefined ? right : wrong(`there is no parameter ${invented}`);
}
