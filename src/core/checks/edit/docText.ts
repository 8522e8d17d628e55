/** What a doc comment says that can be held against the code. Offsets are lines from the comment's first (0-based). */
export interface DocFacts {
  readonly parameters: readonly Mention[];
  readonly returns: readonly Mention[];
  readonly throws: readonly Mention[];
  /** Names in backticks and links, as they have to exist; each a chain of names. */
  readonly names: readonly Mention[];
}

export interface Mention {
  readonly offset: number;
  readonly text: string;
}

/** Reads tags, links and names in backticks. `isTagged` where the comment's language knows tags (JSDoc, Javadoc). */
export function docFactsOf(comment: string, isTagged: boolean): DocFacts {
  const lines = comment
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\/\*+!?|\/\/[/!]?|#+|\*(?!\/))?\s?/u, ''));
  const parameters: Mention[] = [];
  const returns: Mention[] = [];
  const throws: Mention[] = [];
  const names: Mention[] = [];
  let inFence = false;
  let inExample = false;
  for (const [offset, raw] of lines.entries()) {
    const line = raw.replace(/\*+\/\s*$/u, '');
    if (/^\s*(?:```|~~~)/u.test(line)) inFence = !inFence;
    const tag = isTagged && !inFence ? /^\s*@(\w+)\b(.*)$/u.exec(line) : null;
    if (tag !== null) inExample = tag[1] === 'example';
    if (inFence || inExample) continue;
    const rest = tag?.[2] ?? '';
    if (/^(?:param|arg|argument)$/u.test(tag?.[1] ?? '')) {
      const name = parameterName(rest);
      if (name !== undefined) parameters.push({ offset, text: name });
    } else if (/^returns?$/u.test(tag?.[1] ?? '')) {
      returns.push({ offset, text: [rest, ...following(lines, offset)].join(' ').trim() });
    } else if (/^(?:throws|exception)$/u.test(tag?.[1] ?? '')) throws.push({ offset, text: rest.trim() });
    for (const text of namesIn(line)) names.push({ offset, text });
  }
  return { parameters, returns, throws, names };
}

/** The lines that a tag's text runs on over. */
function following(lines: readonly string[], offset: number): readonly string[] {
  const next = lines.findIndex((line, at) => at > offset && (/^\s*@\w/u.test(line) || line.trim() === ''));
  return lines.slice(offset + 1, next === -1 ? lines.length : next);
}

/** `{type} [name=default] text`, `name text`, `name.property`, Javadoc's `<T>`: the parameter itself. */
function parameterName(rest: string): string | undefined {
  const untyped = withoutBraces(rest.trimStart()).trimStart();
  const match = /^\[?\s*(?:\.{3})?(<\p{L}[\p{L}\p{N}_]*>|[\p{L}_$][\p{L}\p{N}_$]*)/u.exec(untyped);
  return match?.[1];
}

/** A text without the braces that it begins with. */
function withoutBraces(text: string): string {
  if (!text.startsWith('{')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(at + 1);
  }
  return '';
}

function namesIn(line: string): readonly string[] {
  const linked = [...line.matchAll(/\{@link(?:code|plain)?\s+([^}|\s]+)[^}]*\}/gu)].map(
    (match) => match[1] ?? '',
  );
  const rest = line.replace(/\{@\w+[^}]*\}/gu, ' ');
  const ticked = [...rest.matchAll(/(?<!`)`([^`]+)`(?!`)/gu)].map((match) => match[1] ?? '');
  return [...linked.filter((name) => !/^\w+:\/\//u.test(name)), ...ticked].map((name) => name.trim());
}

/** A file or an address, not a chain of names. */
const likeFile =
  /\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|mdx?|txt|css|html?|py|go|rs|java|com|org|net|io|dev)$/iu;

/**
 * The single names of which one mention is made: `a.b()`, `Foo#bar`, `Foo<T>`, `x[]`, `new Foo()`, `.length`. What
 * is no such chain (an option, an expression, a text) names nothing.
 */
export function chainOf(mention: string): readonly string[] {
  const bare = mention.replace(/^(?:new|await|typeof|this\.)\s*/u, '');
  const match =
    /^[#.]?[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|#|::|->|\?\.|~)#?[\p{L}_$][\p{L}\p{N}_$]*)*(?:<[^`]*>)?(?:\([^`]*\))?(?:\[\])*!?\??$/u.exec(
      bare,
    );
  if (match === null || likeFile.test(bare)) return [];
  const names = bare.replace(/[<([].*$/su, '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  return names;
}
