import type { CodeComment, CodeShape } from '../../code.ts';
import { withoutEnd } from './docText.ts';

/** Comments that tools obey. To them a comment is code (contracts rule 49). */
const everywhere: readonly RegExp[] = [
  /(?:^|\s)@ts-(?:ignore|expect-error|nocheck|check)\b/u,
  /^<(?:reference|amd-module|amd-dependency)\s/u,
  /^(?:es|ts|ox|style|js)lint-(?:disable|enable|env)\b/u,
  /^eslint\s+["'@\w/-]+\s*:/u,
  /^tslint:/u,
  /^js[lh]int\s+\w+\s*:/u,
  /^(?:biome|rome|deno-\w+)-[\w-]+/u,
  /^@?(?:prettier|dprint|oxfmt)-ignore\b/u,
  /^(?:istanbul|c8|v8)\s+ignore\b/u,
  /^node:coverage\b/u,
  /[#@]__(?:PURE|NO_SIDE_EFFECTS|INLINE|NOINLINE|KEY|MANGLE_PROP)__/u,
  /\bwebpack(?:Ignore|ChunkName|Mode|Prefetch|Preload|Include|Exclude|Exports|FetchPriority)\s*:/u,
  /@vite-ignore\b|\bturbopackIgnore\b/u,
  /(?:^|\s)@(?:jsx|jsxFrag|jsxImportSource|jsxRuntime)\b/u,
  /(?:^|\s)@(?:flow|noflow|deno-types|jest-environment|vitest-environment|jest-config-loader)\b/u,
  /^[#@]\s*source(?:Mapping)?URL=/u,
  /^pragma\b/iu,
  /^(?:cspell|spell-checker|spellchecker)\s*:/iu,
  /^(?:NOSONAR|NOLINT\w*|nolint)\b/u,
  /^(?:CHECKSTYLE|spotless|@formatter)[:\s]/u,
  /^noinspection\b/u,
  /^clang-format\b/u,
  /^gitleaks:allow\b/u,
];

const byLanguage: Readonly<Record<string, readonly RegExp[]>> = {
  Python: [
    /(?:^|\s)(?:noqa|nosec)\b/u,
    /^type\s*:/u,
    /^(?:pylint|pyright|mypy|ruff|isort|yapf|fmt|flake8|pyre|pytype|bandit|autopep8)\s*:/u,
    /^pyre-(?:ignore|fixme|strict|unsafe)/u,
    /^pragma\s*:/u,
    /^%%/u,
  ],
  Go: [/^go:\w+/u, /^line \S+:\d+/u, /^export \w+$/u, /^\+build\b/u],
  Rust: [/^rustfmt[-:]/u],
  Java: [/^\$NON-NLS/u],
  YAML: [/^(?:yaml-language-server|yamllint|renovate|kics-scan|checkov:)/u],
  JSON: [],
};

/** Directives that hold for the next line of code only: a line that comes between takes their effect away. */
const nextLine =
  /@ts-(?:ignore|expect-error)|next[-\s]line|-ignore\b(?!-(?:file|all|start|end))|ignore (?:next|if|else)|^noinspection|^nolint|^go:(?:embed|noinline|linkname|nosplit)|^fmt\s*:\s*skip/u;

export interface Directive {
  readonly text: string;
  readonly line: number;
  /** Where it stands among the tokens of code, and how far from them, as far as that matters to it. */
  readonly place: string;
}

/** The directives of a text in their order, each with its place among the code. */
export function directivesOf(shape: CodeShape, language: string | undefined): readonly Directive[] {
  return shape.comments.flatMap((comment) =>
    directiveTexts(shape, comment, language).map((text): Directive => {
      const distance = nextLine.test(text) ? `+${comment.toCode}` : '';
      const side = comment.behindCode ? 'behind' : 'above';
      return { text, line: comment.line, place: `${comment.before} ${side}${distance}` };
    }),
  );
}

function directiveTexts(
  shape: CodeShape,
  comment: CodeComment,
  language: string | undefined,
): readonly string[] {
  if (comment.text.startsWith('#!') && comment.line === 1) return [comment.text];
  const isCoding = /coding[:=]\s*[-\w.]+/u.test(comment.text);
  if (language === 'Python' && comment.line <= 2 && isCoding) return [comment.text];
  // What stands above `import "C"` is the C that Go compiles along.
  const isC = shape.tokens[comment.before] === 'import' && shape.tokens[comment.before + 1] === '"C"';
  if (language === 'Go' && isC) return [comment.text];
  const patterns = [...everywhere, ...(byLanguage[language ?? ''] ?? [])];
  // Go's directives begin right behind the slashes: with a blank they are prose.
  const isProse = language === 'Go' && /^\/\/\s+(?:go|line|export)\b/u.test(comment.text);
  // ESLint reads names behind `global` in a block comment, and in no other.
  if (/^\/\*(?!\*)\s*(?:globals?|exported)\s[\w$,\s:]+\*\/$/u.test(comment.text)) return [comment.text];
  return linesOfComment(comment.text).filter(
    (line) => !isProse && patterns.some((pattern) => pattern.test(line)),
  );
}

/** The lines of a comment without their marks. */
export function linesOfComment(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) =>
      withoutEnd(
        line.replace(/^\s*(?:\/\*+!?|\/\/[/!]?|#+|--|\*(?!\/))?\s*/u, (mark) =>
          mark.startsWith('#!') ? mark : '',
        ),
      ).trim(),
    );
}
