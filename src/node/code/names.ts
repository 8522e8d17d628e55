import type ts from 'typescript';
import { languageOf, readerOf } from './languages.ts';
import type { Config } from './configs.ts';
import type { Ts } from './parse.ts';
import { coverFiles, programOf } from './project.ts';
import type { Source } from './protocol.ts';
import { looseConfig } from './renameProjects.ts';
import type { View } from './view.ts';
import { pathsOf, type Workspaces } from './workspaces.ts';

/** Other files of the language that are read for a name, at most. */
const filesAtMost = 3_000;

/**
 * Which names stand nowhere: not in the code of the file (`tokens`, comments left out), not in another file of the
 * project or in what its code imports, not in the language and its library, and are the name of no file or package.
 */
export function unknownNames(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  path: string,
  tokens: readonly string[],
  names: readonly string[],
): readonly string[] {
  const own = new Set(tokens.flatMap(wordsOf));
  const reader = readerOf(path);
  const language = reader.type === 'grammar' ? reader.grammar : 'typescript';
  const words = builtIn[language];
  const left = names.filter((name) => !own.has(name) && !words.has(name) && !everywhere.has(name));
  if (left.length === 0) return left;
  const view = workspaces.view(source);
  const paths = pathsOf(source);
  const called = new Set(paths.flatMap(namesOfPath));
  const notCalled = left.filter((name) => !called.has(name));
  if (notCalled.length === 0) return notCalled;
  const packages = (view.read(`${view.root}/package.json`) ?? '').match(/[\w$]+/g) ?? [];
  const others = reader.type === 'typescript' ? [] : otherWords(view, paths, path, notCalled);
  const known = new Set([...packages, ...others]);
  const unknown = notCalled.filter((name) => !known.has(name));
  if (reader.type !== 'typescript' || unknown.length === 0) return unknown;
  const identifiers = identifiersOf(ts, workspaces, source, view, path);
  return unknown.filter((name) => !identifiers.some((one) => one.has(name)));
}

function wordsOf(token: string): readonly string[] {
  return token.match(/[\p{L}_$#][\p{L}\p{N}_$]*/gu) ?? [];
}

/** A file may be spoken of by its name, or by each folder on its way. */
function namesOfPath(path: string): readonly string[] {
  return path.split('/').flatMap((part) => [part, part.replace(/\..*$/, ''), ...wordsOf(part)]);
}

/** Which of the names stand as whole words in other files of the same language. */
function otherWords(
  view: View,
  paths: readonly string[],
  path: string,
  names: readonly string[],
): readonly string[] {
  const language = languageOf(path)?.name;
  const others = paths.filter((other) => other !== path && languageOf(other)?.name === language);
  const found = new Set<string>();
  for (const other of others.slice(0, filesAtMost)) {
    const text = view.read(`${view.root}/${other}`) ?? '';
    const here = names.filter((name) => text.includes(name));
    if (here.length === 0) continue;
    const words = new Set(wordsOf(text));
    for (const name of here) if (words.has(name)) found.add(name);
  }
  return [...found];
}

/** For each file that the compiler sees with this one, the names and texts that its code is written with. */
function identifiersOf(
  ts: Ts,
  workspaces: Workspaces,
  source: Source,
  view: View,
  path: string,
): readonly ReadonlyMap<string, string>[] {
  const file = `${view.root}/${path}`;
  const reaches = (config: Config, wanted: string): boolean =>
    programOf(workspaces.project(source, view, config, 'before')).getSourceFile(wanted) !== undefined;
  const paths = pathsOf(source);
  const { all } = coverFiles(ts, view, paths, [file], reaches);
  const code = paths.filter((one) => readerOf(one).type === 'typescript').slice(0, filesAtMost);
  const loose = looseConfig(
    ts,
    view,
    code.map((one) => `${view.root}/${one}`),
    undefined,
  );
  const configs = all.length > 0 ? all : [loose];
  return configs.flatMap((config) =>
    programOf(workspaces.project(source, view, config, 'before'))
      .getSourceFiles()
      .map(
        (one) => (one as ts.SourceFile & { readonly identifiers: ReadonlyMap<string, string> }).identifiers,
      ),
  );
}

function list(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/** Words of programming that are names in no language, or in nearly all. */
const everywhere = list(
  'true false null undefined NaN Infinity this self super string number boolean object array function class void any ' +
    'never unknown bigint symbol int float double char byte bool long short list dict set map tuple enum interface type ' +
    'async await return throw new if else for while switch case default break continue const let var import export ' +
    'from in of do try catch finally yield static public private protected readonly abstract extends implements ' +
    'package module namespace stdin stdout stderr json html http https utf8 ascii base64 hex',
);

const builtIn = {
  typescript: list(
    'keyof typeof instanceof infer is as satisfies asserts declare global override accessor get delete debugger with ' +
      'package require exports module process Buffer console globalThis window document navigator fetch URL assert ' +
      'child_process cluster crypto dns events fs http2 net os path perf_hooks querystring readline repl stream ' +
      'string_decoder timers tls tty url util v8 vm worker_threads zlib node npm',
  ),
  python: list(
    'None True False and as assert class def del elif except from global import is lambda nonlocal not or pass raise ' +
      'with match cls abs all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile ' +
      'complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash ' +
      'help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord ' +
      'pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars ' +
      'zip Exception BaseException ValueError TypeError KeyError IndexError AttributeError RuntimeError OSError IOError ' +
      'FileNotFoundError NotImplementedError StopIteration ZeroDivisionError ImportError LookupError ArithmeticError ' +
      'UnicodeDecodeError UnicodeEncodeError PermissionError TimeoutError AssertionError KeyboardInterrupt SystemExit ' +
      'Warning DeprecationWarning os sys re json math time datetime pathlib Path typing collections itertools functools ' +
      'logging subprocess asyncio argparse random string io csv copy enum dataclasses abc contextlib threading ' +
      'Optional Union List Dict Any Callable Iterable Iterator Generator Tuple Set append extend items keys values get ' +
      'join split strip startswith endswith replace lower upper encode decode read write close',
  ),
  go: list(
    'chan defer fallthrough func go goto range select struct nil iota append cap clear close complex copy delete imag len ' +
      'make max min panic print println real recover error rune byte string int int8 int16 int32 int64 uint uint8 uint16 ' +
      'uint32 uint64 uintptr float32 float64 complex64 complex128 bool any comparable fmt os io errors strings strconv ' +
      'time context sync sort bytes bufio math net http json log path filepath main init',
  ),
  rust: list(
    'as crate dyn fn impl loop match mod move mut pub ref Self struct trait unsafe use where i8 i16 i32 i64 i128 isize u8 ' +
      'u16 u32 u64 u128 usize f32 f64 str String Vec Option Some None Result Ok Err Box Rc Arc RefCell Cell HashMap ' +
      'HashSet BTreeMap BTreeSet Iterator IntoIterator Default Clone Copy Debug Display From Into AsRef Drop Send Sync ' +
      'PartialEq Eq PartialOrd Ord Hash Error std core alloc panic unwrap expect println format vec main',
  ),
  java: list(
    'final synchronized transient volatile native strictfp throws instanceof assert record sealed permits var String ' +
      'Object Integer Long Double Float Boolean Character Byte Short List Map Set ArrayList HashMap HashSet Optional ' +
      'Stream Iterator Iterable Collection Collections Arrays Objects Math System Thread Runnable Callable Exception ' +
      'RuntimeException IllegalArgumentException IllegalStateException NullPointerException IOException Override ' +
      'Deprecated equals hashCode toString length size get put add remove main',
  ),
} as const;
