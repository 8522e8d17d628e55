import type { SideLine, Sort, Trace } from './trace.ts';

/** How chat answers begin. */
const openers = [
  /^(?:sure|certainly|of course|absolutely|no problem|great question|okay|ok|alright)[,!.:]\s*(?:here|i|i've|let|below|this|$)/iu,
  /^here(?:'s|\u2019s| is| are) (?:the|your|an?|my|how) (?:\w+ ){0,3}(?:code|file|version|function|method|class|implementation|change|changes|edit|edits|update|updates|result|snippet|text|content|refactor|comment|comments|example|solution|answer)\b/iu,
  /^(?:the|this) (?:updated|modified|revised|corrected|fixed|complete|full|final|new|rewritten) (?:code|file|version|function|method|class|implementation)(?: is)?(?: below| here| as follows)?\s*[:.]/iu,
  /^below is (?:the|your|an?) /iu,
];

/** How they end, or what they say of themselves. */
const closers = [
  /^(?:let me know|feel free|i hope|hope this|please (?:let me know|note that i))\b/iu,
  /^i(?:'ve|\u2019ve| have)? (?:also )?(?:added|updated|changed|modified|fixed|removed|refactored|renamed|kept|made|implemented|created|rewritten) /iu,
  /^(?:explanation|changes made|summary of changes|what i changed|key changes|note that i)\b.{0,3}:?/iu,
  /^this (?:change|edit|update|version|code|implementation|refactor) (?:adds|updates|changes|fixes|ensures|makes|removes|will|now|should|keeps) /iu,
];

/** In a comment a sentence is at home; only the handing over of a file is not. */
const handing = [
  /^(?:sure|certainly|of course|absolutely)[,!] (?:here|i|i've|let)\b/iu,
  /^here(?:'s|\u2019s| is| are) (?:the|your) (?:updated|modified|revised|corrected|fixed|complete|full|final|new|rewritten|refactored) /iu,
];

/** A sentence where code should stand: words, a capital, a full stop, and nothing that code is written with. */
const sentence = /^\p{Lu}[\p{L}'\u2019]*(?: [\p{L}\d'\u2019"`,()-]+){3,}[.:!?]$/u;

/**
 * Talk around code: openings and endings of chat answers, and, where a parser said what is code, whole sentences in
 * its place. In prose only the talk of a chat at the start or the end counts.
 */
export function proseAround(lines: readonly SideLine[], sort: Sort, count: number): readonly Trace[] {
  return lines.flatMap((line): Trace[] => {
    const bare = bareText(line.text);
    const isComment = line.state === 'comment' || /^\s*(?:\/\/|#|\*|\/\*|--|<!--)/u.test(line.text);
    const edge = line.line <= 3 || line.line > count - 4;
    const isTalk = openers.some((pattern) => pattern.test(bare));
    const isClosing = closers.some((pattern) => pattern.test(bare));
    let found = false;
    if (line.state === 'text') found = false;
    else if (sort === 'prose') found = edge && (isTalk || (isClosing && /^(?:let me know|i )/iu.test(bare)));
    else if (isComment) found = handing.some((pattern) => pattern.test(bare));
    else if (sort === 'code') found = isTalk || isClosing || (line.state === 'code' && sentence.test(bare));
    else found = edge && isTalk;
    if (!found) return [];
    const shown = bare.length > 60 ? `${bare.slice(0, 59)}\u2026` : bare;
    return [
      {
        kind: 'prose',
        line: line.line,
        key: bare.toLowerCase(),
        message: `"${shown}" is talk about the code, not code`,
      },
    ];
  });
}

function bareText(line: string): string {
  return line
    .trimEnd()
    .replace(/^\s*(?:\/\*+|\/\/+|#+|\*|--|<!--|>)?\s*/u, '')
    .replace(/\*\/$|-->$/u, '')
    .trimEnd()
    .replace(/^\*\*|\*\*$/gu, '')
    .slice(0, 400);
}
