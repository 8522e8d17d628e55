/** The commands that an ask may begin with; `core/plan/rules.ts` reads them. */
export interface SlashCommand {
  readonly name: string;
  readonly takes: string;
  readonly does: string;
}

export const slashCommands: readonly SlashCommand[] = [
  { name: '/find', takes: 'what', does: 'Find lines in the folder' },
  { name: '/explain', takes: 'question', does: 'Answer with quotes from the code' },
  { name: '/summarize', takes: 'in 3 bullets', does: 'Sum a file up' },
  { name: '/extract', takes: 'what', does: 'List everything of one sort' },
  { name: '/document', takes: 'symbol', does: 'Add a doc comment' },
  { name: '/rename', takes: 'old to new', does: 'Rename a symbol everywhere' },
  { name: '/edit', takes: 'change', does: 'Make one small change' },
  { name: '/test', takes: 'symbol', does: 'Write a test' },
  { name: '/fix', takes: 'line 12', does: 'Mend an error that the compiler reports' },
  { name: '/convert', takes: 'config.json to yaml', does: 'Convert a data file to another format' },
  { name: '/format', takes: 'file', does: 'Format a file' },
];

/** The commands that fit what is typed so far; none once there is more than the command's name. */
export function matchingCommands(text: string): readonly SlashCommand[] {
  return /^\/\w*$/.test(text)
    ? slashCommands.filter((command) => command.name.startsWith(text.toLowerCase()))
    : [];
}
