/**
 * The longest stretch, in milliseconds, that this thread worked without letting its timers run. Its own processor
 * time is measured, not the clock: what other programs and threads do, and what makes this one wait, does not count.
 */
export function watchStretches(): { end(): number } {
  let longest = 0;
  let before = process.threadCpuUsage();
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.threadCpuUsage();
  };
  const timer = setInterval(look, 5);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}
