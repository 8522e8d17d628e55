import type { ChangeSet } from '../../../core/change.ts';
import type { CodeAnswer, CodeShape, OracleQuestion, OracleReport, Rewritten } from '../../../core/code.ts';
import type { Grammars } from '../grammar.ts';
import type { Ts } from '../parse.ts';
import type { Cancelled } from '../project.ts';
import type { Source } from '../protocol.ts';
import type { Workspaces } from '../workspaces.ts';

/** The compiler, loaded when an oracle first asks for it, with the projects it keeps warm. */
export interface Compiler {
  readonly ts: Ts;
  readonly workspaces: Workspaces;
}

/** What an oracle works with: the project before the change, and the change. */
export interface OracleInput {
  readonly source: Source;
  readonly change: ChangeSet;
  compiler(): Promise<Compiler>;
  /** The text as its own parser sees it, whatever the language. */
  shape(path: string, text: string): Promise<CodeAnswer<CodeShape>>;
  /** The syntax trees of Python, Go, Rust and Java. */
  readonly grammars: Grammars;
  readonly cancelled: Cancelled;
}

/** What a deterministic rewrite works with: `texts` are the files that may change. */
export interface RewriteInput {
  readonly source: Source;
  readonly texts: readonly (readonly [path: string, text: string])[];
  compiler(): Promise<Compiler>;
  readonly cancelled: Cancelled;
}

/**
 * How one intent is judged, and how code makes such a change where it can (design section 5). One file an intent,
 * one line in `table.ts`.
 */
export interface Oracle<Question extends OracleQuestion> {
  judge(question: Question, input: OracleInput): Promise<CodeAnswer<OracleReport>>;
  rewrite?(question: Question, input: RewriteInput): Promise<CodeAnswer<readonly Rewritten[]>>;
}
