import { linesOf } from '../../text.ts';
import type { GradedItem, Span, TextSet } from '../item.ts';
import { dateSpans } from './dates.ts';
import { emailSpans } from './emails.ts';
import { numberSpans } from './numbers.ts';
import { runsOf } from './runs.ts';
import { urlSpans } from './urls.ts';
import { versionSpans } from './versions.ts';

const readers: Readonly<Record<TextSet, (line: string) => readonly Span[]>> = {
  dates: (line) => dateSpans(runsOf(line)),
  urls: urlSpans,
  emails: emailSpans,
  versions: (line) => versionSpans(line, runsOf(line)),
  numbers: numberSpans,
};

/** Every occurrence of a set in a text, each with how surely the contracts' table counts it. */
export function gradedText(set: TextSet, text: string): readonly GradedItem[] {
  const read = readers[set];
  return linesOf(text).flatMap((line, index) =>
    read(line).map(({ start, end, grade, why }) => ({
      value: line.slice(start, end),
      line: index + 1,
      grade,
      ...(why === undefined ? {} : { why }),
    })),
  );
}
