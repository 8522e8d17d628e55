/** A function or method, found by how its first line looks. Lines are 1-based, both ends included. */
export interface Piece {
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  /** Its first line up to the end of its name, and the bracket behind it, without the indentation. */
  readonly lead: string;
}

const word = String.raw`[\p{L}\p{N}_$#]+`;
const modifiers = String.raw`(?:(?:export|default|declare|public|private|protected|internal|static|override|async|abstract|final|get|set|pub)\s+)*`;
const parameters = String.raw`\((?:[^()]|\([^()]*\))*\)`;
const callable = String.raw`(?:async\s+)?(?:function\b|\([^()]*\)\s*(?::[^=]+)?=>|${word}\s*=>|\(\s*$|<)`;

const forms = [
  // function f, def f, fn f, func (r *T) f
  String.raw`^\s*;?${modifiers}(?:function\*?|def|fn|func(?:\s*\([^)]*\))?)\s+(?<name>${word})`,
  // const f = () =>, exports.f = function, T.prototype.f = function
  String.raw`^\s*(?:export\s+)?(?:(?:const|let|var)\s+)?(?:${word}\.)*(?<name>${word})\s*(?::[^=]+)?=\s*${callable}`,
  // f: function, f: () =>
  String.raw`^\s*['"]?(?<name>${word})['"]?\s*:\s*(?:async\s+)?(?:function\b|\([^()]*\)\s*=>)`,
  // f(...) {
  String.raw`^\s+${modifiers}\*?(?<name>${word})\s*(?:<[^>]*>)?${parameters}[^;()]*\{\s*$`,
].map((form) => new RegExp(form, 'u'));

/** f( with its parameters on lines of their own. */
const longForm = new RegExp(String.raw`^\s+${modifiers}(?<name>${word})\s*(?:<[^>]*>)?\([^()]*$`, 'u');
const longParameters = 15;

const keywords = new Set(
  'if for while switch catch return else do with function new await async typeof throw case super constructor require'.split(
    ' ',
  ),
);

/** A line longer than this is data or generated. */
const lineAtMost = 400;

/**
 * The functions of a file of any language with braces or indentation, in their order, inner ones behind the ones
 * they stand in. It guesses from layout: good enough to say which lines belong together, never to change code.
 */
export function piecesOf(lines: readonly string[]): readonly Piece[] {
  const pieces: { name: string; line: number; endLine: number; lead: string; indent: number }[] = [];
  const open: (typeof pieces)[number][] = [];
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const indent = indentOf(text);
    for (let last = open.at(-1); last !== undefined && indent <= last.indent; last = open.at(-1)) {
      const isClosing = indent === last.indent && /^\s*(?:[)}\]]|end\b)/.test(text);
      const goesOn = indent === last.indent && (isClosing ? /(?:[{(]|=>)\s*$/ : /^\s*\{/).test(text);
      if (isClosing) last.endLine = index + 1;
      if (goesOn) break;
      open.pop();
      if (isClosing) break;
    }
    const head = headOf(lines, index, indent);
    if (head !== undefined) {
      const piece = { ...head, line: index + 1, endLine: index + 1, indent };
      pieces.push(piece);
      open.push(piece);
    }
    for (const piece of open) piece.endLine = index + 1;
  }
  return pieces.map(({ name, line, endLine, lead }) => ({ name, line, endLine, lead }));
}

function headOf(
  lines: readonly string[],
  index: number,
  indent: number,
): { readonly name: string; readonly lead: string } | undefined {
  const text = lines[index] ?? '';
  if (text.length > lineAtMost) return undefined;
  for (const form of forms) {
    const match = form.exec(text);
    const name = match?.groups?.['name'];
    if (match === null || name === undefined || keywords.has(name)) continue;
    return { name, lead: leadOf(text, name) };
  }
  const name = longForm.exec(text)?.groups?.['name'];
  if (name === undefined || keywords.has(name)) return undefined;
  const closing = lines
    .slice(index + 1, index + 1 + longParameters)
    .find((line) => line.trim() !== '' && indentOf(line) <= indent);
  return /^\s*\)[^;()]*\{\s*$/.test(closing ?? '') ? { name, lead: leadOf(text, name) } : undefined;
}

function leadOf(text: string, name: string): string {
  const at = new RegExp(`(?<![\\p{L}\\p{N}_$#])${name.replaceAll('$', '\\$')}(?![\\p{L}\\p{N}_$])`, 'u').exec(
    text,
  );
  const end = (at?.index ?? 0) + name.length;
  return text.slice(0, text[end] === '(' ? end + 1 : end).trim();
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
