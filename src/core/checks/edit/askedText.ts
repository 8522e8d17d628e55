import { readPart } from './limitText.ts';

/** What an instruction asks for that a look at the code can deny (contracts rule 64). */
export interface Asked {
  /** Where a comment is asked for: right above the symbol, inside it, behind code; `open` where it is not said. */
  readonly place: 'above' | 'inside' | 'behind' | 'open';
  /** A comment is to go, not to come. */
  readonly removesComment: boolean;
  readonly modifiers: readonly {
    readonly name: string;
    readonly modifier: string;
    readonly stands: boolean;
  }[];
  readonly types: readonly { readonly name: string; readonly type: string }[];
  /** Lines that are to go, as the instruction quotes them. */
  readonly deletedLines: readonly string[];
}

const name = '`?([\\p{L}_$][\\p{L}\\p{N}_$]*(?:(?:\\.|#|::)[\\p{L}_$][\\p{L}\\p{N}_$]*)*)(?:\\(\\))?`?';
const modifierWord =
  '(readonly|private|protected|public|static|async|abstract|const|optional|exported|export|final|mutable|mut|pub|override)';
const article = '(?:the |a |an )?';
const noun =
  '(?:(?:function|method|class|property|field|parameter|variable|constant|member|interface|type)s? )?';

const makes = new RegExp(
  `\\b(?:make|mark|declare|turn)\\s+${article}${noun}${name}\\s+(?:as |into |be )?${article}${modifierWord}\\b`,
  'giu',
);
const adds = new RegExp(
  `\\badd\\s+${article}\`?${modifierWord}\`?\\s+(?:modifier|keyword)?\\s*to\\s+${article}${noun}${name}`,
  'giu',
);
const drops = new RegExp(
  `\\b(?:remove|drop|delete)\\s+${article}\`?${modifierWord}\`?\\s+(?:modifier |keyword )?(?:from|of|on)\\s+${article}${noun}${name}`,
  'giu',
);
const exportsIt = new RegExp(`^\\s*(?:please )?export\\s+${article}${noun}${name}`, 'giu');

const type = '`([^`]+)`';
const retypes = new RegExp(
  `\\b(?:change|set|make|switch)\\s+the\\s+(?:return )?type\\s+of\\s+${article}${noun}${name}\\s+(?:from\\s+\`[^\`]+\`\\s+)?(?:to|as)\\s+${type}`,
  'giu',
);
const annotates = new RegExp(
  `\\b(?:type|annotate)\\s+${article}${noun}${name}\\s+(?:as|with|to return)\\s+${type}`,
  'giu',
);
const gives = new RegExp(`\\bgive\\s+${article}${noun}${name}\\s+the\\s+(?:return )?type\\s+${type}`, 'giu');
const line = /\b(?:delete|remove|drop)\s+(?:the |this )?line[: ]+`([^`\n]+)`/giu;

/** Compiles what an instruction names. What it does not say is not judged. */
export function compileAsked(whole: string): Asked {
  const instruction = readPart(whole);
  const modifiers: { name: string; modifier: string; stands: boolean }[] = [];
  for (const [, of = '', word = ''] of instruction.matchAll(makes))
    modifiers.push(modifierOf(of, word, true));
  for (const [, word = '', of = ''] of instruction.matchAll(adds)) modifiers.push(modifierOf(of, word, true));
  for (const [, word = '', of = ''] of instruction.matchAll(drops))
    modifiers.push(modifierOf(of, word, false));
  for (const [, of = ''] of instruction.matchAll(exportsIt)) modifiers.push(modifierOf(of, 'export', true));
  const types = [retypes, annotates, gives].flatMap((pattern) =>
    [...instruction.matchAll(pattern)].map(([, of = '', wanted = '']) => ({ name: last(of), type: wanted })),
  );
  return {
    place: placeIn(instruction),
    removesComment: /\b(?:remove|delete|drop|strip)\b[^.]*\b(?:comments?|jsdoc|docs?|todo)\b/iu.test(
      instruction,
    ),
    modifiers,
    types,
    deletedLines: [...instruction.matchAll(line)].map((match) => match[1] ?? ''),
  };
}

function modifierOf(of: string, word: string, stands: boolean) {
  const lower = word.toLowerCase();
  const modifier = lower === 'exported' ? 'export' : lower === 'mutable' ? 'mut' : lower;
  return { name: last(of), modifier, stands };
}

function last(chain: string): string {
  return chain.split(/\.|#|::/u).at(-1) ?? chain;
}

function placeIn(instruction: string): Asked['place'] {
  if (
    /\b(?:trailing|end[- ]of[- ]line|inline|behind|at the end of|next to|on the same line)\b/iu.test(
      instruction,
    )
  ) {
    return 'behind';
  }
  if (
    /\b(?:inside|within|in the body|before the (?:return|loop|if|for|while|switch|call|check|line)|above the (?:return|loop|if|for|while|switch|call|check|line)|explain(?:s|ing)? (?:why|the (?:loop|condition|check|regex|regular|magic|formula|branch)))\b/iu.test(
      instruction,
    )
  ) {
    return 'inside';
  }
  const isDoc =
    /\b(?:doc(?:umentation|string)?[- ]comments?|jsdocs?|javadocs?|docstrings?|document|docs? (?:to|for|on))\b/iu.test(
      instruction,
    );
  const isAbove = /\b(?:above|on top of|directly before)\b/iu.test(instruction);
  return isDoc || isAbove ? 'above' : 'open';
}

/** Words behind which a name is what a comment is for. */
const points =
  /\b(?:to|for|above|on|of|document|describing|describes?|explain(?:s|ing)?|comment)\s+(?:the\s+)?(?:(?:exported|public|private|static|async)\s+)*(?:(?:function|method|class|interface|type|constant|variable|enum|property|field)s?\s+)?`?$/iu;
/** What may follow a bare word that is meant as a name: the end, a mark, or a small word, but no noun. */
const follows =
  /^(?:\(\))?(?:\s*$|\s*[.,;:!?)]|\s+(?:in|with|that|which|and|or|function|method|class|interface|type|constant|variable|so|to|saying|describing|explaining|about|from|of|at|on|using|inside|above|does)\b)/iu;
/** What joins the names of a list. */
const joins = /^`?(?:\(\))?`?\s*(?:,|and|&|or|,\s*and)\s*(?:the\s+)?(?:(?:function|method|class)s?\s+)?`?$/iu;

/** Characters before and behind a name that are looked at. */
const nearby = 120;

interface NameAt {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isTicked: boolean;
}

/**
 * The names an instruction means, of those that `isDeclared` knows: the first one behind a word that points ("to",
 * "for", "document"), else the first in backticks, each with the list it opens. Where several stand apart and no
 * word points, it is not said which is meant: `isSure` is false.
 */
export function meantNames(
  instruction: string,
  isDeclared: (name: string) => boolean,
): { readonly names: readonly string[]; readonly isSure: boolean } {
  const found = namesAt(readPart(instruction)).filter((one) => isDeclared(one.name));
  const pointed = found.find((one) =>
    points.test(instruction.slice(Math.max(0, one.start - nearby), one.start)),
  );
  const first = pointed ?? found.find((one) => one.isTicked) ?? found[0];
  if (first === undefined) return { names: [], isSure: true };
  const names = [first.name];
  let before = first;
  for (const one of found) {
    if (one.start < before.end || !joins.test(instruction.slice(before.end, one.start))) continue;
    names.push(one.name);
    before = one;
  }
  const isAlone = found.every((one) => names.includes(one.name));
  if (pointed !== undefined || isAlone) return { names: [...new Set(names)], isSure: true };
  return { names: [...new Set(found.map((one) => one.name))], isSure: false };
}

/** Words in backticks, words only code is written with, and words that stand where a name stands. */
function namesAt(instruction: string): readonly NameAt[] {
  const found: NameAt[] = [];
  const word = /[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|#|::)[\p{L}_$][\p{L}\p{N}_$]*)*/gu;
  for (const match of instruction.matchAll(word)) {
    const start = match.index;
    const end = start + match[0].length;
    const head = instruction.slice(Math.max(0, start - nearby), start);
    const tail = instruction.slice(end, end + nearby);
    const isTicked = head.endsWith('`') && /^(?:\(\))?`/u.test(tail);
    const isPath = /[/@-]$/u.test(head) || /^[/-]/u.test(tail) || likePath.test(match[0]);
    const isCode = /\p{Ll}\p{Lu}|_|\$/u.test(match[0]) || tail.startsWith('()');
    const isPointed = points.test(head) && follows.test(tail);
    const isCalled =
      /\b(?:function|method|class|interface|type|constant|variable|enum|property)\s+$/iu.test(head) ||
      /^\s+(?:function|method|class|interface|constant|variable)\b/iu.test(tail);
    if (isPath || !(isTicked || isCode || isPointed || isCalled)) continue;
    found.push({ name: last(match[0]), start, end, isTicked });
  }
  return found;
}

const likePath = /\.(?:[cm]?[jt]sx?|py|go|rs|java|css|json|md|ya?ml|toml)$/iu;
