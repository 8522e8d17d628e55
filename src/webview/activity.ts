import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { icon, shown } from './shown.ts';
import type { Activity as State } from './state.ts';
import { activityWords, duration } from './words.ts';

/** What a task is waiting for, how long, and the text of its worker as it comes. */
class Activity extends LitElement {
  static override properties = { activity: { attribute: false }, elapsed: { state: true } };
  declare activity: State | undefined;
  declare elapsed: number;
  #since = 0;
  #ticking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.elapsed = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#since = performance.now();
    this.#ticking = setInterval(() => {
      this.elapsed = performance.now() - this.#since;
    }, 1_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const live = changed.has('activity') ? this.querySelector('.live') : null;
    if (live !== null) live.scrollTop = live.scrollHeight;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { activity } = this;
    if (activity === undefined) return nothing;
    const text = activity.type === 'working' ? activity.text : '';
    return html`
      <p class="activity">
        ${icon('loading', 'codicon-modifier-spin')}
        <span>${shown(activityWords(activity))}</span>
        ${this.elapsed < 1_000 ? nothing : html`<span class="muted elapsed">${duration(this.elapsed)}</span>`}
      </p>
      ${
        text === ''
          ? nothing
          : html`<pre class="live" tabindex="0" aria-label="Text of the worker, unchecked">
${activity.type === 'working' && activity.cut ? '… ' : ''}${shown(text)}</pre>`
      }
    `;
  }
}

customElements.define('countersign-activity', Activity);
