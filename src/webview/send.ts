import type { ToHost } from '../protocol.ts';

const sent = 'countersign-send';

/** Says something to the host, from anywhere in the page. */
export function send(from: Element, message: ToHost): void {
  from.dispatchEvent(new CustomEvent<ToHost>(sent, { bubbles: true, detail: message }));
}

/** Hands on everything that is sent below an element. */
export function onSend(root: Element, take: (message: ToHost) => void): void {
  root.addEventListener(sent, (event) => {
    if (event instanceof CustomEvent) take(event.detail as ToHost);
  });
}
