import type { ChangeSet } from './change.ts';
import type { Conversion, ConvertibleFormat, DataFault, DataReport } from './conversion.ts';
import type { CodeSet, Item } from './extract/item.ts';
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

/** A name and the one that takes its place. */
export interface NewName {
  readonly symbol: string;
  readonly to: string;
}

/** The declaration to rename: the first `symbol` on that line (contracts rule 48). */
export interface RenameQuestion extends NewName {
  readonly path: string;
  readonly line: number;
}

/** Something wrong at a place; `line` is 1-based, in the text that was proposed. */
export interface CodeProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** An error of a file as it is, with the compiler's number for it. */
export interface KnownError {
  /** 1-based. */
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

/** One value of a data file by its pointer (RFC 6901). */
export interface DataEntry {
  readonly pointer: string;
  /** The names and indexes on the way to it. */
  readonly steps: readonly string[];
  /** The value of a scalar; of an object or an array only what it is. */
  readonly value:
    | string
    | number
    | boolean
    | null
    | { readonly holds: 'object' | 'array'; readonly count: number }
    | { readonly holds: 'date'; readonly text: string };
}

/** What a doc comment can be held against: the declaration directly below it. */
export interface Documented {
  readonly name: string;
  /** Undefined where it is not known, as for a value whose type is written elsewhere. */
  readonly parameters: readonly string[] | undefined;
  /** Parameters without a name of their own (patterns): a comment may call each what it likes. */
  readonly unnamedParameters: number;
  /** What a call gives back; `not-callable` is no function at all, `later` a promise of nothing or an iterator. */
  readonly returns: 'value' | 'nothing' | 'later' | 'not-callable' | 'unknown';
  /** False only where nothing in its body throws and nothing is called. */
  readonly canThrow: boolean;
}

/** One comment. Lines are 1-based; `text` is as it stands, marks included. */
export interface CodeComment {
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
  /** How many tokens of code stand before it in the file. */
  readonly before: number;
  /** True where code stands before it on its first line. */
  readonly behindCode: boolean;
  /** Lines from its end to the next token of code: 0 on the same line, -1 where none follows. */
  readonly toCode: number;
  readonly doc: boolean;
  /** The declaration that it stands directly above. */
  readonly documents?: Documented;
}

/**
 * A text as its language's parser sees it. Two texts with equal `tokens` and equal `tree` are the same program but
 * for their comments; `tree` is opaque.
 */
export interface CodeShape {
  readonly tokens: readonly string[];
  readonly tokenLines: readonly number[];
  readonly tree: string;
  readonly comments: readonly CodeComment[];
  /** For each line what its first character stands in: `c` code, `k` a comment, `s` a string begun before. */
  readonly lineStates: string;
  /** Syntax errors; a shape with some of them is what the parser made of it. */
  readonly errors: number;
}

export interface TypeReport {
  /** Changed files whose types were checked, and by which configuration. */
  readonly covered: readonly { readonly path: string; readonly config: string }[];
  /** Changed files whose types were not checked, and why. */
  readonly uncovered: readonly { readonly path: string; readonly reason: string }[];
  readonly errors: readonly (CodeProblem & { readonly code: number })[];
  /** New messages that may only mean that a dependency is not installed here. */
  readonly unsure: readonly string[];
  /** Members and calls on changed lines of what has the type `any`, which nothing can be held against. */
  readonly untyped: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  /** Files of the projects that this answers for, and those of them whose errors the change could alter. */
  readonly checkedFiles: number;
  readonly recheckedFiles: number;
  /** Name and version of the checker. */
  readonly checker: string;
}

export interface RenameReport {
  /** What makes it not that rename: any of these refutes. */
  readonly problems: readonly CodeProblem[];
  /** What could not be bound, so that a pass would say too much. */
  readonly unsure: readonly string[];
  /** How many places name the symbol. */
  readonly references: number;
}

/** One step of a change of data: RFC 6902's meaning, RFC 6901's pointers (contracts rule 33). */
export type PointerEdit =
  | { readonly op: 'add' | 'replace'; readonly pointer: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly pointer: string };

/** What an edit declared to be, as far as the language side can judge it (design section 5, contracts 50 to 57). */
export type OracleQuestion =
  | { readonly intent: 'format' }
  | { readonly intent: 'imports' }
  | { readonly intent: 'types' }
  | { readonly intent: 'data'; readonly pointerEdits: readonly PointerEdit[] }
  | {
      readonly intent: 'fix';
      readonly target: { readonly path: string; readonly line: number; readonly code: number };
    }
  | {
      readonly intent: 'remove';
      readonly target: { readonly path: string; readonly line: number; readonly symbol: string };
    }
  | { readonly intent: 'same-behaviour' }
  /** What was exported is exported still, under its name or the one it was to get (contracts rule 59). */
  | { readonly intent: 'exports'; readonly renamed: readonly NewName[] }
  /** No intent of its own: what every change of code is asked that types alone would clear. */
  | { readonly intent: 'silencing' };

export interface OracleReport {
  /** What makes it no such change: any of these refutes. */
  readonly problems: readonly CodeProblem[];
  /** What could not be told, so that a pass would say too much: any of these leaves it unproven. */
  readonly unsure: readonly string[];
  /** What was compared, in words, and how much of it there was. */
  readonly saw: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** What a made-up argument looks like; `any` where nothing says it. */
export type ValueShape =
  | { readonly type: 'any' | 'number' | 'string' | 'boolean' | 'null' | 'undefined' }
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  | { readonly type: 'array'; readonly of: ValueShape }
  | { readonly type: 'tuple'; readonly of: readonly ValueShape[] }
  | {
      readonly type: 'object';
      readonly fields: readonly {
        readonly name: string;
        readonly shape: ValueShape;
        readonly optional: boolean;
      }[];
    }
  | { readonly type: 'union'; readonly of: readonly ValueShape[] };

/**
 * A function that a change may alter, before and after it, as JavaScript that needs nothing from outside: a script
 * whose last value is the function. Without imports and side effects, by its syntax tree.
 */
export interface FunctionPair {
  readonly path: string;
  readonly name: string;
  /** Lines of its declaration after the change, and of all that only it needs: what a comparison speaks for. */
  readonly lines: readonly (readonly [from: number, to: number])[];
  /** The same before the change. */
  readonly linesBefore: readonly (readonly [from: number, to: number])[];
  readonly before: string;
  readonly after: string;
  readonly parameters: readonly ValueShape[];
  /** Values that stand in either version: where behaviour is likely to turn. */
  readonly literals: readonly (string | number)[];
}

export interface FunctionPairs {
  readonly pairs: readonly FunctionPair[];
  /** Functions that the change alters and nothing here can call, with why. */
  readonly others: readonly { readonly path: string; readonly name: string; readonly reason: string }[];
}

/** A file as a deterministic tool would have it: the whole new text, line endings as they stood. */
export interface Rewritten {
  readonly path: string;
  readonly content: string;
}

/**
 * What languages know about code: what a run needs to draft, and what checks ask of a proposed text before it
 * exists anywhere. Texts have no byte order mark. All answer `unable` with a reason rather than guess, and an
 * aborted question is `unable` too.
 */
export interface Code {
  /** The language of a path by its extension, as people call it; undefined where none is known. */
  language(path: string): string | undefined;
  symbols(path: string, text: string, signal: AbortSignal): Promise<CodeAnswer<readonly CodeSymbol[]>>;
  /** Every place that a rename of the symbol at `line` has to touch, over the whole project. */
  renameSpans(
    files: Files,
    target: RenameQuestion,
    signal: AbortSignal,
  ): Promise<CodeAnswer<readonly RenameSpan[]>>;
  /** Syntax errors that `content` has and `base` has not; null is a file that is not there yet. */
  newSyntaxErrors(
    path: string,
    base: string | null,
    content: string,
    signal: AbortSignal,
  ): Promise<CodeAnswer<readonly CodeProblem[]>>;
  /** The program of a text without its white space and comments, and the comments apart from it. */
  shape(path: string, text: string, signal: AbortSignal): Promise<CodeAnswer<CodeShape>>;
  /**
   * Type errors of the whole project that are there with the change and were not there before it. Of a rename the
   * names are given, since old messages then speak of the new one.
   */
  types(
    files: Files,
    change: ChangeSet,
    renamed: NewName | undefined,
    signal: AbortSignal,
  ): Promise<CodeAnswer<TypeReport>>;
  /** Whether the change is the rename of that one symbol and nothing else, by what every name is bound to. */
  renamed(
    files: Files,
    change: ChangeSet,
    target: RenameQuestion,
    signal: AbortSignal,
  ): Promise<CodeAnswer<RenameReport>>;
  /** Whether the change is what its intent declares, and nothing else. */
  oracle(
    files: Files,
    change: ChangeSet,
    question: OracleQuestion,
    signal: AbortSignal,
  ): Promise<CodeAnswer<OracleReport>>;
  /**
   * The change that a deterministic tool makes for an intent in these files; `unable` with the reason where code
   * cannot do it. Nothing of it is believed: it passes the same checks.
   */
  rewrite(
    files: Files,
    paths: readonly string[],
    question: OracleQuestion,
    signal: AbortSignal,
  ): Promise<CodeAnswer<readonly Rewritten[]>>;
  /** The errors that a file has now, by its project's own configuration; `unable` where none covers it. */
  errors(files: Files, path: string, signal: AbortSignal): Promise<CodeAnswer<readonly KnownError[]>>;
  /** Every value of a data file, in order; `unable` where the text is none. */
  entries(path: string, text: string, signal: AbortSignal): Promise<CodeAnswer<readonly DataEntry[]>>;
  /** What keeps a text from being data of a format, text around the data included; null where nothing does. */
  dataFault(
    format: ConvertibleFormat,
    text: string,
    signal: AbortSignal,
  ): Promise<CodeAnswer<DataFault | null>>;
  /** How a content compares with what a conversion asks for (contracts rules 27 to 33). */
  sameData(conversion: Conversion, content: string, signal: AbortSignal): Promise<CodeAnswer<DataReport>>;
  /** The text of a conversion; `unable` names the pointer of what the format cannot hold. */
  convert(conversion: Conversion, signal: AbortSignal): Promise<CodeAnswer<string>>;
  /** The occurrences of a closed set in the code of a file, or in its comments (contracts rule 25). */
  items(set: CodeSet, path: string, text: string, signal: AbortSignal): Promise<CodeAnswer<readonly Item[]>>;
  /** Functions that the change alters and that can be called on their own, before and after it. */
  functionPairs(change: ChangeSet, signal: AbortSignal): Promise<CodeAnswer<FunctionPairs>>;
  /** Which of these names stand nowhere: not in the project's code, not in the language or its library. */
  unknownNames(
    files: Files,
    path: string,
    text: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<CodeAnswer<readonly string[]>>;
}
