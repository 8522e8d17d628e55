import type { Files } from './ports.ts';

/** A named thing of a file. `line` to `endLine` is the whole declaration (1-based, decorators included, comments not). */
export interface CodeSymbol {
  readonly name: string;
  readonly kind: 'function' | 'method' | 'class' | 'interface' | 'type' | 'enum' | 'variable' | 'property';
  /** The class or object it stands in. */
  readonly container?: string;
  readonly exported: boolean;
  readonly line: number;
  readonly endLine: number;
  /** Line of its name, and the column (0-based, UTF-16) of the name on it. */
  readonly nameLine: number;
  readonly nameColumn: number;
  /** Names of its parameters, where it has any and they are plain names. */
  readonly parameters: readonly string[];
  /** True where it can give back a value: a `return` with an expression, or an expression body. */
  readonly returnsValue: boolean;
}

/** An answer of the language side, or why there is none: `unable` is never a pass. */
export type CodeAnswer<T> =
  { readonly type: 'ok'; readonly value: T } | { readonly type: 'unable'; readonly reason: string };

/** One occurrence to replace in a rename: `line` 1-based, columns 0-based UTF-16; `text` is what goes there. */
export interface RenameSpan {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

/**
 * What languages know about code: the words a run needs to draft. The checks' own questions (token streams,
 * bindings, types with an overlay) are in the second half; all of them answer `unable` with a reason rather than guess.
 */
export interface Code {
  /** The language of a path by its extension, as people call it; undefined where none is known. */
  language(path: string): string | undefined;
  symbols(path: string, text: string, signal: AbortSignal): Promise<CodeAnswer<readonly CodeSymbol[]>>;
  /** Every place that a rename of the symbol at `line` has to touch, over the whole project. */
  renameSpans(
    files: Files,
    target: { readonly path: string; readonly line: number; readonly symbol: string; readonly to: string },
    signal: AbortSignal,
  ): Promise<CodeAnswer<readonly RenameSpan[]>>;
}
