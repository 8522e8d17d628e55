import * as vscode from 'vscode';
import type { KnownError } from '../core/code.ts';

/** A diagnostic of the TypeScript extension as an error that can be mended; undefined for any other. */
export function errorOf(diagnostic: vscode.Diagnostic): KnownError | undefined {
  if (diagnostic.source !== 'ts' && diagnostic.source !== 'js') return undefined;
  if (diagnostic.severity !== vscode.DiagnosticSeverity.Error) return undefined;
  const code = Number(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);
  if (!Number.isInteger(code) || code < 1) return undefined;
  return { line: diagnostic.range.start.line + 1, code, message: diagnostic.message };
}
