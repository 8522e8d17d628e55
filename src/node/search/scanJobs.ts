import type { SearchOutcome, SearchQuery } from '../../core/ports.ts';

/** What a scan worker is asked: a search over a folder or over texts by path, or a folder's files. */
export type ScanJob =
  | {
      readonly type: 'search';
      readonly query: SearchQuery;
      readonly folder: string;
      readonly texts?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'list'; readonly folder: string };

export type ScanAnswer = SearchOutcome | { readonly type: 'paths'; readonly paths: readonly string[] };
