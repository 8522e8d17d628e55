import './jitless.ts';
import '../../media/chat.css';
import { announcementOf } from './announce.ts';
import './chat.ts';
import { openPort } from './port.ts';
import { onSend } from './send.ts';
import { emptyView, fold } from './state.ts';
import { visible } from './visible.ts';
import type { ToView } from '../protocol.ts';

/** Folds what the host posts and shows the view, at most once a frame however fast a worker streams. */
function start(): void {
  const chat =
    document.querySelector('countersign-chat') ??
    document.body.appendChild(document.createElement('countersign-chat'));
  let view = emptyView;
  let painting = false;
  let said = '';
  const port = openPort(take);
  let { draft, scrolled } = port.saved;

  function take(message: ToView): void {
    if (message.type === 'draft') void chat.take(message.text);
    const before = view;
    view = fold(view, message);
    if (view.behind && !before.behind) port.post({ type: 'ready', lastSeq: view.seq });
    if (message.type === 'event' && view.seq !== before.seq)
      said = announcementOf(message.event, view) ?? said;
    if (view !== before) paintSoon();
  }

  function paintSoon(): void {
    if (painting) return;
    painting = true;
    requestAnimationFrame(() => {
      painting = false;
      if (chat.view.behind && !view.behind) chat.restore(scrolled);
      chat.view = view;
      chat.said = visible(said);
    });
  }

  chat.text = draft;
  onSend(chat, (message) => port.post(message));
  chat.addEventListener('countersign-draft', (event) => {
    draft = event instanceof CustomEvent ? String(event.detail) : draft;
    port.save({ draft, scrolled });
  });
  chat.addEventListener('countersign-scrolled', () => {
    scrolled = chat.scrolled;
    port.save({ draft, scrolled });
  });
  port.post({ type: 'ready', lastSeq: 0 });
}

start();
