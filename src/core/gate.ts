import * as z from 'zod';
import type { ChangeSet } from './change.ts';
import type { PathDecision } from './ports.ts';
import type { Verdict } from './verdict.ts';

/**
 * What a person said to a change set. It is bound to the hash of real paths, operations, bases and new contents
 * (`bindingOf`), and dies when any of them changes. `override` is the explicit wish to write although the checks
 * did not verify it, or although a path asks; it is recorded and never raises trust.
 */
export const approvalSchema = z.strictObject({ hash: z.string(), override: z.boolean() });
export type Approval = z.infer<typeof approvalSchema>;

/** Not exported: nothing outside this file can make a `Cleared`, and nothing read back from disk can be one. */
const seal: unique symbol = Symbol('cleared');

/** A change set that may be written. The writer takes nothing else. */
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

/** True only for what `clear` made in this process. */
export function isCleared(value: unknown): value is Cleared {
  return typeof value === 'object' && value !== null && seal in value;
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
 * Decides whether a change set may be written. Total: whatever is unknown is a refusal. Nothing is written
 * without a person's approval of exactly this change; an approval without `override` clears only what is verified.
 */
export function clear(input: GateInput, hash: (text: string) => string): GateDecision {
  const denied = denials(input);
  if (denied.length > 0) return { type: 'denied', reasons: denied };
  const binding = bindingOf(input.changeSet, input.paths, hash);
  const missing = objections(input);
  if (input.approval === undefined || input.approval.hash !== binding) {
    const changed = input.approval === undefined ? [] : ['the change is not the one that was approved'];
    return { type: 'held', hash: binding, missing: [...changed, ...missing] };
  }
  if (missing.length > 0 && !input.approval.override) return { type: 'held', hash: binding, missing };
  const cleared: Cleared = {
    [seal]: true,
    changeSet: input.changeSet,
    realPaths: realPathsOf(input.paths),
    by: missing.length > 0 ? 'override' : 'verdict',
    hash: binding,
  };
  return { type: 'cleared', cleared };
}

function denials(input: GateInput): string[] {
  const reasons: string[] = [];
  if (!input.trusted) reasons.push('the workspace is not trusted, so nothing is written in it');
  if (input.changeSet.files.length === 0) reasons.push('the change set is empty');
  if (input.verdict.state === 'stale')
    reasons.push('a file changed since the result was verified: verify it again');
  for (const change of input.changeSet.files) {
    const decision = input.paths.get(change.path);
    if (decision === undefined) reasons.push(`${change.path}: the path was not looked at`);
    else if (decision.type === 'deny') reasons.push(`${change.path}: ${decision.reason}`);
    if (change.operation === 'modify' && input.verdict.files[change.path] !== change.baseSha256) {
      reasons.push(`${change.path}: the verdict was given on other bytes`);
    }
  }
  return reasons;
}

function objections(input: GateInput): string[] {
  const missing: string[] = [];
  if (input.verdict.state === 'refuted') missing.push('the checks refuted this result');
  if (input.verdict.state === 'unproven') missing.push('the checks could not prove this result');
  for (const [path, decision] of input.paths) {
    if (decision.type === 'ask') missing.push(`${path}: ${decision.reason}`);
  }
  return missing;
}

function realPathsOf(paths: GateInput['paths']): ReadonlyMap<string, string> {
  const real = new Map<string, string>();
  for (const [path, decision] of paths) if (decision.type !== 'deny') real.set(path, decision.realPath);
  return real;
}

/** The hash (hex) an approval is bound to. A file whose path is denied still counts, by its written path. */
export function bindingOf(
  changeSet: ChangeSet,
  paths: ReadonlyMap<string, PathDecision>,
  hash: (text: string) => string,
): string {
  const rows = changeSet.files.map((change) => {
    const decision = paths.get(change.path);
    const real = decision === undefined || decision.type === 'deny' ? null : decision.realPath;
    return [change.path, real, change.operation, change.baseSha256, change.bom, hash(change.content)];
  });
  return hash(JSON.stringify(rows));
}
