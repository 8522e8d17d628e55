import * as z from 'zod';
import { changeSetSchema, type ChangeSet, type FileChange } from './change.ts';
import { contentObjections } from './gate/content.ts';
import { keyOf } from './paths/characters.ts';
import type { Left } from './ledger/results.ts';
import type { PathDecision } from './ports.ts';
import { verdictSchema, type Verdict } from './verdict.ts';

/**
 * What a person said to a change set. It is bound to the hash of real paths, operations, bases, new contents and
 * of what spoke against them (`bindingOf`), and dies when any of these changes. `override` is the explicit wish to write although the checks
 * did not verify it, or although a path asks; it is recorded and never raises trust.
 */
export const approvalSchema = z.strictObject({ hash: z.string(), override: z.boolean() });
export type Approval = z.infer<typeof approvalSchema>;

/** Not exported: nothing outside this file can name it, so nothing outside can make a `Cleared`. */
const seal: unique symbol = Symbol('cleared');

/** A change set that may be written, as it was when it was cleared. The writer takes nothing else. */
export interface Cleared {
  readonly [seal]: true;
  readonly changeSet: ChangeSet;
  readonly realPaths: ReadonlyMap<string, string>;
  readonly by: 'verdict' | 'override';
  readonly hash: string;
}

/** Made by a writer, from a `Cleared` only: what was written, with the hash (hex) of each file's bytes after it. */
export interface Applied {
  readonly cleared: Cleared;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly saved: boolean }[];
}

/**
 * What one result wrote, and may be taken back. `files` holds the hash (hex) of each file's bytes as the result left
 * them, by path; `realPaths` where each may be restored. The writer takes nothing else.
 */
export interface ClearedUndo {
  readonly [seal]: true;
  readonly changeSet: ChangeSet;
  readonly files: ReadonlyMap<string, string>;
  readonly realPaths: ReadonlyMap<string, string>;
}

/**
 * What is cleared. The private field is the seal at run time: a copy, a spread, or anything read back from disk
 * has none. Contents are copied and frozen, so that what was approved is what is written.
 */
class Sealed implements Cleared {
  readonly [seal] = true;
  readonly #isSealed = true;
  readonly changeSet: ChangeSet;
  readonly by: 'verdict' | 'override';
  readonly hash: string;
  readonly #realPaths: ReadonlyMap<string, string>;

  /** Every object leads to its constructor; only this file has the key. */
  constructor(
    key: typeof seal,
    changeSet: ChangeSet,
    paths: GateInput['paths'],
    by: Cleared['by'],
    hash: string,
  ) {
    if (key !== seal) throw new TypeError('only the gate clears');
    const files = changeSet.files.map((change): FileChange => Object.freeze({ ...change }));
    this.changeSet = Object.freeze({ files: Object.freeze(files) as FileChange[] });
    this.#realPaths = realPathsOf(changeSet, paths);
    this.by = by;
    this.hash = hash;
    Object.freeze(this);
  }

  /** A copy each time: a map cannot be frozen. */
  get realPaths(): ReadonlyMap<string, string> {
    return new Map(this.#realPaths);
  }

  static has(value: object): boolean {
    return #isSealed in value && value.#isSealed;
  }
}

/** True only for what `clear` made in this process. */
export function isCleared(value: unknown): value is Cleared {
  return typeof value === 'object' && value !== null && Sealed.has(value);
}

/** The same for what is to be taken back. */
class SealedUndo implements ClearedUndo {
  readonly [seal] = true;
  readonly #isSealed = true;
  readonly changeSet: ChangeSet;
  readonly #files: ReadonlyMap<string, string>;
  readonly #realPaths: ReadonlyMap<string, string>;

  constructor(
    key: typeof seal,
    changes: readonly FileChange[],
    files: ReadonlyMap<string, string>,
    realPaths: ReadonlyMap<string, string>,
  ) {
    if (key !== seal) throw new TypeError('only the gate clears');
    const own = changes.map((change): FileChange => Object.freeze({ ...change }));
    this.changeSet = Object.freeze({ files: Object.freeze(own) as FileChange[] });
    this.#files = files;
    this.#realPaths = realPaths;
    Object.freeze(this);
  }

  get files(): ReadonlyMap<string, string> {
    return new Map(this.#files);
  }

  get realPaths(): ReadonlyMap<string, string> {
    return new Map(this.#realPaths);
  }

  static has(value: object): boolean {
    return #isSealed in value && value.#isSealed;
  }
}

/** True only for what `clearUndo` made in this process. */
export function isClearedUndo(value: unknown): value is ClearedUndo {
  return typeof value === 'object' && value !== null && SealedUndo.has(value);
}

export interface UndoInput {
  readonly changeSet: ChangeSet;
  /** SHA-256 (hex) of each file's bytes as they were written, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly paths: ReadonlyMap<string, PathDecision>;
  readonly trusted: boolean;
}

export type UndoDecision =
  | { readonly type: 'cleared'; readonly cleared: ClearedUndo; readonly left: readonly Left[] }
  | { readonly type: 'denied'; readonly reasons: readonly string[] };

/**
 * Decides which files of a written change may be restored. The person's wish to undo is the approval, and what is
 * restored is what stood there before; so a path that asks is cleared, and one that is denied is left, with why.
 * Total, as `clear` is.
 */
export function clearUndo(input: UndoInput): UndoDecision {
  try {
    return decideUndo(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'denied', reasons: [`the gate could not decide: ${reason}`] };
  }
}

function decideUndo({ changeSet, files, paths, trusted }: UndoInput): UndoDecision {
  if (trusted !== true)
    return { type: 'denied', reasons: ['the workspace is not trusted, so nothing is written in it'] };
  if (!changeSetSchema.safeParse(changeSet).success)
    return { type: 'denied', reasons: ['the change set is malformed'] };
  const cleared: FileChange[] = [];
  const hashes = new Map<string, string>();
  const realPaths = new Map<string, string>();
  const left: Left[] = [];
  const places = new Set<string>();
  for (const change of changeSet.files) {
    const { path } = change;
    const decision = paths.get(path);
    const written = ownOf(files, path);
    const leave = (reason: string): unknown => left.push({ path, reason });
    if (written === undefined) leave('it is not recorded that this result wrote it');
    else if (decision === undefined) leave('the path was not looked at');
    else if (decision.type === 'deny') leave(decision.reason);
    else if (places.has(keyOf(decision.realPath))) leave('it is the same file as another one of this change');
    else {
      places.add(keyOf(decision.realPath));
      cleared.push(change);
      hashes.set(path, written);
      realPaths.set(path, decision.realPath);
    }
  }
  return { type: 'cleared', cleared: new SealedUndo(seal, cleared, hashes, realPaths), left };
}

export type GateDecision =
  | { readonly type: 'cleared'; readonly cleared: Cleared }
  /** A person may still clear it, with an approval bound to `hash`; `missing` says what speaks against it. */
  | { readonly type: 'held'; readonly hash: string; readonly missing: readonly string[] }
  | { readonly type: 'denied'; readonly reasons: readonly string[] };

export interface GateInput {
  readonly changeSet: ChangeSet;
  readonly verdict: Verdict;
  readonly paths: ReadonlyMap<string, PathDecision>;
  readonly trusted: boolean;
  readonly approval: Approval | undefined;
}

/**
 * Decides whether a change set may be written. Total: whatever is unknown, and any error, is a refusal. Nothing is
 * written without a person's approval of exactly this change; an approval without `override` clears only what is
 * verified and what nothing speaks against.
 */
export function clear(input: GateInput, hash: (text: string) => string): GateDecision {
  try {
    return decide(input, hash);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'denied', reasons: [`the gate could not decide: ${reason}`] };
  }
}

function decide(input: GateInput, hash: (text: string) => string): GateDecision {
  const malformed = malformations(input);
  if (malformed.length > 0) return { type: 'denied', reasons: malformed };
  const denied = denials(input, hash);
  if (denied.length > 0) return { type: 'denied', reasons: denied };
  const { changeSet, paths, approval } = input;
  const binding = bindingOf(input, hash);
  const missing = objections(input);
  if (approval === undefined || approval.hash !== binding) {
    const changed =
      approval === undefined
        ? []
        : ['this is not the one that was approved: the change, or what speaks against it, is another'];
    return { type: 'held', hash: binding, missing: [...changed, ...missing] };
  }
  if (missing.length > 0 && !approval.override) return { type: 'held', hash: binding, missing };
  const by = missing.length > 0 ? 'override' : 'verdict';
  return { type: 'cleared', cleared: new Sealed(seal, changeSet, paths, by, binding) };
}

/** Types are gone at run time, and a change set may have come from a file: deleting and renaming end here too. */
function malformations(input: GateInput): string[] {
  const reasons: string[] = [];
  if (!changeSetSchema.safeParse(input.changeSet).success) reasons.push('the change set is malformed');
  if (!verdictSchema.safeParse(input.verdict).success) reasons.push('the verdict is malformed');
  if (input.approval !== undefined && !approvalSchema.safeParse(input.approval).success) {
    reasons.push('the approval is malformed');
  }
  return reasons;
}

function denials(
  { changeSet, verdict, paths, trusted }: GateInput,
  hash: (text: string) => string,
): string[] {
  const reasons: string[] = [];
  if (trusted !== true) reasons.push('the workspace is not trusted, so nothing is written in it');
  if (changeSet.files.length === 0) reasons.push('the change set is empty');
  if (verdict.state === 'stale')
    reasons.push('a file changed since the result was verified: verify it again');
  const places = new Set<string>();
  for (const change of changeSet.files) {
    const deny = (reason: string): unknown => reasons.push(`${change.path}: ${reason}`);
    const decision = paths.get(change.path);
    if (decision === undefined) deny('the path was not looked at');
    else if (decision.type === 'allow' || decision.type === 'ask') {
      // Folded, since on many disks two spellings are one file.
      const place = keyOf(decision.realPath);
      if (places.has(place)) deny('the change set writes this file twice');
      places.add(place);
    } else deny(decision.type === 'deny' ? decision.reason : 'the path was not decided on');
    if (!change.content.isWellFormed()) deny('the text holds half a character');
    for (const reason of mismatches(change, verdict)) deny(reason);
    if (ownOf(verdict.contents ?? {}, change.path) !== hash(change.content)) {
      deny('the verdict was given on another change');
    }
  }
  return reasons;
}

/** A verdict with the hash (hex) of each new text of the change set that it was given on. */
export function bindVerdict(
  verdict: Verdict,
  changeSet: ChangeSet | undefined,
  hash: (text: string) => string,
): Verdict {
  if (changeSet === undefined) return verdict;
  const contents = Object.fromEntries(changeSet.files.map(({ path, content }) => [path, hash(content)]));
  return { ...verdict, contents };
}

function ownOf(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A verdict holds for the bytes that it was given on, and for no others. */
function mismatches(change: FileChange, verdict: Verdict): string[] {
  const judged = ownOf(verdict.files, change.path);
  if (change.operation === 'create') {
    const isNew = judged === undefined && change.baseSha256 === null && change.base === '';
    return isNew ? [] : ['the change creates a file that was there when it was judged'];
  }
  if (change.baseSha256 === null) return ['the change does not say which bytes it is for'];
  return judged === change.baseSha256 ? [] : ['the verdict was given on other bytes'];
}

function objections({
  changeSet,
  verdict,
  paths,
}: Pick<GateInput, 'changeSet' | 'verdict' | 'paths'>): string[] {
  const missing: string[] = [];
  if (verdict.state === 'refuted') missing.push('the checks refuted this result');
  if (verdict.state === 'unproven') missing.push('the checks could not prove this result');
  for (const change of changeSet.files) {
    const decision = paths.get(change.path);
    if (decision?.type === 'ask') missing.push(`${change.path}: ${decision.reason}`);
    missing.push(...contentObjections(change));
  }
  return missing;
}

function realPathsOf(changeSet: ChangeSet, paths: GateInput['paths']): ReadonlyMap<string, string> {
  const real = new Map<string, string>();
  for (const { path } of changeSet.files) {
    const decision = paths.get(path);
    if (decision !== undefined && decision.type !== 'deny') real.set(path, decision.realPath);
  }
  return real;
}

/**
 * The hash (hex) an approval is bound to. A file whose path is denied still counts, by its written path. What
 * speaks against the change counts too: a yes to "could not be proven" is no yes to what was refuted since.
 */
export function bindingOf(
  input: Pick<GateInput, 'changeSet' | 'verdict' | 'paths'>,
  hash: (text: string) => string,
): string {
  const { changeSet, paths } = input;
  const rows = changeSet.files.map((change) => {
    const decision = paths.get(change.path);
    const real = decision === undefined || decision.type === 'deny' ? null : decision.realPath;
    return [change.path, real, change.operation, change.baseSha256, change.bom, hash(change.content)];
  });
  return hash(JSON.stringify([rows, objections(input)]));
}
