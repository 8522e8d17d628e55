/** What an instruction asks for that a look at the code can deny (contracts rule 64). */
export interface Asked {
  /** Names the instruction may mean, likeliest first: in backticks, behind a word that points, code-like. */
  readonly names: readonly string[];
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
export function compileAsked(instruction: string): Asked {
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
    names: namesIn(instruction),
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

const ordinary =
  /^(?:the|this|that|it|its|a|an|what|how|why|each|every|all|function|method|class|comment|comments|code|file|new|private|public)$/iu;

/** Names in the order in which they are likely meant. */
function namesIn(instruction: string): readonly string[] {
  const ticked = [...instruction.matchAll(/`([^`\n]+)`/gu)].flatMap((match) => {
    const chain = /^[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|#|::)[\p{L}_$][\p{L}\p{N}_$]*)*(?:\(\))?$/u.exec(
      match[1] ?? '',
    );
    return chain === null ? [] : [last((match[1] ?? '').replace(/\(\)$/u, ''))];
  });
  const rest = instruction
    .replace(/`[^`]*`/gu, ' ')
    .replace(/[\w@.-]*\/[\w@./-]*|\b[\w-]+\.(?:[cm]?[jt]sx?|py|go|rs|java|css|json)\b/gu, ' ');
  const pointed = [
    ...rest.matchAll(
      /\b(?:to|for|above|on|of|document|describing|explain)\s+(?:the\s+)?(?:(?:function|method|class|interface|type|constant|variable|enum|property)\s+)?([\p{L}_$][\p{L}\p{N}_$]*)/giu,
    ),
    ...rest.matchAll(
      /\b(?:function|method|class|interface|type|constant|variable|enum|property)\s+([\p{L}_$][\p{L}\p{N}_$]*)/giu,
    ),
    ...rest.matchAll(
      /([\p{L}_$][\p{L}\p{N}_$]*)(?:\(\)|\s+(?:function|method|class|interface|constant|variable)\b)/gu,
    ),
  ].map((match) => match[1] ?? '');
  const like = (rest.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter((word) =>
    /\p{Ll}\p{Lu}|_|\$/u.test(word),
  );
  return [...new Set([...ticked, ...pointed, ...like])].filter((word) => word !== '' && !ordinary.test(word));
}
