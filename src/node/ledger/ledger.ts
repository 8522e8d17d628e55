import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunEvent } from '../../core/events.ts';
import { encodeLine, mergeLines, openRuns } from '../../core/ledger/lines.ts';
import { codeOf, nodeDisk, wordsOf, type Disk, type OpenFile } from '../writer/disk.ts';
import { makeFolders } from '../writer/folders.ts';
import { compactAtBytes, compactLedger, sweepLedger } from './compact.ts';
import { encodeHeader, fileName, readLedgerFiles, type LedgerFile } from './files.ts';
import { isGone, thisProcess, type Owner } from '../writer/owner.ts';
import { setTailAside } from './torn.ts';

export interface LedgerOptions {
  /** Where ledgers of all workspaces are kept; made when needed, for its owner only. */
  readonly storage: string;
  /** What the workspace is known by: its absolute path, or an address. */
  readonly workspace: string;
  /** Told in words, and never twice for one cause, when something could not be read or kept. */
  onProblem(message: string): void;
  readonly disk?: Disk;
  /** Bytes of closed windows' files above which they are made smaller. */
  readonly compactAt?: number;
}

/** Folder of one workspace's ledger, so that names of folders people work in are no file names of ours. */
export function ledgerFolder(storage: string, workspace: string): string {
  return join(storage, createHash('sha256').update(workspace).digest('hex').slice(0, 32));
}

/**
 * Opens the ledger of one workspace for this window: reads what is there, ends the runs of windows that are gone
 * as interrupted, and makes old files smaller where they have grown. Never rejects.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const ledger = new Ledger(options, await thisProcess());
  await ledger.settle();
  return ledger;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly kept: () => void;
}

/** Lines that could not be written wait in memory for the next try, up to this size. */
const waitingAtMost = 32 * 1024 * 1024;

/**
 * The append-only record of one workspace (design section 12): one file for each window, merged on read. Its
 * files, and the folder they stand in, can be read by their owner only.
 */
export class Ledger {
  readonly folder: string;
  readonly #options: LedgerOptions;
  readonly #disk: Disk;
  readonly #owner: Owner;
  readonly #window = randomUUID();
  readonly #told = new Set<string>();
  #seq = 0;
  #file: OpenFile | undefined;
  #size = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #closed = false;

  constructor(options: LedgerOptions, owner: Owner) {
    this.#options = options;
    this.#owner = owner;
    this.#disk = options.disk ?? nodeDisk();
    this.folder = ledgerFolder(options.storage, options.workspace);
  }

  /** All that is recorded, of every window, causes before effects. Never rejects. */
  async load(): Promise<readonly RunEvent[]> {
    return mergeLines((await this.#read()).flatMap((file) => file.lines.map((kept) => kept.line)));
  }

  /**
   * Resolves when the event is on the disk, or when that failed and was told to `onProblem`; a failed one is tried
   * again with the next. Events come to stand in the order of the calls. Live progress is never kept.
   */
  append(event: RunEvent): Promise<void> {
    if (event.type === 'progress') return Promise.resolve();
    if (this.#closed) {
      this.#tell('The ledger is closed; what came after is not recorded.');
      return Promise.resolve();
    }
    const text = encodeLine(++this.#seq, this.#window, event);
    return new Promise((kept) => {
      this.#waiting.push({ bytes: new TextEncoder().encode(`${text}\n`), kept });
      this.#writing ??= this.#drain();
    });
  }

  /** Writes what waits and lets the file go. Runs without an end count as interrupted from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    if (this.#waiting.length > 0) await this.#drain();
    try {
      await this.#file?.close();
    } catch (error) {
      this.#tell(`The ledger could not be closed: ${wordsOf(error)}`);
    }
    this.#file = undefined;
  }

  /** What opening does beside reading. */
  async settle(): Promise<void> {
    const gone: LedgerFile[] = [];
    const alive: LedgerFile[] = [];
    for (const file of await this.#read()) {
      const owner = file.header?.owner;
      const isAlive = owner !== undefined && owner !== null && !(await isGone(owner));
      (isAlive ? alive : gone).push(file);
    }
    for (const file of gone) await this.#guard(() => setTailAside(this.folder, file, this.#disk, this.#tell));
    await this.#interrupt(gone, alive);
    await this.#guard(() => sweepLedger(this.folder, this.#disk));
    const bytes = gone.reduce((sum, file) => sum + file.wholeBytes, 0);
    const limit = this.#options.compactAt ?? compactAtBytes;
    if (bytes <= limit) return;
    await this.#guard(() => compactLedger(this.folder, { gone, alive }, limit / 2, this.#disk));
  }

  async #interrupt(gone: readonly LedgerFile[], alive: readonly LedgerFile[]): Promise<void> {
    const eventsOf = (files: readonly LedgerFile[]): RunEvent[] =>
      mergeLines(files.flatMap((file) => file.lines.map((kept) => kept.line)));
    const running = new Set(eventsOf(alive).map((event) => event.run));
    const open = openRuns(eventsOf([...gone, ...alive])).filter((run) => !running.has(run));
    const reason = 'the window was closed, or ended, while this ran';
    await Promise.all(open.map((run) => this.append({ type: 'ended', run, outcome: 'interrupted', reason })));
  }

  async #read(): Promise<LedgerFile[]> {
    const files = (await this.#guard(() => readLedgerFiles(this.folder, this.#disk))) ?? [];
    const lines = files.flatMap((file) => file.lines.map((kept) => kept.line));
    for (const line of lines) if (line.type !== 'broken') this.#seq = Math.max(this.#seq, line.seq);
    const broken = lines.filter((line) => line.type === 'broken').length;
    const newer = lines.filter((line) => line.type === 'newer').length;
    if (broken > 0) this.#tell(`${count(broken)} of the ledger cannot be read; the files keep them.`);
    if (newer > 0) this.#tell(`${count(newer)} of the ledger need a newer version; the files keep them.`);
    return files;
  }

  /** Takes all that waits at once, until nothing does: calls of one tick share one write and one flush. */
  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const isKept = await this.#write(batch);
      for (const { kept } of batch) kept();
      if (isKept) continue;
      this.#keepWaiting(batch);
      break;
    }
    this.#writing = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<boolean> {
    try {
      this.#file ??= await this.#openFile();
      // What a failed write left behind stands after the whole lines.
      if (this.#isFailing) await this.#file.truncate(this.#size);
      const isFirst = this.#size === 0;
      const header = isFirst ? `${encodeHeader(this.#window, this.#owner, [])}\n` : '';
      const bytes = Buffer.concat([Buffer.from(header), ...batch.map((waiting) => waiting.bytes)]);
      await this.#file.write(bytes, this.#size);
      await this.#file.sync();
      if (isFirst) await this.#disk.syncFolder(this.folder);
      this.#size += bytes.length;
      this.#isFailing = false;
      return true;
    } catch (error) {
      if (!this.#isFailing) this.#options.onProblem(`The ledger could not be written: ${wordsOf(error)}`);
      this.#isFailing = true;
      return false;
    }
  }

  #keepWaiting(batch: readonly Waiting[]): void {
    const size = batch.reduce((sum, waiting) => sum + waiting.bytes.length, 0);
    if (size <= waitingAtMost) this.#waiting = [...batch, ...this.#waiting];
    else this.#tell('The ledger could not be written for so long that events were lost.');
  }

  /** The name is this window's own, so a file that is there is left of a first write that failed. */
  async #openFile(): Promise<OpenFile> {
    const path = join(this.folder, fileName(this.#window));
    await makeFolders(this.folder, this.#disk);
    try {
      return await this.#disk.create(path, 0o600);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return this.#disk.open(path);
    }
  }

  async #guard<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#tell(`The ledger could not be read: ${wordsOf(error)}`);
      return undefined;
    }
  }

  readonly #tell = (message: string): void => {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#options.onProblem(message);
  };
}

function count(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}
