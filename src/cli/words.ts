import type { RunEvent } from '../core/events.ts';
import type { Finding } from '../core/verdict.ts';

/** The text of a line that a result speaks of, by path and line. */
export type LineTexts = ReadonlyMap<string, string>;

export const keyOfLine = (path: string, line: number): string => `${path}:${line}`;

/** Lines by which the command line tells an event; none for what a person need not read. */
export function linesOfEvent(event: RunEvent, texts: LineTexts = new Map()): readonly string[] {
  switch (event.type) {
    case 'planned':
      return [
        ...event.tasks.map((task) => `${task.kind}: ${task.title}`),
        ...event.notes.map((note) => `  note: ${note}`),
      ];
    case 'offered':
      return [event.question, ...event.choices.map((choice) => `  ${choice.label}: ${choice.detail}`)];
    case 'declined':
      return [event.reason, event.next];
    case 'delegated':
      return event.worker === 'code'
        ? []
        : [`  ${event.worker} works on it${event.attempt > 1 ? ', once more' : ''}`];
    case 'fell':
      return [`  ${event.reason}`];
    case 'judged':
      return [
        '',
        `${event.verdict.state}: ${event.answer}`,
        ...event.shown.map((place) => placeLine(place.path, place.line, texts)),
        ...event.verdict.findings.map(findingLine),
        ...event.verdict.proves.map((words) => `  proves: ${words}`),
        ...event.verdict.unproven.map((words) => `  open: ${words}`),
      ];
    case 'held':
      return event.missing.length === 0
        ? ['  staged; --apply writes it']
        : ['  staged, and not written:', ...event.missing.map((words) => `    ${words}`)];
    case 'denied':
      return ['  refused:', ...event.reasons.map((words) => `    ${words}`)];
    case 'applied':
      if (event.by === 'others') return [];
      return [`written: ${event.files.map((file) => file.path).join(', ')}`];
    case 'undone':
      return [
        `undone: ${event.restored.map((file) => file.path).join(', ')}`,
        ...event.left.map(({ path, reason }) => `  left as it is: ${path}: ${reason}`),
      ];
    case 'unwritten':
      return [`not written: ${event.reason}`];
    case 'ended':
      return event.outcome === 'done' ? [] : [`${event.outcome}: ${event.reason}`];
    case 'asked':
    case 'cleared':
    case 'progress':
    case 'drafted':
    case 'discarded':
    case 'staled':
      return [];
  }
}

function placeLine(path: string, line: number, texts: LineTexts): string {
  const text = texts.get(keyOfLine(path, line))?.trim();
  if (text === undefined) return `  ${path}:${line}`;
  return `  ${path}:${line}: ${text.length > 160 ? `${text.slice(0, 159)}\u2026` : text}`;
}

function findingLine(finding: Finding): string {
  const place =
    finding.path === undefined
      ? ''
      : ` (${finding.path}${finding.line === undefined ? '' : `:${finding.line}`})`;
  return `  ${finding.level}: ${finding.message}${place}`;
}
