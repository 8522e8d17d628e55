import { LitElement, type PropertyValues } from 'lit';
import { renderMarkdown } from './markdown.ts';
import { send } from './send.ts';

/** The answer of a result: a model's text, which is data. Links in it open lines of the workspace and nothing else. */
class Answer extends LitElement {
  static override properties = { text: {}, task: {} };
  declare text: string;
  declare task: string;

  constructor() {
    super();
    this.text = '';
    this.task = '';
    this.addEventListener('click', (event) => this.#open(event));
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#open(event);
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.replaceChildren(renderMarkdown(this.text));
  }

  #open(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest('[data-path]') : null;
    if (!(link instanceof HTMLElement)) return;
    const { path = '', line = '' } = link.dataset;
    send(this, { type: 'open', task: this.task, path, line: Number(line) });
  }
}

customElements.define('countersign-answer', Answer);
