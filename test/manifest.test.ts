// What can be said of package.json without an editor. test/editor/manifest.test.ts compares it with what the extension
// registers in a real one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, contexts, settings } from '../src/editor/ids.ts';
import { root } from './support/tools.ts';

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
}

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly description: string;
  readonly license: string;
  readonly main: string;
  readonly bin: Record<string, string>;
  readonly icon: string;
  readonly engines: { readonly vscode: string; readonly node: string };
  readonly categories: readonly string[];
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies: Record<string, string>;
  readonly scripts: Record<string, string>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly configuration: { readonly properties: Record<string, Setting> };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown?: string; readonly image?: string } }[];
    }[];
  };
}

const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const properties = manifest.contributes.configuration.properties;

describe('manifest', () => {
  it('asks for the editor that the code is typed against, and for nothing proposed', () => {
    expect(manifest.engines.vscode).toBe('^1.106.0');
    const typings = JSON.parse(
      readFileSync(join(root, 'node_modules/@types/vscode/package.json'), 'utf8'),
    ) as {
      version: string;
    };
    expect(typings.version.replace(/\.\d+$/, '.0')).toBe(manifest.engines.vscode.slice(1));
    expect(manifest.enabledApiProposals).toBeUndefined();
  });

  it('runs where the files are, and wakes for nothing that happens by itself', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(
      manifest.activationEvents.filter((event) => /^(\*|onStartupFinished|onLanguage.*)$/.test(event)),
    ).toEqual([]);
  });

  it('needs no package at run time, and pins every one it is built with', () => {
    expect(manifest.dependencies).toBeUndefined();
    const loose = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('names files that are there or are built', () => {
    expect(manifest.main).toBe('./dist/extension.cjs');
    expect(manifest.bin).toEqual({ countersign: './dist/cli.js' });
    const media = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media));
    expect(media.length).toBeGreaterThan(0);
    const named = [manifest.icon, ...media.map(({ markdown, image }) => markdown ?? image ?? '')];
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has an icon that a marketplace takes: a square PNG of at least 128 pixels', () => {
    const icon = readFileSync(join(root, manifest.icon));
    expect(icon.subarray(1, 4).toString('latin1')).toBe('PNG');
    const [width, height] = [icon.readUInt32BE(16), icon.readUInt32BE(20)];
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(128);
  });

  it('says what each command is, in one category and in title case', () => {
    for (const { command, title, category } of manifest.contributes.commands) {
      expect([command, category]).toEqual([command, 'Countersign']);
      const small = title
        .split(' ')
        .filter((word) => !/^[A-Z]/.test(word) && !/^(a|an|as|the|of|with|in|to)$/.test(word));
      expect([command, small]).toEqual([command, []]);
    }
  });

  it('refers to nothing of ours that is not there', () => {
    const known = new Set<string>([
      ...Object.values(commands),
      ...Object.values(contexts),
      ...Object.keys(properties),
      'countersign.chat',
      'countersign.staged',
      'countersign.editor',
    ]);
    const used = [...text.matchAll(/(?<![/\w-])countersign\.[a-zA-Z][a-zA-Z.]*[a-zA-Z]/g)].map(
      ([name]) => name,
    );
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('settings', () => {
  it('are those that the code reads', () => {
    const read = Object.values(settings).map((id) => `countersign.${id}`);
    expect(Object.keys(properties).sort()).toEqual(read.sort());
  });

  it('each have a default of their type, a place in the order, and one sentence or two', () => {
    const types: Record<string, string> = { integer: 'number', array: 'object' };
    const orders = Object.values(properties).map(({ order }) => order);
    expect(new Set(orders).size).toBe(orders.length);
    for (const [name, setting] of Object.entries(properties)) {
      expect([name, typeof setting.default]).toEqual([name, types[setting.type] ?? setting.type]);
      expect([name, setting.markdownDescription]).toEqual([
        name,
        expect.stringMatching(/^[A-Z][^]{10,220}\.$/),
      ]);
    }
  });

  it('that say where code is sent or what is started belong to the machine and are held back in Restricted Mode', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const display = ['countersign.showVerified'];
    const guarded = Object.keys(properties).filter((name) => !display.includes(name));
    expect([...restrictedConfigurations].sort()).toEqual(guarded.sort());
    for (const name of guarded) expect([name, properties[name]?.scope]).toEqual([name, 'machine']);
  });
});
