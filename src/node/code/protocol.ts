import type { ChangeSet } from '../../core/change.ts';
import type {
  CodeAnswer,
  CodeProblem,
  CodeShape,
  CodeSymbol,
  FunctionPairs,
  DataEntry,
  KnownError,
  NewName,
  OracleQuestion,
  OracleReport,
  RenameQuestion,
  RenameReport,
  RenameSpan,
  Rewritten,
  TypeReport,
} from '../../core/code.ts';
import type { Conversion, ConvertibleFormat, DataFault, DataReport } from '../../core/conversion.ts';
import type { CodeSet, Item } from '../../core/extract/item.ts';

/** What the worker is started with: folders of the compiler's library files and of the grammars. */
export interface WorkerData {
  readonly libFolder: string;
  readonly grammarFolder: string;
}

/**
 * Where the files of a project come from: read in a folder on disk, with some texts in place of what is there, or
 * all of them in the message. `key` stays the same for one project, so that what is known of it is kept.
 */
export type Source =
  | {
      readonly type: 'folder';
      readonly folder: string;
      /** Paths of the code and configuration files in it, as a search would see them. */
      readonly paths: readonly string[];
      readonly texts: readonly (readonly [path: string, text: string])[];
      /** Files that are there now and were not before the change. */
      readonly absent: readonly string[];
    }
  | {
      readonly type: 'memory';
      readonly key: string;
      readonly texts: readonly (readonly [path: string, text: string])[];
    };

export type Question =
  | { readonly ask: 'warm' }
  | { readonly ask: 'symbols'; readonly path: string; readonly text: string }
  | { readonly ask: 'shape'; readonly path: string; readonly text: string }
  | { readonly ask: 'entries'; readonly path: string; readonly text: string }
  | { readonly ask: 'errors'; readonly source: Source; readonly path: string }
  | {
      readonly ask: 'newSyntaxErrors';
      readonly path: string;
      readonly base: string | null;
      readonly content: string;
    }
  | { readonly ask: 'renameSpans'; readonly source: Source; readonly target: RenameQuestion }
  | {
      readonly ask: 'types';
      readonly source: Source;
      readonly change: ChangeSet;
      readonly renamed: NewName | undefined;
    }
  | {
      readonly ask: 'renamed';
      readonly source: Source;
      readonly change: ChangeSet;
      readonly target: RenameQuestion;
    }
  | {
      readonly ask: 'oracle';
      readonly source: Source;
      readonly change: ChangeSet;
      readonly question: OracleQuestion;
    }
  | {
      readonly ask: 'rewrite';
      readonly source: Source;
      /** The texts of the files that are to change, as they were handed out. */
      readonly texts: readonly (readonly [path: string, text: string])[];
      readonly question: OracleQuestion;
    }
  | { readonly ask: 'dataFault'; readonly format: ConvertibleFormat; readonly data: string }
  | { readonly ask: 'sameData'; readonly conversion: Conversion; readonly data: string }
  | { readonly ask: 'convert'; readonly conversion: Conversion }
  | { readonly ask: 'items'; readonly set: CodeSet; readonly path: string; readonly text: string }
  | { readonly ask: 'functionPairs'; readonly change: ChangeSet }
  | {
      readonly ask: 'unknownNames';
      readonly source: Source;
      readonly path: string;
      readonly text: string;
      readonly names: readonly string[];
    };

/** What each question is answered with. */
export interface Answers {
  readonly warm: string;
  readonly symbols: readonly CodeSymbol[];
  readonly shape: CodeShape;
  readonly entries: readonly DataEntry[];
  readonly errors: readonly KnownError[];
  readonly newSyntaxErrors: readonly CodeProblem[];
  readonly renameSpans: readonly RenameSpan[];
  readonly types: TypeReport;
  readonly renamed: RenameReport;
  readonly oracle: OracleReport;
  readonly rewrite: readonly Rewritten[];
  readonly dataFault: DataFault | null;
  readonly sameData: DataReport;
  readonly convert: string;
  readonly items: readonly Item[];
  readonly functionPairs: FunctionPairs;
  readonly unknownNames: readonly string[];
}

/** One question on its way. `cancelled` is shared memory: 1 where nobody waits for the answer any more. */
export interface Envelope {
  readonly id: number;
  readonly question: Question;
  readonly cancelled: SharedArrayBuffer;
}

export interface Reply {
  readonly id: number;
  readonly answer: CodeAnswer<unknown>;
}
