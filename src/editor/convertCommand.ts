import * as vscode from 'vscode';
import * as z from 'zod';
import { dataFormats, formatNames, formatOfPath, type ConvertibleFormat } from '../core/conversion.ts';
import { activeFile } from './active.ts';
import { runVisibly, sayNo } from './announce.ts';
import { refusal, type Surfaces } from './surfaces.ts';
import type { Answer } from './taskCommands.ts';

const argSchema = z.strictObject({ to: z.enum(dataFormats), into: z.string().optional() });

/** Converts the open data file; asks for the format and for where the result goes, unless it is called with both. */
export async function convertFile(surfaces: Surfaces, arg: unknown): Promise<Answer> {
  const active = activeFile(surfaces.sessions);
  if (active.type === 'none') return sayNo('no-file', active.reason);
  const { path, session } = active;
  const from = formatOfPath(path);
  if (from === undefined) {
    const read = 'JSON, YAML, TOML, CSV, INI, env and Markdown tables';
    return sayNo('no-file', `${path} is no data file. What is converted: ${read}.`);
  }
  const asked = argSchema.safeParse(arg).data ?? (await askTarget(path, from));
  if (asked === undefined) return refusal('cancelled', 'No format was picked.');
  const { to, into } = asked;
  const task = { kind: 'transform', from, to, path, ...(into === undefined ? {} : { into }) };
  const text = `Convert ${path} to ${formatNames[to]}`;
  return runVisibly(text, { type: 'task', task, text, via: 'palette' }, session, surfaces);
}

async function askTarget(
  path: string,
  from: ConvertibleFormat,
): Promise<z.infer<typeof argSchema> | undefined> {
  const format = await vscode.window.showQuickPick(
    dataFormats.filter((to) => to !== from).map((to) => ({ label: formatNames[to], to })),
    { title: 'Convert File', placeHolder: `${path} is ${formatNames[from]}. Convert it to...` },
  );
  if (format === undefined) return undefined;
  const beside = besideOf(path, format.to);
  const place = await vscode.window.showQuickPick(
    [
      {
        label: `Into ${beside}`,
        detail: 'Staged as a change; nothing is written before you apply it',
        into: beside,
      },
      { label: 'Into the chat', detail: 'Only show it', into: undefined },
    ],
    { title: 'Convert File', placeHolder: 'Where should the result go?' },
  );
  if (place === undefined) return undefined;
  return { to: format.to, ...(place.into === undefined ? {} : { into: place.into }) };
}

const endings: Readonly<Record<ConvertibleFormat, string>> = {
  json: 'json',
  jsonc: 'jsonc',
  yaml: 'yaml',
  toml: 'toml',
  csv: 'csv',
  ini: 'ini',
  env: 'env',
  'markdown-table': 'md',
};

/** The path beside a file, with the ending of a format. */
export function besideOf(path: string, to: ConvertibleFormat): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - name.length);
  const bare = name.replace(/^\.(?=.)/u, '').replace(/\.[^.]*$/u, '');
  const beside = `${folder}${bare}.${endings[to]}`;
  return beside === path ? `${folder}${bare}.converted.${endings[to]}` : beside;
}
