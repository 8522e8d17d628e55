import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { byFile, type Row } from './rows.ts';
import { send } from './send.ts';
import { icon, shown, shownPath } from './shown.ts';
import { visible } from './visible.ts';
import { counted } from './words.ts';

const firstRows = 10;

/** The lines of a result as links: the best ten, and all that the page has on demand. */
class RowList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    total: { attribute: false },
    task: {},
    all: { state: true },
  };
  declare rows: readonly Row[];
  /** How many there are; more than `rows` where the host left some out. */
  declare total: number;
  declare task: string;
  declare all: boolean;

  constructor() {
    super();
    this.rows = [];
    this.total = 0;
    this.task = '';
    this.all = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const rows = byFile(this.all ? this.rows : this.rows.slice(0, firstRows));
    return html`
      <ul class="rows">
        ${rows.map((row, index) => this.#row(row, rows[index - 1]))}
      </ul>
      ${this.#more()}
    `;
  }

  #row(row: Row, before: Row | undefined): TemplateResult {
    const { place } = row;
    const path = visible(place.path);
    return html`
      <li>
        ${before?.place.path === place.path ? nothing : html`<span class="file" aria-hidden="true">${shownPath(place.path)}</span>`}
        <button
          type="button"
          class="row"
          title="${path}:${place.line}"
          aria-label="${row.failed ? 'Failed: ' : ''}${path}, line ${place.line}${row.text === '' ? '' : `: ${visible(row.text.trim())}`}"
          @click=${() => send(this, { type: 'open', task: this.task, ...place })}
        >
          ${row.failed ? icon('error', 'refuted') : nothing}<span class="line">${place.line}</span
          ><span class="${row.isCode ? 'code' : 'words'}"
            >${row.text === '' ? 'Show' : shown(row.text.trim())}</span
          >
        </button>
      </li>
    `;
  }

  #more(): TemplateResult | typeof nothing {
    if (this.total <= firstRows && this.rows.length <= firstRows) return nothing;
    const total = Math.max(this.total, this.rows.length);
    if (!this.all) {
      return html`<button
        type="button"
        class="link more"
        @click=${() => this.#toggle()}
        aria-expanded="false"
      >
        Show all ${counted(total)}
      </button>`;
    }
    const left = total - this.rows.length;
    return html`
      ${
        left > 0
          ? html`<p class="muted">
              ${counted(left)} more stand on the
              <button
                type="button"
                class="link"
                @click=${() => send(this, { type: 'evidence', task: this.task })}
              >
                evidence page</button
              >.
            </p>`
          : nothing
      }
      <button type="button" class="link more" @click=${() => this.#toggle()} aria-expanded="true">
        Show the first ten
      </button>
    `;
  }

  #toggle(): void {
    this.all = !this.all;
  }
}

customElements.define('countersign-rows', RowList);
