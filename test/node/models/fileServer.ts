import * as http from 'node:http';

/** What happens to one request for a file. */
export type Fate =
  | { readonly type: 'whole' }
  /** The connection breaks after so many bytes of the answer. */
  | { readonly type: 'breaks'; readonly after: number }
  /** The answer stops after so many bytes, and the connection stays. */
  | { readonly type: 'stalls'; readonly after: number }
  | { readonly type: 'redirect'; readonly to: string }
  | { readonly type: 'status'; readonly status: number };

export interface FileServer {
  readonly url: string;
  /** Every request: its path and the offset that it asked to go on from. */
  readonly requests: readonly { readonly path: string; readonly from: number }[];
  /** Settles when so many requests have come. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A server of files on loopback that knows ranges, and what fate each request meets. */
export async function startFileServer(
  files: ReadonlyMap<string, Buffer>,
  fate: (path: string, index: number) => Fate = () => ({ type: 'whole' }),
  ranges = true,
): Promise<FileServer> {
  const requests: { path: string; from: number }[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    const asked = /^bytes=(\d+)-$/u.exec(request.headers.range ?? '');
    const from = ranges && asked !== null ? Number(asked[1]) : 0;
    const next = fate(path, requests.length);
    requests.push({ path, from });
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    const content = files.get(path);
    if (next.type === 'redirect') return response.writeHead(302, { location: next.to }).end();
    if (next.type === 'status') return response.writeHead(next.status).end();
    if (content === undefined) return response.writeHead(404).end();
    if (from > 0 && from >= content.length) return response.writeHead(416).end();
    const rest = content.subarray(from);
    const head: http.OutgoingHttpHeaders = { 'content-length': rest.length };
    if (from > 0) head['content-range'] = `bytes ${from}-${content.length - 1}/${content.length}`;
    response.writeHead(from > 0 ? 206 : 200, head);
    if (next.type === 'whole') return response.end(rest);
    return response.write(rest.subarray(0, next.after), () => {
      if (next.type === 'breaks') response.socket?.destroySoon();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    seen: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
