import { describe, expect, it } from 'vitest';
import { writesOf } from './writes.ts';

describe('writes of a source text', () => {
  it.each([
    ["import { writeFile } from 'node:fs/promises';", ['writeFile']],
    ["import { readFile, rename as move, rm } from 'node:fs/promises';", ['rename', 'rm']],
    [
      "import { writeFileSync as w, openSync } from 'node:fs';\nopenSync('x', 'w');",
      ['openSync', 'writeFileSync'],
    ],
    ["import { open } from 'node:fs/promises';\nopen('x', flags);", ['open']],
    ["import { open } from 'node:fs/promises';\nconst other = open;", ['open']],
    [
      "import { open, constants } from 'node:fs';\nopen('x', constants.O_RDONLY | constants.O_CREAT);",
      ['open'],
    ],
    ["import * as fs from 'node:fs';\nfs.openSync('x', 'r+');", ['openSync']],
    ["import { createWriteStream } from 'fs';", ['createWriteStream']],
    ["import * as fs from 'node:fs';\nfs.rmSync('x');", ['rmSync']],
    ["import * as fs from 'node:fs';\nawait fs.promises.rm('x');", ['*']],
    ["import * as fs from 'node:fs';\nconst other = fs;", ['*']],
    ["import * as fs from 'node:fs';\nconst { rm } = fs;", ['*']],
    ["import fs from 'node:fs';", ['*']],
    ["import { promises } from 'node:fs';", ['*']],
    ["const fs = await import('node:fs/promises');", ['*']],
    ["const fs = require('fs');", ['*']],
    ['await vscode.workspace.applyEdit(edit);', ['workspace.applyEdit']],
    ['await workspace.fs.writeFile(uri, bytes);', ['workspace.fs.writeFile']],
    ['await vscode.workspace.fs.delete(uri);', ['workspace.fs.delete']],
  ])('finds in %j: %j', (text, names) => {
    expect(writesOf(text)).toEqual(names);
  });

  it.each([
    "import { readFile, stat, constants } from 'node:fs/promises';",
    "import { open } from 'node:fs/promises';\nopen('x');\nopen('y', 'r');",
    "import * as fs from 'node:fs';\nfs.openSync('x', fs.constants.O_RDONLY);",
    "import type { writeFile } from 'node:fs/promises';",
    "import * as fs from 'node:fs/promises';\nlet handle: fs.FileHandle;\nconst text = await fs.readFile('x');",
    "import { rename } from './symbols.ts';\nrename('a');",
    'const text = await vscode.workspace.fs.readFile(uri);',
    '// fs.writeFileSync, workspace.applyEdit',
    "const say = 'workspace.applyEdit';",
    'applyEdits(text, edits);',
  ])('finds nothing in %j', (text) => {
    expect(writesOf(text)).toEqual([]);
  });
});
