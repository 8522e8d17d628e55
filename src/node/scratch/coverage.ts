import { readdir, readFile, stat } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Stretch } from '../../core/runs.ts';

const rangeSchema = z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() });
const scriptSchema = z.object({
  url: z.string(),
  functions: z.array(z.object({ ranges: z.array(rangeSchema).min(1) })),
});
const mapSchema = z.object({
  lineLengths: z.array(z.number()).optional(),
  data: z.record(z.string(), z.unknown()).nullable(),
});
const reportSchema = z.object({
  result: z.array(scriptSchema),
  'source-map-cache': z.record(z.string(), mapSchema).optional(),
});
type Script = z.infer<typeof scriptSchema>;

/** More of these than any project of a check would write; beyond it nothing is said of coverage. */
const bytesAtMost = 256 * 1024 * 1024;

/**
 * What of some files no process ran, from the reports that V8 writes at the end of each Node process. `texts` are
 * the files as they stood in the copy. A file that was loaded in a form which leads back to no offsets of ours (a
 * bundler's, without a source map) is left out, as is one that no process loaded.
 */
export async function unreachedIn(
  reports: string,
  work: string,
  texts: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly Stretch[]>> {
  const reached = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const name of await readdir(reports)) {
    const file = join(reports, name);
    bytes += (await stat(file)).size;
    if (bytes > bytesAtMost) return new Map();
    const report = parse(await readFile(file, 'utf8'));
    if (report === undefined) continue;
    for (const script of report.result) {
      const path = pathIn(work, script.url);
      const text = path === undefined ? undefined : texts.get(path);
      if (path === undefined || text === undefined) continue;
      const ran = ranIn(script, text, report['source-map-cache']?.[script.url]);
      if (ran === undefined) continue;
      const known = reached.get(path);
      if (known === undefined) reached.set(path, ran);
      else for (let at = 0; at < ran.length; at += 1) known[at] = (known[at] ?? 0) | (ran[at] ?? 0);
    }
  }
  return new Map([...reached].map(([path, ran]) => [path, stretchesOf(ran)]));
}

function parse(text: string): z.infer<typeof reportSchema> | undefined {
  try {
    const report = reportSchema.safeParse(JSON.parse(text));
    return report.success ? report.data : undefined;
  } catch (error) {
    // A process that was ended while it wrote leaves half a report.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function pathIn(work: string, url: string): string | undefined {
  if (!url.startsWith('file://')) return undefined;
  const path = relative(work, fileURLToPath(url.replace(/[?#].*$/u, '')));
  return path.startsWith('..') ? undefined : path.split(sep).join('/');
}

/** For each character of a text whether it ran; undefined where the offsets are not those of the text. */
function ranIn(
  script: Script,
  text: string,
  mapped: z.infer<typeof mapSchema> | undefined,
): Uint8Array | undefined {
  const end = Math.max(0, ...script.functions.map((each) => each.ranges[0]?.endOffset ?? 0));
  const counts = new Uint8Array(Math.max(end, text.length));
  const ranges = script.functions
    .flatMap((each) => each.ranges)
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) {
    counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
  if (mapped !== undefined && mapped.data !== null && mapped.lineLengths !== undefined) {
    return throughMap(counts, mapped.lineLengths, mapped.data, text);
  }
  // Types that are taken out leave blanks behind, so that the length stays, and Node writes the address at the end.
  const stripped = text.length + '\n\n//# sourceURL='.length + script.url.length;
  return end === text.length || end === stripped ? counts.subarray(0, text.length) : undefined;
}

/** Leads what ran in the generated text back to the lines of the original: whole stretches between mappings. */
function throughMap(
  counts: Uint8Array,
  lineLengths: readonly number[],
  data: Readonly<Record<string, unknown>>,
  text: string,
): Uint8Array | undefined {
  const sources = data['sources'];
  if (!Array.isArray(sources) || sources.length !== 1) return undefined;
  const map = new SourceMap(data as unknown as SourceMapPayload);
  const starts = startsOf(text);
  const ran = new Uint8Array(text.length).fill(2);
  let lineStart = 0;
  for (const [line, length] of lineLengths.entries()) {
    for (let column = 0; column < length; column += 1) {
      const entry = map.findEntry(line, column);
      if (!('originalLine' in entry) || entry.generatedLine !== line) continue;
      const from = (starts[entry.originalLine] ?? text.length) + entry.originalColumn;
      const at = from + (column - entry.generatedColumn);
      if (at >= text.length || at < 0) continue;
      const now = counts[lineStart + column] ?? 0;
      ran[at] = ran[at] === 2 ? now : (ran[at] ?? 0) & now;
    }
    lineStart += length + 1;
  }
  // What is in no mapping was no code of the generated text: types, comments, blanks.
  return ran.map((value) => (value === 0 ? 0 : 1));
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function stretchesOf(ran: Uint8Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = -1;
  for (let at = 0; at <= ran.length; at += 1) {
    const isOut = at < ran.length && ran[at] === 0;
    if (isOut && from < 0) from = at;
    else if (!isOut && from >= 0) {
      stretches.push([from, at]);
      from = -1;
    }
  }
  return stretches;
}
