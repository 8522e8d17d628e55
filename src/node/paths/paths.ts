import { join, sep } from 'node:path';
import { describeReason, type PathReason } from '../../core/paths/reasons.ts';
import { decidePath, type PathOperation, type PathRuling } from '../../core/paths/rules.ts';
import { readPath, type Platform, type Root, type Spelled } from '../../core/paths/spelling.ts';
import type { PathDecision, PathFacts } from '../../core/ports.ts';
import { nodeDisk, type Disk } from '../writer/disk.ts';
import { factsOf, type Facts, type FactsOptions } from './facts.ts';
import { entryIfThere } from './follow.ts';

/** The open folders, by absolute path, and where our own records are. */
export interface PathWorld {
  readonly roots: readonly string[];
  readonly state: readonly string[];
  readonly disk: Disk;
}

export interface LocatedRuling extends PathRuling {
  /** Absolute, with every link followed; undefined where the path was refused before. */
  readonly realPath: string | undefined;
}

/**
 * Decides on a path: by its letters first, without a look at the disk, then by what is there. Total: whatever
 * cannot be found out is a refusal.
 */
export async function rulePath(
  path: string,
  operation: PathOperation,
  world: PathWorld,
): Promise<LocatedRuling> {
  try {
    return await ruleOn(path, operation, world);
  } catch {
    // Every error of a disk means that nobody knows where this path leads.
    return refuse('resolve-error');
  }
}

function refuse(reason: PathReason): LocatedRuling {
  return { decision: 'deny', reason, realPath: undefined };
}

async function ruleOn(path: string, operation: PathOperation, world: PathWorld): Promise<LocatedRuling> {
  const { disk } = world;
  const platform = platformOf(disk.platform);
  const byLetters = readPath(path, world.roots.map(unresolved), platform);
  // A path that leads out of the folder as it was opened may lead into it by its real name.
  if (byLetters.type === 'denied' && byLetters.reason !== 'outside-lexical') return refuse(byLetters.reason);
  const roots = await Promise.all(world.roots.map((root) => resolved(root, disk)));
  const spelled = readPath(path, roots, platform);
  if (spelled.type === 'denied') return refuse(spelled.reason);
  const state = await Promise.all(world.state.map((folder) => disk.realPath(folder).catch(() => folder)));
  return ruleOnDisk(spelled, operation, { disk, roots, state }, platform);
}

async function ruleOnDisk(
  spelled: Spelled,
  operation: PathOperation,
  options: FactsOptions,
  platform: Platform,
): Promise<LocatedRuling> {
  const roots = spelled.root === undefined ? await rootsWith(spelled, options) : [spelled.root];
  const rulings: LocatedRuling[] = [];
  for (const root of roots) {
    const facts: Facts = await factsOf(root, spelled.names, options);
    const disk = { ...facts.disk, isAmbiguous: roots.length > 1 };
    rulings.push({ ...decidePath(spelled, disk, operation, platform), realPath: facts.realPath });
  }
  const [first] = rulings;
  return rulings.find((ruling) => ruling.decision === 'deny') ?? first ?? refuse('no-workspace');
}

/** The roots in which a relative path is there; where it is in none, it means the first. */
async function rootsWith(spelled: Spelled, { roots, disk }: FactsOptions): Promise<readonly Root[]> {
  if (roots.length <= 1) return roots;
  const found: Root[] = [];
  for (const root of roots) {
    const entry = await entryIfThere(join(root.real, ...spelled.names), disk).catch(() => undefined);
    if (entry !== undefined) found.push(root);
  }
  return found.length > 0 ? found : roots.slice(0, 1);
}

function unresolved(root: string): Root {
  const spelled = withSlashes(root);
  return { spelled, real: spelled };
}

async function resolved(root: string, disk: Disk): Promise<Root> {
  return { spelled: withSlashes(root), real: withSlashes(await disk.realPath(root)) };
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function platformOf(platform: NodeJS.Platform): Platform {
  return platform === 'win32' || platform === 'darwin' ? platform : 'posix';
}

export interface PathFactsOptions {
  /** Absolute path of the workspace folder, as it was opened. */
  readonly root: string;
  /** Folders where policy, ledger and journal are, wherever they are. */
  readonly state: readonly string[];
  readonly disk?: Disk;
}

/** The gate's eyes for one workspace folder. `reason` is a clause in words, with the rule's code in brackets. */
export function openPathFacts(options: PathFactsOptions): PathFacts {
  const world: PathWorld = {
    roots: [options.root],
    state: options.state,
    disk: options.disk ?? nodeDisk(),
  };
  return {
    async decide(path, operation, signal): Promise<PathDecision> {
      const { decision, reason, realPath } = await rulePath(path, operation, world);
      const words = describeReason(reason);
      if (signal.aborted) return { type: 'deny', reason: 'cancelled while the path was looked at' };
      if (decision === 'deny' || realPath === undefined) return { type: 'deny', reason: words };
      return { type: decision, realPath, reason: words };
    },
  };
}
