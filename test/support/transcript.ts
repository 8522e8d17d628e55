import type { RunEvent } from '../../src/core/events.ts';

/** Events as lines that people can read and compare; what differs from run to run is left out. */
export function transcriptOf(events: readonly RunEvent[]): string {
  return `${events.map(lineOf).join('\n')}\n`;
}

function lineOf(event: RunEvent): string {
  switch (event.type) {
    case 'asked':
      return `asked: ${event.text.length > 80 ? `${event.text.length} characters` : event.text}`;
    case 'planned':
      return [
        `planned by ${event.by}`,
        ...event.tasks.map((task) => `  ${task.kind}: ${task.title}  ${JSON.stringify(task.input)}`),
        ...event.notes.map((note) => `  note: ${note}`),
      ].join('\n');
    case 'offered':
      return [
        `offered: ${event.question}`,
        ...event.choices.map((choice) => `  [${choice.label}] ${choice.detail}`),
      ].join('\n');
    case 'declined':
      return `declined: ${event.reason}\n  next: ${event.next}`;
    case 'delegated':
      return `delegated to ${event.worker}, try ${event.attempt}`;
    case 'progress':
      return `progress: ${event.text}`;
    case 'drafted':
      return [
        `drafted by ${event.worker}`,
        ...event.claims.map((claim) => `  ${claim.id}: ${claim.text}`),
      ].join('\n');
    case 'fell':
      return `fell: ${event.reason}`;
    case 'judged':
      return [
        `judged ${event.verdict.state}: ${event.answer}`,
        ...event.verdict.findings.map((finding) => `  ${finding.level} ${finding.check}: ${finding.message}`),
        ...event.verdict.proves.map((words) => `  proves ${words}`),
        ...event.verdict.unproven.map((words) => `  open: ${words}`),
        ...event.shown.map((place) => `  shown ${place.path}:${place.line}`),
      ].join('\n');
    case 'held':
      return `held${event.missing.map((words) => `\n  missing: ${words}`).join('')}`;
    case 'denied':
      return `denied${event.reasons.map((words) => `\n  ${words}`).join('')}`;
    case 'cleared':
      return `cleared by ${event.by}`;
    case 'applied':
      return `applied by ${event.by}: ${event.files.map((file) => file.path).join(', ')}`;
    case 'unwritten':
      return `unwritten: ${event.reason}`;
    case 'discarded':
      return 'discarded';
    case 'undone':
      return [
        `undone: ${event.restored.map((file) => file.path).join(', ')}`,
        ...event.left.map(({ path, reason }) => `  left ${path}: ${reason}`),
      ].join('\n');
    case 'staled':
      return `staled: ${event.path}`;
    case 'ended':
      return `ended ${event.outcome}${event.reason === '' ? '' : `: ${event.reason}`}`;
  }
}
