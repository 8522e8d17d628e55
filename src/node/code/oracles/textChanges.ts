import type ts from 'typescript';
import type { Ts } from '../parse.ts';

/** Applies changes that are all located in the same text. */
export function applyTextChanges(text: string, changes: readonly ts.TextChange[]): string {
  const last = [...changes].sort((a, b) => b.span.start - a.span.start);
  let content = text;
  for (const { span, newText } of last) {
    content = content.slice(0, span.start) + newText + content.slice(span.start + span.length);
  }
  return content;
}

/** How a file is written: its line endings, its indentation, whether statements end in a semicolon. */
export function formatOf(ts: Ts, text: string): ts.FormatCodeSettings {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const isTab = indent.startsWith('\t');
  const size = isTab ? 4 : Math.min(8, indent.length);
  const lines = text.split('\n').map((line) => line.trim());
  const withEnd = lines.filter((line) => line.endsWith(';')).length;
  const withoutEnd = lines.filter((line) => /^(?:import|export|const|let|return)\b.*[\w'")\]]$/.test(line));
  return {
    ...ts.getDefaultFormatCodeSettings(text.includes('\r\n') ? '\r\n' : '\n'),
    convertTabsToSpaces: !isTab,
    indentSize: size,
    tabSize: size,
    semicolons: withEnd >= withoutEnd.length ? ts.SemicolonPreference.Insert : ts.SemicolonPreference.Remove,
  };
}
