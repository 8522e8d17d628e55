// The edit engine beside the patch matcher of the package `diff`, on the same edits of the same files.
import { applyPatch, createTwoFilesPatch } from 'diff';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { applyEdits } from '../../src/core/edit/engine.ts';
import type { TextEdit } from '../../src/core/edit/locate.ts';
import { randomOf } from '../node/search/random.ts';
import { openPackages } from './faults/packages.ts';

const pairs = 31;
/** Milliseconds for fifty edits of a text of five megabytes. */
const largeAtMost = 200;

interface Case {
  readonly text: string;
  readonly edits: readonly TextEdit[];
  readonly patch: string;
  readonly wanted: string;
}

const root = await mkdtemp(join(tmpdir(), 'countersign-engine-'));
try {
  process.exitCode = (await bench(root)) ? 0 : 1;
} finally {
  await rm(root, { recursive: true, force: true });
}

async function bench(into: string): Promise<boolean> {
  const packages = await openPackages(into);
  const texts = packages
    .flatMap((one) => [...one.texts.values()])
    .filter((text) => text.split('\n').length > 40);
  const cases = texts.map((text, index) => caseOf(text, 3, index + 1)).filter((one) => one.edits.length > 0);
  const wrong = cases.filter((one) => ours(one) !== one.wanted).length;
  const theirs = cases.filter((one) => patched(one) !== one.wanted).length;
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = pair % 2 === 0;
    const a = timed(() => cases.forEach(first ? ours : patched));
    const b = timed(() => cases.forEach(first ? patched : ours));
    ratios.push(first ? a / b : b / a);
  }
  console.log(
    `${cases.length} files, 3 edits each: ours wrong ${wrong}, diff's applyPatch wrong ${theirs}; ours takes ${median(ratios).toFixed(2)} times as long (median of ${pairs} pairs)`,
  );
  const large = caseOf(largeText(5 * 1024 * 1024), 50, 7);
  if (ours(large) !== large.wanted) throw new Error('the large text came out wrong');
  const own = Array.from({ length: 11 }, () => timed(() => ours(large)));
  const other = Array.from({ length: 5 }, () => timed(() => patched(large)));
  const isFast = median(own) < largeAtMost;
  console.log(
    `5 MB, 50 edits: ours ${median(own).toFixed(0)} ms, diff's applyPatch ${median(other).toFixed(0)} ms${isFast ? '' : `  MISSED (below ${largeAtMost} ms)`}`,
  );
  return isFast && wrong === 0;
}

/** Edits of lines spread over a text; each search is made long enough to stand once. */
function caseOf(text: string, count: number, seed: number): Case {
  const random = randomOf(seed);
  const lines = text.split('\n');
  const edits: TextEdit[] = [];
  const next = [...lines];
  const seen = new Map<string, number>();
  for (const line of lines) seen.set(line, (seen.get(line) ?? 0) + 1);
  const step = Math.floor(lines.length / count);
  for (let part = 0; part < count; part += 1) {
    let at = part * step + random.number(Math.max(1, step - 6));
    while (at < lines.length && (seen.get(lines[at] ?? '') ?? 0) !== 1) at += 1;
    if (at >= Math.min(lines.length, (part + 1) * step)) continue;
    const search = lines[at] ?? '';
    if (search === '') continue;
    if (text.indexOf(search) !== text.lastIndexOf(search)) continue;
    const replace = `${search} // ${part}`;
    edits.push({ type: 'search', search, replace });
    next[at] = replace;
  }
  const wanted = next.join('\n');
  return { text, edits, wanted, patch: createTwoFilesPatch('a', 'a', text, wanted) };
}

function largeText(bytes: number): string {
  const lines: string[] = [];
  for (let size = 0, index = 0; size < bytes; index += 1) {
    const line = `  const value${index} = compute(${index % 97}, 'item ${index}');`;
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

function ours({ text, edits }: Case): string | undefined {
  const outcome = applyEdits(text, edits);
  return outcome.type === 'applied' ? outcome.text : undefined;
}

function patched({ text, patch }: Case): string | false {
  return applyPatch(text, patch);
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
