import { receiveFromHost, type ToHost, type ToView } from '../protocol.ts';
import { readSaved, type Saved } from './saved.ts';

/** What the editor gives a page; it can be asked for once. */
interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

export interface Port {
  post(message: ToHost): void;
  readonly saved: Saved;
  save(saved: Saved): void;
}

/** Opens the one way to the host. A message of it that is none is reported back and goes no further. */
export function openPort(take: (message: ToView) => void): Port {
  const host = acquireVsCodeApi();
  const post = (message: ToHost): void => host.postMessage(message);
  window.addEventListener('message', (event) => {
    const received = receiveFromHost(event.data);
    if (received.type === 'message') take(received.message);
    else post({ type: 'refused', reason: received.reason });
  });
  return { post, saved: readSaved(host.getState()), save: (saved) => host.setState(saved) };
}
