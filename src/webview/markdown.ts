import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { highlight } from './highlight.ts';
import { linkedPlace, namedPlace, type LinkedPlace } from './links.ts';
import { parts } from './visible.ts';

const allowedTags = [
  ...['p', 'br', 'hr', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'span'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const allowedAttributes = ['class', 'start', 'role', 'tabindex', 'data-path', 'data-line'];

/**
 * A model's text as nodes that are safe to show: no markup of its own, no images, no addresses that can be followed,
 * places in the workspace as links with `data-path` and `data-line` but no address, hidden characters as escapes. The text is
 * cleaned before a node of this page exists.
 */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    RETURN_DOM_FRAGMENT: true,
  });
  escapeHidden(fragment);
  for (const table of fragment.querySelectorAll('table, pre')) table.setAttribute('tabindex', '0');
  return fragment;
}

const markdown = makeMarkdown();

function makeMarkdown() {
  // A definition of a reference would vanish from the text, and a name like `__init__` would lose its underscores.
  const md = new MarkdownIt({ html: false, linkify: false, breaks: true, highlight }).disable('reference');
  md.inline.ruler.before('emphasis', 'underscores', (state, silent) => {
    let end = state.pos;
    while (state.src.charCodeAt(end) === 0x5f && end < state.posMax) end += 1;
    if (end === state.pos) return false;
    if (!silent) state.pending += state.src.slice(state.pos, end);
    state.pos = end;
    return true;
  });
  const { escapeHtml } = md.utils;
  const link = (place: LinkedPlace): string =>
    `<span role="link" tabindex="0" class="link" data-path="${escapeHtml(place.path)}" data-line="${place.line}">`;

  md.renderer.rules['heading_open'] = () => '<p><strong>';
  md.renderer.rules['heading_close'] = () => '</strong></p>\n';
  md.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index];
    return escapeHtml(`[image: ${token?.content ?? ''}] (${token?.attrGet('src') ?? ''})`);
  };
  md.renderer.rules['link_open'] = (tokens, index) => {
    const place = linkedPlace(hrefOf(tokens[index]));
    return place === undefined ? '<span class="address">' : link(place);
  };
  md.renderer.rules['link_close'] = (tokens, index) => {
    const open = tokens.slice(0, index).findLastIndex((token) => token.type === 'link_open');
    const href = hrefOf(tokens[open]);
    if (linkedPlace(href) !== undefined) return '</span>';
    const shown = tokens.slice(open + 1, index).map((token) => token.content);
    return shown.join('') === href ? '</span>' : ` (${escapeHtml(href)})</span>`;
  };
  md.renderer.rules['code_inline'] = (tokens, index) => {
    const code = tokens[index]?.content ?? '';
    const place = namedPlace(code);
    const inner = `<code>${escapeHtml(code)}</code>`;
    return place === undefined ? inner : `${link(place)}${inner}</span>`;
  };
  return md;
}

function hrefOf(token: { attrGet(name: string): string | number | null } | undefined): string {
  return String(token?.attrGet('href') ?? '');
}

function escapeHidden(fragment: DocumentFragment): void {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  for (const node of texts) {
    const found = parts(node.data);
    if (found.every((part) => !part.escaped)) continue;
    node.replaceWith(...found.map((part) => (part.escaped ? escapeMark(part.text) : part.text)));
  }
}

function escapeMark(text: string): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'hidden-character';
  mark.textContent = text;
  return mark;
}
