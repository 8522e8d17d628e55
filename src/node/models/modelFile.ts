import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod';
import type { CatalogueModel } from './catalogue.ts';

/** What was verified, so that a file of a gigabyte is not read again for every question. */
const receiptSchema = z.object({ sha256: z.string(), size: z.number(), mtimeMs: z.number() });

/** The place of a model's file in a folder of models. */
export function modelPath(folder: string, model: CatalogueModel): string {
  return path.join(folder, model.fileName);
}

function receiptPath(file: string): string {
  return `${file}.verified.json`;
}

/** SHA-256 (hex) of a file's bytes, read as a stream. */
export async function sha256File(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const bytes: AsyncIterable<Uint8Array> = createReadStream(file, { highWaterMark: 1024 * 1024, signal });
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

export type FileState = 'verified' | 'missing' | 'unverified';

/** What is known of a model's file without reading it: size and time must be those of the last verification. */
export async function modelFileState(folder: string, model: CatalogueModel): Promise<FileState> {
  const file = modelPath(folder, model);
  const stat = await statOf(file);
  if (stat === undefined) return 'missing';
  const receipt = await readReceipt(receiptPath(file));
  const same =
    receipt !== undefined &&
    receipt.sha256 === model.sha256 &&
    receipt.size === stat.size &&
    receipt.mtimeMs === stat.mtimeMs;
  return same ? 'verified' : 'unverified';
}

/** Reads the whole file and keeps a receipt where its hash is the catalogue's. */
export async function verifyModelFile(
  folder: string,
  model: CatalogueModel,
  signal: AbortSignal,
): Promise<boolean> {
  const file = modelPath(folder, model);
  const stat = await statOf(file);
  if (stat === undefined || stat.size !== model.bytes) return false;
  if ((await sha256File(file, signal)) !== model.sha256) return false;
  await writeReceipt(file, model);
  return true;
}

/** Keeps the receipt of a file whose hash was just found right. */
export async function writeReceipt(file: string, model: CatalogueModel): Promise<void> {
  const stat = await fs.stat(file);
  const receipt = { sha256: model.sha256, size: stat.size, mtimeMs: stat.mtimeMs };
  const fresh = `${receiptPath(file)}.${process.pid}`;
  await fs.writeFile(fresh, JSON.stringify(receipt));
  await fs.rename(fresh, receiptPath(file));
}

async function readReceipt(file: string): Promise<z.infer<typeof receiptSchema> | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  try {
    const receipt = receiptSchema.safeParse(JSON.parse(text));
    return receipt.success ? receipt.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined where nothing is there. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Undefined where nothing is there. */
export async function statOf(file: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    return await fs.stat(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
