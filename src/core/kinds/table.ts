import { endingInFile } from '../into/into.ts';
import type { Kind, TaskCore } from '../kind.ts';
import { classify, writeClassify } from './classify.ts';
import { edit } from './edit.ts';
import { extract, writeExtract } from './extract.ts';
import { fill, writeFill } from './fill.ts';
import { read, writeRead } from './read.ts';
import { refactor } from './refactor.ts';
import { search, writeSearch } from './search.ts';
import { summarize, writeSummary } from './summarize.ts';
import { transform, writeTransform } from './transform.ts';

/** Every kind of task there is. A new kind is one file beside this one and one line here. */
export const kinds: readonly Kind<TaskCore, unknown>[] = [
  endingInFile(search, writeSearch),
  endingInFile(read, writeRead),
  edit,
  refactor,
  endingInFile(extract, writeExtract),
  endingInFile(transform, writeTransform),
  endingInFile(fill, writeFill),
  endingInFile(classify, writeClassify),
  endingInFile(summarize, writeSummary),
];

/** The kind of that name, where there is one. */
export function kindOf(name: string): Kind<TaskCore, unknown> | undefined {
  return kinds.find((kind) => kind.kind === name);
}
