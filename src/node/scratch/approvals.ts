import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { wordsOfCommand } from '../../core/checks/edit/running.ts';
import type { ApprovedCommands, Command } from '../../core/runs.ts';
import { declaredCommands, type DeclaredCommand } from './declared.ts';

const approvalSchema = z.strictObject({
  /** The folder with every link resolved. */
  folder: z.string(),
  command: z.array(z.string()).min(1),
  file: z.string(),
  sha256: z.string(),
});
const approvalsSchema = z.strictObject({ version: z.literal(1), approvals: z.array(approvalSchema) });
type Approval = z.infer<typeof approvalSchema>;

export type { DeclaredCommand };

/** What a project declares, with whether a person has approved it as it stands now. */
export interface Proposal extends DeclaredCommand {
  readonly approved: boolean;
}

/**
 * Which commands of projects a person has approved, in a file outside of every workspace. An approval is bound to the
 * folder, the argument array and the text that the command was found in; when any of them is another, it is void.
 */
export interface Approvals {
  proposals(folder: string): Promise<readonly Proposal[]>;
  /** Approves exactly these for the folder, and takes back all others of it. */
  approve(folder: string, chosen: readonly DeclaredCommand[]): Promise<void>;
  /** The approved ones, and a sentence for each whose text is another now. */
  approved(folder: string): Promise<ApprovedCommands>;
}

export function openApprovals(file: string): Approvals {
  async function load(): Promise<readonly Approval[]> {
    const stored = await read();
    // What cannot be read approves nothing.
    return stored === 'none' || stored === 'unreadable' ? [] : stored;
  }

  async function read(): Promise<readonly Approval[] | 'none' | 'unreadable'> {
    try {
      const parsed = approvalsSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
      return parsed.success ? parsed.data.approvals : 'unreadable';
    } catch (error) {
      if (error instanceof SyntaxError) return 'unreadable';
      if (error instanceof Error && 'code' in error) return error.code === 'ENOENT' ? 'none' : 'unreadable';
      throw error;
    }
  }

  /** What cannot be read is a person's file still, or one of a later version: it is put aside, never written over. */
  async function putAside(): Promise<void> {
    if ((await read()) === 'unreadable') await rename(file, `${file}.${Date.now()}.unreadable`);
  }

  return {
    async proposals(folder) {
      const [real, all, found] = await Promise.all([realpath(folder), load(), declaredCommands(folder)]);
      return found.map((one) => ({
        ...one,
        approved: all.some((each) => each.folder === real && isSame(each, one) && each.sha256 === one.sha256),
      }));
    },
    async approve(folder, chosen) {
      const [real, all] = await Promise.all([realpath(folder), load()]);
      const approvals = [
        ...all.filter((each) => each.folder !== real),
        ...chosen.map((one) => ({
          folder: real,
          command: [...one.command],
          file: one.file,
          sha256: one.sha256,
        })),
      ];
      await mkdir(dirname(file), { recursive: true });
      const next = `${file}.${process.pid}.tmp`;
      await putAside();
      await writeFile(next, JSON.stringify({ version: 1, approvals }), { mode: 0o600 });
      await rename(next, file);
    },
    async approved(folder) {
      const [real, all, found] = await Promise.all([realpath(folder), load(), declaredCommands(folder)]);
      const commands: Command[] = [];
      const missing: string[] = [];
      for (const approval of all.filter((each) => each.folder === real)) {
        const now = found.find((one) => isSame(approval, one));
        if (now?.sha256 === approval.sha256) commands.push(approval.command);
        else
          missing.push(
            `the approval of ${wordsOfCommand(approval.command)} is void: ${approval.file} changed`,
          );
      }
      return { commands, missing };
    },
  };
}

function isSame(approval: Approval, one: DeclaredCommand): boolean {
  return approval.file === one.file && JSON.stringify(approval.command) === JSON.stringify(one.command);
}

/** Commands of the user's own settings run in every trusted folder; those of a project where they are approved. */
export async function allApproved(
  own: readonly Command[],
  approvals: Approvals,
  folder: string,
  howTo: string,
): Promise<ApprovedCommands> {
  const { commands, missing } = await approvals.approved(folder);
  const all = [...own, ...commands];
  if (all.length > 0 || missing.length > 0) return { commands: all, missing };
  return { commands: [], missing: [`no check command is approved for this folder; ${howTo}`] };
}
