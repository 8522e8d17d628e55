// How the work for an input grows with the input's size. No clock decides: what is measured is the time of the
// processor that this thread itself spent, so other programs on the machine do not count.

/** Between work in proportion (a degree of 1) and work in the square (a degree of 2). */
export const linear = 1.5;

const tries = 5;
/** The system counts a thread's time by its ticks of up to 4 ms; a measure takes many of them. */
const leastMs = 24;
/** What takes so long is measured once: nothing else that happens weighs much beside it. */
const longMs = 1_000;

/**
 * The degree of growth of `work`: `d` where `factor` times the size costs `factor ** d` times the time. It is the
 * smallest of several tries; one that is `linear` ends them, and so does a long one. At `small` what grows has to outweigh what
 * does not.
 */
export async function growthOf(work: (size: number) => unknown, small: number, factor = 8): Promise<number> {
  let least = Infinity;
  for (let at = 0; at < tries && least >= linear; at += 1) {
    const one = await timeOf(work, small);
    const many = await timeOf(work, small * factor);
    least = Math.min(least, Math.log(many / one) / Math.log(factor));
    if (many > longMs) break;
  }
  return least;
}

/** Milliseconds of this thread for one run of `work`, over as many runs as can be measured. */
async function timeOf(work: (size: number) => unknown, size: number): Promise<number> {
  const before = process.threadCpuUsage();
  for (let runs = 1; ; runs += 1) {
    await work(size);
    const { user, system } = process.threadCpuUsage(before);
    const spent = (user + system) / 1000;
    if (spent >= leastMs) return spent / runs;
  }
}
