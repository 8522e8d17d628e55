import type { SideLine, Sort, Trace } from './trace.ts';

/** For a line without blanks at its end. */
const fence = /^\s*(?:`{3,}|~{3,})\s*[\w+#.-]*$/u;

/**
 * Markdown fences in what is no Markdown. In a comment, or in a text of the program, they are content; in YAML an
 * indented one lies in a block of text.
 */
export function fences(lines: readonly SideLine[], sort: Sort, path: string | undefined): readonly Trace[] {
  if (sort === 'prose') return [];
  return lines.flatMap((line): Trace[] => {
    if (!fence.test(line.text.trimEnd()) || line.state === 'comment') return [];
    // A template literal cannot hold three bare backticks: what a parser takes for one is a fence all the same.
    if (line.state === 'text' && !(line.text.includes('`') && /\.[cm]?[jt]sx?$/iu.test(path ?? '')))
      return [];
    if (sort === 'data' && /^\s/u.test(line.text)) return [];
    return [
      {
        kind: 'fence',
        line: line.line,
        key: line.text.trim().slice(0, 3),
        message: 'a Markdown fence was left in the file',
      },
    ];
  });
}

/** A whole Markdown file that came inside a fence of its own. */
export function isWrapped(text: string): boolean {
  const lines = text.trim().split('\n');
  return (
    lines.length > 1 &&
    /^(?:`{3,}|~{3,})\s*(?:md|markdown)?$/u.test((lines[0] ?? '').trimEnd()) &&
    fence.test(lines.at(-1) ?? '')
  );
}

const markers = [
  /^<{7}(?: .*)?$/u,
  /^>{7}(?: .*)?$/u,
  /^\|{7}(?: .*)?$/u,
  /^<{5,9} ?SEARCH\b.*$/u,
  /^>{5,9} ?REPLACE\b.*$/u,
  /^-{5,9} ?SEARCH\b.*$/u,
  /^\+{5,9} ?REPLACE\b.*$/u,
  /^\*{3} (?:Begin Patch|End Patch|Update File:|Add File:|Delete File:).*$/u,
  /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*$/u,
];

/** Markers of merges, patches and SEARCH/REPLACE blocks. A bare line of equal signs may be a heading in prose. */
export function mergeMarkers(lines: readonly SideLine[], sort: Sort): readonly Trace[] {
  return lines.flatMap((line): Trace[] => {
    const text = line.text.trimEnd();
    const isRule =
      /^={7}$/u.test(text) && sort !== 'prose' && line.state !== 'comment' && line.state !== 'text';
    if (!isRule && !markers.some((pattern) => pattern.test(text))) return [];
    const key = text.slice(0, 12);
    return [
      { kind: 'marker', line: line.line, key, message: `"${text.slice(0, 40)}" is a marker, not code` },
    ];
  });
}

const chat = [
  /<\|[a-z][a-z0-9_]*\|>/giu,
  /<\uFF5C[^<>]{1,40}\uFF5C>/gu,
  /<\/?think(?:ing)?>/giu,
  /\[\/?INST\]/gu,
  /<<\/?SYS>>/gu,
  /<(?:start|end)_of_turn>/gu,
  /<\/?tool_(?:call|response)>/gu,
  /^###\s*(?:Response|Instruction|Assistant|User|System)(?:\s*:)?\s*$/gimu,
];

/** Tokens by which chat templates part turns and thoughts. */
export function chatTokens(lines: readonly SideLine[]): readonly Trace[] {
  return lines.flatMap((line) =>
    chat.flatMap((pattern) =>
      [...line.text.matchAll(pattern)].map((match): Trace => ({
        kind: 'chat token',
        line: line.line,
        key: match[0].toLowerCase(),
        message: `${match[0]} belongs to a chat, not to the file`,
      })),
    ),
  );
}
