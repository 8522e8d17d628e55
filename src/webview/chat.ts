import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { statusBanner } from './banner.ts';
import './composer.ts';
import { emptyState } from './emptyState.ts';
import './run.ts';
import { icon } from './shown.ts';
import { emptyView, type Run, type View } from './state.ts';
import { plural } from './words.ts';

/** Near enough to the end to stay there when something comes. */
const slack = 32;
/** Room above the newest run. */
const above = 12;

/** The page: the log of runs, what the model does, and the input. It shows a view and holds no other state. */
class Chat extends LitElement {
  static override properties = {
    view: { attribute: false },
    text: { attribute: false },
    said: { attribute: false },
    away: { state: true },
  };
  declare view: View;
  /** The text in the input when the page is made. */
  declare text: string;
  /** What a screen reader is told now. */
  declare said: string;
  /** True while the person has scrolled away from the end. */
  declare away: boolean;
  /** True until the person takes hold of the log. */
  #follows = true;
  #lastRun = '';
  #sizes: ResizeObserver | undefined;

  constructor() {
    super();
    this.view = emptyView;
    this.text = '';
    this.said = '';
    this.away = false;
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

  /** Scrolls the log once it is there. */
  async restore(to: number | null): Promise<void> {
    if (to === null) return;
    this.#follows = false;
    await this.updateComplete;
    const log = this.#log();
    if (log !== null) log.scrollTop = to;
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

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('view')) return;
    const last = this.view.runs.at(-1);
    if (last !== undefined && last.run !== this.#lastRun) {
      this.#lastRun = last.run;
      if (last.via === 'chat') this.away = false;
      if (!this.away) this.#follows = true;
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
            ${view.earlier === 0 ? nothing : html`<p class="muted earlier">${plural(view.earlier, 'earlier run is', 'earlier runs are')} in the ledger.</p>`}
            ${view.runs.length === 0 && !view.behind ? emptyState((text) => void this.take(text)) : nothing}
            ${repeat(
              view.runs,
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
    this.#follows = false;
  }

  #scrolled(): void {
    const log = this.#log();
    if (log !== null)
      this.away = !this.#follows && log.scrollHeight - log.clientHeight - log.scrollTop > slack;
    this.dispatchEvent(new CustomEvent('countersign-scrolled'));
  }

  #toEnd(): void {
    this.away = false;
    this.#follows = true;
    this.#stay();
  }

  /** Shows the newest run from its beginning, or its end where all of it fits. */
  #stay(): void {
    const log = this.#log();
    const last = this.querySelector<HTMLElement>('countersign-run:last-of-type');
    if (!this.#follows || log === null || last === null) return;
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, last.offsetTop - above);
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
