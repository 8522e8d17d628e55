import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pathRow } from '../../../src/cli/path.ts';
import type { PathOperation } from '../../../src/core/paths/rules.ts';
import { openPathFacts, rulePath, type PathWorld } from '../../../src/node/paths/paths.ts';
import { nodeDisk, type Disk } from '../../../src/node/writer/disk.ts';
import { faultDisk } from '../writer/faultDisk.ts';
import { makeTree, type Tree } from './tree.ts';

let tree: Tree;
beforeAll(async () => {
  tree = await makeTree();
});
afterAll(() => tree.remove());

function world(more: Partial<PathWorld> = {}): PathWorld {
  return { roots: [tree.workspace], state: [tree.state], disk: nodeDisk(), ...more };
}

async function ruled(
  path: string,
  operation: PathOperation = 'create',
  more?: Partial<PathWorld>,
): Promise<string> {
  const { decision, reason } = await rulePath(path, operation, world(more));
  return `${decision} ${reason}`;
}

const zero = '\u0000';

describe.runIf(process.platform === 'linux')('paths, class by class', () => {
  test.each<[string, string]>([
    // Ordinary.
    ['src/app.ts', 'allow ok'],
    ['src/new file.ts', 'allow ok'],
    ['./src/./app.ts', 'allow ok'],
    ['src//app.ts', 'allow ok'],
    ['src/../docs/guide.md', 'allow ok'],
    ['{WS}/src/app.ts', 'allow ok'],
    ['../work/src/app.ts', 'allow ok'],
    ['linksrc/app.ts', 'allow ok'],
    ['linksrc/new.ts', 'allow ok'],
    ['linkself/linkself/src/app.ts', 'allow ok'],
    ['linkabsolute/src/app.ts', 'allow ok'],
    ['linkthrough/app.ts', 'allow ok'],
    ['new/folder/of/files/a.ts', 'allow ok'],
    ['src/routes/$id.tsx', 'allow ok'],
    ['src/routes/-components/list.tsx', 'allow ok'],
    ['src/[...slug]/page.tsx', 'allow ok'],
    ['packages/@scope/name/index.ts', 'allow ok'],
    ['app/@modal/page.tsx', 'allow ok'],
    ['src/+page.svelte', 'allow ok'],
    ['src/a,b=c;no'.replace(';', ''), 'allow ok'],
    ["docs/it's.md", 'allow ok'],
    ['docs/c#.md', 'allow ok'],
    ['docs/100% done.md', 'allow ok'],
    ['docs/100%25.md', 'allow ok'],
    ['docs/a%20b.md', 'allow ok'],
    ['docs/日期：解析。md', 'allow ok'],
    ['docs/😀 ❤️.md', 'allow ok'],
    ['docs/½ cup.md', 'allow ok'],
    ['.gitignore', 'allow ok'],
    ['.editorconfig', 'allow ok'],
    ['.github/ISSUE_TEMPLATE/bug.md', 'allow ok'],
    ['.prettierignore', 'allow ok'],
    ['src/environment.ts', 'allow ok'],
    ['src/git/config.ts', 'allow ok'],
    ['src/gitignore.ts', 'allow ok'],
    ['src/build/index.ts', 'allow ok'],
    ['src/agents/index.ts', 'allow ok'],
    ['src/vscode/api.ts', 'allow ok'],
    ['src/component.tsx', 'allow ok'],
    ['src/auxiliary.ts', 'allow ok'],
    ['src/~draft.ts', 'allow ok'],
    ['src/a~b.ts', 'allow ok'],
    ['x'.repeat(255), 'allow ok'],
    ['d/'.repeat(63) + 'x', 'allow ok'],
    // Not a usable path.
    ['', 'deny empty'],
    ['./', 'deny is-root'],
    ['src/..', 'deny is-root'],
    ['{WS}', 'deny is-root'],
    ['{WS}/', 'deny is-root'],
    ['src', 'deny is-directory'],
    ['src/.', 'deny is-directory'],
    ['new/', 'deny is-directory'],
    ['linksrc', 'deny is-directory'],
    [`src/${zero}`, 'deny nul'],
    ['src/a\tb', 'deny control-char'],
    ['src/a\r', 'deny control-char'],
    ['src/\u001b[31m', 'deny control-char'],
    ['src/a\u007f', 'deny control-char'],
    ['src/a\u2028b', 'deny control-char'],
    ['src/\ud800.ts', 'deny lone-surrogate'],
    ['src/\udc00\ud800.ts', 'deny lone-surrogate'],
    ['x'.repeat(256), 'deny too-long'],
    ['世'.repeat(86), 'deny too-long'],
    ['d/'.repeat(3_000) + 'x', 'deny too-long'],
    ['d/'.repeat(64) + 'x', 'deny too-deep'],
    // Foreign syntax.
    ['\\\\server\\share', 'deny unc'],
    ['\\\\?\\C:\\x', 'deny unc'],
    ['\\\\.\\pipe\\x', 'deny unc'],
    ['//?/C:/x', 'deny unc'],
    ['//./pipe/x', 'deny unc'],
    ['/\\server/x', 'deny unc'],
    ['\\/server/x', 'deny unc'],
    ['\\??\\C:\\x', 'deny unc'],
    ['src\\app.ts', 'deny backslash'],
    ['..\\..\\x', 'deny backslash'],
    ['C:/x', 'deny drive'],
    ['c:x', 'deny drive'],
    ['/C:/x', 'deny drive'],
    ['file:///etc/passwd', 'deny uri'],
    ['FILE:/etc/passwd', 'deny uri'],
    ['http://x/y', 'deny uri'],
    ['untitled:Untitled-1', 'deny uri'],
    ['git:/x/y', 'deny uri'],
    ['data:text/plain,x', 'deny uri'],
    ['~/x', 'deny expansion'],
    ['~', 'deny expansion'],
    ['~root/x', 'deny expansion'],
    ['$HOME/x', 'deny expansion'],
    ['src/$HOME/x', 'deny expansion'],
    ['$home/x', 'deny expansion'],
    ['${HOME}/x', 'deny expansion'],
    ['${env:HOME}/x', 'deny expansion'],
    ['$env:TEMP/x', 'deny expansion'],
    ['%APPDATA%/x', 'deny expansion'],
    ['src/%USERPROFILE%/x', 'deny expansion'],
    ['%2e%2e/x', 'deny percent-encoded'],
    ['%2E./x', 'deny percent-encoded'],
    ['src%2fapp.ts', 'deny percent-encoded'],
    ['src%5Capp.ts', 'deny percent-encoded'],
    ['src/app.ts%00.png', 'deny percent-encoded'],
    ['%252e%252e/x', 'deny percent-encoded'],
    ['%25252e/x', 'deny percent-encoded'],
    ['%c0%ae%c0%ae/x', 'deny percent-encoded'],
    ['%u002e%u002e/x', 'deny percent-encoded'],
    ['%ff%2e%2e/x', 'deny percent-encoded'],
    ['src/%ef%bc%8f', 'deny percent-encoded'],
    ['-rf', 'deny leading-dash'],
    ['--output=x', 'deny leading-dash'],
    ['./-rf', 'deny leading-dash'],
    ['src/*.ts', 'deny meta-char'],
    ['src/a;b.ts', 'deny meta-char'],
    ['src/a|b.ts', 'deny meta-char'],
    ['src/`id`.ts', 'deny meta-char'],
    ['src/$(id).ts', 'deny meta-char'],
    ['src/"a".ts', 'deny meta-char'],
    ['src/{a,b}.ts', 'deny meta-char'],
    ['src/a && b', 'deny meta-char'],
    // Spelling tricks.
    [' src/app.ts', 'deny edge-whitespace'],
    ['src /app.ts', 'deny edge-whitespace'],
    ['src/ app.ts', 'deny edge-whitespace'],
    ['src/app.ts\u00a0', 'deny edge-whitespace'],
    ['src/\u3000app.ts', 'deny edge-whitespace'],
    ['src/app.ts.', 'deny trailing-dot'],
    ['src/...', 'deny trailing-dot'],
    ['.git./config', 'deny trailing-dot'],
    ['\uff0e\uff0e/x', 'deny compat-fold'],
    ['src\uff0fapp.ts', 'deny compat-fold'],
    ['src\u2215app.ts', 'deny compat-fold'],
    ['src\u2044app.ts', 'deny compat-fold'],
    ['src\uff3capp.ts', 'deny compat-fold'],
    ['src/\u2025/x', 'deny compat-fold'],
    ['src/wait\u2026.ts', 'deny compat-fold'],
    ['src/\u2100.ts', 'deny compat-fold'],
    ['src/\u202eapp.ts', 'deny bidi'],
    ['src/app\u200f.ts', 'deny bidi'],
    ['src/\u2066a\u2069', 'deny bidi'],
    ['src/a\u200bb.ts', 'deny hidden-char'],
    ['src/a\u200db.ts', 'deny hidden-char'],
    ['\ufeffsrc/app.ts', 'deny hidden-char'],
    ['src/a\u2060b', 'deny hidden-char'],
    ['src/a\ufe0fb', 'deny hidden-char'],
    ['src/\u3164', 'deny hidden-char'],
    ['.git\u200d/config', 'deny hidden-char'],
    ['src/a:b', 'ask colon'],
    ['docs/12:30 notes.md', 'ask colon'],
    ['src/app.ts::$DATA', 'deny stream-name'],
    ['app.ts:hidden', 'deny stream-name'],
    ['README.md:x', 'deny stream-name'],
    ['src:x/app.ts', 'deny stream-name'],
    ['.git::$INDEX_ALLOCATION/config', 'deny stream-name'],
    ['.env:x', 'deny stream-name'],
    ['src/con', 'ask reserved-name'],
    ['src/aux.ts', 'ask reserved-name'],
    ['nul/x.ts', 'ask reserved-name'],
    ['src/LPT9.txt', 'ask reserved-name'],
    ['src/com\u00b9', 'ask reserved-name'],
    ['src/CONIN$', 'ask reserved-name'],
    ['src/LONGNA~1.TXT', 'ask short-name'],
    ['GIT~1/config', 'deny short-name'],
    ['git~2/config', 'deny short-name'],
    ['GI7EBA~1/config', 'deny short-name'],
    ['VSCODE~1/settings.json', 'deny short-name'],
    ['NODE_M~1/x', 'deny short-name'],
    // Likeness.
    ['SRC/app.ts', 'ask name-collision'],
    ['src/App.ts', 'ask name-collision'],
    ['src/ａpp.ts', 'ask name-collision'],
    ['docs/cafe\u0301.md', 'ask name-collision'],
    ['ſrc/app.ts', 'ask name-collision'],
    ['src/\u0430pp.ts', 'ask look-alike'],
    ['srс/new.ts', 'ask look-alike'],
    ['.g\u0456t/config', 'ask look-alike'],
    ['.vsсode/settings.json', 'ask look-alike'],
    ['docs/привет.md', 'allow ok'],
    // Escape.
    ['../x', 'deny outside-lexical'],
    ['src/../../x', 'deny outside-lexical'],
    ['/etc/passwd', 'deny outside-lexical'],
    ['/', 'deny outside-lexical'],
    ['..', 'deny outside-lexical'],
    ['{WS}-evil/app.ts', 'deny outside-lexical'],
    ['{TOP}/home/.bashrc', 'deny outside-lexical'],
    ['{STATE}/ledger.jsonl', 'deny outside-lexical'],
    ['linkout/secret.txt', 'deny outside-physical'],
    ['linkout/new.txt', 'deny outside-physical'],
    ['linkout', 'deny outside-physical'],
    ['linkchain-a/secret.txt', 'deny outside-physical'],
    ['src/to-outside.ts', 'deny outside-physical'],
    ['src/dangling-out.ts', 'deny outside-physical'],
    ['dangling-folder/x.ts', 'deny outside-physical'],
    ['linkself/linkout/secret.txt', 'deny outside-physical'],
    ['loop-a', 'deny resolve-error'],
    ['loop-a/x', 'deny resolve-error'],
    ['src/app.ts/x', 'deny resolve-error'],
    ['src/to-inside.ts/x', 'deny resolve-error'],
    ['src/to-inside.ts', 'ask link-final'],
    ['src/dangling-in.ts', 'ask link-final'],
    ['src/hard.ts', 'ask hard-link'],
    ['src/pipe', 'deny special-file'],
    ['src/locked.ts', 'deny read-only'],
    // Protected.
    ['.git/config', 'deny vcs-internal'],
    ['.git', 'deny vcs-internal'],
    ['.GiT/x', 'deny vcs-internal'],
    ['.ｇｉｔ/x', 'deny vcs-internal'],
    ['.gıt/x', 'deny vcs-internal'],
    ['.gİt/x', 'deny vcs-internal'],
    ['src/.hg/hgrc', 'deny vcs-internal'],
    ['.svn/x', 'deny vcs-internal'],
    ['.jj/x', 'deny vcs-internal'],
    ['linkgit/hooks/pre-commit', 'deny vcs-internal'],
    ['linkself/.git/config', 'deny vcs-internal'],
    ['fixtures/bare.git/config', 'deny vcs-internal'],
    ['fixtures/bare.git/hooks/x', 'deny vcs-internal'],
    ['fixtures/linked/config', 'deny vcs-internal'],
    ['fixtures/nearly/HEAD', 'deny vcs-internal'],
    ['fixtures/nearly/other.ts', 'allow ok'],
    ['keys/id_rsa', 'deny private-key'],
    ['keys/server.PEM', 'deny private-key'],
    ['.ssh/authorized_keys', 'deny private-key'],
    ['.countersign/policy.json', 'deny own-state'],
    ['.CounterSign/x', 'deny own-state'],
    ['.vscode/x', 'ask editor-config'],
    ['.VSCODE/x', 'ask editor-config'],
    ['linkvscode/tasks.json', 'ask editor-config'],
    ['a/b.code-workspace', 'ask editor-config'],
    ['.devcontainer/devcontainer.json', 'ask editor-config'],
    ['AGENTS.md', 'ask agent-config'],
    ['sub/claude.md', 'ask agent-config'],
    ['.cursor/mcp.json', 'ask agent-config'],
    ['.clinerules/x.md', 'ask agent-config'],
    ['.cursorrules', 'ask agent-config'],
    ['.github/agents/x.md', 'ask agent-config'],
    ['x.agent.md', 'ask agent-config'],
    ['.husky/pre-commit', 'ask auto-run'],
    ['.envrc', 'ask auto-run'],
    ['.gitmodules', 'ask auto-run'],
    ['.pre-commit-config.yaml', 'ask auto-run'],
    ['.yarnrc.yml', 'ask auto-run'],
    ['package.json', 'ask build-code'],
    ['tsconfig.build.json', 'ask build-code'],
    ['eslint.config.mjs', 'ask build-code'],
    ['.eslintrc.cjs', 'ask build-code'],
    ['Makefile', 'ask build-code'],
    ['pyproject.toml', 'ask build-code'],
    ['Cargo.toml', 'ask build-code'],
    ['go.mod', 'ask build-code'],
    ['Dockerfile', 'ask build-code'],
    ['conftest.py', 'ask build-code'],
    ['.github/workflows/x.yml', 'ask ci-config'],
    ['Jenkinsfile', 'ask ci-config'],
    ['.circleci/config.yml', 'ask ci-config'],
    ['.env', 'ask secret'],
    ['.env.local', 'ask secret'],
    ['.Env.Production', 'ask secret'],
    ['node_modules/a/index.js', 'ask dependency-tree'],
    ['.venv/lib/x.py', 'ask dependency-tree'],
  ])('%j: %s', async (path, expected) => {
    const placed = path
      .replace('{WS}', tree.workspace)
      .replace('{TOP}', tree.top)
      .replace('{STATE}', tree.state);
    expect(await ruled(placed)).toBe(expected);
  });

  test('the strictest reason to ask is named, and a reason to refuse goes before all', async () => {
    expect(await ruled('node_modules/.vscode/package.json')).toBe('ask editor-config');
    expect(await ruled('SRC/package.json')).toBe('ask build-code');
    expect(await ruled('src/to-inside.ts', 'delete')).toBe('ask link-final');
    expect(await ruled('.vscode/')).toBe('deny is-directory');
    expect(await ruled('src/app.ts', 'delete')).toBe('ask delete');
    expect(await ruled('.git/x', 'delete')).toBe('deny vcs-internal');
  });

  test('a name with a joiner that is there byte for byte asks; without the joiner it collides', async () => {
    expect(await ruled('docs/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.md')).toBe(
      'ask hidden-char-existing',
    );
    expect(await ruled('docs/\u0645\u06cc\u062e\u0648\u0627\u0647\u0645.md')).toBe('ask name-collision');
  });
});

describe.runIf(process.platform === 'linux')('workspaces', () => {
  test('of several roots: what is in two is asked, what is in one or none is not', async () => {
    const roots = [tree.workspace, tree.second];
    expect(await ruled('src/app.ts', 'modify', { roots })).toBe('ask ambiguous-root');
    expect(await ruled('only-here.ts', 'modify', { roots })).toBe('allow ok');
    expect(await ruled('in-none.ts', 'create', { roots })).toBe('allow ok');
    expect(await ruled(join(tree.second, 'src/app.ts'), 'modify', { roots })).toBe('allow ok');
    expect(await ruled('../second/src/app.ts', 'modify', { roots })).toBe('allow ok');
    expect(await ruled('../out/secret.txt', 'modify', { roots })).toBe('deny outside-lexical');
    const found = await rulePath('src/app.ts', 'modify', world({ roots: [tree.second, tree.workspace] }));
    expect(found.realPath).toBe(join(tree.second, 'src/app.ts'));
  });

  test('opened through a link, by either name', async () => {
    const roots = [tree.throughLink];
    for (const path of [
      'src/app.ts',
      join(tree.throughLink, 'src/app.ts'),
      join(tree.workspace, 'src/app.ts'),
    ]) {
      const found = await rulePath(path, 'modify', world({ roots }));
      expect(found).toEqual({
        decision: 'allow',
        reason: 'ok',
        realPath: join(tree.workspace, 'src/app.ts'),
      });
    }
    expect(await ruled(join(tree.outside, 'secret.txt'), 'modify', { roots })).toBe('deny outside-lexical');
  });

  test('that are a repository, or its inside, or that hold our records', async () => {
    expect(await ruled('hooks/pre-commit', 'create', { roots: [join(tree.workspace, '.git')] })).toBe(
      'deny vcs-internal',
    );
    expect(await ruled('config', 'create', { roots: [join(tree.workspace, 'fixtures/bare.git')] })).toBe(
      'deny vcs-internal',
    );
    expect(await ruled('state/ledger.jsonl', 'modify', { roots: [tree.top] })).toBe('deny own-state');
    expect(await ruled('ledger.jsonl', 'modify', { roots: [tree.state] })).toBe('deny own-state');
    expect(await ruled('statement.txt', 'create', { roots: [tree.top] })).toBe('allow ok');
  });

  test('that are none, or not there', async () => {
    expect(await ruled('src/app.ts', 'modify', { roots: [] })).toBe('deny no-workspace');
    expect(await ruled('src/app.ts', 'modify', { roots: [join(tree.top, 'nowhere')] })).toBe(
      'deny resolve-error',
    );
  });
});

describe.runIf(process.platform === 'linux')('the disk', () => {
  test('is never touched for the path of another machine, nor for any that is refused by its letters', async () => {
    for (const path of [
      '\\\\server\\share\\x',
      '//server/share',
      '\\\\?\\UNC\\server\\x',
      'C:/x',
      'a\u202eb',
      '-rf',
      '%2e',
    ]) {
      const { disk, calls } = faultDisk(undefined);
      expect((await rulePath(path, 'create', world({ disk }))).decision).toBe('deny');
      expect(calls).toEqual([]);
    }
  });

  test.each(['EIO', 'EACCES', 'EPERM', 'ENAMETOOLONG'])(
    'that fails with %s at any call refuses',
    async (does) => {
      for (const path of ['src/app.ts', 'linksrc/new.ts', 'src/to-inside.ts']) {
        for (let at = 1; ; at++) {
          const { disk, hit } = faultDisk({ at, does });
          const { decision, reason } = await rulePath(path, 'modify', world({ disk }));
          if (!hit()) break;
          // Where the records are is looked up too, and then taken as it is written.
          if (decision !== 'deny') expect(faultDisk({ at, does }).calls).toEqual([]);
          else expect(['resolve-error', 'read-only']).toContain(reason);
        }
      }
    },
  );

  test('of Windows: harmless spellings are refused too', async () => {
    const disk: Disk = { ...nodeDisk(), platform: 'win32' };
    expect(await ruled('src/aux.ts', 'create', { disk })).toBe('deny reserved-name');
    expect(await ruled('src/LONGNA~1.TXT', 'create', { disk })).toBe('deny short-name');
    expect(await ruled('src/a:b', 'create', { disk })).toBe('deny colon');
  });

  test('that ignores letter case: another spelling of a name that is there is that file', async () => {
    const disk = ignoringCase(nodeDisk());
    expect(await ruled('SRC/APP.ts', 'modify', { disk })).toBe('allow ok');
    const { realPath } = await rulePath('SRC/APP.ts', 'modify', world({ disk }));
    expect(realPath).toBe(join(tree.workspace, 'src/app.ts'));
    expect(await ruled('SRC/NEW.ts', 'create', { disk })).toBe('allow ok');
    expect(await ruled('.GIT/config', 'modify', { disk })).toBe('deny vcs-internal');
  });

  /** As that of macOS, made from one that does not: names are put right before each look. */
  function ignoringCase(real: Disk): Disk {
    const right = (path: string): string =>
      path.startsWith(tree.workspace)
        ? tree.workspace + path.slice(tree.workspace.length).toLowerCase().replace('/readme.md', '/README.md')
        : path;
    return {
      ...real,
      platform: 'darwin',
      entry: (path) => real.entry(right(path)),
      list: (path) => real.list(right(path)),
      realPath: (path) => real.realPath(right(path)),
      writable: (path) => real.writable(right(path)),
    };
  }
});

describe.runIf(process.platform === 'linux')('any path', () => {
  const strength = { allow: 0, ask: 1, deny: 2 };

  test('gets a decision, and what is allowed lies in the workspace', async () => {
    const part = fc.oneof(
      fc.constantFrom(
        'src',
        'app.ts',
        '..',
        '.',
        '',
        'linkout',
        'linkself',
        'linkgit',
        'loop-a',
        '.git',
        '~',
        'docs',
        'dangling-folder',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const path = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(path, async (text) => {
        const { decision, realPath } = await rulePath(text, 'create', world());
        if (decision === 'deny') return;
        expect(realPath?.startsWith(`${tree.workspace}/`)).toBe(true);
        expect(realPath?.split('/').map((name) => name.toLowerCase())).not.toContain('.git');
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  const protectedPaths = [
    '.git/config',
    '.vscode/settings.json',
    '.mcp.json',
    'package.json',
    '.env',
    '.husky/x',
    '.github/workflows/ci.yml',
    'node_modules/a.js',
    'keys/id_rsa',
    '.countersign/x',
    'CLAUDE.md',
    'src/app.ts',
  ];

  /** Other spellings of a letter that some disk or reader takes for the same. */
  function variantsOf(letter: string): string[] {
    const wide = String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0);
    const more: Record<string, string[]> = {
      i: ['ı', 'İ', 'ⅰ'],
      s: ['ſ'],
      k: ['\u212a'],
      c: ['ⅽ'],
      d: ['ⅾ'],
      m: ['ⅿ'],
    };
    const isLetter = /[a-z]/i.test(letter);
    return [
      letter,
      letter.toUpperCase(),
      letter.toLowerCase(),
      `${letter}\u200d`,
      `\u00ad${letter}`,
      ...(isLetter ? [wide] : []),
      ...(more[letter.toLowerCase()] ?? []),
    ];
  }

  test('is decided on no more weakly in another spelling that folds to it', async () => {
    const variant = fc
      .constantFrom(...protectedPaths)
      .chain((path) =>
        fc
          .tuple(
            ...[...path].map((letter) =>
              letter === '/' || letter === '.' ? fc.constant(letter) : fc.constantFrom(...variantsOf(letter)),
            ),
          )
          .map((letters) => ({ path, spelling: letters.join('') })),
      );
    await fc.assert(
      fc.asyncProperty(variant, async ({ path, spelling }) => {
        const [original, folded] = await Promise.all(
          [path, spelling].map((one) => rulePath(one, 'create', world())),
        );
        if (original === undefined || folded === undefined) throw new Error('no ruling');
        expect(strength[folded.decision]).toBeGreaterThanOrEqual(strength[original.decision]);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  test('with any one sign of the basic plane in a protected name is decided on no more weakly where it folds', async () => {
    // Every sign that stands for a letter of `.git` on some disk, found by the folding of the language itself.
    const letters = new Map<string, string[]>();
    for (let code = 0x80; code <= 0xffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const sign = String.fromCodePoint(code);
      const folded = sign.normalize('NFKC').toUpperCase().toLowerCase();
      if (/^[git.]$/.test(folded)) letters.set(folded, [...(letters.get(folded) ?? []), sign]);
    }
    const spellings = '.git'
      .split('')
      .flatMap((letter, index) =>
        (letters.get(letter) ?? []).map(
          (sign) => `${'.git'.slice(0, index)}${sign}${'.git'.slice(index + 1)}/config`,
        ),
      );
    expect(spellings.length).toBeGreaterThan(20);
    for (const spelling of spellings)
      expect([spelling, (await rulePath(spelling, 'create', world())).decision]).toEqual([spelling, 'deny']);
  }, 60_000);
});

describe('the facts for the gate', () => {
  test('say in words and by code why, with the real path', async () => {
    const facts = openPathFacts({ root: tree.workspace, state: [] });
    const signal = new AbortController().signal;
    expect(await facts.decide('linksrc/app.ts', 'modify', signal)).toMatchObject({
      type: 'allow',
      realPath: join(tree.workspace, 'src/app.ts'),
    });
    expect(await facts.decide('.vscode/x.json', 'create', signal)).toMatchObject({
      type: 'ask',
      reason: expect.stringMatching(/editor configuration.*\(editor-config\)/) as string,
    });
    expect(await facts.decide('../x', 'create', signal)).toEqual({
      type: 'deny',
      reason: expect.stringContaining('(outside-lexical)') as string,
    });
  });

  test('are a refusal when they are not wanted any more', async () => {
    const facts = openPathFacts({ root: tree.workspace, state: [] });
    expect(await facts.decide('src/app.ts', 'modify', AbortSignal.abort())).toMatchObject({ type: 'deny' });
  });
});

describe('a row of the command', () => {
  test('that is no row answers with what is wrong, under its id where it has one', async () => {
    for (const [row, id] of [
      [{}, null],
      ['x', null],
      [undefined, null],
      [{ id: 'a' }, 'a'],
      [{ id: 'b', path: 5, op: 'modify', workspace: '/' }, 'b'],
      [{ id: 7, path: 'x', op: 'rename', workspace: '/' }, 7],
      [{ id: 'c', path: 'x', op: 'modify', workspace: '/', ctx: 'maybe' }, 'c'],
    ] as const) {
      expect(await pathRow(row)).toEqual({ id, error: expect.any(String) as string });
    }
  });

  test('may name the file that lists the folders of a workspace', async () => {
    const file = join(tree.top, 'both.code-workspace');
    const row = { id: 'a', workspace: file, path: join(tree.second, 'x.ts'), op: 'create' };
    expect(await pathRow(row)).toEqual({ id: 'a', error: expect.stringContaining('ENOENT') as string });
    await writeFile(file, '{ "folders": "none" }');
    expect(await pathRow(row)).toEqual({ id: 'a', error: expect.stringContaining('folders') as string });
    await writeFile(file, '{ "folders": [{ "path": "work" }, /* and */ { "path": "second" }], }');
    expect(await pathRow(row)).toEqual({ id: 'a', decision: 'allow', reason: 'ok' });
    expect(await pathRow({ ...row, path: 'src/app.ts' })).toMatchObject({ reason: 'ambiguous-root' });
  });

  test('without a folder is refused', async () => {
    expect(await pathRow({ id: 'a', path: 'x', op: 'modify' })).toEqual({
      id: 'a',
      decision: 'deny',
      reason: 'no-workspace',
    });
  });
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'a file that this process may not write is read-only to it',
  async () => {
    const other = 65_534;
    execFileSync('chown', ['-R', '1:1', join(tree.workspace, 'docs')]);
    const script = `
    import { rulePath } from ${JSON.stringify(join(import.meta.dirname, '../../../src/node/paths/paths.ts'))};
    import { nodeDisk } from ${JSON.stringify(join(import.meta.dirname, '../../../src/node/writer/disk.ts'))};
    process.setgid(${other}); process.setuid(${other});
    const ruling = await rulePath('docs/guide.md', 'modify', { roots: [${JSON.stringify(tree.workspace)}], state: [], disk: nodeDisk() });
    process.stdout.write(ruling.decision + ' ' + ruling.reason);`;
    execFileSync('chmod', ['755', tree.top]);
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(said).toBe('deny read-only');
  },
);
