import type { Check, CheckInput, CheckOutcome } from '../../check.ts';
import {
  cellIn,
  formOf,
  readSheet,
  sheetEndings,
  type Sheet,
  type SheetForm,
  type Written,
} from '../../into/sheet.ts';
import { linesOf } from '../../text.ts';

/**
 * The file that a result ends in holds the result, read back from the text that would be written, and takes the place of
 * nothing that stood there: lines that would go leave it unproven, so that a person has to say yes to it.
 */
export function writtenWhole<Task, Result>(
  path: string,
  write: (task: Task, result: Result) => Written,
): Check<Task, Result> {
  return {
    id: 'file.written',
    title: `${path} holds the result, and loses nothing that stood there`,
    required: true,
    timeoutMs: 30_000,
    run: (input) => Promise.resolve(judge(path, write(input.task, input.result), input)),
  };
}

function judge<Task, Result>(
  path: string,
  written: Written,
  { changeSet, handedOut }: CheckInput<Task, Result>,
): CheckOutcome {
  const read = handedOut.get(path);
  const form = formOf(path);
  const fail = (message: string): CheckOutcome => ({
    type: 'fail',
    findings: [{ path, message }],
    evidence: [],
  });
  if (written.type === 'sheet' && form === undefined)
    return fail(`nothing here writes such a file: a list is written as ${sheetEndings}`);
  if (read?.type === 'refused' && read.reason !== 'missing')
    return fail(`${path} cannot be written: ${read.message}`);
  const before = read?.type === 'text' ? read.file.text : '';
  const change = changeSet?.files.find((file) => file.path === path);
  if (changeSet !== undefined && (change === undefined || changeSet.files.length > 1))
    return fail('the change is of other files too');
  // No change set: the text is refused for this file, or it stands there already.
  const now = change?.content ?? before;
  const wrong =
    written.type === 'text' ? textDiffers(now, written.text) : sheetDiffers(now, written.sheet, form);
  if (wrong !== undefined) return fail(change === undefined ? `${path} cannot hold it: ${wrong}` : wrong);
  const evidence = [{ saw: `the text for ${path}, read back`, counts: { lines: linesOf(now).length } }];
  const kept = new Set(linesOf(now).map((line) => line.trim()));
  const lost = linesOf(before).filter((line) => line.trim() !== '' && !kept.has(line.trim()));
  if (lost.length > 0) {
    const count = lost.length === 1 ? '1 line' : `${lost.length} lines`;
    return {
      type: 'unable',
      reason: `it takes the place of ${count} of ${path}, the first is "${lost[0]?.trim().slice(0, 80) ?? ''}"`,
      evidence,
    };
  }
  return { type: 'pass', evidence };
}

function plain(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\n$/u, '');
}

function textDiffers(now: string, text: string): string | undefined {
  return plain(now) === plain(text) ? undefined : 'the text is not the one of the result';
}

function sheetDiffers(now: string, sheet: Sheet, form: SheetForm | undefined): string | undefined {
  if (form === undefined) return 'no list can be read from it';
  const rows = readBack(now.replaceAll('\r\n', '\n'), form);
  if (rows === undefined) return 'no list can be read from it';
  if (rows.length !== sheet.rows.length)
    return `it lists ${rows.length}, and the result has ${sheet.rows.length}`;
  for (const [index, row] of sheet.rows.entries()) {
    const cells = row.map((cell) => cellIn(form, cell));
    const found = rows[index] ?? [];
    if (cells.length !== found.length || cells.some((cell, at) => cell !== found[at]))
      return `row ${index + 1} of it is not the one of the result`;
  }
  return undefined;
}

function readBack(text: string, form: SheetForm): readonly (readonly string[])[] | undefined {
  try {
    return readSheet(text, form);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
