// Runs dependency-cruiser over a source tree with the project's rules.
import { join } from 'node:path';
import type { Children } from './children.ts';
import { program, root } from './tools.ts';

export interface Cruised {
  /** How many modules were looked at. None means that the check checked nothing. */
  readonly modules: number;
  /** One violated rule each: its name, and the import that violates it. */
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

/** Looks at every import in `folders` of the tree `base`, by the rules of .dependency-cruiser.cjs. */
export async function cruise(children: Children, base: string, folders: readonly string[]): Promise<Cruised> {
  const script = await program('depcruise', 'dependency-cruiser');
  const config = join(root, '.dependency-cruiser.cjs');
  const args = [script, ...folders, '--config', config, '--output-type', 'json'];
  let text = '';
  const { code, tail } = await children.start(process.execPath, args, {
    cwd: base,
    onLine: (line) => {
      text += `${line}\n`;
    },
  }).ended;
  if (!text.startsWith('{')) throw new Error(`dependency-cruiser ended with code ${code}: ${tail}`);
  const { summary } = JSON.parse(text) as {
    summary: {
      totalCruised: number;
      violations: { rule: { name: string }; from: string; to: string }[];
    };
  };
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
