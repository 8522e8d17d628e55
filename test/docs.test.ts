// What the documents say about the project, compared with the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slashCommands } from '../src/webview/slash.ts';
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
  '.github/CONTRIBUTING.md',
  ...readdirSync(join(root, 'media/walkthrough')).map((name) => `media/walkthrough/${name}`),
];

/** The targets of links and pictures in a Markdown text that are files, without their fragment. */
function linkedFiles(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^([a-z]+:|#)/.test(target))
    .map((target) => target.replace(/#.*$/, ''));
}

/** What the command line says of itself: its commands with their first word, and its options. */
const usage = /const usage = `([^]*?)`;/.exec(readFileSync(join(root, 'src/cli/main.ts'), 'utf8'))?.[1] ?? '';
const cliCommands = [...usage.matchAll(/^ {2}([a-z]+ (?:list|ensure|-)|[a-z]+)/gm)].map(
  ([, name = '']) => name,
);
const cliOptions = [...usage.matchAll(/--[a-z-]+/g)].map(([name]) => name);

/** Calls of our command line in a text: the command with `-`, `list` or `ensure` behind it, and the options. */
function cliCalls(text: string): {
  readonly commands: readonly string[];
  readonly options: readonly string[];
} {
  const calls = [...text.matchAll(/(?:node dist\/cli\.js|`countersign) ([a-z][^\n`|]*)/g)].map(
    ([, words = '']) => words,
  );
  const command = /^[a-z]+(?: (?:list|ensure|-)(?= |$))?/;
  return {
    commands: calls.map((words) => command.exec(words)?.[0] ?? words),
    options: calls.flatMap((words) => [...words.matchAll(/--[a-z-]+/g)].map(([name]) => name)),
  };
}

/** What stands in backticks or in a fenced block and looks like a path of ours, without a wildcard. */
function namedPaths(text: string): string[] {
  return [...text.matchAll(/(?<![\w./-])((?:src|test|media|dist)(?:\/[\w.-]+)+)(?![\w*/{-])/g)].map(
    ([, path = '']) => path.replace(/[.]$/, ''),
  );
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

  it.each(documents)('%s names only folders and files of ours that there are', (document) => {
    const named = namedPaths(readFileSync(join(root, document), 'utf8'));
    if (document === 'README.md') expect(named.length).toBeGreaterThan(5);
    // What is built need not be there yet; what is asked is asked of the sample.
    const places = [root, join(root, 'test/fixtures/sample')];
    const isThere = (path: string): boolean => places.some((place) => existsSync(join(place, path)));
    expect(named.filter((path) => !path.startsWith('dist/') && !isThere(path))).toEqual([]);
  });

  it('would be caught with a path that is not there, in a sentence or in a block', () => {
    const text = 'See `src/no.ts` and [it](test/none.md).\n```sh\nnode x --folder test/fixtures/none\n```';
    expect(namedPaths(text)).toEqual(['src/no.ts', 'test/none.md', 'test/fixtures/none']);
  });

  it('README.md says what is in each folder of the sources', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).filter((name) => !readme.includes(`| \`src/${name}\``))).toEqual(
      [],
    );
  });

  it.each(documents)('%s calls the command line as it can be called', (document) => {
    const { commands, options } = cliCalls(readFileSync(join(root, document), 'utf8'));
    expect(commands.filter((name) => !cliCommands.includes(name))).toEqual([]);
    expect(options.filter((name) => !cliOptions.includes(name))).toEqual([]);
    if (document !== 'README.md') return;
    expect(commands).toEqual(
      expect.arrayContaining(['ask', 'find', 'models list', 'verify -', 'apply -', 'path -']),
    );
    expect(options).toContain('--folder');
  });

  it('would be caught with a command or an option that there is not', () => {
    const calls = cliCalls('node dist/cli.js sing "x" --loud\n| `countersign route -` | x |');
    expect(calls).toEqual({ commands: ['sing', 'route -'], options: ['--loud'] });
    expect(cliCommands).toContain('verify -');
    for (const command of calls.commands) expect(cliCommands).not.toContain(command);
    expect(cliOptions).not.toContain('--loud');
  });

  it.each(documents)('%s names only slash commands that there are', (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const known = slashCommands.map(({ name }) => name);
    const named = [...text.matchAll(/`(\/[a-z]+)`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    if (document === 'README.md') expect([...new Set(named)].sort()).toEqual([...known].sort());
  });

  it('package.json runs only files and groups of tests that there are', () => {
    const groups = readFileSync(join(root, 'test/vitest.config.ts'), 'utf8');
    const scripts = Object.values(manifest.scripts).join('\n');
    const files = [...scripts.matchAll(/[\w./-]+\.(?:ts|mjs)\b/g)].map(([file]) => file);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    const named = [...scripts.matchAll(/--project (\w+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !groups.includes(`name: '${name}'`))).toEqual([]);
  });

  it('CHANGELOG.md has a place for what is not released yet', () => {
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(/^## \[Unreleased\]$/m);
  });

  it('are the ones that the package carries', () => {
    const ignored = readFileSync(join(root, '.vscodeignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['!README.md', '!CHANGELOG.md', '!LICENSE']));
  });
});
