// Finds programs that this process has started, by what the system says of them. Linux only.
import { readdir, readFile } from 'node:fs/promises';

/** Ids of the processes below this one whose command line holds the words. */
export async function descendantsWith(words: string): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8');
      // The name of a program may hold blanks and brackets; the parent is the second word behind it.
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      if ((await readFile(`/proc/${name}/cmdline`, 'utf8')).includes(words)) found.push(pid);
    } catch {
      continue; // it has ended meanwhile
    }
  }
  const isBelow = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 0; at = parents.get(at)) {
      if (at === process.pid) return true;
    }
    return false;
  };
  return found.filter(isBelow);
}
