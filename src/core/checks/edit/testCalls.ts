/** One test as its source declares it. `skipped` is said beside it: a modifier, a name with x, a decorator. */
export interface TestCall {
  readonly name: string;
  readonly skipped: boolean;
  /** True where it shuts out all others. */
  readonly only: boolean;
  /** Assertions in its body, where they can be told by their names; undefined in languages where they are not counted. */
  readonly assertions?: number;
}

/** Whether a path is one of a test file (contracts rule 56), or of what a language of its own names so. */
export function isTestFile(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if (parts.some((part) => part === 'test' || part === 'tests' || part === '__tests__')) return true;
  if (/\.(?:test|spec)\.[^.]+$/u.test(name)) return true;
  return /^(?:test_.*|.*_test)\.py$|^.*_test\.go$|^(?:Test.*|.*Tests?)\.java$/u.test(name);
}

const callers = new Set('test it specify describe suite context'.split(' '));
const crossed = new Set('xit xtest xdescribe xspecify xcontext'.split(' '));
const focused = new Set('fit fdescribe ftest'.split(' '));
const skipping = new Set(['skip', 'todo', 'skipIf', 'fixme', 'failing', 'fails']);

/** The tests of a file by the tokens of its code: comments and strings declare none. */
export function testCallsOf(tokens: readonly string[], path: string): readonly TestCall[] {
  if (/\.py$/iu.test(path)) return pythonTests(tokens);
  if (/\.go$/iu.test(path)) return goTests(tokens);
  if (/\.rs$/iu.test(path)) return rustTests(tokens);
  return scriptTests(tokens);
}

function scriptTests(tokens: readonly string[]): readonly TestCall[] {
  const found: TestCall[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at] ?? '';
    const isCaller = callers.has(word) || crossed.has(word) || focused.has(word);
    // A member of something else is no test, but `t.test` is one inside of another.
    if (!isCaller || (tokens[at - 1] === '.' && !(word === 'test' && tokens[at - 2] === 't'))) continue;
    const modifiers: string[] = [];
    let next = at + 1;
    while (tokens[next] === '.') {
      modifiers.push(tokens[next + 1] ?? '');
      next += 2;
    }
    if (tokens[next] !== '(') continue;
    // `it.each(rows)('name', ...)` and `it.skipIf(x)('name', ...)`.
    const open = modifiers.some((each) => /^(?:each|skipIf|runIf|for)$/u.test(each))
      ? afterCall(tokens, next)
      : next;
    const name = tokens[open + 1] ?? '';
    if (!/^["'`]/u.test(name)) continue;
    const skipped =
      crossed.has(word) || modifiers.some((each) => skipping.has(each)) || optionSkips(tokens, open);
    const only = focused.has(word) || modifiers.includes('only');
    const body = tokens.slice(open, afterCall(tokens, open));
    const assertions = body.filter((each) => /^(?:assert\w*|expect|should)$/u.test(each)).length;
    found.push({ name: name.slice(1, -1), skipped, only, assertions });
  }
  return found;
}

function afterCall(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

/** node:test's `test('name', { skip: true }, ...)`. */
function optionSkips(tokens: readonly string[], open: number): boolean {
  if (tokens[open + 2] !== ',' || tokens[open + 3] !== '{') return false;
  for (let at = open + 4; at < tokens.length && tokens[at] !== '}'; at += 1) {
    const isOption = tokens[at] === 'skip' || tokens[at] === 'todo';
    if (isOption && tokens[at + 1] === ':' && tokens[at + 2] !== 'false') return true;
  }
  return false;
}

function pythonTests(tokens: readonly string[]): readonly TestCall[] {
  const found: TestCall[] = [];
  let skips = false;
  for (const [at, word] of tokens.entries()) {
    if (word === '@') {
      const names = tokens.slice(at + 1, at + 8);
      if (names.some((each) => /^(?:skip|skipif|skipIf|skipUnless|xfail|expectedFailure)$/u.test(each)))
        skips = true;
    }
    if (word !== 'def') continue;
    const name = tokens[at + 1] ?? '';
    if (name.startsWith('test')) found.push({ name, skipped: skips, only: false });
    skips = false;
  }
  return found;
}

function goTests(tokens: readonly string[]): readonly TestCall[] {
  const found: TestCall[] = [];
  for (const [at, word] of tokens.entries()) {
    const name = tokens[at + 1] ?? '';
    if (word === 'func' && /^(?:Test|Example|Fuzz)[^a-z]/u.test(name))
      found.push({ name, skipped: false, only: false });
    const last = found.at(-1);
    const isSkip = word === '.' && /^(?:Skip|Skipf|SkipNow)$/u.test(name);
    if (isSkip && last !== undefined) found[found.length - 1] = { ...last, skipped: true };
  }
  return found;
}

function rustTests(tokens: readonly string[]): readonly TestCall[] {
  const found: TestCall[] = [];
  let isTest = false;
  let skips = false;
  for (const [at, word] of tokens.entries()) {
    if (word === '#' && tokens[at + 1] === '[') {
      const inside = tokens.slice(at + 2, at + 6);
      if (inside.includes('test')) isTest = true;
      if (inside[0] === 'ignore') skips = true;
    }
    if (word !== 'fn') continue;
    if (isTest) found.push({ name: tokens[at + 1] ?? '', skipped: skips, only: false });
    isTest = false;
    skips = false;
  }
  return found;
}

/** The modules that code imports, as written: static, dynamic, by `require`, and in Python. */
export function importsIn(tokens: readonly string[], path: string): readonly string[] {
  const found: string[] = [];
  for (const [at, word] of tokens.entries()) {
    const next = tokens[at + 1] ?? '';
    if (/\.py$/iu.test(path)) {
      if ((word === 'from' || word === 'import') && /^[\w.]+$/u.test(next))
        found.push(dotted(tokens, at + 1));
      continue;
    }
    const isModule = /^["'`]/u.test(next);
    if ((word === 'from' || word === 'import') && isModule) found.push(next.slice(1, -1));
    if ((word === 'require' || word === 'import') && next === '(') {
      const given = tokens[at + 2] ?? '';
      if (/^["'`]/u.test(given)) found.push(given.slice(1, -1));
    }
  }
  return found;
}

function dotted(tokens: readonly string[], from: number): string {
  let name = '';
  for (
    let at = from;
    at < tokens.length && /^[\w.]+$/u.test(tokens[at] ?? '') && tokens[at] !== 'import';
    at += 1
  ) {
    name += tokens[at];
    if (tokens[at + 1] !== '.' && tokens[at] !== '.') break;
  }
  return name;
}

/** Whether a module that is imported in `from` can be the file at `target`; undefined where that is not told by names. */
export function isImportOf(module: string, from: string, target: string): boolean | undefined {
  const bare = withoutExtension(target);
  if (/\.py$/iu.test(target)) {
    const parts = bare.split('/').filter((part) => part !== '__init__');
    const asked = module.split('.').filter((part) => part !== '');
    const tail = parts.slice(-asked.length);
    return asked.length > 0 && asked.every((part, index) => part === tail[index]) ? true : undefined;
  }
  if (module.startsWith('.')) {
    const path = withoutExtension(resolvePath(from, module));
    return (
      path === bare ||
      `${path}/index` === bare.replace(/^index$/u, './index') ||
      (path === '' && bare === 'index')
    );
  }
  const last = bare.split('/').at(-1) === 'index' ? bare.split('/').at(-2) : bare.split('/').at(-1);
  // An alias, or the project's own package by its name: only the run can tell.
  return withoutExtension(module).split('/').at(-1) === last ? undefined : false;
}

/** `../src/a` from `test/a.test.ts` is `src/a`. */
export function resolvePath(from: string, module: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of module.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.(?:[cm]?[jt]sx?|py|vue|svelte)$/iu, '');
}
