// An extension that measures another's activation from inside the host, once a start: it adds a line to a file and
// loads the window again, until there are enough. Bundled by activation.ts.
import * as dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFile, readFile } from 'node:fs/promises';
import * as net from 'node:net';
import * as vscode from 'vscode';
import type { Activation, Sample } from './activationFigures.ts';

const ours = 'countersign.countersign';
const empty = 'countersign-bench.empty';

/** What the process that started the editor says in the environment. */
interface Order {
  /** Gets one line of JSON a start: a {@link Sample}, or `{error}`. */
  readonly file: string;
  readonly starts: number;
}

export async function activate(): Promise<void> {
  const order: Order = {
    file: process.env['COUNTERSIGN_BENCH_FILE'] ?? '',
    starts: Number(process.env['COUNTERSIGN_BENCH_STARTS']),
  };
  const done = (await readFile(order.file, 'utf8')).split('\n').length - 1;
  if (done >= order.starts) return;
  const row = await measure(done % 2 === 0).catch((error: unknown) => ({ error: String(error) }));
  await appendFile(order.file, `${JSON.stringify(row)}\n`);
  if (done + 1 < order.starts && !('error' in row)) {
    // Not waited for: it ends this process, and a new one comes.
    void vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}

/** Who goes first pays for what both need, so they take turns. Both wait until the window has started. */
async function measure(emptyFirst: boolean): Promise<Sample> {
  await pageWith((text) => text !== '');
  await whenCalm();
  const spent = new Map<string, Pick<Activation, 'whole' | 'work'>>();
  const begun: string[] = [];
  const unwatch = watch(begun);
  for (const id of emptyFirst ? [empty, ours] : [ours, empty]) {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined) throw new Error(`${id} is not there`);
    if (extension.isActive) throw new Error(`${id} was active before it was needed`);
    const from = performance.now();
    const worked = process.threadCpuUsage();
    await extension.activate();
    const { user, system } = process.threadCpuUsage(worked);
    spent.set(id, { whole: performance.now() - from, work: (user + system) / 1_000 });
  }
  const page = await pageWith((text) => timesIn(text).size === 2);
  const told = timesIn(page);
  const control: string[] = [...begun];
  begun.length = 0;
  await beginBoth();
  unwatch();
  const of = (id: string): Activation => {
    const [load, call, finish] = told.get(id) ?? [];
    const own = spent.get(id);
    if (load === undefined || call === undefined || finish === undefined || own === undefined)
      throw new Error(`the host does not tell the times of ${id}`);
    return { ...own, load, call, finish };
  };
  return { ours: of(ours), empty: of(empty), begun: control, control: begun };
}

/** How long the editor may take to fill its page, which waits for its start to be over. */
const pageMs = 30_000;

/** Opens the editor's own page on what its start took, waits until it is as wanted, and closes it. */
async function pageWith(isIt: (text: string) => boolean): Promise<string> {
  const found = new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const page = vscode.workspace.textDocuments.find(
        (each) => each.uri.scheme === 'perf' && isIt(each.getText()),
      );
      if (page === undefined) return;
      clearTimeout(timer);
      for (const each of listening) each.dispose();
      resolve(page.getText());
    };
    const timer = setTimeout(() => reject(new Error('the host does not tell the times')), pageMs);
    const listening = [
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(look),
    ];
  });
  await vscode.commands.executeCommand('perfview.show');
  const page = await found;
  // Left open, it would be shown again with what was true when it was opened: at the second look, at the next start.
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  return page;
}

/** A window that answers so quickly so often in a row is done with its own work; it is not asked for ever. */
const calm = { answerMs: 5, inARow: 20, questions: 2_000 };

/** Asks the window for nothing until it has nothing else to do: it shares the processors with the host. */
async function whenCalm(): Promise<void> {
  let quick = 0;
  for (let asked = 0; quick < calm.inARow && asked < calm.questions; asked += 1) {
    const from = performance.now();
    await vscode.commands.executeCommand('setContext', 'countersign-bench.calm', asked);
    quick = performance.now() - from <= calm.answerMs ? quick + 1 : 0;
  }
}

/** The rows of that page on both extensions: three times in milliseconds each. */
function timesIn(page: string): ReadonlyMap<string, readonly number[]> {
  return new Map(
    page.split('\n').flatMap((row) => {
      const [, id = '', , ...times] = row.split('|').map((cell) => cell.trim());
      return id === ours || id === empty ? [[id, times.slice(0, 3).map(Number)] as const] : [];
    }),
  );
}

/** Notes every connection, look-up of a name and WebAssembly module that begins in this process from now on. */
function watch(begun: string[]): () => void {
  const undo: (() => void)[] = [];
  const note = (owner: object, name: string, word: string): void => {
    const was: unknown = Reflect.get(owner, name);
    if (typeof was !== 'function') throw new Error(`there is no ${name} to watch`);
    const noted = new Proxy(was, {
      apply(target, self, args) {
        begun.push(word);
        return Reflect.apply(target, self, args) as unknown;
      },
      construct(target, args, newTarget) {
        begun.push(word);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
    if (!Reflect.set(owner, name, noted)) throw new Error(`${name} cannot be watched`);
    undo.push(() => void Reflect.set(owner, name, was));
  };
  note(net.Socket.prototype, 'connect', 'connect');
  note(dgram.Socket.prototype, 'send', 'send');
  note(dns, 'lookup', 'lookup');
  note(globalThis, 'fetch', 'fetch');
  const wasm: unknown = Reflect.get(globalThis, 'WebAssembly');
  if (typeof wasm !== 'object' || wasm === null) throw new Error('there is no WebAssembly to watch');
  for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming', 'Module'])
    note(wasm, name, 'wasm');
  return () => undo.forEach((each) => each());
}

/** What the watch must see: a connection to a server of its own, and the smallest module there is. */
async function beginBoth(): Promise<void> {
  const wasm = Reflect.get(globalThis, 'WebAssembly') as { compile(bytes: Uint8Array): Promise<unknown> };
  await wasm.compile(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const server = net.createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  await new Promise<void>((resolve, reject) => {
    const socket = net.connect(address.port, '127.0.0.1');
    socket.on('error', reject).on('close', () => resolve());
    socket.resume();
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
