import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allApproved, openApprovals } from '../../../src/node/scratch/approvals.ts';
import { declaredCommands } from '../../../src/node/scratch/declared.ts';
import { tempFolder, type TempFolder } from '../search/place.ts';

const manifest = (scripts: Record<string, unknown>, more = {}) => JSON.stringify({ scripts, ...more });

describe('what a project declares', () => {
  it.each([
    [
      'package.json',
      manifest({ test: 'vitest', lint: 'eslint .', start: 'x' }),
      ['npm test', 'npm run lint'],
    ],
    ['package.json', manifest({ test: 'echo "Error: no test specified" && exit 1' }), []],
    ['package.json', manifest({ test: 5 }), []],
    ['package.json', 'not JSON', []],
    ['package.json', '\uFEFF{"scripts":{"test":"x"}}', ['npm test']],
    ['pyproject.toml', '[tool.pytest.ini_options]\n', ['pytest']],
    ['pyproject.toml', '[project]\nname = "x"\n', []],
    ['pyproject.toml', 'not = = toml', []],
    ['Cargo.toml', '[package]\n', ['cargo test']],
    ['go.mod', 'module x\n', ['go test ./...']],
    ['Makefile', 'build:\n\tcc x\n\ntest: build\n\t./run\n', ['make test']],
    ['Makefile', 'test := 1\ntesting:\n\tx\n', []],
    ['README.md', 'npm test', []],
  ])('is found in %s: %s', async (file, text, expected) => {
    using folder = tempFolder({ [file]: text });
    const found = await declaredCommands(folder.path);
    expect(found.map((one) => one.command.join(' '))).toEqual(expected);
  });

  it.each([
    ['pnpm-lock.yaml', 'pnpm'],
    ['yarn.lock', 'yarn'],
    ['bun.lock', 'bun'],
    ['package-lock.json', 'npm'],
  ])('is run by the package manager of %s', async (lock, manager) => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'x' }), [lock]: '' });
    expect((await declaredCommands(folder.path))[0]?.command).toEqual([manager, 'test']);
  });
});

describe('an approval', () => {
  async function approved(folder: TempFolder, storage: TempFolder) {
    const approvals = openApprovals(join(storage.path, 'deep', 'approvals.json'));
    await approvals.approve(folder.path, await declaredCommands(folder.path));
    return approvals;
  }

  it('holds for the folder, the arguments and the text', async () => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using other = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using storage = tempFolder();
    const approvals = await approved(folder, storage);
    expect(await approvals.approved(folder.path)).toEqual({ commands: [['npm', 'test']], missing: [] });
    expect(await approvals.approved(other.path)).toEqual({ commands: [], missing: [] });
    expect((await approvals.proposals(folder.path)).map((one) => one.approved)).toEqual([true]);
    expect((await approvals.proposals(other.path)).map((one) => one.approved)).toEqual([false]);
    // The same folder by another way.
    symlinkSync(folder.path, join(storage.path, 'link'));
    expect((await approvals.approved(join(storage.path, 'link'))).commands).toEqual([['npm', 'test']]);
  });

  it.each([
    ['the script', manifest({ test: 'vitest && curl x' })],
    ['a script that runs before it', manifest({ test: 'vitest', pretest: 'curl x' })],
    ['no script any more', manifest({})],
    ['no manifest any more', 'x'],
  ])('is void where there is another text: %s', async (_name, text) => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using storage = tempFolder();
    const approvals = await approved(folder, storage);
    folder.write('package.json', text);
    expect(await approvals.approved(folder.path)).toEqual({
      commands: [],
      missing: ['the approval of `npm test` is void: package.json changed'],
    });
  });

  it('stays where other parts of the manifest change', async () => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using storage = tempFolder();
    const approvals = await approved(folder, storage);
    folder.write('package.json', manifest({ test: 'vitest', start: 'x' }, { version: '2.0.0' }));
    expect((await approvals.approved(folder.path)).commands).toEqual([['npm', 'test']]);
  });

  it('is taken back, and that of another folder is not', async () => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'vitest', lint: 'x' }) });
    using other = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using storage = tempFolder();
    const approvals = await approved(folder, storage);
    await approvals.approve(other.path, await declaredCommands(other.path));
    await approvals.approve(folder.path, []);
    expect((await approvals.approved(folder.path)).commands).toEqual([]);
    expect((await approvals.approved(other.path)).commands).toEqual([['npm', 'test']]);
  });

  it.each(['', 'not JSON', '{"version":2,"approvals":[]}', '{"version":1,"approvals":[{"folder":"/"}]}'])(
    'is none where the file holds %j',
    async (text) => {
      using folder = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
      using storage = tempFolder();
      const approvals = await approved(folder, storage);
      const file = join(storage.path, 'deep', 'approvals.json');
      expect(readFileSync(file, 'utf8')).toContain('"npm"');
      writeFileSync(file, text);
      expect(await approvals.approved(folder.path)).toEqual({ commands: [], missing: [] });
      await approvals.approve(folder.path, await declaredCommands(folder.path));
      expect((await approvals.approved(folder.path)).commands).toEqual([['npm', 'test']]);
      // What stood there is kept, under a name that says so.
      const kept = readdirSync(dirname(file)).filter((name) => name.endsWith('.unreadable'));
      expect(kept.map((name) => readFileSync(join(dirname(file), name), 'utf8'))).toEqual([text]);
    },
  );

  it('is not needed for commands of the user, and where there is neither the way to one is said', async () => {
    using folder = tempFolder({ 'package.json': manifest({ test: 'vitest' }) });
    using storage = tempFolder();
    const approvals = openApprovals(join(storage.path, 'approvals.json'));
    expect(await allApproved([['make', 'check']], approvals, folder.path, 'do so')).toEqual({
      commands: [['make', 'check']],
      missing: [],
    });
    expect(await allApproved([], approvals, folder.path, 'do so')).toEqual({
      commands: [],
      missing: ['no check command is approved for this folder; do so'],
    });
  });
});
