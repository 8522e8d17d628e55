import ts from 'typescript';
import {
  anyOf,
  bodiesOf,
  insertBefore,
  nodesOf,
  replaced,
  replacedNode,
  type Operator,
  type Sheet,
} from './operator.ts';

/** Mistakes of structure: what a text looks like when its end was lost, its middle left out, or a part dropped. */
export const structure: readonly Operator[] = [
  make('a closing brace is dropped', (sheet) => dropOne(sheet, '}')),
  make('a closing parenthesis is dropped', (sheet) => dropOne(sheet, ')')),
  make('the text is cut at seventy percent', ({ text }) => {
    const cut = text.slice(0, Math.floor(text.length * 0.7));
    return { text: cut.endsWith('\n') ? cut : `${cut}\n`, whole: true };
  }),
  make('the text is cut at ninety-five percent', ({ text }) => {
    const cut = text.slice(0, Math.floor(text.length * 0.95)).trimEnd();
    return { text: `${cut}\n`, whole: true };
  }),
  make('only the changed function is given back', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isFunctionDeclaration));
    const text = found?.getText(sheet.source);
    return text === undefined || text.length > sheet.text.length * 0.6
      ? undefined
      : { text: `${text}\n`, whole: true };
  }),
  make('an exported function is gone', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
        (node) => isExported(node) && node.body !== undefined,
      ),
    );
    return found === undefined ? undefined : replaced(sheet.text, found.getFullStart(), found.end, '');
  }),
  make('a public method is gone', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isMethodDeclaration).filter(
        (node) =>
          ts.isClassDeclaration(node.parent) &&
          isExported(node.parent) &&
          node.body !== undefined &&
          isPublic(node),
      ),
    );
    return found === undefined ? undefined : replaced(sheet.text, found.getFullStart(), found.end, '');
  }),
  make('a string is not closed', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isStringLiteral));
    return found === undefined ? undefined : replaced(sheet.text, found.end - 1, found.end, '');
  }),
  make('a comment is not closed', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const last = body?.statements.at(-1);
    return last === undefined ? undefined : insertBefore(sheet, last, '/* see above');
  }),
  make('half a statement is gone', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const found = body?.statements.find((one) => ts.isVariableStatement(one) || ts.isReturnStatement(one));
    if (found === undefined) return undefined;
    const start = found.getStart(sheet.source);
    const text = found.getText(sheet.source);
    const open = text.indexOf('(');
    return open === -1 ? undefined : replaced(sheet.text, start + open + 1, found.end, '');
  }),
  make('quotes are typographic', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isStringLiteral));
    return found === undefined ? undefined : replacedNode(sheet, found, `\u2018${found.text}\u2019`);
  }),
  make('a function stands twice', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
        (node) => node.body !== undefined && node.parent === sheet.source,
      ),
    );
    return found === undefined
      ? undefined
      : replaced(sheet.text, found.end, found.end, `\n\n${found.getText(sheet.source)}`);
  }),
];

/** Marks of the model's way of answering that are left in the text. */
export const leftBehind: readonly Operator[] = [
  left('the file is fenced', ({ text }) => ({ text: `\`\`\`ts\n${text.trimEnd()}\n\`\`\`\n`, whole: true })),
  left('a fence is left at the end', ({ text }) => ({ text: `${text.trimEnd()}\n\`\`\`\n`, whole: true })),
  left('a body is left out', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    return body === undefined ? undefined : replacedNode(sheet, body, '{\n    // ... existing code ...\n}');
  }),
  left('the rest is left out', (sheet) => {
    const { statements } = sheet.source;
    const from = statements[Math.floor(statements.length / 2)];
    if (from === undefined || statements.length < 4) return undefined;
    return {
      text: `${sheet.text.slice(0, from.getFullStart()).trimEnd()}\n\n// rest of the file remains unchanged\n`,
      whole: true,
    };
  }),
  left('statements are left out', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const [first] = body?.statements ?? [];
    return first === undefined ? undefined : replacedNode(sheet, first, '// TODO: implement the rest here');
  }),
  left('conflict markers are left', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const [first] = body?.statements ?? [];
    if (first === undefined) return undefined;
    const text = first.getText(sheet.source);
    return replacedNode(sheet, first, `\n<<<<<<< HEAD\n${text}\n=======\n${text}\n>>>>>>> change\n`);
  }),
  left('search and replace markers are left', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const [first] = body?.statements ?? [];
    return first === undefined
      ? undefined
      : replacedNode(
          sheet,
          first,
          `\n<<<<<<< SEARCH\n=======\n${first.getText(sheet.source)}\n>>>>>>> REPLACE\n`,
        );
  }),
  left('line numbers are copied', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    if (body === undefined) return undefined;
    const from = sheet.source.getLineAndCharacterOfPosition(body.getStart(sheet.source)).line;
    const to = sheet.source.getLineAndCharacterOfPosition(body.end).line;
    const lines = sheet.text.split('\n');
    if (to - from < 3) return undefined;
    return lines.map((line, at) => (at >= from && at <= to ? `${at + 1} | ${line}` : line)).join('\n');
  }),
  left('an end token is left', ({ text }) => `${text.trimEnd()}\n<|im_end|>\n`),
  left('a thought is left', ({ text }) => ({ text: `</think>\n${text}`, whole: true })),
  left('words stand before the code', ({ text }) => ({
    text: `Here is the updated file:\n\n${text}`,
    whole: true,
  })),
  left('words stand behind the code', ({ text }) => ({
    text: `${text.trimEnd()}\n\nI have updated the function as you asked, and it now works as expected.\n`,
    whole: true,
  })),
  left('a hidden character is in a name', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isIdentifier).filter((node) => node.text.length > 4),
    );
    if (found === undefined) return undefined;
    return replacedNode(sheet, found, `${found.text.slice(0, 2)}\u200b${found.text.slice(2)}`);
  }),
  left('text runs the other way', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isStringLiteral).filter((node) => node.text.length > 2),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, `'\u202e${found.text}\u2066'`);
  }),
  left('a secret is written in', (sheet) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const key = sheet.random.list(16, 16, () => letters[sheet.random.number(32)] ?? 'A').join('');
    return `${sheet.text.trimEnd()}\n\nexport const accessKey = 'AKIA${key}';\n`;
  }),
];

function make(name: string, apply: Operator['apply']): Operator {
  return { name, class: 'structure', apply };
}

function left(name: string, apply: Operator['apply']): Operator {
  return { name, class: 'left behind', apply };
}

/** A brace or parenthesis of code, found as a token so that none of a string or a comment is taken. */
function dropOne(sheet: Sheet, sign: '}' | ')'): string | undefined {
  const wanted = sign === '}' ? ts.SyntaxKind.CloseBraceToken : ts.SyntaxKind.CloseParenToken;
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === wanted) ends.push(node.end);
    for (const child of node.getChildren(sheet.source)) visit(child);
  };
  visit(sheet.source);
  const end = anyOf(sheet, ends);
  return end === undefined ? undefined : replaced(sheet.text, end - 1, end, '');
}

function isExported(node: ts.Node): boolean {
  return (ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Export) !== 0;
}

function isPublic(node: ts.MethodDeclaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(node) & hidden) === 0 && !ts.isPrivateIdentifier(node.name);
}
