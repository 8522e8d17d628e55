import * as vscode from 'vscode';
import * as z from 'zod';
import { readTemplate } from '../core/fill/template.ts';
import { activeFile } from './active.ts';
import { runVisibly, sayNo } from './announce.ts';
import type { Session } from './session.ts';
import { refusal, type Surfaces } from './surfaces.ts';
import type { Answer } from './taskCommands.ts';

const argSchema = z.strictObject({
  values: z.record(z.string(), z.string()),
  paths: z.array(z.string()).optional(),
  into: z.string().optional(),
});
type Filling = z.infer<typeof argSchema>;

/**
 * Fills the blanks of the selection, else of the open file: asks for the value of each, and for the files that values
 * are taken from where some are left empty.
 */
export async function fillTemplate(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const { editor, path, session } = active;
  if (editor === undefined) return sayNo('no-file', `${path} is not open as text: it is binary, or too big.`);
  const { document, selection } = editor;
  const template = document.getText(selection.isEmpty ? undefined : selection);
  const { names } = readTemplate(template, []).first;
  if (names.length === 0) {
    return sayNo('no-input', 'No blanks stand there. Blanks are written {{name}}, ${name} or [NAME].');
  }
  const filling = argSchema.safeParse(arg).data ?? (await askValues(names, path, session));
  if (filling === undefined) return refusal('cancelled', 'The blanks were not filled.');
  const { values, paths = [], into } = filling;
  const task = { kind: 'fill', template, paths, values, ...(into === undefined ? {} : { into }) };
  const text = `Fill the template in ${path}`;
  return runVisibly(text, { type: 'task', task, text, via: 'palette' }, session, surfaces);
}

async function askValues(
  names: readonly string[],
  path: string,
  session: Session,
): Promise<Filling | undefined> {
  const values = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const value = await vscode.window.showInputBox({
      title: `Fill Template (${index + 1} of ${names.length})`,
      prompt: `The value of "${name}". Leave it empty to have it taken from a file.`,
      ignoreFocusOut: true,
    });
    if (value === undefined) return undefined;
    if (value !== '') values.set(name, value);
  }
  const given = { values: Object.fromEntries(values) };
  if (values.size === names.length) return given;
  const house = await session.house();
  const all = await house.files.list(new AbortController().signal);
  const picked = await vscode.window.showQuickPick(
    all.filter((one) => one !== path),
    { title: 'Fill Template', placeHolder: 'Files that the other values are taken from', canPickMany: true },
  );
  return picked === undefined || picked.length === 0 ? undefined : { ...given, paths: picked };
}
