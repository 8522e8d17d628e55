import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import * as z from 'zod';
import { commandTable } from '../../src/editor/commands.ts';
import { commands, container, contexts, schemes, section, settings, views } from '../../src/editor/ids.ts';

const menuRow = z.looseObject({
  command: z.string().optional(),
  submenu: z.string().optional(),
  when: z.string().optional(),
});
const manifestSchema = z.looseObject({
  engines: z.looseObject({ vscode: z.string() }),
  extensionKind: z.array(z.string()),
  activationEvents: z.array(z.string()),
  icon: z.string(),
  capabilities: z.looseObject({
    untrustedWorkspaces: z.looseObject({
      supported: z.string(),
      description: z.string(),
      restrictedConfigurations: z.array(z.string()),
    }),
    virtualWorkspaces: z.looseObject({ supported: z.boolean(), description: z.string() }),
  }),
  contributes: z.looseObject({
    commands: z.array(
      z.looseObject({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        enablement: z.string().optional(),
      }),
    ),
    keybindings: z.array(z.looseObject({ command: z.string() })),
    submenus: z.array(z.looseObject({ id: z.string() })),
    menus: z.record(z.string(), z.array(menuRow)),
    viewsContainers: z.looseObject({
      activitybar: z.array(z.looseObject({ id: z.string(), icon: z.string() })),
    }),
    views: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))),
    viewsWelcome: z.array(z.looseObject({ view: z.string(), contents: z.string(), when: z.string() })),
    configuration: z.looseObject({
      properties: z.record(
        z.string(),
        z.looseObject({ scope: z.string(), markdownDescription: z.string(), default: z.unknown() }),
      ),
    }),
    walkthroughs: z.array(
      z.looseObject({
        steps: z.array(
          z.looseObject({
            id: z.string(),
            description: z.string(),
            media: z.looseObject({ markdown: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

function manifestOf(): { readonly root: string; readonly manifest: z.infer<typeof manifestSchema> } {
  const extension = vscode.extensions.getExtension('countersign.countersign');
  assert.ok(extension, 'the editor has not loaded the extension');
  return { root: extension.extensionPath, manifest: manifestSchema.parse(extension.packageJSON) };
}

const sorted = (values: Iterable<string>): string[] => [...values].sort();

describe('manifest', () => {
  it('declares exactly the commands that are implemented, each with what it does without a model', () => {
    const { manifest } = manifestOf();
    const declared = manifest.contributes.commands.map((row) => row.command);
    assert.deepEqual(sorted(declared), sorted(Object.values(commands)));
    assert.deepEqual(sorted(commandTable.map((row) => row.id)), sorted(Object.values(commands)));
    for (const row of commandTable) assert.notEqual(row.offline.trim(), '', row.id);
  });

  it('names commands in Title Case under one category', () => {
    const small = new Set(['a', 'an', 'as', 'the', 'with', 'and', 'or', 'of', 'to', 'in']);
    for (const { title, category } of manifestOf().manifest.contributes.commands) {
      assert.equal(category, 'Countersign');
      for (const word of title.replace(/\.\.\.$/, '').split(' ')) {
        assert.ok(small.has(word) || /^\p{Lu}/u.test(word), `"${title}" is not in Title Case`);
      }
    }
  });

  it('declares exactly the views, settings and schemes that are implemented', () => {
    const { manifest } = manifestOf();
    const { contributes } = manifest;
    assert.deepEqual(sorted(Object.keys(contributes.views)), [container]);
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map((row) => row.id),
      [container],
    );
    assert.deepEqual(
      sorted(contributes.views[container]?.map((row) => row.id) ?? []),
      sorted(Object.values(views)),
    );
    const declared = Object.keys(contributes.configuration.properties);
    assert.deepEqual(sorted(declared), sorted(Object.values(settings).map((id) => `${section}.${id}`)));
    const opened = manifest.activationEvents.map((event) => event.replace('onFileSystem:', ''));
    assert.deepEqual(sorted(opened), sorted(Object.values(schemes)));
  });

  it('keeps every setting that says where code goes or what is started out of a workspace', () => {
    const { manifest } = manifestOf();
    const { properties } = manifest.contributes.configuration;
    const machine = Object.entries(properties)
      .filter(([, row]) => row.scope === 'machine')
      .map(([id]) => id);
    assert.deepEqual(
      sorted(machine),
      sorted(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations),
    );
    assert.deepEqual(sorted(Object.keys(properties).filter((id) => !machine.includes(id))), [
      `${section}.${settings.showVerified}`,
    ]);
  });

  it('describes every setting in one sentence', () => {
    for (const [id, row] of Object.entries(manifestOf().manifest.contributes.configuration.properties)) {
      assert.match(row.markdownDescription, /^[A-Z`].*\.$/s, id);
      assert.equal(row.markdownDescription.match(/\.(?:\s|$)/g)?.length, 1, id);
    }
  });

  it('names only commands, submenus, views and context keys that exist', () => {
    const { manifest } = manifestOf();
    const { contributes } = manifest;
    const ids = new Set<string>(Object.values(commands));
    const rows = Object.values(contributes.menus).flat();
    const used = [...rows, ...contributes.keybindings].flatMap((row) =>
      row.command === undefined ? [] : [row.command],
    );
    assert.deepEqual(
      used.filter((id) => !ids.has(id)),
      [],
    );
    const submenus = new Set(contributes.submenus.map((row) => row.id));
    assert.deepEqual(
      rows.flatMap((row) => (row.submenu === undefined || submenus.has(row.submenu) ? [] : [row.submenu])),
      [],
    );
    const clauses = [
      ...rows.flatMap((row) => row.when ?? []),
      ...contributes.commands.flatMap((row) => row.enablement ?? []),
      ...contributes.walkthroughs.flatMap((row) => row.steps.flatMap((step) => step.completionEvents)),
    ].join(' ');
    const keys = new Set<string>([...Object.values(contexts), ...Object.values(views), ...ids]);
    const named = clauses.match(/countersign\.\w+/g) ?? [];
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((key) => !keys.has(key)),
      [],
    );
  });

  it('answers an empty view for no folder, an untrusted folder and nothing staged', () => {
    const rows = manifestOf().manifest.contributes.viewsWelcome;
    assert.deepEqual(new Set(rows.map((row) => row.view)), new Set([views.staged]));
    assert.equal(rows.length, 3);
  });

  it('ships every picture and page it names, with an icon of 256 pixels', () => {
    const { manifest, root } = manifestOf();
    const files = [
      manifest.icon,
      ...manifest.contributes.viewsContainers.activitybar.map((row) => row.icon),
      ...manifest.contributes.walkthroughs.flatMap((row) => row.steps.map((step) => step.media.markdown)),
    ];
    assert.ok(files.length > 3);
    for (const file of files) assert.ok(readFileSync(join(root, file)).length > 0, file);
    const icon = readFileSync(join(root, manifest.icon));
    assert.equal(icon.readUInt32BE(16), 256);
    assert.equal(icon.readUInt32BE(20), 256);
  });

  it('does not start by itself', () => {
    const { manifest } = manifestOf();
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished'),
      [],
    );
    assert.deepEqual(manifest.extensionKind, ['workspace']);
    assert.equal(manifest.engines.vscode, '^1.106.0');
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, false);
  });
});
