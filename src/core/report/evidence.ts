import type { Left, RecordedResult } from '../ledger/results.ts';
import type { CheckReport, Claim, Evidence, Place } from '../verdict.ts';
import { fenced } from '../text.ts';
import { stateWord } from './words.ts';

/** Claims and evidence rows of one page, at most; the JSON page holds all of them. */
const rowsAtMost = 200;

/**
 * The evidence of one result as a Markdown page: what was claimed, what each check saw and for how long, what it
 * proves and what it does not. Words of models are fenced, so that they cannot become headings or links.
 */
export function evidenceMarkdown(result: RecordedResult): string {
  return `${evidencePage(result, 1)}\n`;
}

/** The same below a heading of another level: 1 is the page's own title. */
export function evidencePage(result: RecordedResult, level: number): string {
  const { verdict } = result;
  const section = (title: string, body: string): string =>
    body === '' ? '' : `${'#'.repeat(level + 1)} ${title}\n\n${body}`;
  const parts = [
    `${'#'.repeat(level)} ${verdict === undefined ? 'Not verified yet' : stateWord(verdict.state)}: ${inert(oneLine(result.title))}`,
    facts(result),
    section('Answer', result.answer.trim() === '' ? '' : fenced(result.answer)),
  ];
  if (verdict !== undefined) {
    parts.push(
      section('Proves', bullets(verdict.proves.map(inert))),
      section('Not proven', bullets(verdict.unproven.map(inert))),
      section(
        'Findings',
        bullets(
          verdict.findings.map(
            (row) => `${levelWord(row.level)} (\`${row.check}\`${at(row)}): ${inert(row.message)}`,
          ),
        ),
      ),
    );
  }
  parts.push(section('Claims', claims(result.claims)), section('Staged edits', changeTable(result)));
  if (verdict !== undefined) {
    parts.push(
      section('Checks', verdict.reports.map((check) => report(check, level + 2)).join('\n\n')),
      section(
        'Judged on',
        table(
          ['File', 'SHA-256'],
          Object.entries(verdict.files).map(([path, hash]) => [code(path), code(hash)]),
        ),
      ),
    );
  }
  parts.push(section('Run it again', again(result)));
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The same as data: the recorded result as it is. */
export function evidenceJson(result: RecordedResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

function facts(result: RecordedResult): string {
  const rows = [
    ['Kind', result.kind],
    ['Worker', result.worker],
    [
      'Took',
      `${seconds(result.spent.ms)}, ${result.spent.promptTokens} tokens read, ${result.spent.outputTokens} written`,
    ],
    ['Checked in', result.verdict === undefined ? 'not checked' : seconds(result.verdict.ms)],
    ['Change', changeWords(result)],
    ['Result', result.task],
  ];
  return table(
    ['', ''],
    rows.map(([name, value]) => [name ?? '', escaped(oneLine(value ?? ''))]),
  );
}

function changeWords(result: RecordedResult): string {
  switch (result.change.type) {
    case 'none':
      return 'none';
    case 'held':
      return result.change.missing.length === 0
        ? 'staged, waiting to be applied'
        : `staged, held back: ${result.change.missing.join('; ')}`;
    case 'denied':
      return `refused: ${result.change.reasons.join('; ')}`;
    case 'applied':
      return appliedBy(result.change.by);
    case 'undone':
      return undoneWords(result.change.left);
    case 'discarded':
      return 'discarded';
  }
}

function undoneWords(left: readonly Left[]): string {
  if (left.length === 0) return 'applied, and undone since';
  const rows = left.map(({ path, reason }) => `${path}: ${reason}`).join('; ');
  return `applied, and undone since; left as it is: ${rows}`;
}

function appliedBy(by: 'verdict' | 'override' | 'others'): string {
  if (by === 'others') return 'in the working tree, not written by Countersign';
  return by === 'override' ? 'applied by an override' : 'applied';
}

function changeTable(result: RecordedResult): string {
  const files = result.changeSet?.files ?? [];
  const rows = files.map((file) => [code(file.path), file.operation, code(file.baseSha256 ?? 'new file')]);
  return table(['File', 'Operation', 'Made from (SHA-256)'], rows);
}

function claims(rows: readonly Claim[]): string {
  const lines = rows.slice(0, rowsAtMost).map((claim) => {
    const places = [...(claim.place === undefined ? [] : [claim.place]), ...(claim.support ?? [])];
    const where = places.length === 0 ? '' : ` (${places.map(placeWords).join(', ')})`;
    return `${escaped(oneLine(claim.text))}${where}`;
  });
  if (rows.length > rowsAtMost) lines.push(`and ${rows.length - rowsAtMost} more, in the JSON page`);
  return bullets(lines);
}

function report(check: CheckReport, level: number): string {
  const need = check.required ? 'required' : 'informs only';
  const head = `${'#'.repeat(level)} ${statusWord(check.status)}: ${escaped(check.title)}\n\n\`${check.check}\`, ${need}, ${seconds(check.ms)}`;
  const rows = check.evidence.slice(0, rowsAtMost).map((row) => evidenceWords(row));
  if (check.evidence.length > rowsAtMost)
    rows.push(`and ${check.evidence.length - rowsAtMost} more, in the JSON page`);
  const saw = bullets(rows);
  return saw === '' ? head : `${head}\n\n${saw}`;
}

function evidenceWords(row: Evidence): string {
  const more = [
    row.path === undefined ? undefined : placeWords({ path: row.path, line: row.line ?? 1 }),
    row.sha256 === undefined ? undefined : `SHA-256 ${code(row.sha256)}`,
    row.exitCode === undefined ? undefined : `exit code ${row.exitCode}`,
    ...Object.entries(row.counts ?? {}).map(([name, count]) => `${name}: ${count}`),
  ].filter((part) => part !== undefined);
  const words = escaped(oneLine(row.saw));
  return more.length === 0 ? words : `${words} (${more.join(', ')})`;
}

function again(result: RecordedResult): string {
  return [
    'In the editor: *Countersign: Verify This Result*; this page as data: *Countersign: Show Evidence as JSON*. From a shell, with this row in a file:',
    fenced(
      JSON.stringify({ id: result.task, workspace: '.', task: result.input, result: result.result }),
      'json',
    ),
    fenced('countersign verify - < row.json', 'sh'),
  ].join('\n\n');
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${oneLine(line)}`).join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return text.includes('`') ? escaped(text) : `\`${text}\``;
}

function placeWords(place: Place): string {
  return code(`${place.path}:${place.line}${place.endLine === undefined ? '' : `-${place.endLine}`}`);
}

function at(row: { readonly path?: string | undefined; readonly line?: number | undefined }): string {
  return row.path === undefined ? '' : `, ${placeWords({ path: row.path, line: row.line ?? 1 })}`;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** A sentence that may quote a model: what stands in backticks stays code, and nothing else becomes a link or a tag. */
function inert(text: string): string {
  return text
    .split(/(`[^`\n]*`)/u)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[[\]<]/gu, (sign) => `\\${sign}`)))
    .join('');
}

export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|#!]/g, (sign) => `\\${sign}`);
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function statusWord(status: CheckReport['status']): string {
  if (status === 'pass') return 'Passed';
  return status === 'fail' ? 'Failed' : 'Could not be checked';
}

function levelWord(level: 'fail' | 'unable' | 'note'): string {
  if (level === 'fail') return 'Failed';
  return level === 'unable' ? 'Could not be checked' : 'Note';
}
