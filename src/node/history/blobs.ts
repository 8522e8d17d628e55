import { runProgram } from '../search/process.ts';

export interface Repository {
  readonly program: string;
  readonly folder: string;
  readonly args: readonly string[];
}

export type Blobs =
  | { readonly type: 'blobs'; readonly blobs: ReadonlyMap<string, Buffer> }
  | { readonly type: 'failed'; readonly message: string };

/** Contents of blobs by their ids, through one process. What is no blob is left out. */
export async function readBlobs(
  ids: readonly string[],
  { program, folder, args }: Repository,
  signal: AbortSignal,
): Promise<Blobs> {
  if (ids.length === 0) return { type: 'blobs', blobs: new Map() };
  const chunks: Buffer[] = [];
  const ended = await runProgram(
    program,
    folder,
    [...args, 'cat-file', '--batch'],
    (chunk) => chunks.push(chunk),
    signal,
    `${[...new Set(ids)].join('\n')}\n`,
  );
  if (ended.type !== 'ended') return { type: 'failed', message: ended.message };
  if (ended.code !== 0) return { type: 'failed', message: ended.errors.split('\n')[0] ?? '' };
  return { type: 'blobs', blobs: parse(Buffer.concat(chunks)) };
}

/** `<id> blob <size>`, a line feed, so many bytes, a line feed; or `<id> missing`. */
function parse(out: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  let at = 0;
  while (at < out.length) {
    const end = out.indexOf(0x0a, at);
    if (end === -1) break;
    const [id = '', type = '', size = ''] = out.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (type === 'missing' || !/^\d+$/u.test(size)) continue;
    const length = Number(size);
    if (type === 'blob') blobs.set(id, out.subarray(at, at + length));
    at += length + 1;
  }
  return blobs;
}
