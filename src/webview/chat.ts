import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { statusBanner } from './banner.ts';
import './composer.ts';
import { emptyState } from './emptyState.ts';
import './run.ts';
import { icon } from './shown.ts';
import { emptyView, type Run, type View } from './state.ts';
import { counted, plural } from './words.ts';

/** Near enough to the end to stay there when something comes. */
const slack = 32;
/** So many runs stand in the page; with all of them, each new one would cost more than the one before. */
const runsAtMost = 40;
/** Room above the newest run. */
const above = 12;

/** The page: the log of runs, what the model does, and the input. It shows a view and holds no other state. */
class Chat extends LitElement {
  static override properties = {
    view: { attribute: false },
    text: { attribute: false },
    said: { attribute: false },
    away: { state: true },
    from: { state: true },
  };
  declare view: View;
  /** The text in the input when the page is made. */
  declare text: string;
  /** What a screen reader is told now. */
  declare said: string;
  /** True while the person has scrolled away from the end. */
  declare away: boolean;
  /** The index of the first run that stands in the page. */
  declare from: number;
  /** Where the log is kept while it grows: at the newest run, at a place, or where the person has put it. */
  #kept: 'newest' | number | undefined = 'newest';
  #lastRun = '';
  #sizes: ResizeObserver | undefined;

  constructor() {
    super();
    this.view = emptyView;
    this.text = '';
    this.said = '';
    this.away = false;
    this.from = 0;
    this.addEventListener('countersign-show', (event) => {
      if (event instanceof CustomEvent) void this.#show(String(event.detail));
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Puts a text into the input. */
  async take(text: string): Promise<void> {
    await this.updateComplete;
    await this.querySelector('countersign-composer')?.take(text);
  }

  /** How far the log is scrolled; null at its end. */
  get scrolled(): number | null {
    return this.away ? (this.#log()?.scrollTop ?? null) : null;
  }

  /** Keeps the log at the place where it was before the page was made anew; null is its end. */
  restore(to: number | null): void {
    if (to === null) return;
    this.#kept = to;
    this.away = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver(() => this.#stay());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  protected override firstUpdated(): void {
    for (const element of this.querySelectorAll('.log, .log-content')) this.#sizes?.observe(element);
  }

  protected override willUpdate(): void {
    if (!this.away) this.from = Math.max(0, this.view.runs.length - runsAtMost);
    else this.from = Math.min(this.from, this.view.runs.length);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('view')) return;
    const last = this.view.runs.at(-1);
    if (last !== undefined && last.run !== this.#lastRun) {
      const isFirst = this.#lastRun === '';
      this.#lastRun = last.run;
      if (last.via === 'chat' && !isFirst) this.away = false;
      if (!this.away) this.#kept = 'newest';
    }
    this.#stay();
  }

  protected override render(): TemplateResult {
    const { view } = this;
    return html`
      <main>
        <h1 class="visually-hidden">Countersign</h1>
        <div
          class="log"
          role="log"
          aria-live="off"
          aria-label="Chat"
          tabindex="0"
          @scroll=${() => this.#scrolled()}
          @pointerdown=${() => this.#hold()}
          @wheel=${() => this.#hold()}
          @keydown=${() => this.#hold()}
        >
          <div class="log-content">
            ${view.earlier === 0 || this.from > 0 ? nothing : html`<p class="muted earlier">${plural(view.earlier, 'earlier run is', 'earlier runs are')} in the ledger.</p>`}
            ${view.runs.length === 0 && !view.behind ? emptyState((text) => void this.take(text)) : nothing}
            ${
              this.from === 0
                ? nothing
                : html`<button
                    type="button"
                    class="link earlier"
                    @click=${() => this.#earlier(this.from - runsAtMost)}
                  >
                    Show Earlier (${counted(this.from)})
                  </button>`
            }
            ${repeat(
              view.runs.slice(this.from),
              (run) => run.run,
              (run) => html`<countersign-run .run=${run}></countersign-run>`,
            )}
          </div>
        </div>
        <footer>
          ${
            this.away
              ? html`<button type="button" class="latest" @click=${() => this.#toEnd()}>
                  ${icon('arrow-down')}Latest
                </button>`
              : nothing
          }
          ${statusBanner(this, view.status)}
          <countersign-composer
            .text=${this.text}
            .status=${view.status}
            .asks=${asksOf(view.runs)}
            .liveRun=${liveRun(view.runs)}
          ></countersign-composer>
        </footer>
        <p class="visually-hidden" role="status" aria-live="polite">${this.said}</p>
      </main>
    `;
  }

  #log(): HTMLElement | null {
    return this.querySelector('.log');
  }

  /** What a person opens or closes in the log must not move under their hand. */
  #hold(): void {
    this.#kept = undefined;
  }

  #scrolled(): void {
    const log = this.#log();
    if (log !== null)
      this.away = this.#kept !== 'newest' && log.scrollHeight - log.clientHeight - log.scrollTop > slack;
    this.dispatchEvent(new CustomEvent('countersign-scrolled'));
  }

  #toEnd(): void {
    this.away = false;
    this.#kept = 'newest';
    this.#stay();
  }

  #earlier(from: number): void {
    this.#kept = undefined;
    this.away = true;
    this.from = Math.max(0, from);
  }

  /** Brings a task's card into sight, also one of a run that is not in the page now. */
  async #show(task: string): Promise<void> {
    const run = this.view.runs.findIndex((row) => row.tasks.some((card) => card.task === task));
    if (run === -1) return;
    this.#earlier(Math.min(this.from, run));
    await this.updateComplete;
    const element = this.querySelectorAll('countersign-run')[run - this.from];
    await element?.showCard(task);
  }

  /** Shows the newest run from its beginning, or its end where all of it fits. */
  #stay(): void {
    const log = this.#log();
    if (log === null || this.#kept === undefined) return;
    const last = log.querySelector<HTMLElement>(':scope > .log-content')?.lastElementChild;
    const top =
      this.#kept === 'newest' ? (last instanceof HTMLElement ? last.offsetTop : 0) - above : this.#kept;
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, top);
  }
}

function asksOf(runs: readonly Run[]): readonly string[] {
  return runs
    .filter((run) => run.via === 'chat' && run.by !== 'record' && run.follows.length === 0)
    .map((run) => run.text);
}

function liveRun(runs: readonly Run[]): string {
  return runs.findLast((run) => run.ended === undefined)?.run ?? '';
}

customElements.define('countersign-chat', Chat);

declare global {
  interface HTMLElementTagNameMap {
    'countersign-chat': Chat;
  }
}
