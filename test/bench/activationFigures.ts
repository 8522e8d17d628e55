// What the starts of the extension host showed, judged. No editor in here.

/** Milliseconds of one activation; the host counts whole ones. */
export interface Activation {
  /** From the call of `activate()` by another extension to its answer: the host's own work counts, too. */
  readonly whole: number;
  /** How much of that the host's thread worked; what is more, it waited, or others had the processor. */
  readonly work: number;
  /** What the host says of it: loading the code, the call of `activate`, and what that waited for. */
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

/** One start of the extension host. */
export interface Sample {
  readonly ours: Activation;
  /** An extension whose `activate` does nothing, in the same host. */
  readonly empty: Activation;
  /** What began in the host from before our activation until the host had told its times, such as `connect`. */
  readonly begun: readonly string[];
  /** The same of a connection and a module that the probe itself began: both, or the watch is blind. */
  readonly control: readonly string[];
}

/** At most this long, nineteen times of twenty; milliseconds. */
const p95AtMost = 50;

/** What an empty extension takes, is what others on this machine take from the host; milliseconds. */
const idleAtMost = 10;

/** Below twenty starts the p95 is that of the slowest one, which is the stricter bound; below these it says nothing. */
export const startsAtLeast = 5;

/** The host's own time of an activation. */
function timeOf({ load, call, finish }: Activation): number {
  return load + call + finish;
}

/** The value that at least so large a part of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** The figures, one line each, and what is wrong with them, half a sentence each: nothing, where the bounds hold. */
export function figuresOf(samples: readonly Sample[]): {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
} {
  const ms = (values: readonly number[]): string =>
    `median ${percentile(values, 0.5).toFixed(0)} ms, p95 ${percentile(values, 0.95).toFixed(0)} ms`;
  const of = (pick: (sample: Sample) => number): readonly number[] => samples.map(pick);
  const times = of(({ ours }) => timeOf(ours));
  const begun = [...new Set(samples.flatMap((sample) => sample.begun))];
  const p95 = percentile(times, 0.95);
  const idle = percentile(
    of(({ empty }) => timeOf(empty)),
    0.95,
  );
  const busy =
    idle > idleAtMost ? `; one that does nothing took ${idle.toFixed(0)} ms: the machine is busy` : '';
  const blind = samples.filter(({ control }) => !control.includes('connect') || !control.includes('wasm'));
  const problems = [
    ...(samples.length < startsAtLeast ? [`${samples.length} starts, ${startsAtLeast} needed`] : []),
    // Also without a sample, where it is no number.
    ...(p95 <= p95AtMost ? [] : [`p95 ${p95.toFixed(0)} ms, ${p95AtMost} allowed${busy}`]),
    ...(begun.length === 0 ? [] : [`activation began ${begun.join(', ')}`]),
    ...(blind.length === 0 ? [] : [`the watch saw nothing in ${blind.length} starts`]),
  ];
  const lines = [
    `activation: ${ms(times)} over ${samples.length} starts of the host (an empty extension: ${ms(of(({ empty }) => timeOf(empty)))}); ${p95AtMost} ms allowed`,
    `activation, loading the code: ${ms(of(({ ours }) => ours.load))}; the call: ${ms(of(({ ours }) => ours.call + ours.finish))}`,
    `activation, until another extension has the answer: ${ms(of(({ ours }) => ours.whole))} (an empty extension: ${ms(of(({ empty }) => empty.whole))})`,
    `activation, work of the host's thread in that: ${ms(of(({ ours }) => ours.work))} (an empty extension: ${ms(of(({ empty }) => empty.work))})`,
    `activation, connections and wasm: ${begun.length === 0 ? 'none' : begun.join(', ')}`,
  ];
  return { lines, problems };
}
