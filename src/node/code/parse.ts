import type ts from 'typescript';

/** The compiler, handed in: it is loaded inside the worker only. */
export type Ts = typeof ts;

/** Parses one text; the path's extension says what language it is. */
export function parseSource(ts: Ts, path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(`/${path}`, text, ts.ScriptTarget.Latest, true, scriptKindOf(ts, path));
}

export function scriptKindOf(ts: Ts, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  if (/\.jsx$/i.test(path)) return ts.ScriptKind.JSX;
  // Plain .js may hold JSX; as TypeScript's own services do, it is parsed so.
  if (/\.[cm]?js$/i.test(path)) return ts.ScriptKind.JS;
  return ts.ScriptKind.TS;
}

/**
 * Everything of a text that keeps it from being the program it claims to be, in the order of its lines: what the
 * parser says, and what only TypeScript may say in a file that is JavaScript.
 */
export function syntaxErrors(
  ts: Ts,
  path: string,
  text: string,
): readonly { readonly line: number; readonly message: string }[] {
  const source = parseSource(ts, path, text);
  const name = source.fileName;
  const host: ts.CompilerHost = {
    getSourceFile: (file) => (file === name ? source : undefined),
    getDefaultLibFileName: () => '/lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (file) => file === name,
    readFile: () => undefined,
  };
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.Latest,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    experimentalDecorators: true,
  };
  const program = ts.createProgram([name], options, host);
  return program.getSyntacticDiagnostics(source).map((diagnostic) => ({
    line: source.getLineAndCharacterOfPosition(diagnostic.start).line + 1,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  }));
}

/** Whether a function's body can give a value back: an expression for a body, or a `return` with one. */
export function givesValue(ts: Ts, node: ts.SignatureDeclaration): boolean {
  const body = bodyOf(node);
  if (body === undefined) return node.type !== undefined && !isNothing(ts, node.type);
  if (!ts.isBlock(body)) return !ts.isVoidExpression(body);
  return hasOwn(ts, body, (inner) => ts.isReturnStatement(inner) && inner.expression !== undefined);
}

export function bodyOf(node: ts.SignatureDeclaration): ts.Node | undefined {
  return 'body' in node ? node.body : undefined;
}

/** A type that says that nothing comes back. */
export function isNothing(ts: Ts, type: ts.TypeNode): boolean {
  const kinds = [ts.SyntaxKind.VoidKeyword, ts.SyntaxKind.UndefinedKeyword, ts.SyntaxKind.NeverKeyword];
  return kinds.includes(type.kind);
}

/** Looks into a node, but not into the functions and classes inside it. */
export function hasOwn(ts: Ts, root: ts.Node, wanted: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean => {
    if (wanted(node)) return true;
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    return ts.forEachChild(node, visit) ?? false;
  };
  return ts.forEachChild(root, visit) ?? false;
}

/** Names of parameters, in order; a pattern has none, and `this` is no parameter. */
export function parameterNames(ts: Ts, node: ts.SignatureDeclaration): readonly string[] {
  return node.parameters.flatMap((parameter) =>
    ts.isIdentifier(parameter.name) && parameter.name.text !== 'this' ? [parameter.name.text] : [],
  );
}
