/** Sources as they look in projects, and what is and is not a change of form in them. */
export interface FormSample {
  readonly path: string;
  readonly text: string;
  /** Changes of form only: what is replaced by what. */
  readonly right: readonly (readonly [from: string | RegExp, to: string])[];
  /** Changes of what is said. */
  readonly wrong: readonly (readonly [from: string | RegExp, to: string])[];
}

const ts: FormSample = {
  path: 'src/store.ts',
  text: `'use strict';
// Keeps what was read.
import { readFile, type Stats } from 'node:fs/promises';
import path from 'node:path';

/** One entry. */
export interface Entry {
  readonly name: string;
  readonly size: number;
  tags?: readonly string[];
}

export type Kind = 'file' | 'folder' | 'link';

const limits = { 'small': 0x10, large: 1.50, [path.sep]: 1e3 };
const pattern = /[a-z]+  b/gi;

export class Store<T extends Entry> {
  #entries = new Map<string, T>();
  static readonly most = 1_000;

  constructor(private2: number) {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size; // how many
  }

  async load(name: string, options = { deep: false }): Promise<T | undefined> {
    const text = await readFile(name, 'utf8');
    if (text === '') return undefined;
    const found = text.split(',').map(part => part.trim()).filter((part) => part !== "it's");
    for (let at = 0; at < found.length; at += 1) {
      if (at > 2 && options.deep || found[at] === undefined) continue;
      console.log(\`\${at}: \${found[at]}  end\`);
    }
    return this.#entries.get(name)?.tags?.length ? this.#entries.get(name) : undefined;
  }
}

export const sum = (a: number, b: number): number => (a + b) * 2;
export function negate(value: number, stats?: Stats) {
  /* the sign turns */
  return -(value - 1) + (stats?.size ?? 0);
}
`,
  right: [
    ["'use strict'", '"use strict"'],
    [/;\n/g, '\n'],
    [/'(node:[^']*)'/g, '"$1"'],
    ["'small': 0x10", 'small: 0X10'],
    ['1.50', '1.5'],
    ['1e3', '1000'],
    ['1_000', '1000'],
    ['part => part', '(part) => part'],
    ['"it\'s"', "'it\\'s'"],
    ['(a + b) * 2', '((a + b) * 2)'],
    ['/gi', '/ig'],
    ["| 'folder'", '\n  | "folder"'],
    ["= 'file' |", "=\n  | 'file'\n  |"],
    ['large: 1.50, [', 'large: 1.50,\n ['],
    ["'utf8');", "'utf8',\n );"],
    ['readonly name: string;', 'readonly name: string,'],
    ['(at > 2 && options.deep || found', '((at > 2 && options.deep) || found'],
    [/\n {2}/g, '\n\t'],
    ['return undefined;', 'return (undefined);'],
    ['// how many', '//   how many'],
    ['/** One entry. */', '/**\n * One entry.\n */'],
    ['\n\n/** One', '\n/** One'],
    ['found.length; at += 1) {', 'found.length; at += 1)\n    {'],
    ['export class', '\n\nexport class'],
  ],
  wrong: [
    ["'use strict';\n", ''],
    ["'use strict';", "('use strict');"],
    ["'use strict';", ";'use strict';"],
    ["'utf8'", "'utf-8'"],
    ["'node:path'", "'path'"],
    ['0x10', '0x11'],
    ['1.50', '1.05'],
    ['[a-z]+  b', '[a-z]+ b'],
    ['/gi', '/g'],
    ['  end`', ' end`'],
    ['// how many\n', '\n'],
    ['// how many', '// how much'],
    ['return this.#entries.size; // how many', '// how many\n    return this.#entries.size;'],
    ['/* the sign turns */\n', ''],
    ['  /* the sign turns */\n  return -(', '  return -/* the sign turns */('],
    ['// Keeps what was read.\n', '// Keeps what was read.\n// More.\n'],
    [
      "import { readFile, type Stats } from 'node:fs/promises';\nimport path from 'node:path';",
      "import path from 'node:path';\nimport { readFile, type Stats } from 'node:fs/promises';",
    ],
    ['readFile, type Stats', 'type Stats, readFile'],
    [
      '  readonly name: string;\n  readonly size: number;',
      '  readonly size: number;\n  readonly name: string;',
    ],
    ["'small': 0x10, large: 1.50", 'large: 1.50, small: 0x10'],
    ["'small'", '[small]'],
    ["'file' | 'folder'", "'folder' | 'file'"],
    ['-(value - 1)', '-value - 1'],
    ['(a + b) * 2', 'a + b * 2'],
    [
      '(at > 2 && options.deep || found[at] === undefined)',
      '(at > 2 && (options.deep || found[at] === undefined))',
    ],
    ['return -(', 'return\n  -('],
    ["if (text === '') return undefined;", "if (text === '') { return undefined; }"],
    ['const found', 'let found'],
    ['!== "it\'s"', '!= "it\'s"'],
    ['readonly size', 'size'],
    ['tags?:', 'tags:'],
    ['?.tags', '.tags'],
    ['static readonly', 'readonly'],
    ['async load', 'load'],
    ['#entries = new Map', 'entries = new Map'],
    ['export const sum', 'const sum'],
    ['=> part.trim()', '=> { part.trim(); }'],
    ['stats?.size ?? 0', '(stats?.size) || 0'],
    ['private2', 'private3'],
    ['at += 1', 'at++'],
    ['for (let at = 0; at < found.length; at += 1)', 'for (let at = 0; at < found.length;)'],
    ['import path from', 'import * as path from'],
    ['type Stats', 'Stats'],
    ['this.#entries.clear();', ''],
    ['`${at}: ${found[at]}  end`', "at + ': ' + found[at] + '  end'"],
  ],
};

const tsx: FormSample = {
  path: 'src/list.tsx',
  text: `import React from 'react';

export function List({ items, title = 'All' }: { items: string[]; title?: string }) {
  return (
    <section className="list" data-kind='plain' aria-label={"items"}>
      <h1>{title} of them</h1>
      {/* every one */}
      {items.length > 0 ? items.map((item) => <li key={item} {...{ id: item }}>{item}, and more</li>) : <i>none</i>}
      <p>
        Some text that runs
        over lines <b>here</b>
      </p>
      <Fragment />
    </section>
  );
}
`,
  right: [
    [`data-kind='plain'`, 'data-kind="plain"'],
    ['{"items"}', '"items"'],
    ['Some text that runs\n        over', 'Some text that runs over'],
    ['return (\n', 'return ((\n'],
    [/^ {4,6}/gm, '\t\t'],
    ['<b>here</b>\n', '<b\n>here</b>\n'],
    ['<h1>{title} of them</h1>', '<h1>\n {title} of them\n</h1>'],
    ['<h1>{title} of', '<h1>\n {title}{" "}\nof'],
    ['lines <b>', 'lines{" "}\n        <b>'],
    ['<Fragment />', '<Fragment/>'],
  ].map(([from, to]) =>
    from === 'return (\n'
      ? ([/return \(\n([^]*)\n {2}\);/u, 'return ((\n$1\n  ));'] as const)
      : ([from ?? '', String(to)] as const),
  ),
  wrong: [
    ['className="list"', 'className="lists"'],
    [' of them', '  of them'],
    ['{title} of', '{title}\n of'],
    ['{item}, and', '{item} , and'],
    ['lines <b>', 'lines\n        <b>'].map((one) => one.replace('lines\n', 'lines<b></b>\n')) as [
      string,
      string,
    ],
    ['{/* every one */}', ''],
    ['every one', 'every second one'],
    ['<Fragment />', '<Fragment></Fragment>'],
    ['<i>none</i>', '<i>None</i>'],
    ['<i>none</i>', '<i> none</i>'],
    ['key={item} {...{ id: item }}', '{...{ id: item }} key={item}'],
    ["data-kind='plain' ", ''],
    ['{"items"}', '{items}'],
    ['> 0 ?', '>= 0 ?'],
    ["title = 'All'", "title = 'all'"],
  ],
};

const js: FormSample = {
  path: 'lib/work.js',
  text: `#!/usr/bin/env node
'use strict'
const fs = require('fs')
var a = 1, b = [1, , 3], c = { get x() { return 1 }, 'y-z': 2, w: 0o17 }
function run(x) {
  'use strict'
  if (x) return fs.readFileSync(x)
  else if (!x) throw new Error
  switch (x) { case 1: a++; break; default: b = 2 }
  do { a-- } while (a > 0)
  label: for (;;) { break label }
  return /* type: */ (x, b)
}
const twice = run
;[1, 2].forEach(run)
const cast = /** @type {string} */ (a)
const both = a && (b && c)
module.exports = { run, cast, both }
`,
  right: [
    ['new Error', 'new Error()'],
    ["require('fs')", 'require("fs");'],
    ['[1, , 3]', '[1, ,3,]'],
    [/^;\[/m, '[1, 2].length;\n['],
    ["'y-z'", '"y-z"'],
    ['a && (b && c)', 'a && b && c'],
    ['{ run, cast, both }', '{\n  run,\n  cast,\n  both,\n}'],
    ['case 1: a++; break;', 'case 1:\n a++;;\n break\n'],
    ['w: 0o17', "'w': 15"],
  ].filter(([from]) => !(from instanceof RegExp)) as [string, string][],
  wrong: [
    ['#!/usr/bin/env node\n', ''],
    ['[1, , 3]', '[1, 3]'],
    ['[1, , 3]', '[1, , 3, ,]'],
    [/^;\[/m, '['],
    ['0o17', '17'],
    ['(x, b)', 'x, b'].map((one) => one.replace(/^x, b$/, 'b')) as [string, string],
    ['return /* type: */', 'return'],
    ['/** @type {string} */ (a)', '/** @type {string} */ a'],
    ['else if (!x)', 'if (!x)'],
    ['a--', '--a'],
    ['(;;)', '(;b;)'],
    ['break label', 'break'],
    ['break; default', 'default'],
    ["  'use strict'\n", "  'use\\x20strict'\n"],
    ['const both = a && (b && c)', 'const both = a && (b || c)'],
    ['var a', 'let a'],
    ['get x()', 'x()'],
  ],
};

const json: FormSample = {
  path: 'data/site.json',
  text: '{\n  "name": "site \\u00e9",\n  "version": 1.50,\n  "big": 9007199254740993,\n  "list": [1, 2, { "a": null }],\n  "on": true\n}\n',
  right: [
    [/\n {2}/g, ' '],
    ['\\u00e9', '\u00e9'],
    ['1.50', '1.5'],
    ['[1, 2, {', '[\n    1,\n    2,\n    {'],
    ['"on": true', '"on":true'],
    [/ {2}/g, '\t'],
  ],
  wrong: [
    ['"site', '"Site'],
    ['9007199254740993', '9007199254740992'],
    ['1.50', '"1.50"'],
    ['  "on": true', '  "on": true,\n  "on": true'],
    ['"name": "site \\u00e9",\n  "version": 1.50,', '"version": 1.50,\n  "name": "site \\u00e9",'],
    ['[1, 2,', '[2, 1,'],
    ['null', '{}'],
    ['"on": true\n', '"on": true,\n'],
    ['true', 'false'],
    ['"on": true', '// on\n  "on": true'],
  ],
};

const jsonc: FormSample = {
  path: 'tsconfig.json',
  text: '{\n  // how it is built\n  "compilerOptions": {\n    "strict": true, // always\n    "lib": ["ES2023", "DOM"]\n  },\n  /* what of */\n  "include": ["src"]\n}\n',
  right: [
    ['["src"]', '["src",]'],
    ['["ES2023", "DOM"]', '[\n      "ES2023",\n      "DOM",\n    ]'],
    ['// how', '//   how'],
    [/\n {2}/g, '\n\t'],
    ['"strict": true,', '"strict":true,'],
  ],
  wrong: [
    ['  // how it is built\n', ''],
    ['"strict": true, // always', '// always\n    "strict": true,'],
    ['/* what of */', '/* what */'],
    ['"ES2023", "DOM"', '"DOM", "ES2023"'],
    ['true', 'false'],
    ['"src"', '"Src"'],
    ['  /* what of */\n  "include"', '  "include"'],
  ],
};

const yaml: FormSample = {
  path: 'deploy/app.yaml',
  text: `# what runs
name: web app
replicas: 3   # at least
image: "nginx:1.25"
ports: [80, 443]
env: &env
  - name: MODE
    value: 'on'
  # the last one
  - name: LEVEL
    value: 0x1F
copy: *env
script: |
  echo  one
  echo two
empty:
`,
  right: [
    ['"nginx:1.25"', "'nginx:1.25'"],
    ['[80, 443]', '\n  - 80\n  - 443'],
    ['name: web app', 'name:   "web app"'],
    ['3   # at', '3 # at'],
    ['0x1F', '31'],
    ['empty:', 'empty: ~'],
    ["'on'", 'on'],
    ['# what runs\n', '# what runs\n\n'],
    ['  - name: MODE\n    value', '  -   name: MODE\n      value'],
  ],
  wrong: [
    ['3 ', '"3" '],
    ['[80, 443]', '[443, 80]'],
    ['name: web app', 'name: web  app'],
    ['# at least', ''],
    ['  # the last one\n', ''],
    ['# the last', '# the  first'],
    ['echo  one', 'echo one'],
    ['script: |', 'script: >'],
    ['script: |', 'script: |-'],
    ['copy: *env', 'copy: []'],
    ['    value: 0x1F', '  value: 0x1F'],
    ['empty:', 'empty: ""'],
    ["'on'", 'true'],
    ['name: web app\nreplicas: 3   # at least', 'replicas: 3   # at least\nname: web app'],
    ['# what runs\nname: web app', 'name: web app\n# what runs'],
  ],
};

const toml: FormSample = {
  path: 'pyproject.toml',
  text: `# the package
[project]
name = "tool"
version = '1.0'
requires = ["a", "b"]   # both
limit = 1_000
ratio = 0.50
day = 2024-05-01

[project.urls]
"home page" = "https://example.com/#top"
point = { x = 1, y = 2 }

[[build]]
path = 'C:\\dir'
`,
  right: [
    ['"tool"', "'tool'"],
    ["'1.0'", '"1.0"'],
    ['["a", "b"]', '[\n  "a",\n  "b",\n]'],
    [']   # both', '] # both'],
    ['1_000', '1000'],
    ['0.50', '0.5'],
    ['limit = 1', 'limit=1'],
    ["'C:\\dir'", '"C:\\\\dir"'],
    ['"home page"', "'home page'"],
    ['\n\n[project', '\n[project'],
    ['{ x = 1, y = 2 }', '{x=1,y=2}'],
  ],
  wrong: [
    ['"tool"', '"tools"'],
    ["'1.0'", '1.0'],
    ['"a", "b"', '"b", "a"'],
    ['   # both', ''],
    ['# the package\n', ''],
    ['1_000', '1_0000'],
    ['0.50', '0.05'],
    ['2024-05-01', '"2024-05-01"'],
    ['x = 1, y = 2', 'y = 2, x = 1'],
    ['[[build]]', '[build]'],
    ['name = "tool"\nversion = \'1.0\'', 'version = \'1.0\'\nname = "tool"'],
    ['#top', '#bottom'],
    ['[project.urls]', '["project.urls"]'],
    ['# both', '# one'],
  ],
};

const css: FormSample = {
  path: 'media/page.css',
  text: `@charset "utf-8";
/* colours */
:root { --main: #FFF; --gap: 4px }
a:hover, .list > li:nth-child(2n + 1) { color: #ABC; margin: 0 -1px; }
.list .item { background: url(a.png) no-repeat; content: 'a'; width: calc(100% - 2px) } /* behind */
@media (max-width: 600px) and (min-width:10px) { .list { opacity: .5; font: 12px/1.5 "Open Sans", serif !important; } }
`,
  right: [
    ['#ABC', '#abc'],
    ["'a'", '"a"'],
    ['4px }', '4px; }'],
    ['.list > li', '.list>li'],
    ['color: #ABC', 'color:#ABC'],
    ['(min-width:10px)', '( min-width : 10px )'],
    ['.5;', '0.50;'],
    ['a:hover, .list', 'a:hover,\n.list'],
    ['12px/1.5', '12px / 1.5'],
    ['{ opacity', '{\n  opacity'],
    ['/* colours */', '/*   colours */'],
    ['!important', '! important'],
  ],
  wrong: [
    ['a:hover', 'a :hover'],
    ['.list .item', '.list.item'],
    ['0 -1px', '0 - 1px'],
    ['0 -1px', '0-1px'],
    ['calc(100% - 2px)', 'calc(100% -2px)'],
    ['/* colours */', ''],
    ['/* behind */', '/* before */'],
    ['} /* behind */', '/* behind */ }'],
    ['color: #ABC; margin: 0 -1px', 'margin: 0 -1px; color: #ABC'],
    ['"utf-8"', "'utf-8'"],
    ["'a'", "'A'"],
    ['and (min', 'and(min'],
    ['.5;', '.05;'],
    ['url(a.png)', 'url(b.png)'],
    ['a.png) no', 'a.png)no'].map((one, at) => (at === 0 ? one : 'a .png) no')) as [string, string],
    [' !important', ''],
    ['--main', '--Main'],
    ['.list >', '.List >'],
    ['12px/', '12em/'],
    ['600px) and (min-width:10px) {', '600px) {'],
  ],
};

const python: FormSample = {
  path: 'tool/work.py',
  text: `# -*- coding: utf-8 -*-
"""Work on files."""
import os, sys
from typing import (List, Dict)

LIMIT = 0XFF; NAMES = ['a', "b's", r'\\d']


class Work(object):
    # the table
    table: Dict[str, int] = {'x': 1, 'y': 2}

    def run(self, name, *, deep=False):
        """Run it."""
        if name in self.table and \\
                deep:
            value = self.table[name]  # found
            return value, 1
        # not found
        return (name,)


def pick(rows, at):
    return rows[at], f"{at}  of {len(rows)}", not (at and rows)
`,
  right: [
    ["'a'", '"a"'],
    ['"b\'s"', "'b\\'s'"],
    ['0XFF; ', '0xff\n'],
    ["{'x': 1, 'y': 2}", "{\n        'x': 1,\n        'y': 2,\n    }"],
    ['and \\\n                deep', 'and deep'],
    ['(List, Dict)', '(\n    List,\n    Dict,\n)'],
    ['name, *, deep=False', 'name , * , deep = False'],
    ['\n\n\ndef pick', '\n\ndef pick'],
    ["r'\\d'", 'R"\\d"'],
    ['  # found', ' #  found'],
    ['"""Work on files."""', "'''Work on files.'''"],
    [/^ {4}(?=\S)/gm, '    '],
    ['(rows, at):', '(\n    rows,\n    at,\n):'],
    ['f"{at}', "F'{at}"].map((one) => (one.startsWith('F') ? 'F"{at}' : one)) as [string, string],
  ].filter(([from]) => !(from instanceof RegExp)) as [string, string][],
  wrong: [
    ["'a'", "'A'"],
    ["'a'", "b'a'"],
    ["r'\\d'", "'\\\\\\\\d'"],
    ['rows[at]', 'rows[at,]'],
    ['(name,)', '(name)'],
    ['not (at and rows)', 'not at and rows'],
    ['            return value, 1\n', '        return value, 1\n'],
    ['        # not found\n        return', '            # not found\n        return'],
    ['        # not found\n', ''],
    ['# found', '# lost'],
    ['value = self.table[name]  # found', '# found\n            value = self.table[name]'],
    ["{'x': 1, 'y': 2}", "{'y': 2, 'x': 1}"],
    ['import os, sys', 'import sys, os'],
    ['import os, sys', 'import os\nimport sys'],
    ['deep=False', 'deep=True'],
    ['"""Run it."""', '"""Run  it."""'],
    ['{at}  of', '{at} of'],
    ['f"{at}', '"{at}'],
    ['# -*- coding: utf-8 -*-\n', ''],
    ['return value, 1', 'return (value), 1'],
    ['class Work(object)', 'class Work'],
    ['        return (name,)\n', '    return (name,)\n'],
    ['0XFF', '0xFE'],
  ],
};

const go: FormSample = {
  path: 'cmd/main.go',
  text: `package main

import (
	"fmt"
	"os"
)

// Size is how big.
type Size struct {
	W, H int // both
}

func area(s Size, f func(int) int) int { return s.W * s.H }

func main() {
	list := []int{1, 2, 0XFF}
	for i := 0; i < len(list); i++ {
		if x := list[i]; x > 1 { fmt.Println("big  one", x); os.Exit(1) }
	}
	fmt.Println(area(Size{1, 2}, func(n int) int { return n }))
}
`,
  right: [
    ['[]int{1, 2, 0XFF}', '[]int{\n\t\t1,\n\t\t2,\n\t\t0XFF,\n\t}'],
    ['0XFF', '0xff'],
    ['{ return s.W * s.H }', '{\n\treturn s.W*s.H\n}'],
    ['x); os.Exit(1) }', 'x)\n\t\t\tos.Exit(1)\n\t\t}'],
    ['int // both', 'int  //  both'],
    ['list := ', 'list  :=  '],
    [/\t/g, '    '],
    ['\n\n// Size', '\n// Size'],
  ],
  wrong: [
    ['"fmt"\n\t"os"', '"os"\n\t"fmt"'],
    ['"big  one"', '"big one"'],
    ['// Size is how big.\n', ''],
    ['// both', '// one'],
    ['W, H int // both', '// both\n\tW, H int'],
    ['s.W * s.H', 's.H * s.W'],
    ['return s.W * s.H', 'return s.W * (s.H)'],
    ['W, H int', 'H, W int'],
    ['0XFF', '0XFE'],
    ['Size{1, 2}', 'Size{W: 1, H: 2}'],
    ['i < len(list)', 'i <= len(list)'],
    ['import (\n\t"fmt"\n\t"os"\n)', 'import "fmt"\nimport "os"'],
    ['i++ {', 'i++ {\n\t\tcontinue'],
    ['"fmt"', '`fmt`'],
  ],
};

const rust: FormSample = {
  path: 'src/lib.rs',
  text: `//! A crate.
use std::fmt;
use std::collections::HashMap;

/// One point.
#[derive(Debug, Clone)]
pub struct Point { pub x: i32, pub y: i32 }

impl Point {
    pub fn add(&self, other: &Point) -> (i32,) { // sums
        let list = vec![1, 2, 3];
        match list.len() { 0 => (0,), 1 => { (1,) }, _ => (self.x + other.x * 2,) }
    }
}

pub fn text(map: &HashMap<String, u8>) -> Result<String, fmt::Error> {
    let first = map.get("a  b").copied().unwrap_or(0xFF);
    Ok(format!("{}", first))
}
`,
  right: [
    ['{ pub x: i32, pub y: i32 }', '{\n    pub x: i32,\n    pub y: i32,\n}'],
    ['{ (1,) },', '{\n (1,)\n }'],
    ['.copied().unwrap_or', '\n        .copied()\n        .unwrap_or'],
    ['HashMap<String, u8>', 'HashMap< String, u8 >'],
    ['// sums', '//  sums'],
    ['(&self, other: &Point)', '(\n        &self,\n        other: &Point,\n    )'],
    ['let list =', 'let  list  ='],
  ],
  wrong: [
    ['(0,)', '(0)'],
    ['(i32,)', '(i32)'],
    ['use std::fmt;\nuse std::collections::HashMap;', 'use std::collections::HashMap;\nuse std::fmt;'],
    ['"a  b"', '"a b"'],
    ['vec![1, 2, 3]', 'vec![1, 2, 3,]'],
    ['// sums', ''],
    ['/// One point.', '// One point.'],
    ['//! A crate.\n', ''],
    ['self.x + other.x * 2', '(self.x + other.x) * 2'],
    ['Debug, Clone', 'Clone, Debug'],
    ['pub x: i32, pub y', 'x: i32, pub y'],
    ['0xFF', '0xFE'],
    ['&self,', 'self,'],
    ['Ok(format!("{}", first))', 'return Ok(format!("{}", first));'],
    ['pub x: i32, pub y: i32', 'pub y: i32, pub x: i32'],
  ],
};

const java: FormSample = {
  path: 'src/Main.java',
  text: `package app;

import java.util.List;
import java.util.Map;

/** The start. */
public class Main {
    private static final int[] SIZES = {1, 2, 0XFF};
    enum Kind { A, B }

    @Override
    public String toString() { return "a  b"; } // text

    int sum(List<Integer> list) {
        int total = 0;
        for (int one : list) { if (one > 0) total += one; else total -= (one * 2); }
        return total; /* done */
    }
}
`,
  right: [
    ['{1, 2, 0XFF}', '{\n        1,\n        2,\n        0xff,\n    }'],
    ['{ A, B }', '{ A, B, }'],
    ['{ return "a  b"; }', '{\n        return "a  b";\n    }'],
    ['@Override\n    public', '@Override public'],
    [/^ {4}/gm, '\t'],
    ['/** The start. */', '/**\n * The start.\n */'],
    ['list) {', 'list)\n    {'],
  ],
  wrong: [
    ['"a  b"', '"a b"'],
    ['import java.util.List;\nimport java.util.Map;', 'import java.util.Map;\nimport java.util.List;'],
    ['import java.util.Map;\n', ''],
    ['{ A, B }', '{ B, A }'],
    ['// text', ''],
    ['/* done */', '/* ready */'],
    ['return total; /* done */', '/* done */ return total;'],
    ['private static final', 'private final static'],
    ['total += one;', '{ total += one; }'],
    ['(one * 2)', 'one * 2'],
    ['0XFF', '0XFE'],
    ['@Override\n    ', ''],
    ['/** The start. */\n', ''],
  ],
};

export const formSamples: readonly FormSample[] = [
  ts,
  tsx,
  js,
  json,
  jsonc,
  yaml,
  toml,
  css,
  python,
  go,
  rust,
  java,
];
