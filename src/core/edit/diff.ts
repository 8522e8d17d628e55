/** A stretch of lines that differs: 0-based, ends exclusive. Both sides empty never happens. */
export interface Hunk {
  readonly baseStart: number;
  readonly baseEnd: number;
  readonly start: number;
  readonly end: number;
}

/** Above this many steps the middle is taken as one hunk: still true, only coarser. */
const stepsAtMost = 2_000;

/**
 * Where two lists of lines differ, in order (Myers' shortest edit script between the equal ends). Lines are
 * compared as they are given.
 */
export function diffLines(base: readonly string[], content: readonly string[]): readonly Hunk[] {
  let head = 0;
  while (head < base.length && head < content.length && base[head] === content[head]) head += 1;
  let tail = 0;
  while (
    tail < base.length - head &&
    tail < content.length - head &&
    base[base.length - 1 - tail] === content[content.length - 1 - tail]
  ) {
    tail += 1;
  }
  const a = base.slice(head, base.length - tail);
  const b = content.slice(head, content.length - tail);
  if (a.length === 0 && b.length === 0) return [];
  const whole = [{ baseStart: head, baseEnd: head + a.length, start: head, end: head + b.length }];
  if (a.length === 0 || b.length === 0) return whole;
  const hunks = shortest(a, b);
  if (hunks === undefined) return whole;
  return hunks.map((hunk) => ({
    baseStart: hunk.baseStart + head,
    baseEnd: hunk.baseEnd + head,
    start: hunk.start + head,
    end: hunk.end + head,
  }));
}

/** Myers' greedy algorithm with its trace; undefined where it would take too many steps. */
function shortest(a: readonly string[], b: readonly string[]): readonly Hunk[] | undefined {
  const most = Math.min(a.length + b.length, stepsAtMost);
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  const middle = most + 1;
  for (let steps = 0; steps <= most; steps += 1) {
    trace.push(furthest.slice(middle - steps - 1, middle + steps + 2));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      const down =
        diagonal === -steps ||
        (diagonal !== steps && at(furthest, middle + diagonal - 1) < at(furthest, middle + diagonal + 1));
      let x = down ? at(furthest, middle + diagonal + 1) : at(furthest, middle + diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[middle + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return undefined;
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}

function walkBack(trace: readonly Int32Array[], aLength: number, bLength: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let x = aLength;
  let y = bLength;
  for (let steps = trace.length - 1; steps > 0 && (x > 0 || y > 0); steps -= 1) {
    const row = trace[steps] ?? new Int32Array();
    // Row `steps` holds diagonals -steps-1 to steps+1 as they stood before that step.
    const value = (diagonal: number): number => at(row, diagonal + steps + 1);
    const diagonal = x - y;
    const down = diagonal === -steps || (diagonal !== steps && value(diagonal - 1) < value(diagonal + 1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const fromX = value(from);
    const fromY = fromX - from;
    // The single step went from (fromX, fromY); what follows it on the diagonal is equal.
    addStep(hunks, fromX, fromY, down);
    x = fromX;
    y = fromY;
  }
  return hunks.reverse();
}

/** Hunks grow backwards: a step that touches the last one makes it longer. */
function addStep(hunks: Hunk[], x: number, y: number, down: boolean): void {
  const step = down
    ? { baseStart: x, baseEnd: x, start: y, end: y + 1 }
    : { baseStart: x, baseEnd: x + 1, start: y, end: y };
  const last = hunks.at(-1);
  if (last !== undefined && last.baseStart === step.baseEnd && last.start === step.end) {
    hunks[hunks.length - 1] = { ...last, baseStart: step.baseStart, start: step.start };
  } else hunks.push(step);
}

/**
 * For each base line (0-based) the line it became, or -1 where it lies in a hunk. Both lists may be long, so this
 * is a table and not a search.
 */
export function mapLines(hunks: readonly Hunk[], baseCount: number): Int32Array {
  const map = new Int32Array(baseCount).fill(-1);
  let shift = 0;
  let next = 0;
  for (const hunk of hunks) {
    for (let line = next; line < hunk.baseStart; line += 1) map[line] = line + shift;
    next = hunk.baseEnd;
    shift = hunk.end - hunk.baseEnd;
  }
  for (let line = next; line < baseCount; line += 1) map[line] = line + shift;
  return map;
}
