import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import * as z from 'zod';
import type { Command } from '../../core/runs.ts';
import { sha256 } from '../hash.ts';

/** A command that a project declares: where, and the text that says what it does. A person decides whether it runs. */
export interface DeclaredCommand {
  readonly command: Command;
  /** The file it was found in, relative to the folder. */
  readonly file: string;
  /** What it stands for, for people: the script's line, the recipe. */
  readonly says: string;
  /** SHA-256 (hex) of the text that it was found in; an approval is bound to it. */
  readonly sha256: string;
}

const manifestSchema = z.object({ scripts: z.record(z.string(), z.unknown()).optional() });

/** Scripts that check a project, by the names that people give them. */
const scripts = ['test', 'typecheck', 'type-check', 'types', 'check', 'lint'];

/** What a project declares as its checks. Reads the folder only; a file that is no manifest declares nothing. */
export async function declaredCommands(folder: string): Promise<readonly DeclaredCommand[]> {
  const read = (file: string): Promise<string | undefined> =>
    readFile(join(folder, file), 'utf8').then(
      (text) => text,
      () => undefined,
    );
  const found: DeclaredCommand[] = [];
  const add = (command: Command, file: string, says: string, text: string): void => {
    found.push({ command, file, says, sha256: sha256(JSON.stringify([file, text])) });
  };
  const manifest = await read('package.json');
  if (manifest !== undefined) {
    const manager = await managerOf(folder);
    const all = scriptsOf(manifest);
    for (const name of scripts) {
      const says = all.get(name);
      if (says === undefined || isPlaceholder(says)) continue;
      // Package managers run these with it.
      const around = [`pre${name}`, `post${name}`].flatMap((each) => all.get(each) ?? []);
      const command = name === 'test' ? [manager, 'test'] : [manager, 'run', name];
      add(command, 'package.json', [says, ...around].join(' and '), JSON.stringify([name, says, around]));
    }
  }
  const python = await read('pyproject.toml');
  if (python !== undefined && hasPytest(python))
    add(['pytest'], 'pyproject.toml', 'pytest is configured', python);
  const cargo = await read('Cargo.toml');
  if (cargo !== undefined) add(['cargo', 'test'], 'Cargo.toml', 'a Rust package', cargo);
  const go = await read('go.mod');
  if (go !== undefined) add(['go', 'test', './...'], 'go.mod', 'a Go module', go);
  for (const file of ['GNUmakefile', 'makefile', 'Makefile']) {
    const make = await read(file);
    const recipe = make === undefined ? undefined : recipeOf(make, 'test');
    if (recipe === undefined) continue;
    add(['make', 'test'], file, recipe.split('\n').slice(1).join(' ').trim() || recipe.trim(), make ?? '');
    break;
  }
  return found;
}

function scriptsOf(text: string): ReadonlyMap<string, string> {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/u, '')));
    const all = Object.entries(parsed.success ? (parsed.data.scripts ?? {}) : {});
    return new Map(all.flatMap(([name, line]) => (typeof line === 'string' ? [[name, line] as const] : [])));
  } catch (error) {
    if (error instanceof SyntaxError) return new Map();
    throw error;
  }
}

/** What `npm init` writes. */
function isPlaceholder(line: string): boolean {
  return /^echo ["']?Error: no test specified/u.test(line);
}

/** The package manager whose lock file is there. */
async function managerOf(folder: string): Promise<string> {
  const locks = [
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
    ['bun.lockb', 'bun'],
  ] as const;
  for (const [file, manager] of locks) {
    const isThere = await access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (isThere) return manager;
  }
  return 'npm';
}

function hasPytest(text: string): boolean {
  try {
    const tool = z.object({ tool: z.object({ pytest: z.unknown() }) }).safeParse(parseToml(text));
    return (tool.success && tool.data.tool.pytest !== undefined) || /["']pytest\b/u.test(text);
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** The line of a target and its recipe. */
function recipeOf(text: string, target: string): string | undefined {
  const lines = text.split(/\r?\n/u);
  const start = lines.findIndex((line) => new RegExp(`^${target}\\s*:(?!=)`, 'u').test(line));
  if (start < 0) return undefined;
  let end = start + 1;
  while (end < lines.length && /^(?:\t| {2,}|$)/u.test(lines[end] ?? 'x')) end += 1;
  return lines.slice(start, end).join('\n').trimEnd();
}
