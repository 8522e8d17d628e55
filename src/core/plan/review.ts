import type { Edit } from '../edit/contract.ts';
import { editsBetween } from '../edit/rewrite.ts';
import type { FileRead, FileText, House } from '../ports.ts';
import type { RecordedResult } from '../ledger/results.ts';
import type { ReviewBase } from '../request.ts';
import { stepFor, type Plan } from './step.ts';

/** So many changed files are judged at once; more would make a verdict that nobody reads. */
const filesAtMost = 200;

/**
 * Plans a judgement of what is in the working tree and not in its base, whoever wrote it: people, other agents. The
 * files of the base are pinned, the edits are made of the difference, and no worker is asked.
 */
export async function planReview(
  against: ReviewBase,
  house: House,
  signal: AbortSignal,
  before?: RecordedResult,
): Promise<Plan> {
  const changes = await house.history.changes(against, signal);
  if (changes.type === 'unable') return { type: 'declined', reason: changes.reason, next: changes.next };
  const notes = [...changes.skipped];
  const pinned = new Map<string, FileRead>();
  const edits: Edit[] = [];
  for (const { path, base } of changes.files.slice(0, filesAtMost)) {
    const now = await house.files.read(path, signal);
    const isGone = now.type === 'refused' && now.reason === 'missing';
    if (now.type === 'refused' && !isGone) {
      notes.push(`${path} is not judged: ${now.message}`);
      continue;
    }
    const text = now.type === 'text' ? now.file.text : '';
    const was = base === undefined ? undefined : inFormOf(base, now);
    if (base !== undefined && was !== undefined && (was.text !== base.text || was.bom !== base.bom)) {
      notes.push(`${path}: line endings, last newline or byte order mark differ, and are not judged`);
    }
    const made = editsOf(path, was?.text, text);
    if (made.length === 0) continue;
    if (isGone) notes.push(`${path} is deleted, and is judged as an empty file`);
    pinned.set(path, was === undefined ? missing : { type: 'text', file: was });
    edits.push(...made);
  }
  if (changes.files.length > filesAtMost) {
    notes.push(
      `${changes.files.length - filesAtMost} more changed files are not judged: ${filesAtMost} are the most`,
    );
  }
  const paths = [...pinned.keys()];
  if (paths.length === 0) {
    // A clean tree is an answer; one with something in it that nobody judged is none.
    if (notes.length === 0)
      return { type: 'steps', by: 'surface', notes: [`Nothing differs from ${changes.base}.`], steps: [] };
    const reason = `Nothing differs from ${changes.base} that could be judged (${notes[0] ?? ''}).`;
    return { type: 'declined', reason, next: 'Change something, then verify again.' };
  }
  const task = {
    kind: 'edit',
    intent: 'review',
    instruction: `Changes since ${changes.base}`,
    against,
    paths,
  };
  const step = stepFor(task, house);
  if ('reason' in step) return step;
  const id = before === undefined ? {} : { id: before.task };
  const made = { raw: { edits }, worker: 'working tree' };
  return { type: 'steps', by: 'surface', notes, steps: [{ ...step, ...id, pinned, made }] };
}

const missing: FileRead = { type: 'refused', reason: 'missing', message: 'it is not in the base' };

function editsOf(path: string, was: string | undefined, now: string): readonly Edit[] {
  if (was === undefined) return now === '' ? [] : [{ path, whole: now }];
  return editsBetween(path, was, now);
}

/**
 * The base with the byte order mark, line endings and final newline of what is there now: a person may change these,
 * and tools that check files out do. An edit may not (contracts rules 44 and 45), so they are no part of the change.
 */
function inFormOf(base: FileText, now: FileRead): FileText {
  if (now.type !== 'text' || now.file.text === '' || base.text === '') return base;
  const { text: after, bom } = now.file;
  const lf = base.text.replaceAll('\r\n', '\n');
  const isAllCrlf = after.includes('\r\n') && !/(?<!\r)\n/u.test(after);
  const hasCr = after.includes('\r');
  const ended = isAllCrlf ? lf.replaceAll('\n', '\r\n') : hasCr ? base.text : lf;
  const ending = isAllCrlf ? '\r\n' : '\n';
  const text = after.endsWith('\n')
    ? ended.endsWith('\n')
      ? ended
      : `${ended}${ending}`
    : ended.replace(/\r?\n$/u, '');
  return { ...base, text, bom };
}
