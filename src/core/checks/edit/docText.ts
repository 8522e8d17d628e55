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
    const line = withoutEnd(raw);
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
  let next = offset + 1;
  while (next < lines.length && !/^\s*(?:@\w|$)/u.test(lines[next] ?? '')) next += 1;
  return lines.slice(offset + 1, next);
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
  const { linked, rest } = inlineTags(line);
  const ticked = [...rest.matchAll(/(?<!`)`([^`]+)`(?!`)/gu)].map((match) => match[1] ?? '');
  return [...linked.filter((name) => !/^\w+:\/\//u.test(name)), ...ticked].map((name) => name.trim());
}

/** What `{@link ...}` names, and the line without its inline tags. Read in one pass, since lines may be long. */
function inlineTags(line: string): { readonly linked: readonly string[]; readonly rest: string } {
  const linked: string[] = [];
  let rest = '';
  let at = 0;
  for (let open = line.indexOf('{@'); open !== -1; open = line.indexOf('{@', at)) {
    const close = line.indexOf('}', open);
    if (close === -1) break;
    const tag = line.slice(open, close);
    const name = /^\{@link(?:code|plain)?\s+([^|\s]+)/u.exec(tag)?.[1];
    if (name !== undefined) linked.push(name);
    rest += `${line.slice(at, open)} `;
    at = close + 1;
  }
  return { linked, rest: rest + line.slice(at) };
}

/** A line of a comment without the mark that ends the comment. Its stars are counted by hand: a line may be long. */
export function withoutEnd(line: string): string {
  const text = line.trimEnd();
  if (!text.endsWith('*/')) return line;
  let end = text.length - 1;
  while (text[end - 1] === '*') end -= 1;
  return text.slice(0, end);
}

/** Characters of the longest mention that is taken for a chain of names. */
const longestChain = 300;

/** A file or an address, not a chain of names. */
const likeFile =
  /\.(?:[cm]?[jt]sx?|json[c5]?|ya?ml|toml|mdx?|txt|css|html?|py|go|rs|java|com|org|net|io|dev)$/iu;

/**
 * The single names of which one mention is made: `a.b()`, `Foo#bar`, `Foo<T>`, `x[]`, `new Foo()`, `.length`. What
 * is no such chain (an option, an expression, a text) names nothing.
 */
export function chainOf(mention: string): readonly string[] {
  if (mention.length > longestChain) return [];
  const bare = mention.replace(/^(?:new|await|typeof|this\.)\s*/u, '');
  const match =
    /^[#.]?[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|#|::|->|\?\.|~)#?[\p{L}_$][\p{L}\p{N}_$]*)*(?:<[^`]*>)?(?:\([^`]*\))?(?:\[\])*!?\??$/u.exec(
      bare,
    );
  if (match === null || likeFile.test(bare)) return [];
  const names = bare.replace(/[<([].*$/su, '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  return names;
}
