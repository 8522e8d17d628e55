import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ChangeSet, FileChange } from '../../src/core/change.ts';
import {
  bindingOf,
  bindVerdict,
  clear,
  clearUndo,
  type Applied,
  type Cleared,
  type ClearedUndo,
} from '../../src/core/gate.ts';
import type { PathDecision, UndoOutcome, Writer } from '../../src/core/ports.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { openEditorWriter } from '../../src/editor/writer.ts';
import { openPathFacts } from '../../src/node/paths/paths.ts';
import { until, watchFolder } from './stage.ts';

const mark = '\ufeff';
const never = new AbortController().signal;

describe('the writer of the editor', () => {
  let folder: vscode.WorkspaceFolder;
  let journal: string;
  let writer: Writer;
  let problems: string[];
  const changedSettings = new Map<string, unknown>();

  /** Each test has files of its own: the editor remembers a document for a while after its tab is closed. */
  let test = 0;
  const at = (path: string): string => `test${test}/${path}`;
  const uri = (path: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, ...at(path).split('/'));
  const onDisk = (path: string): string => join(folder.uri.fsPath, at(path));
  const bytes = (path: string): Promise<string> => readFile(onDisk(path), 'utf8');

  before(() => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'the window has no folder');
    folder = first;
  });

  beforeEach(async () => {
    test += 1;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await empty();
    journal = await mkdtemp(join(tmpdir(), 'countersign-journal-'));
    problems = [];
    writer = await openEditorWriter({ folder, journal, onProblem: (message) => problems.push(message) });
  });

  afterEach(async () => {
    for (const [id, value] of changedSettings) await setting(id, value);
    changedSettings.clear();
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document.isClosed) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.deepEqual(await readdir(journal), [], 'the journal is not empty');
    await rm(journal, { recursive: true, force: true });
  });

  after(empty);

  async function empty(): Promise<void> {
    for (const name of await readdir(folder.uri.fsPath)) {
      await rm(join(folder.uri.fsPath, name), { recursive: true, force: true });
    }
  }

  /** A change of a whole text that may begin with a byte order mark. */
  function modify(path: string, from: string, to: string): FileChange {
    const bom = from.startsWith(mark);
    const text = (whole: string): string => (bom ? whole.slice(mark.length) : whole);
    const baseSha256 = sha256(from);
    return { path: at(path), operation: 'modify', baseSha256, base: text(from), content: text(to), bom };
  }

  async function write(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(onDisk(path)), { recursive: true });
    await writeFile(onDisk(path), content);
  }

  async function setting(id: string, value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  }

  /** Until the end of the test. */
  async function withSetting(id: string, value: unknown): Promise<void> {
    changedSettings.set(id, vscode.workspace.getConfiguration().inspect(id)?.globalValue);
    await setting(id, value);
  }

  /** A file, and its change from what is on disk, cleared as a verified result that a person approved. */
  async function staged(path: string, from: string, to: string): Promise<Cleared> {
    await write(path, from);
    return cleared([modify(path, from, to)]);
  }

  async function cleared(files: readonly FileChange[]): Promise<Cleared> {
    const changeSet: ChangeSet = { files: [...files] };
    const facts = openPathFacts({ root: folder.uri.fsPath, state: [journal] });
    const paths = new Map<string, PathDecision>();
    const judged: Record<string, string> = {};
    for (const { path, operation, baseSha256 } of files) {
      paths.set(path, await facts.decide(path, operation, never));
      if (baseSha256 !== null) judged[path] = baseSha256;
    }
    const verdict: Verdict = {
      state: 'verified',
      findings: [],
      reports: [],
      proves: [],
      unproven: [],
      files: judged,
      ms: 0,
    };
    const bound = bindVerdict(verdict, changeSet, sha256);
    const approval = { hash: bindingOf({ changeSet, verdict: bound, paths }, sha256), override: true };
    const decision = clear({ changeSet, verdict: bound, paths, trusted: true, approval }, sha256);
    assert.ok(decision.type === 'cleared', JSON.stringify(decision));
    return decision.cleared;
  }

  async function written(change: Cleared): Promise<Applied> {
    const outcome = await writer.write(change, never);
    assert.ok(outcome.type === 'applied', JSON.stringify(outcome));
    return outcome.applied;
  }

  async function clearedUndo({ cleared, files }: Applied): Promise<ClearedUndo> {
    const facts = openPathFacts({ root: folder.uri.fsPath, state: [journal] });
    const paths = new Map<string, PathDecision>();
    for (const { path } of files) paths.set(path, await facts.decide(path, 'modify', never));
    const hashes = Object.fromEntries(files.map((file) => [file.path, file.sha256]));
    const decision = clearUndo({ changeSet: cleared.changeSet, files: hashes, paths, trusted: true });
    assert.ok(decision.type === 'cleared', JSON.stringify(decision));
    return decision.cleared;
  }

  async function undone(applied: Applied): Promise<Extract<UndoOutcome, { type: 'undone' }>> {
    const outcome = await writer.undo(await clearedUndo(applied), never);
    assert.ok(outcome.type === 'undone', JSON.stringify(outcome));
    return outcome;
  }

  function openDocument(path: string): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri(path).toString(),
    );
  }

  async function type(path: string, text: string): Promise<vscode.TextDocument> {
    const editor = await vscode.window.showTextDocument(uri(path), { preview: false });
    assert.ok(await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text)));
    return editor.document;
  }

  for (const [name, from, to] of [
    ['LF', 'one\ntwo\nthree\n', 'one\n2\nthree\nfour\n'],
    ['CRLF', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\nfour\r\n'],
    ['a byte order mark', `${mark}one\ntwo\n`, `${mark}one\n2\n`],
    ['a byte order mark and CRLF', `${mark}one\r\ntwo\r\n`, `${mark}one\r\n2\r\n`],
    ['no final newline', 'one\ntwo', 'one\n2'],
    ['an empty file', '', 'one\n'],
    ['a file that becomes empty', 'one\n', ''],
    ['Chinese text and an emoji', '时间\n日期 👩‍💻\n', '时间\n日期 👩🏽‍💻!\n'],
    ['blanks at line ends', 'one  \n\ttwo\t\n', 'one  \n\t2\t\n'],
  ] as const) {
    it(`writes ${name} byte for byte, and one undo gives the old bytes back`, async () => {
      const change = await staged('src/a.txt', from, to);
      const outcome = await writer.write(change, never);
      assert.equal(outcome.type, 'applied', JSON.stringify(outcome));
      assert.equal(await bytes('src/a.txt'), to);
      assert.ok(outcome.type === 'applied');
      assert.deepEqual(outcome.applied.files, [{ path: at('src/a.txt'), sha256: sha256(to), saved: true }]);
      assert.equal(openDocument('src/a.txt')?.isDirty, false);
      const { document } = await vscode.window.showTextDocument(uri('src/a.txt'));
      await vscode.commands.executeCommand('undo');
      assert.ok(await document.save());
      assert.equal(await bytes('src/a.txt'), from);
      assert.deepEqual(problems, []);
    });

    it(`takes back ${name} byte for byte`, async () => {
      const applied = await written(await staged('src/a.txt', from, to));
      const outcome = await undone(applied);
      assert.deepEqual(outcome, {
        type: 'undone',
        restored: [{ path: at('src/a.txt'), saved: true }],
        left: [],
      });
      assert.equal(await bytes('src/a.txt'), from);
      assert.equal(openDocument('src/a.txt')?.isDirty ?? false, false);
      assert.deepEqual(problems, []);
    });
  }

  it('takes back several files and a new one, and leaves what changed since, in words', async () => {
    await write('a.txt', 'a\n');
    await write('b/b.txt', 'b\r\n');
    await write('d.txt', 'd\n');
    const created: FileChange = { ...modify('new/c.txt', '', 'c\n'), operation: 'create', baseSha256: null };
    const files = [
      modify('a.txt', 'a\n', 'A\n'),
      created,
      modify('b/b.txt', 'b\r\n', 'B\r\n'),
      modify('d.txt', 'd\n', 'D\n'),
    ];
    const applied = await written(await cleared(files));
    await vscode.window.showTextDocument(uri('new/c.txt'), { preview: false });
    await write('d.txt', 'D\n// mine\n');
    const outcome = await undone(applied);
    assert.deepEqual(
      outcome.restored.map((file) => file.path),
      ['a.txt', 'new/c.txt', 'b/b.txt'].map(at),
    );
    assert.deepEqual(outcome.left, [{ path: at('d.txt'), reason: 'it changed since it was written' }]);
    assert.deepEqual(await Promise.all(['a.txt', 'b/b.txt', 'd.txt'].map(bytes)), [
      'a\n',
      'b\r\n',
      'D\n// mine\n',
    ]);
    await assert.rejects(bytes('new/c.txt'));
  });

  it('leaves a document with text that was typed since, and a new file that was typed into', async () => {
    await write('a.txt', 'a\n');
    await write('b.txt', 'b\n');
    const created: FileChange = { ...modify('n.txt', '', 'n\n'), operation: 'create', baseSha256: null };
    const applied = await written(
      await cleared([modify('a.txt', 'a\n', 'A\n'), created, modify('b.txt', 'b\n', 'B\n')]),
    );
    await type('a.txt', 'typed\n');
    await type('n.txt', 'typed\n');
    const outcome = await undone(applied);
    assert.deepEqual(outcome.left, [
      { path: at('a.txt'), reason: 'it changed since it was written' },
      { path: at('n.txt'), reason: 'it is open with unsaved text' },
    ]);
    assert.deepEqual(await Promise.all(['a.txt', 'n.txt', 'b.txt'].map(bytes)), ['A\n', 'n\n', 'b\n']);
    assert.equal(openDocument('a.txt')?.getText(), 'typed\nA\n');
  });

  it('takes back what it put into unsaved text, and leaves that text unsaved', async () => {
    await write('a.txt', 'one\ntwo\n');
    const document = await type('a.txt', 'typed\n');
    const base = document.getText();
    const applied = await written(await cleared([modify('a.txt', base, base.replace('two', '2'))]));
    const outcome = await undone(applied);
    assert.deepEqual(outcome.restored, [{ path: at('a.txt'), saved: false }]);
    assert.equal(document.getText(), base);
    assert.ok(document.isDirty);
    assert.equal(await bytes('a.txt'), 'one\ntwo\n');
  });

  it('takes back what it put into unsaved text with a byte order mark that was saved since', async () => {
    await write('a.txt', `${mark}one\ntwo\n`);
    const document = await type('a.txt', 'typed\n');
    const base = document.getText();
    const change: FileChange = {
      path: at('a.txt'),
      operation: 'modify',
      baseSha256: sha256(base),
      base,
      content: base.replace('two', '2'),
      bom: true,
    };
    const applied = await written(await cleared([change]));
    assert.ok(await document.save());
    assert.deepEqual((await undone(applied)).left, []);
    assert.equal(await bytes('a.txt'), `${mark}${base}`);
  });

  it('takes back what a formatter changed at the save, and nothing that is not cleared', async () => {
    await withSetting('files.insertFinalNewline', true);
    const applied = await written(await staged('a.txt', 'one\ntwo\n', 'one\n2'));
    assert.equal(await bytes('a.txt'), 'one\n2\n');
    const own = await clearedUndo(applied);
    assert.equal((await writer.undo({ ...own }, never)).type, 'failed');
    assert.equal((await writer.undo(own, AbortSignal.abort())).type, 'failed');
    assert.equal(await bytes('a.txt'), 'one\n2\n');
    assert.deepEqual((await undone(applied)).left, []);
    assert.equal(await bytes('a.txt'), 'one\ntwo\n');
  });

  it('takes nothing back where one file cannot be saved', async () => {
    await write('a.txt', 'a\n');
    await write('b.txt', 'b\n');
    const applied = await written(
      await cleared([modify('a.txt', 'a\n', 'A\n'), modify('b.txt', 'b\n', 'B\n')]),
    );
    const own = await clearedUndo(applied);
    const isWritten = new Promise<void>((resolve) => {
      const saving = vscode.workspace.onWillSaveTextDocument(({ document }) => {
        if (!document.uri.path.endsWith('/a.txt')) return;
        saving.dispose();
        void writeFile(onDisk('b.txt'), 'somebody else\n').then(resolve);
      });
    });
    const outcome = await writer.undo(own, never);
    await isWritten;
    assert.equal(outcome.type, 'failed', JSON.stringify(outcome));
    assert.deepEqual(await Promise.all(['a.txt', 'b.txt'].map(bytes)), ['A\n', 'somebody else\n']);
  });

  it('leaves cursors, and marks outside of the change, where they are', async () => {
    const lines = Array.from({ length: 50 }, (_, n) => `line ${n}\n`);
    const to = lines.map((line, n) => (n === 10 ? 'new\nline 10, changed\n' : line)).join('');
    const change = await staged('a.txt', lines.join(''), to);
    const at = new vscode.Position(40, 3);
    const editor = await vscode.window.showTextDocument(uri('a.txt'), {
      selection: new vscode.Selection(at, at),
    });
    assert.equal((await writer.write(change, never)).type, 'applied');
    assert.deepEqual(editor.selection.active, new vscode.Position(41, 3));
  });

  it('keeps unsaved text unsaved, edits it there, and says so', async () => {
    await write('a.txt', 'one\ntwo\n');
    const document = await type('a.txt', 'typed\n');
    const base = document.getText();
    const files = [modify('a.txt', base, base.replace('two', '2'))];
    const outcome = await writer.write(await cleared(files), never);
    assert.ok(outcome.type === 'applied', JSON.stringify(outcome));
    assert.deepEqual(outcome.applied.files, [
      { path: at('a.txt'), sha256: sha256('typed\none\n2\n'), saved: false },
    ]);
    assert.equal(await bytes('a.txt'), 'one\ntwo\n');
    assert.equal(document.getText(), 'typed\none\n2\n');
    assert.ok(document.isDirty);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), base);
  });

  it('writes nothing where a document changed between the verdict and the write', async () => {
    const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    const document = await type('a.txt', 'typed\n');
    const outcome = await writer.write(change, never);
    assert.deepEqual([outcome.type, outcome.type === 'stale' && outcome.path], ['stale', at('a.txt')]);
    assert.equal(document.getText(), 'typed\none\ntwo\n');
    assert.equal(await bytes('a.txt'), 'one\ntwo\n');
  });

  it('writes nothing where somebody types while it is about to write', async () => {
    const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    const editor = await vscode.window.showTextDocument(uri('a.txt'));
    const writing = writer.write(change, never);
    const typing = editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed\n'));
    const outcome = await writing;
    await typing;
    const text = editor.document.getText();
    if (outcome.type === 'applied') assert.ok(text.endsWith('one\n2\n'));
    else assert.equal(text, 'typed\none\ntwo\n');
    assert.ok(text.startsWith('typed\n'), 'what was typed is lost');
  });

  it('writes nothing where the disk changed, whether the file is open or not', async () => {
    for (const isOpen of [false, true]) {
      const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
      if (isOpen) await vscode.window.showTextDocument(uri('a.txt'));
      await write('a.txt', 'somebody else\n');
      const outcome = await writer.write(change, never);
      assert.equal(outcome.type, 'stale', JSON.stringify(outcome));
      assert.equal(await bytes('a.txt'), 'somebody else\n');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('waits until the editor has taken in what others wrote to an open file', async () => {
    await write('a.txt', 'old\n');
    await vscode.window.showTextDocument(uri('a.txt'));
    const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    const outcome = await writer.write(change, never);
    assert.equal(outcome.type, 'applied', JSON.stringify(outcome));
    assert.equal(await bytes('a.txt'), 'one\n2\n');
  });

  it('refuses what nobody cleared, and what was stopped, without a touch', async () => {
    const change = await staged('a.txt', 'one\n', '2\n');
    using watched = watchFolder(folder.uri.fsPath);
    const forged = { ...change } as Cleared;
    assert.equal((await writer.write(forged, never)).type, 'failed');
    assert.equal((await writer.write(change, AbortSignal.abort())).type, 'failed');
    assert.equal(await bytes('a.txt'), 'one\n');
    assert.deepEqual(watched.seen, []);
    assert.equal(openDocument('a.txt')?.isDirty ?? false, false);
  });

  it('writes several files and a new one in one step of undo', async () => {
    await write('a.txt', 'a\n');
    await write('b/b.txt', 'b\r\n');
    const created: FileChange = {
      path: at('new/c.txt'),
      operation: 'create',
      baseSha256: null,
      base: '',
      content: 'c\n',
      bom: false,
    };
    const files = [modify('a.txt', 'a\n', 'A\n'), created, modify('b/b.txt', 'b\r\n', 'B\r\n')];
    await vscode.window.showTextDocument(uri('a.txt'));
    const outcome = await writer.write(await cleared(files), never);
    assert.ok(outcome.type === 'applied', JSON.stringify(outcome));
    assert.deepEqual(await Promise.all(['a.txt', 'new/c.txt', 'b/b.txt'].map(bytes)), [
      'A\n',
      'c\n',
      'B\r\n',
    ]);
    assert.deepEqual(
      outcome.applied.files.map((file) => file.sha256),
      ['A\n', 'c\n', 'B\r\n'].map(sha256),
    );
  });

  it('creates nothing over a file that is there, and then changes no other file', async () => {
    await write('a.txt', 'a\n');
    const created: FileChange = { ...modify('n.txt', '', 'n\n'), operation: 'create', baseSha256: null };
    const change = await cleared([modify('a.txt', 'a\n', 'A\n'), created]);
    await write('n.txt', 'somebody else\n');
    const outcome = await writer.write(change, never);
    assert.equal(outcome.type, 'stale', JSON.stringify(outcome));
    assert.deepEqual(await Promise.all(['a.txt', 'n.txt'].map(bytes)), ['a\n', 'somebody else\n']);
  });

  it('writes with auto save on, and saves once what it was told to', async () => {
    await withSetting('files.autoSave', 'afterDelay');
    await withSetting('files.autoSaveDelay', 1);
    const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    await vscode.window.showTextDocument(uri('a.txt'));
    const outcome = await writer.write(change, never);
    assert.equal(outcome.type, 'applied', JSON.stringify(outcome));
    assert.equal(await bytes('a.txt'), 'one\n2\n');
    assert.deepEqual(problems, []);
  });

  it('with auto save on, a refused change never reaches the disk', async () => {
    await withSetting('files.autoSave', 'afterDelay');
    await withSetting('files.autoSaveDelay', 1);
    const change = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    await write('a.txt', 'one\ntwo\nthree\n');
    using watched = watchFolder(folder.uri.fsPath);
    assert.equal((await writer.write(change, never)).type, 'stale');
    assert.equal(await bytes('a.txt'), 'one\ntwo\nthree\n');
    assert.deepEqual(watched.seen, []);
  });

  it('gives the true hash, and says so, where saving changes the text further', async () => {
    await withSetting('files.insertFinalNewline', true);
    await withSetting('files.trimTrailingWhitespace', true);
    const change = await staged('a.txt', 'one  \ntwo', 'one  \n2');
    const outcome = await writer.write(change, never);
    assert.ok(outcome.type === 'applied', JSON.stringify(outcome));
    const now = await bytes('a.txt');
    assert.notEqual(now, 'one  \n2');
    assert.equal(outcome.applied.files[0]?.sha256, sha256(now));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /a\.txt/);
  });

  it('makes everything old again where one file cannot be saved', async () => {
    await write('a.txt', 'a\n');
    await write('b.txt', 'b\n');
    const created: FileChange = { ...modify('n.txt', '', 'n\n'), operation: 'create', baseSha256: null };
    const change = await cleared([modify('a.txt', 'a\n', 'A\n'), created, modify('b.txt', 'b\n', 'B\n')]);
    const isSaved = new Promise<void>((resolve) => {
      const saving = vscode.workspace.onWillSaveTextDocument(({ document }) => {
        if (!document.uri.path.endsWith('/a.txt')) return;
        saving.dispose();
        // Before the second file is saved, somebody writes it: the editor refuses to overwrite that.
        void writeFile(onDisk('b.txt'), 'somebody else\n').then(resolve);
      });
    });
    const outcome = await writer.write(change, never);
    await isSaved;
    assert.equal(outcome.type, 'failed', JSON.stringify(outcome));
    assert.equal(await bytes('a.txt'), 'a\n');
    assert.equal(await bytes('b.txt'), 'somebody else\n');
    await assert.rejects(bytes('n.txt'));
    assert.equal(openDocument('a.txt')?.getText(), 'a\n');
  });

  it('refuses other encodings, mixed line endings, notebooks, and a link beside unsaved text', async () => {
    const outcomes: string[] = [];
    const refuse = async (files: readonly FileChange[]): Promise<void> => {
      const outcome = await writer.write(await cleared(files), never);
      outcomes.push(outcome.type === 'applied' ? 'applied' : outcome.message);
    };
    await write('mixed.txt', 'one\r\ntwo\nthree\n');
    await refuse([modify('mixed.txt', 'one\r\ntwo\nthree\n', 'one\r\n2\nthree\n')]);
    await write('n.ipynb', '{"cells":[]}');
    await refuse([modify('n.ipynb', '{"cells":[]}', '{"cells":[1]}')]);
    await write('real.txt', 'real\n');
    await symlink('real.txt', onDisk('link.txt'));
    await type('real.txt', 'typed\n');
    await refuse([modify('link.txt', 'real\n', 'changed\n')]);
    await withSetting('files.encoding', 'windows1252');
    await write('latin.txt', 'plain\n');
    await refuse([modify('latin.txt', 'plain\n', 'Grüße\n')]);
    assert.match(outcomes[0] ?? '', /line endings/);
    assert.match(outcomes[1] ?? '', /notebook/);
    assert.match(outcomes[2] ?? '', /another name/);
    assert.match(outcomes[3] ?? '', /windows1252/);
    assert.equal(await bytes('mixed.txt'), 'one\r\ntwo\nthree\n');
    assert.equal(await bytes('real.txt'), 'real\n');
  });

  it('takes two change sets for one file one after the other, and finds the second stale', async () => {
    const one = await staged('a.txt', 'one\ntwo\n', 'one\n2\n');
    const two = await cleared([modify('a.txt', 'one\ntwo\n', '1\ntwo\n')]);
    const outcomes = await Promise.all([writer.write(one, never), writer.write(two, never)]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.type),
      ['applied', 'stale'],
    );
    assert.equal(await bytes('a.txt'), 'one\n2\n');
  });

  it('mends at its opening what a window that is gone left half written', async () => {
    await write('a.txt', 'a\n');
    await write('b.txt', 'b\n');
    const dead = {
      v: 1,
      id: 'x',
      owner: { pid: 999_999_999, started: '', boot: 'another', machine: await machine() },
      entries: ['a', 'b'].map((name) => ({
        path: onDisk(`${name}.txt`),
        before: Buffer.from(`${name}\n`).toString('base64'),
        after: Buffer.from(`${name} is new\n`).toString('base64'),
        mode: 0o644,
        owner: null,
        temporary: onDisk(`.countersign-${name}.tmp`),
      })),
      folders: [],
    };
    const body = JSON.stringify(dead);
    // The first was saved whole, the second was cut off in the middle of saving.
    await write('a.txt', 'a is new\n');
    await write('b.txt', 'b is');
    await writeFile(join(journal, 'x.ready'), `${body}\n${sha256(body)}\n`);
    await openEditorWriter({ folder, journal, onProblem: (message) => problems.push(message) });
    assert.deepEqual(await Promise.all(['a.txt', 'b.txt'].map(bytes)), ['a\n', 'b\n']);
    assert.equal(problems.length, 1);
  });

  it('shows a changed file to whoever listens, once it is saved', async () => {
    const change = await staged('a.txt', 'one\n', '2\n');
    let saved = false;
    const seen = until(
      'the save',
      () => (saved ? true : undefined),
      (again) =>
        vscode.workspace.onDidSaveTextDocument(({ uri: which }) => {
          saved ||= which.path.endsWith('/a.txt');
          again();
        }),
    );
    await writer.write(change, never);
    await seen;
  });
});

async function machine(): Promise<string> {
  if (process.platform !== 'linux') return '';
  return readFile('/etc/machine-id', 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
