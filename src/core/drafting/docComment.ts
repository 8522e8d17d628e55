import { compileSaid, tellingOf, type SaidAsked } from '../checks/edit/saidText.ts';
import type { CodeSymbol } from '../code.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage } from '../model.ts';
import type { PieceToEdit } from './edit.ts';
import { dedent, fenceLanguage, sharedIndent } from './fence.ts';
import { draftOfFailure } from './models.ts';
import { editOf } from './piece.ts';

type SymbolPiece = PieceToEdit & { readonly symbol: CodeSymbol };

/** Tokens of one comment, at most: two or three sentences. */
const commentTokens = 110;

/** Lines of a long function that are shown for its comment; the head says the most. */
const shownLines = 100;

/**
 * A doc comment: the model writes the words, code writes the comment. Measured, a model that gives the whole
 * function back puts the comment at the wrong place in three of five tries; here it cannot.
 */
export async function draftDocComment(
  piece: SymbolPiece,
  instruction: string,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const asked = compileSaid(instruction);
  const style = commentStyle(piece.file.path);
  const tags = style === 'block' ? tagsAsked(asked, piece.symbol) : [];
  const given = tags.length === 0 ? asked.literals : [];
  if (given.length > 0) {
    const comment = { words: withMark(given, asked), tags: [] };
    return {
      type: 'drafted',
      raw: { edits: [commentEdit(piece, comment, instruction)] },
      usage: nothingSpent,
    };
  }
  const code = piece.lines.slice(piece.line - 1, Math.min(piece.endLine, piece.line - 1 + shownLines));
  const shown = dedent(code, sharedIndent(code));
  const completion = await delegation.model.complete(
    {
      messages: docMessages(piece, shown, instruction, tags, delegation.finding),
      stop: ['```', '\n\n'],
      maxTokens: commentTokens + 30 * tags.length,
    },
    delegation.onProgress,
    signal,
  );
  const cut = completion.type === 'done' && completion.stop === 'length';
  const failure = cut ? undefined : draftOfFailure(completion, 'comment');
  if (failure !== undefined) return failure;
  const text = completion.type === 'done' ? completion.text : '';
  const said = wordsOf(text, piece.symbol.name, cut);
  const words = withClauses(wantsOneLine(instruction) ? said.slice(0, 1) : said, asked, piece.symbol.name);
  const tagged = tagLines(text, tags, cut);
  if (words.length === 0 && tagged.length === 0) {
    return {
      type: 'failed',
      reason: 'the model gave no words for the comment',
      usage: completion.usage,
      retry: true,
    };
  }
  const comment = { words: withMark(words, asked), tags: tagged };
  return {
    type: 'drafted',
    raw: { edits: [commentEdit(piece, comment, instruction)] },
    usage: completion.usage,
  };
}

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** What a comment holds: sentences, and tags behind them. */
interface CommentText {
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** The edit that puts a comment above the symbol, in the place of a doc comment that stands there. */
function commentEdit(piece: SymbolPiece, comment: CommentText, instruction: string) {
  const style = commentStyle(piece.file.path);
  const head = piece.lines[piece.line - 1] ?? '';
  const indent = /^[ \t]*/.exec(head)?.[0] ?? '';
  const width = wantsOneLine(instruction) ? Infinity : lineWidth;
  const lines = commentLines(comment, style, indent, width);
  const from = existingComment(piece.lines, piece.line, style) ?? piece.line;
  return editOf({ ...piece, line: from }, piece.lines.slice(from - 1, piece.line), [...lines, head]);
}

/**
 * What the instruction says in words of its own and the model's words do not tell stands as it was said: the person
 * knows it, and the model need not find it out.
 */
export function withClauses(words: readonly string[], asked: SaidAsked, name: string): readonly string[] {
  const missing = asked.clauses.flatMap((clause) => {
    const { missingTokens, words: count, shared, lacksDenial } = tellingOf(clause, words.join(' '), name);
    const isTold = missingTokens.length === 0 && shared * 3 >= count * 2 && !lacksDenial;
    return !clause.isStatement || isTold ? [] : [sentenceOf(clause.text)];
  });
  if (missing.length === 0) return words;
  return asked.oneLine ? missing : [...words.slice(0, 1), ...missing];
}

function sentenceOf(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** "TODO" stands in front where the instruction has it and the words have not. */
function withMark(words: readonly string[], asked: SaidAsked): readonly string[] {
  const [mark] = asked.marks.filter((one) => !words.join(' ').includes(one));
  return mark === undefined ? words : words.map((word, index) => (index === 0 ? `${mark}: ${word}` : word));
}

/** The tags that a comment is to carry, each with the parameter it names. */
function tagsAsked(asked: SaidAsked, symbol: CodeSymbol): readonly string[] {
  const wantsParameters = asked.parameters || asked.tags.includes('param');
  const wantsReturn = asked.tags.includes('return') || (wantsParameters && asked.subjects.includes('return'));
  return [
    ...(wantsParameters ? symbol.parameters.map((name) => `@param ${name}`) : []),
    ...(wantsReturn && symbol.returnsValue ? ['@returns'] : []),
    ...asked.tags.filter((tag) => tag === 'throws' || tag === 'deprecated').map((tag) => `@${tag}`),
  ];
}

/** Of an answer the lines that are one of these tags, in their order, each once and with words behind it. */
export function tagLines(answer: string, tags: readonly string[], cut: boolean): readonly string[] {
  const lines = answer.split('\n').map((line) =>
    line
      .replace(/^\s*\/?\*+\s?/, '')
      .replace(/\*\/\s*$/, '')
      .trim(),
  );
  const whole = cut ? lines.slice(0, -1) : lines;
  return tags.flatMap((tag) => {
    const [kind = '', name] = tag.split(' ');
    const literal = name?.replace(/[$]/g, '\\$&');
    const pattern = new RegExp(
      literal === undefined
        ? `^${kind.replace(/s$/, '')}s?\\b\\s*(?:\\{[^}]*\\}\\s*)?(?:[-:]\\s*)?(.+)$`
        : `^${kind}\\s+(?:\\{[^}]*\\}\\s*)?[\`[]?${literal}[\`\\]]?(?![\\w$])\\s*(?:[-:]\\s*)?(.+)$`,
      'u',
    );
    const found = whole.map((line) => pattern.exec(line)?.[1]?.trim()).find((text) => text !== undefined);
    return found === undefined ? [] : [`${tag} ${found.replace(/\*\//g, '* /')}`];
  });
}

/** The prompt. It asks for prose only, so that there is no code in which anything could go wrong. */
export function docMessages(
  piece: SymbolPiece,
  shown: readonly string[],
  instruction: string,
  tags: readonly string[],
  finding: string | undefined,
): readonly ModelMessage[] {
  const { name, kind } = piece.symbol;
  const again = finding === undefined ? '' : `\nMind this: ${finding}`;
  return [
    {
      role: 'system',
      content:
        'You write the words of documentation comments. You say what the code does, only what stands in it, in one or two short plain sentences. You answer with the sentences only: no code, no tags, no quotes.',
    },
    {
      role: 'user',
      content: `\`\`\`${fenceLanguage(piece.file.path)}\n${shown.join('\n')}\n\`\`\`\n\nTask: ${instruction}${again}\n${
        saysMore(instruction, name)
          ? 'Write the words of this comment.'
          : `Write what the ${kind} ${name} does.`
      }${tags.length === 0 ? '' : ` Then write these lines, each with a few words behind it:\n${tags.join('\n')}`}`,
    },
  ];
}

/** Whether an instruction says what the comment is to tell, beyond which symbol it is for. */
export function saysMore(instruction: string, name: string): boolean {
  const literal = name.replace(/[$]/g, '\\$&');
  const behind = new RegExp(
    `${literal}[\`'"()]*(?:\\s+(?:function|method|class|in\\s+\\S+))*\\s*(.*)$`,
    'su',
  ).exec(instruction);
  const rest = (behind?.[1] ?? instruction).replace(
    /^[\s,.:;()\w/-]*?\.(?:[cm]?[jt]sx?|py|go|rs|java)\b\)?/u,
    '',
  );
  return /\b(?:what|how|why|when|that|which|say|says|tell|mention|explain|describ|about|param|return)/iu.test(
    rest,
  );
}

/** "a one-line comment", "a short comment": one sentence on one line. */
function wantsOneLine(instruction: string): boolean {
  return /\b(?:one|single)[- ](?:line|sentence)|\bshort\b|\bbrief\b/iu.test(instruction);
}

type CommentStyle = 'block' | 'hash' | 'slashes' | 'triple';

/** How a doc comment is written in the language of a path: docstrings are code, so Python gets `#` above. */
function commentStyle(path: string): CommentStyle {
  if (/\.(?:py|rb|sh|ya?ml|toml)$/i.test(path)) return 'hash';
  if (/\.rs$/i.test(path)) return 'triple';
  if (/\.go$/i.test(path)) return 'slashes';
  return 'block';
}

/**
 * Up to three sentences of an answer, without comment marks, tags and the opening "The function name" that a model puts
 * around them; a sentence that the token limit cut is left out.
 */
export function wordsOf(answer: string, name: string, cut: boolean): readonly string[] {
  const lines = answer
    .replace(/\r/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*(?:\/\*\*?|\*\/|\*|\/\/\/?|#+)\s?/, '')
        .replace(/\*\/\s*$/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !/^@\w+/.test(line) && !/^[-*] /.test(line));
  const text = lines
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/\*\//g, '* /')
    .replace(/^["'`](.*)["'`]$/, '$1')
    .trim();
  const all = text.split(/(?<=[.!?])\s+(?=[\p{Lu}`])/u).filter((sentence) => sentence.trim() !== '');
  const whole = cut ? all.filter((sentence) => /[.!?]$/.test(sentence)) : all;
  return whole.slice(0, 3).map((sentence) => withoutSubject(sentence, name));
}

/** "The function parseDate takes a text." says no more than "Takes a text." above `parseDate`. */
function withoutSubject(sentence: string, name: string): string {
  const literal = name.replace(/[$]/g, '\\$&');
  const sort = '(?:function|method|class|type|interface|constant|variable|generator|helper)';
  const subject = new RegExp(
    `^(?:(?:The|This)\\s+)?(?:(?:\\w+\\s+)?${sort}\\s+[\`'"]?${literal}[\`'"]?(?:\\(\\))?|[\`'"]?${literal}[\`'"]?(?:\\(\\))?\\s+${sort}|${sort}(?=\\s)|[\`'"]?${literal}[\`'"]?(?:\\(\\))?)\\s+(?=\\p{Ll}+s\\b)`,
    'u',
  );
  const rest = sentence.replace(subject, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

const lineWidth = 100;

function commentLines(
  { words, tags }: CommentText,
  style: CommentStyle,
  indent: string,
  width: number,
): readonly string[] {
  const text = words.join(' ');
  const ended = text === '' || /[.!?]["')]?$/.test(text) ? text : `${text}.`;
  const mark = style === 'block' ? ' * ' : style === 'hash' ? '# ' : style === 'triple' ? '/// ' : '// ';
  const wrapped = wrap(ended, Math.max(40, width - indent.length - mark.length));
  if (style !== 'block') return wrapped.map((line) => `${indent}${mark}${line}`);
  const [only, second] = wrapped;
  if (only !== undefined && second === undefined && tags.length === 0) return [`${indent}/** ${only} */`];
  const gap = tags.length > 0 && wrapped.length > 0 ? [''] : [];
  const rows = [...wrapped, ...gap, ...tags];
  return [`${indent}/**`, ...rows.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/**
 * The line on which a doc comment directly above the symbol begins, so that a new one takes its place; undefined
 * where there is none, or where it holds a directive, which is code and stays.
 */
function existingComment(lines: readonly string[], line: number, style: CommentStyle): number | undefined {
  if (style !== 'block') return undefined;
  if (!/\*\/\s*$/.test(lines[line - 2] ?? '')) return undefined;
  for (let at = line - 1; at >= 1; at -= 1) {
    const text = lines[at - 1] ?? '';
    if (/^\s*\/\*\*/.test(text)) {
      const block = lines.slice(at - 1, line - 1).join('\n');
      return /@ts-|eslint|prettier-ignore|istanbul|c8 |@license|@preserve|#__PURE__|@jsx/.test(block)
        ? undefined
        : at;
    }
    if (/\/\*/.test(text)) return undefined;
  }
  return undefined;
}
