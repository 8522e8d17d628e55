import { describe, expect, test } from 'vitest';
import { runtimeTestModel } from '../../../src/node/models/catalogue.ts';
import { createEmbeddedModel, type EmbeddedModel } from '../../../src/node/models/embedded.ts';
import type { HostProcess } from '../../../src/node/models/hostProcess.ts';
import type { CompleteMessage, FromHost, LoadMessage } from '../../../src/node/models/hostProtocol.ts';
import { defaultSpeed } from '../../../src/node/models/watchdog.ts';
import { manualClock, settle, type ManualClock } from './manualClock.ts';
import { call, requestOf } from './servers.ts';

/** A host in this process that does what a test says. */
interface PlayedHost extends HostProcess {
  readonly loads: LoadMessage[];
  readonly completes: CompleteMessage[];
  readonly aborts: number[];
  tell(message: FromHost): void;
  die(words: string): void;
  ended: boolean;
  worked: number;
}

function playHost(onComplete: (host: PlayedHost, request: CompleteMessage) => void): PlayedHost {
  let take: (message: FromHost) => void = () => undefined;
  let die: (words: string) => void = () => undefined;
  const gone = new Promise<string>((resolve) => {
    die = resolve;
  });
  const host: PlayedHost = {
    loads: [],
    completes: [],
    aborts: [],
    ended: false,
    worked: 0,
    pid: undefined,
    gone,
    keep: () => undefined,
    listen: (next) => {
      take = next;
    },
    tell: (message) => take(message),
    die: (words) => die(words),
    end: async () => {
      host.ended = true;
      die('it was ended');
      await gone;
    },
    send: (message) => {
      if (message.type === 'load') {
        host.loads.push(message);
        queueMicrotask(() => take({ type: 'loaded', threads: message.threads, contextTokens: 8192, ms: 1 }));
      } else if (message.type === 'abort') host.aborts.push(message.id);
      else {
        host.completes.push(message);
        queueMicrotask(() => onComplete(host, message));
      }
    },
  };
  return host;
}

function done(id: number): FromHost {
  return { type: 'done', id, stop: 'end', promptTokens: 7, outputTokens: 1, probability: null };
}

function answerWith(text: string): (host: PlayedHost, request: CompleteMessage) => void {
  return (host, { id }) => {
    host.tell({ type: 'began', id, promptTokens: 7, evaluate: 7 });
    host.tell({ type: 'token', id, text });
    host.tell(done(id));
  };
}

function embed(
  plays: ((host: PlayedHost, request: CompleteMessage) => void)[],
  clock: ManualClock,
): { embedded: EmbeddedModel; hosts: PlayedHost[] } {
  const hosts: PlayedHost[] = [];
  const embedded = createEmbeddedModel({
    model: runtimeTestModel,
    modelFile: '/models/m.gguf',
    runtimeFolder: '/runtime',
    threads: 3,
    idleMs: 600_000,
    speed: defaultSpeed,
    clock,
    startHost: () => {
      const play = plays[Math.min(hosts.length, plays.length - 1)] ?? answerWith('?');
      const host = playHost(play);
      hosts.push(host);
      return host;
    },
  });
  return { embedded, hosts };
}

/** Lets time pass in which the newest host works as much as is said of every second, and tells so. */
async function pass(clock: ManualClock, hosts: readonly PlayedHost[], ms: number, share = 1): Promise<void> {
  for (let at = 0; at < ms; at += 1000) {
    const host = hosts.at(-1);
    const id = host?.completes.at(-1)?.id;
    if (host !== undefined && id !== undefined) {
      host.worked += 1000 * share;
      host.tell({ type: 'pulse', id, workedMs: host.worked });
    }
    await clock.advance(1000);
  }
}

describe('the embedded model', () => {
  test('answers from one host, turn after turn', async () => {
    const { embedded, hosts } = embed([answerWith('yes')], manualClock());
    for (const ask of ['a', 'b']) {
      const { completion, shown } = await call(embedded.model, requestOf(ask));
      expect(completion).toMatchObject({
        type: 'done',
        text: 'yes',
        usage: { promptTokens: 7, outputTokens: 1 },
      });
      expect(shown).toBe('yes');
    }
    expect(hosts).toHaveLength(1);
    expect(hosts[0]?.loads).toEqual([
      {
        type: 'load',
        runtimeFolder: '/runtime',
        modelFile: '/models/m.gguf',
        threads: 3,
        contextTokens: 8192,
      },
    ]);
    await embedded.dispose();
    expect(hosts[0]?.ended).toBe(true);
  });

  test('takes one turn at a time, and a turn that is cancelled while it waits never reaches the host', async () => {
    const clock = manualClock();
    const held: CompleteMessage[] = [];
    const { embedded, hosts } = embed([(_host, request) => held.push(request)], clock);
    const first = call(embedded.model, requestOf('first'));
    await settle();
    const stop = new AbortController();
    const second = call(embedded.model, requestOf('second'), stop.signal);
    await settle();
    expect(held.map((request) => request.messages[0]?.content)).toEqual(['first']);
    stop.abort();
    expect((await second).completion.type).toBe('aborted');
    hosts[0]?.tell(done(held[0]?.id ?? 0));
    expect((await first).completion.type).toBe('done');
    await settle();
    expect(held).toHaveLength(1);
  });

  test('a cancel answers at once, and the next turn waits until the host has confirmed it', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed(
      [
        (host, { id, messages }) => {
          host.tell({ type: 'began', id, promptTokens: 7, evaluate: 7 });
          host.tell({ type: 'token', id, text: 'part' });
          if (messages[0]?.content === 'next') host.tell(done(id));
        },
      ],
      clock,
    );
    const stop = new AbortController();
    const first = call(embedded.model, requestOf('first'), stop.signal);
    await settle();
    stop.abort();
    expect((await first).completion).toMatchObject({ type: 'aborted', partial: 'part' });
    const next = call(embedded.model, requestOf('next'));
    await settle();
    const [host] = hosts;
    expect(host?.aborts).toEqual([1]);
    expect(host?.completes).toHaveLength(1);
    host?.tell({ type: 'token', id: 1, text: 'late' });
    host?.tell({ type: 'aborted', id: 1 });
    expect((await next).completion).toMatchObject({ type: 'done', text: 'part' });
  });

  test('a host that does not hear a cancel is ended after its grace', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed([() => undefined, answerWith('fresh')], clock);
    const stop = new AbortController();
    const first = call(embedded.model, requestOf('first'), stop.signal);
    await settle();
    stop.abort();
    await first;
    const next = call(embedded.model, requestOf('next'));
    await clock.advance(29_000);
    expect(hosts).toHaveLength(1);
    await clock.advance(2_000);
    expect((await next).completion).toMatchObject({ type: 'done', text: 'fresh' });
    expect(hosts[0]?.ended).toBe(true);
  });

  test('a crash fails the turn, says why, and the next call has a fresh host', async () => {
    const crash = (host: PlayedHost): void => host.die('it ended by SIGSEGV');
    const { embedded, hosts } = embed([crash, answerWith('again')], manualClock());
    expect((await call(embedded.model, requestOf('?'))).completion).toMatchObject({
      type: 'failed',
      failure: 'model-error',
      message: expect.stringContaining('SIGSEGV'),
    });
    expect((await call(embedded.model, requestOf('?'))).completion).toMatchObject({
      type: 'done',
      text: 'again',
    });
    expect(hosts).toHaveLength(2);
  });

  test('a host that begins nothing is started again with one thread, in the same turn and said', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed([() => undefined, answerWith('slow but there')], clock);
    const running = call(embedded.model, requestOf('?'));
    await settle();
    await pass(clock, hosts, 22_000);
    const { completion, progress } = await running;
    expect(completion).toMatchObject({ type: 'done', text: 'slow but there' });
    expect(hosts.map((host) => host.loads[0]?.threads)).toEqual([3, 1]);
    expect(JSON.stringify(progress)).toContain('started again with one thread');
    expect(hosts[0]?.ended).toBe(true);
  });

  test('stuck a second time it is unhealthy, and asks no host until some time has passed', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed([() => undefined, () => undefined, answerWith('well again')], clock);
    const running = call(embedded.model, requestOf('?'));
    await settle();
    await pass(clock, hosts, 22_000);
    await pass(clock, hosts, 22_000);
    expect((await running).completion).toMatchObject({ type: 'failed', failure: 'unhealthy' });
    expect((await call(embedded.model, requestOf('?'))).completion).toMatchObject({ failure: 'unhealthy' });
    expect(hosts).toHaveLength(2);
    await clock.advance(301_000);
    expect((await call(embedded.model, requestOf('?'))).completion).toMatchObject({ type: 'done' });
  });

  test('less than a token a second ends a turn that had begun, and its text stays', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed(
      [
        (host, { id }) => {
          host.tell({ type: 'began', id, promptTokens: 7, evaluate: 7 });
          host.tell({ type: 'token', id, text: 'one ' });
        },
      ],
      clock,
    );
    const running = call(embedded.model, requestOf('?'));
    await settle();
    await pass(clock, hosts, 12_000);
    expect((await running).completion).toMatchObject({
      type: 'failed',
      failure: 'idle-timeout',
      partial: 'one ',
    });
  });

  test('a long prompt that is read slowly is no hang; one that stops being read is', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed(
      [
        (host, { id }) => {
          host.tell({ type: 'began', id, promptTokens: 600, evaluate: 600 });
        },
        answerWith('b'),
      ],
      clock,
    );
    const running = call(embedded.model, requestOf('?'));
    await settle();
    for (let tokens = 64; tokens < 600; tokens += 64) {
      await pass(clock, hosts, 19_000);
      hosts[0]?.tell({ type: 'read', id: 1, tokens });
    }
    expect(hosts).toHaveLength(1);
    await pass(clock, hosts, 22_000);
    expect((await running).completion).toMatchObject({ type: 'done', text: 'b' });
    expect(hosts).toHaveLength(2);
  });

  test('a host that gets little of the processor is slow, not stuck; only much later it is', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed([() => undefined, answerWith('b')], clock);
    const running = call(embedded.model, requestOf('?'));
    await settle();
    await pass(clock, hosts, 250_000, 0.05);
    expect(hosts).toHaveLength(1);
    await pass(clock, hosts, 60_000, 0.05);
    expect((await running).completion).toMatchObject({ type: 'done', text: 'b' });
    expect(hosts).toHaveLength(2);
  });

  test('an idle host is ended, and starts again with the next call', async () => {
    const clock = manualClock();
    const { embedded, hosts } = embed([answerWith('a')], clock);
    await call(embedded.model, requestOf('?'));
    await clock.advance(599_000);
    expect(hosts[0]?.ended).toBe(false);
    await call(embedded.model, requestOf('?'));
    await clock.advance(599_000);
    expect(hosts[0]?.ended).toBe(false);
    await clock.advance(2_000);
    expect(hosts[0]?.ended).toBe(true);
    await call(embedded.model, requestOf('?'));
    expect(hosts).toHaveLength(2);
  });

  test('leaves no clock running where it is disposed in the middle of a turn', async () => {
    const clock = manualClock();
    const { embedded } = embed([() => undefined], clock);
    const stop = new AbortController();
    const turn = embedded.model.complete(requestOf('?'), () => undefined, stop.signal);
    await settle();
    stop.abort();
    expect((await turn).type).toBe('aborted');
    await embedded.dispose();
    await settle();
    expect(clock.pending()).toBe(0);
  });

  test('a model that cannot be loaded fails the call with the words of the host', async () => {
    const host = playHost(() => undefined);
    const embedded = createEmbeddedModel({
      model: runtimeTestModel,
      modelFile: 'm',
      runtimeFolder: 'r',
      threads: 0,
      idleMs: 1,
      speed: defaultSpeed,
      clock: manualClock(),
      startHost: () => ({
        ...host,
        send: () => queueMicrotask(() => host.tell({ type: 'load-failed', message: 'not a model file' })),
      }),
    });
    expect((await call(embedded.model, requestOf('?'))).completion).toMatchObject({
      type: 'failed',
      failure: 'model-error',
      message: expect.stringContaining('not a model file'),
    });
    expect(host.ended).toBe(true);
  });
});
