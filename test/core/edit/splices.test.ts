import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, mapLines } from '../../../src/core/edit/diff.ts';
import { applyEdits } from '../../../src/core/edit/engine.ts';
import type { TextEdit } from '../../../src/core/edit/locate.ts';
import { linesOf } from '../../../src/core/text.ts';

const word = fc.string({
  unit: fc.constantFrom('a', 'b', '$', '&', '\u00E9', '\u4F60', ' ', '\u{1F600}'),
  maxLength: 5,
});

interface Page {
  readonly text: string;
  readonly lines: readonly string[];
  readonly breaks: readonly string[];
}

/** Texts in every form a file may have: LF, CRLF, both, with and without a final newline, empty lines, long ones. */
const page: fc.Arbitrary<Page> = fc
  .record({
    lines: fc.array(word, { minLength: 1, maxLength: 12 }),
    ending: fc.constantFrom('lf', 'crlf', 'mixed'),
    isOpen: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ lines: words, ending, isOpen, seed }) => {
    // Numbered, so that every line is unique and a search for it stands once.
    const lines = words.map((text, at) => `${at}:${text}`);
    const breaks = lines.map((_, at) => {
      if (at === lines.length - 1 && isOpen) return '';
      return ending === 'lf' || (ending === 'mixed' && ((seed >> at) & 1) === 0) ? '\n' : '\r\n';
    });
    return { lines, breaks, text: lines.map((line, at) => line + (breaks[at] ?? '')).join('') };
  });

const replacement = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((lines) => lines.map((line) => `new ${line}`));

describe('random splices', () => {
  it('a range gives exactly the lines that a splice of the lines gives, all else byte for byte', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.nat(), replacement, ({ lines, breaks, text }, from, size, fresh) => {
        const first = from % lines.length;
        const last = Math.min(lines.length - 1, first + (size % 3));
        const edit: TextEdit = { type: 'range', range: [first + 1, last + 1], replace: fresh.join('\n') };
        const outcome = applyEdits(text, [edit]);
        if (outcome.type === 'refused') throw new Error(outcome.refusals[0]?.reason);
        const head = text.slice(0, lengthOf(lines, breaks, first));
        const tail = (breaks[last] ?? '') + text.slice(lengthOf(lines, breaks, last + 1));
        expect(outcome.text.startsWith(head)).toBe(true);
        expect(outcome.text.endsWith(tail)).toBe(true);
        const middle = outcome.text.slice(head.length, outcome.text.length - tail.length);
        expect(middle.split(/\r?\n/)).toEqual(fresh);
        const kinds = new Set(breaks.filter((one) => one !== ''));
        if (kinds.size === 1) for (const one of middle.match(/\r?\n/g) ?? []) expect(kinds).toContain(one);
      }),
      { numRuns: 10_000 },
    );
  });

  it('a search for whole lines does what the range of these lines does, and back again', () => {
    fc.assert(
      fc.property(page, fc.nat(), fc.nat(), replacement, ({ lines, text }, from, size, fresh) => {
        const first = from % lines.length;
        const last = Math.min(lines.length - 1, first + (size % 3));
        const old = lines.slice(first, last + 1).join('\n');
        const replace = fresh.join('\n');
        const bySearch = applyEdits(text, [{ type: 'search', search: old, replace }]);
        const byRange = applyEdits(text, [{ type: 'range', range: [first + 1, last + 1], replace }]);
        if (bySearch.type === 'refused' || byRange.type === 'refused') {
          // A line may be the beginning of another one: "1:" of "11:".
          expect(bySearch.type === 'refused' && bySearch.refusals[0]?.outcome).toBe('ambiguous');
          return;
        }
        expect(bySearch.text).toBe(byRange.text);
        const back = applyEdits(bySearch.text, [
          { type: 'range', range: [first + 1, first + fresh.length], replace: old },
        ]);
        expect(back.type === 'applied' && linesOf(back.text)).toEqual(linesOf(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('a whole text keeps the endings of the lines it keeps', () => {
    fc.assert(
      fc.property(page, fc.nat(), ({ lines, breaks, text }, at) => {
        const place = at % lines.length;
        const fresh = [...lines.slice(0, place), 'inserted', ...lines.slice(place)];
        const end = breaks.at(-1) === '' ? '' : '\n';
        const outcome = applyEdits(text, [{ type: 'whole', whole: fresh.join('\n') + end }]);
        if (outcome.type === 'refused') throw new Error(outcome.refusals[0]?.reason);
        const head = text.slice(0, lengthOf(lines, breaks, place));
        const tail = text.slice(head.length);
        expect(outcome.text.replace(/inserted(?:\r\n|\n)/, '')).toBe(head + tail);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('line differences', () => {
  it('rebuild the new text, and map every untouched line', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 });
    fc.assert(
      fc.property(text, text, (base, content) => {
        const hunks = diffLines(base, content);
        const rebuilt: string[] = [];
        let next = 0;
        for (const hunk of hunks) {
          rebuilt.push(...base.slice(next, hunk.baseStart), ...content.slice(hunk.start, hunk.end));
          next = hunk.baseEnd;
        }
        rebuilt.push(...base.slice(next));
        expect(rebuilt).toEqual(content);
        const map = mapLines(hunks, base.length);
        base.forEach((line, at) => {
          const to = map[at] ?? -1;
          if (to !== -1) expect(content[to]).toBe(line);
        });
        const size = hunks.reduce(
          (sum, hunk) => sum + hunk.end - hunk.start + hunk.baseEnd - hunk.baseStart,
          0,
        );
        expect(size).toBe(base.length + content.length - 2 * longestCommon(base, content));
      }),
      { numRuns: 3_000 },
    );
  });
});

/** Length of the longest common subsequence, by the plain table. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const left of a) {
    const next = [0];
    b.forEach((right, at) => {
      next.push(left === right ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    });
    row = next;
  }
  return row[b.length] ?? 0;
}

function lengthOf(lines: readonly string[], breaks: readonly string[], count: number): number {
  return lines.slice(0, count).reduce((sum, line, at) => sum + line.length + (breaks[at] ?? '').length, 0);
}
