import type { Draft } from './kind.ts';
import type { ModelProgress, Usage } from './model.ts';
import type { Step } from './plan/step.ts';
import type { FileRead, House } from './ports.ts';
import type { Rung } from './route.ts';

/** The files of one task, read once: workers and checks see the same bytes. */
export interface Handed {
  readonly files: ReadonlyMap<string, FileRead>;
  /** SHA-256 (hex) by path, of every file that could be read. */
  readonly base: Readonly<Record<string, string>>;
  /** Files that cannot be handed out, in words. */
  readonly refused: readonly string[];
  /** The house with these bytes behind `files.read`. */
  readonly house: House;
}

/** Reads the files that a task hands out. */
export async function handOut(step: Step, house: House, signal: AbortSignal): Promise<Handed> {
  const paths = [...new Set(step.kind.handedOut(step.task))];
  const reads = await Promise.all(
    paths.map(
      async (path) => [path, step.pinned?.get(path) ?? (await house.files.read(path, signal))] as const,
    ),
  );
  const files = new Map(reads);
  const base: Record<string, string> = {};
  const refused: string[] = [];
  const created = new Set(step.kind.creates?.(step.task) ?? []);
  for (const [path, read] of files) {
    if (read.type === 'text') base[path] = read.file.sha256;
    else if (read.reason !== 'missing' || !created.has(path)) refused.push(`${path}: ${read.message}`);
  }
  const held = {
    name: house.files.name,
    read: (path: string, abort: AbortSignal): Promise<FileRead> => {
      const read = files.get(path);
      return read === undefined ? house.files.read(path, abort) : Promise.resolve(read);
    },
    list: (abort: AbortSignal) => house.files.list(abort),
  };
  return { files, base, refused, house: { ...house, files: held } };
}

const nothingSpent: Usage = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** Has one rung make a draft. A worker that breaks is a failed draft, never an exception. */
export async function delegate(
  step: Step,
  rung: Rung,
  handed: Handed,
  finding: string | undefined,
  onProgress: (progress: ModelProgress) => void,
  signal: AbortSignal,
): Promise<Draft> {
  const { house } = handed;
  switch (rung.type) {
    case 'recorded':
      return { type: 'drafted', raw: rung.result.result, usage: nothingSpent };
    case 'made':
      return { type: 'drafted', raw: rung.raw, usage: nothingSpent };
    case 'code':
      return step.kind.byCode(step.task, house, signal);
    case 'model':
      return step.kind.byModel(step.task, { house, model: rung.model, finding, onProgress }, signal);
  }
}
