import { compileSaid, tellingOf, type SaidAsked } from '../checks/edit/saidText.ts';
import type { CodeSymbol } from '../code.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage } from '../model.ts';
import {
  commentLines,
  commentStyle,
  existingComment,
  lineWidth,
  textOfComment,
  type CommentText,
} from './commentLines.ts';
import type { PieceToEdit } from './edit.ts';
import { dedent, fenceLanguage, sharedIndent } from './fence.ts';
import { literalPattern } from './literal.ts';
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
    const comment = { words: withMark(given, asked), tags: [], isExact: true };
    return {
      type: 'drafted',
      raw: { edits: [commentEdit(piece, comment, asked, instruction)] },
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
    raw: { edits: [commentEdit(piece, comment, asked, instruction)] },
    usage: completion.usage,
  };
}

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/**
 * The edit that puts a comment above the symbol, in the place of a doc comment that stands there. Of that one the
 * tags stay, since they may be types, and the words too where more is to be said; a note such as TODO stands above it.
 */
function commentEdit(piece: SymbolPiece, comment: CommentText, asked: SaidAsked, instruction: string) {
  const style = commentStyle(piece.file.path);
  const head = piece.lines[piece.line - 1] ?? '';
  const indent = /^[ \t]*/.exec(head)?.[0] ?? '';
  const width = wantsOneLine(instruction) ? Infinity : lineWidth;
  const existing = existingComment(piece.lines, piece.line, style);
  const isNote =
    (asked.marks.length > 0 || (asked.literals.length > 0 && existing !== undefined)) &&
    !/\b(?:doc\w*|jsdoc)\b/iu.test(instruction);
  const from = existing ?? piece.line;
  if (isNote) {
    const first = piece.lines[from - 1] ?? '';
    const note = commentLines(comment, style === 'block' ? 'slashes' : style, indent, width);
    return editOf({ ...piece, line: from }, [first], [...note, first]);
  }
  const old = textOfComment(piece.lines.slice(from - 1, piece.line - 1));
  const adds =
    /\b(?:extend|expand|append|amend|complete|add (?:it |this |that )?to the (?:existing |doc |jsdoc )*comment|to the (?:existing |doc |jsdoc )+comment)\b/iu;
  const whole = {
    ...comment,
    words: adds.test(instruction) ? [...old.words, ...comment.words] : comment.words,
    tags: comment.tags.length > 0 ? comment.tags : old.tags,
  };
  const lines = commentLines(whole, style, indent, width);
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
    const literal = name === undefined ? undefined : literalPattern(name);
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
  const literal = literalPattern(name);
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
  const literal = literalPattern(name);
  const sort = '(?:function|method|class|type|interface|constant|variable|generator|helper)';
  const subject = new RegExp(
    `^(?:(?:The|This)\\s+)?(?:(?:\\w+\\s+)?${sort}\\s+[\`'"]?${literal}[\`'"]?(?:\\(\\))?|[\`'"]?${literal}[\`'"]?(?:\\(\\))?\\s+${sort}|${sort}(?=\\s)|[\`'"]?${literal}[\`'"]?(?:\\(\\))?)\\s+(?=\\p{Ll}+s\\b)`,
    'u',
  );
  const rest = sentence.replace(subject, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
