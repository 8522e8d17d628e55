import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { CodeAnswer } from '../../../core/code.ts';
import { jsoncParts } from '../dataShape.ts';
import type { StepEdit } from './dataRewrite.ts';
import { endingOf, indentOf } from './formatter.ts';

/** What an edit of a JSON text goes by: its tree, and the habits of the file. */
interface Page {
  readonly text: string;
  readonly eol: string;
  /** One step of indentation. */
  readonly step: string;
}

/** One edit of a JSON text at its place: what stands around it, comments and trailing commas included, is left alone. */
export function editJson(text: string, edit: StepEdit): CodeAnswer<string> {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return { type: 'unable', reason: 'it does not parse' };
  const { tabs, size } = indentOf(text);
  const page: Page = { text, eol: endingOf(text), step: tabs ? '\t' : ' '.repeat(size) };
  const value = edit.value;
  const last = edit.steps.at(-1);
  if (last === undefined) return { type: 'ok', value: replaced(page, root, value) };
  const parent = findNodeAtLocation(root, [...edit.steps.slice(0, -1)]);
  if (parent === undefined) return { type: 'unable', reason: `${edit.pointer}: there is nothing there` };
  const children = parent.children ?? [];
  const index =
    typeof last === 'number' ? last : children.findIndex((child) => child.children?.[0]?.value === last);
  const child = index === -1 ? undefined : children[index];
  if (edit.op === 'remove' && child !== undefined) return { type: 'ok', value: removed(page, child) };
  const isInsertion = edit.op === 'add' && (child === undefined || parent.type === 'array');
  if (!isInsertion) {
    const node = parent.type === 'array' ? child : child?.children?.[1];
    if (node === undefined)
      return { type: 'unable', reason: `${edit.pointer}: there is nothing to ${edit.op}` };
    return { type: 'ok', value: replaced(page, node, value) };
  }
  const key = parent.type === 'array' ? '' : `${JSON.stringify(last)}: `;
  return { type: 'ok', value: inserted(page, parent, index === -1 ? children.length : index, key, value) };
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** The indentation of the line that an offset stands on. */
function leadAt(text: string, offset: number): string {
  return /^[ \t]*/u.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

/** A value in one line, with the blanks that people leave in it. */
function flat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flat).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${flat(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

function onLines(page: Page, value: unknown, lead: string): string {
  return JSON.stringify(value, null, page.step).replaceAll('\n', page.eol + lead);
}

function replaced(page: Page, node: Node, value: unknown): string {
  const { text } = page;
  const old = text.slice(node.offset, endOf(node));
  const isFlat = !text.trim().includes('\n') || (/^[[{]/u.test(old) && !old.includes('\n'));
  const written = isFlat ? flat(value) : onLines(page, value, leadAt(text, node.offset));
  return text.slice(0, node.offset) + written + text.slice(endOf(node));
}

/** Where the comma behind an offset ends; undefined where none follows. */
function commaBehind(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const next = jsoncParts(text).leaves.find((leaf) => leaf.start >= offset);
  return next?.text === ',' ? next : undefined;
}

function removed(page: Page, child: Node): string {
  const { text } = page;
  const comma = commaBehind(text, endOf(child));
  // What stands between the value and its comma may be a comment.
  const between = comma === undefined ? '' : text.slice(endOf(child), comma.start);
  let before = text.slice(0, child.offset);
  let after = comma === undefined ? text.slice(endOf(child)) : between + text.slice(comma.end);
  if (comma === undefined) {
    const { leaves } = jsoncParts(before);
    const last = leaves.at(-1);
    if (last?.text === ',') before = before.slice(0, last.start) + before.slice(last.end);
  }
  const isLineStart = /(?:^|\n)[ \t]*$/u.test(before);
  if (isLineStart && /^[ \t]*\r?\n/u.test(after)) {
    before = before.replace(/[ \t]*$/u, '');
    after = after.replace(/^[ \t]*\r?\n/u, '');
  } else if (comma !== undefined) after = after.replace(/^[ \t]+/u, '');
  else before = before.replace(/[ \t]+$/u, /^\s*[\]}]/u.test(after) && /^[ \t]/u.test(after) ? '' : '$&');
  return before + after;
}

function inserted(page: Page, parent: Node, index: number, key: string, value: unknown): string {
  const { text, eol, step } = page;
  const children = parent.children ?? [];
  const lead = leadAt(text, parent.offset) + step;
  const body = text.slice(parent.offset, endOf(parent));
  const last = children.at(-1);
  if (last === undefined) {
    const inner = body.slice(1, -1);
    const before = text.slice(0, parent.offset + 1);
    const after = text.slice(endOf(parent) - 1);
    if (!text.trim().includes('\n')) {
      const pad = parent.type === 'array' ? '' : ' ';
      return before + pad + key + flat(value) + (inner.trim() === '' ? pad : inner) + after;
    }
    const rest = inner.trim() === '' ? eol + leadAt(text, parent.offset) : inner;
    return before + eol + lead + key + onLines(page, value, lead) + rest + after;
  }
  const isFlat = !body.includes('\n');
  const next = children[index];
  if (next !== undefined) {
    const own = leadAt(text, next.offset);
    const entry = isFlat ? `${flat(value)}, ` : `${onLines(page, value, own)},${eol}${own}`;
    return text.slice(0, next.offset) + key + entry + text.slice(next.offset);
  }
  const comma = commaBehind(text, endOf(last));
  const at = comma?.end ?? endOf(last);
  const before = text.slice(0, at) + (comma === undefined ? ',' : '');
  const trailing = comma === undefined ? '' : ',';
  if (isFlat) return `${before} ${key}${flat(value)}${trailing}${text.slice(at)}`;
  // A comment behind the last member stays on its line.
  const remark = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=\r?\n))/u.exec(text.slice(at))?.[0] ?? '';
  const own = leadAt(text, last.offset);
  const entry = `${eol}${own}${key}${onLines(page, value, own)}${trailing}`;
  return before + remark + entry + text.slice(at + remark.length);
}
