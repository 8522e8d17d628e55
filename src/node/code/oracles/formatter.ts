import type ts from 'typescript';
import { applyEdits, format as formatJson } from 'jsonc-parser';
import type { CodeAnswer } from '../../../core/code.ts';
import { jsoncErrors, jsonErrors } from '../dataShape.ts';
import { readerOf } from '../languages.ts';
import { parseSource, syntaxErrors, type Ts } from '../parse.ts';
import type { RewriteInput } from './oracle.ts';

/** A text in the form that its own tool gives it: the language service's for programs, the parser's for JSON. */
export async function formatText(
  path: string,
  text: string,
  input: Pick<RewriteInput, 'compiler'>,
): Promise<CodeAnswer<string>> {
  const reader = readerOf(path);
  switch (reader.type) {
    case 'typescript':
      return formatProgram((await input.compiler()).ts, path, text);
    case 'json':
    case 'jsonc': {
      const [error] = reader.type === 'json' ? jsonErrors(text) : jsoncErrors(text);
      if (error !== undefined) return { type: 'unable', reason: `it does not parse: ${error.message}` };
      const { tabs, size } = indentOf(text);
      const edits = formatJson(text, undefined, {
        tabSize: size,
        insertSpaces: !tabs,
        eol: endingOf(text),
        insertFinalNewline: false,
        keepLines: false,
      });
      return { type: 'ok', value: withEnd(text, applyEdits(text, edits)) };
    }
    default:
      return { type: 'unable', reason: 'no formatter for this kind of file is built in' };
  }
}

function formatProgram(ts: Ts, path: string, text: string): CodeAnswer<string> {
  const [error] = syntaxErrors(ts, path, text);
  if (error !== undefined) return { type: 'unable', reason: `it does not parse: ${error.message}` };
  const name = parseSource(ts, path, text).fileName;
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({ allowJs: true, noLib: true, jsx: ts.JsxEmit.Preserve }),
    getScriptFileNames: () => [name],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => (file === name ? ts.ScriptSnapshot.fromString(text) : undefined),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.d.ts',
    fileExists: (file) => file === name,
    readFile: (file) => (file === name ? text : undefined),
  };
  // Formatting asks for the syntax alone: no project is loaded.
  const service = ts.createLanguageService(host, undefined, ts.LanguageServiceMode.Syntactic);
  const { tabs, size } = indentOf(text);
  try {
    const changes = service.getFormattingEditsForDocument(name, {
      ...ts.getDefaultFormatCodeSettings(endingOf(text)),
      indentSize: size,
      tabSize: size,
      convertTabsToSpaces: !tabs,
      semicolons: ts.SemicolonPreference.Ignore,
    });
    const edits = changes.map(({ span, newText }) => ({
      offset: span.start,
      length: span.length,
      content: newText,
    }));
    return { type: 'ok', value: withEnd(text, applyEdits(text, edits)) };
  } finally {
    service.dispose();
  }
}

/** A file keeps the end it had: with or without a final newline (contracts rule 45). */
function withEnd(before: string, now: string): string {
  const bare = now.replace(/[\r\n]+$/u, '');
  const end = /\r?\n$/u.exec(before)?.[0] ?? '';
  return before.trim() === '' ? before : bare + end;
}

export function endingOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The indentation of a text: tabs, or the commonest step between its lines, two blanks where it shows none. */
export function indentOf(text: string): { readonly tabs: boolean; readonly size: number } {
  const steps = new Map<number, number>();
  let tabs = 0;
  let blanks = 0;
  let last = 0;
  for (const line of text.split('\n')) {
    const lead = /^[ \t]*(?=[^\s*])/u.exec(line)?.[0];
    if (lead === undefined) continue;
    if (lead.startsWith('\t')) tabs += 1;
    else if (lead.startsWith(' ')) blanks += 1;
    const step = lead.length - last;
    last = lead.length;
    if (!lead.includes('\t') && step > 1 && step <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const [common] = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (tabs > blanks) return { tabs: true, size: 4 };
  return { tabs: false, size: common?.[0] ?? 2 };
}
