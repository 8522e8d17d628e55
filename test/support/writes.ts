// Finds where a source file could change something on disk or in a document, so that a test can compare the places with
// the modules that are there to do so.
import ts from 'typescript';

/** What writes in `node:fs` and `node:fs/promises`, their synchronous twins aside; `open` does unless it only reads. */
const writingFunctions = new Set([
  'appendFile',
  'chmod',
  'chown',
  'copyFile',
  'cp',
  'createWriteStream',
  'fchmod',
  'ftruncate',
  'futimes',
  'lchmod',
  'lchown',
  'link',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'open',
  'rename',
  'rm',
  'rmdir',
  'symlink',
  'truncate',
  'unlink',
  'utimes',
  'write',
  'writeFile',
  'writev',
]);

/** What writes below `vscode.workspace.fs`. */
const writingOfEditor = new Set(['copy', 'createDirectory', 'delete', 'rename', 'writeFile']);

/**
 * The names of what writes that a source text imports from Node or calls on the editor, sorted, each once: `rename`,
 * `writeFileSync`, `workspace.applyEdit`, `workspace.fs.delete`. A default import, or a namespace used other than by
 * the name of a member, counts as `*`, since nothing more can be said of it.
 */
export function writesOf(text: string): string[] {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const names: Imported = { namespaces: new Set(), openers: new Map() };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) fromImport(statement, names, found);
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) fromAccess(node, found);
    if (ts.isIdentifier(node)) fromName(node, names, found);
    if (ts.isCallExpression(node)) fromDynamicImport(node, found);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found].sort();
}

/** What a file calls the file system: namespaces of it, and `open` or `openSync` by the names they have here. */
interface Imported {
  readonly namespaces: Set<string>;
  readonly openers: Map<string, string>;
}

const isFileModule = (node: ts.Node | undefined): boolean =>
  node !== undefined && ts.isStringLiteral(node) && /^(node:)?fs(\/promises)?$/.test(node.text);

const isWriting = (name: string): boolean => writingFunctions.has(name.replace(/Sync$/, ''));

function fromImport(statement: ts.ImportDeclaration, names: Imported, found: Set<string>): void {
  const clause = statement.importClause;
  if (!isFileModule(statement.moduleSpecifier) || clause === undefined) return;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (clause.name !== undefined) found.add('*');
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    names.namespaces.add(bindings.name.text);
    return;
  }
  for (const element of bindings.elements) {
    const name = (element.propertyName ?? element.name).text;
    if (name === 'promises' || name === 'default') found.add('*');
    else if (isOpener(name)) names.openers.set(element.name.text, name);
    else if (isWriting(name) && !element.isTypeOnly) found.add(name);
  }
}

/** `fs.rename` of a namespace `fs`, or `open` by its name. Types such as `fs.FileHandle` are no use of it. */
function fromName(node: ts.Identifier, names: Imported, found: Set<string>): void {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return; // a member of something else
  if (ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent) || ts.isQualifiedName(parent)) return;
  const opener = names.openers.get(node.text);
  if (opener !== undefined && !opensToRead(node)) found.add(opener);
  if (!names.namespaces.has(node.text) || ts.isTypeQueryNode(parent)) return;
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text === 'promises') found.add('*');
  else if (isOpener(parent.name.text) && opensToRead(parent)) return;
  else if (isWriting(parent.name.text)) found.add(parent.name.text);
}

const isOpener = (name: string): boolean => name === 'open' || name === 'openSync';

/** Whether `callee` is called with flags that cannot write: none, `'r'`, or O_RDONLY without a flag that can. */
function opensToRead(callee: ts.Expression): boolean {
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return false;
  const flags = call.arguments[1];
  if (flags === undefined) return true;
  if (ts.isStringLiteral(flags)) return flags.text === 'r';
  const text = flags.getText();
  return text.includes('O_RDONLY') && !/O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(text);
}

/** `workspace.applyEdit` and `workspace.fs.writeFile`, with or without `vscode.` before them. */
function fromAccess(node: ts.PropertyAccessExpression, found: Set<string>): void {
  const name = node.name.text;
  const owner = node.expression.getText();
  if (/(^|\.)workspace$/.test(owner) && name === 'applyEdit') found.add('workspace.applyEdit');
  if (/(^|\.)workspace\.fs$/.test(owner) && writingOfEditor.has(name)) found.add(`workspace.fs.${name}`);
}

function fromDynamicImport(node: ts.CallExpression, found: Set<string>): void {
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if ((isImport || isRequire) && isFileModule(node.arguments[0])) found.add('*');
}
