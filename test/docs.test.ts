// What the documents say about the project, compared with the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/tools.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
  contributes: {
    commands: { command: string; title: string }[];
    configuration: { properties: Record<string, unknown> };
  };
};
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const documents = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`),
];

/** The targets of links and pictures in a Markdown text that are files, without their fragment. */
function linkedFiles(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}

describe('documents', () => {
  it.each(documents)('%s links to files that are there', (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const missing = linkedFiles(text).filter((file) => !existsSync(join(root, dirname(document), file)));
    expect(missing).toEqual([]);
  });

  it('would be caught with a link that leads nowhere', () => {
    expect(linkedFiles('![a](media/no.png) [b](https://example.org) [c](#here) [d](docs/x.md#y)')).toEqual([
      'media/no.png',
      'docs/x.md',
    ]);
  });

  it.each(documents)('%s names only commands and settings that there are', (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const known = [
      ...Object.keys(manifest.contributes.configuration.properties),
      ...manifest.contributes.commands.map(({ command }) => command),
    ];
    const named = [...text.matchAll(/\bcountersign\.[a-zA-Z][a-zA-Z.]*[a-zA-Z]/g)].map(([name]) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    const titles = manifest.contributes.commands.map(({ title }) => title);
    const quoted = [...text.matchAll(/`Countersign: ([^`]+)`/g)].map(([, title = '']) => title);
    expect(quoted.filter((title) => !titles.includes(title))).toEqual([]);
  });

  it('README.md describes every setting', () => {
    const undescribed = Object.keys(manifest.contributes.configuration.properties).filter(
      (name) => !readme.includes(`| \`${name}\``),
    );
    expect(undescribed).toEqual([]);
  });

  it('README.md names only scripts that there are, and the two commands', () => {
    const named = [...readme.matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map(([, name = '']) => name);
    const builtIn = ['ci', 'install'];
    expect(named).toContain('start');
    expect(named).toContain('test');
    expect(named.filter((name) => !(name in manifest.scripts) && !builtIn.includes(name))).toEqual([]);
  });

  it('README.md names only folders and files of ours that there are', () => {
    const named = [...readme.matchAll(/`((?:src|test|media|dist)(?:\/[\w.-]+)*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => path !== 'dist' && !existsSync(join(root, path)))).toEqual([]);
  });

  it('CHANGELOG.md has a place for what is not released yet', () => {
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('are the ones that the package carries', () => {
    const ignored = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['!README.md', '!CHANGELOG.md', '!LICENSE']));
  });
});
