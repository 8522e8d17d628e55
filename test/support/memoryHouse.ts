import { createHash } from 'node:crypto';
import type { Code, CodeSymbol } from '../../src/core/code.ts';
import type { RunEvent } from '../../src/core/events.ts';
import type { Applied, Cleared } from '../../src/core/gate.ts';
import type { Left } from '../../src/core/ledger/results.ts';
import type { Completion, Model, ModelRequest } from '../../src/core/model.ts';
import type {
  FileRead,
  Files,
  House,
  PathDecision,
  SearchEngine,
  UndoOutcome,
  WriteOutcome,
} from '../../src/core/ports.ts';

/** SHA-256 as lower-case hex of the UTF-8 bytes of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Files in memory. `texts` is live: a test changes it to play a person who edits. */
export function memoryFiles(texts: Map<string, string>): Files {
  return {
    name: 'memory',
    read(path): Promise<FileRead> {
      const text = texts.get(path);
      if (text === undefined)
        return Promise.resolve({ type: 'refused', reason: 'missing', message: 'there is no such file' });
      return Promise.resolve({
        type: 'text',
        file: { path, text, bom: false, sha256: sha256(text), unsaved: false },
      });
    },
    list: () => Promise.resolve([...texts.keys()].sort()),
  };
}

/** A search over memory files by JavaScript's own expressions: enough for plain patterns, and nothing else. */
export function memorySearch(texts: Map<string, string>): SearchEngine {
  return {
    async matches(query, line, signal) {
      const outcome = await memorySearch(new Map([['line', line]])).search(query, signal);
      return outcome.type === 'hits' ? outcome.hits.length > 0 : undefined;
    },
    search(query) {
      const source = query.regex ? query.pattern : query.pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const bounded = query.word
        ? `(?<![\\p{L}\\p{M}\\p{N}_])(?:${source})(?![\\p{L}\\p{M}\\p{N}_])`
        : source;
      let pattern: RegExp;
      try {
        pattern = new RegExp(bounded, query.caseSensitive ? 'u' : 'iu');
      } catch (error) {
        return Promise.resolve({ type: 'bad-pattern', message: String(error) });
      }
      const hits = [...texts]
        .sort((a, b) => (a[0] < b[0] ? -1 : 1))
        .flatMap(([path, text]) =>
          text
            .replace(/\n$/, '')
            .split('\n')
            .flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1, text: line }] : [])),
        );
      return Promise.resolve({ type: 'hits', hits, engine: 'memory' });
    },
  };
}

/** Symbols of flat TypeScript: `function` declarations that begin a line and end at a closing brace in column 0. */
export function memoryCode(): Code {
  const unable = { type: 'unable', reason: 'this double knows functions only' } as const;
  return new Proxy({} as Code, {
    get: (_target, property) => {
      if (property === 'language') return (path: string) => (path.endsWith('.ts') ? 'TypeScript' : undefined);
      if (property === 'symbols') {
        return (_path: string, text: string) => Promise.resolve({ type: 'ok', value: functionsOf(text) });
      }
      return () => Promise.resolve(unable);
    },
  });
}

function functionsOf(text: string): CodeSymbol[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): CodeSymbol[] => {
    const match = /^(export )?function (\w+)\(([^)]*)\)/.exec(line);
    if (match === null) return [];
    const end = lines.findIndex((other, at) => at >= index && other.startsWith('}'));
    const [, exported, name = '', parameters = ''] = match;
    return [
      {
        name,
        kind: 'function',
        exported: exported !== undefined,
        line: index + 1,
        endLine: end + 1,
        nameLine: index + 1,
        nameColumn: line.indexOf(name),
        parameters: parameters.split(',').flatMap((part) => part.trim().split(/[:= ]/)[0] ?? []),
        returnsValue: true,
      },
    ];
  });
}

/** A model that answers what a script says, and remembers what it was asked. A script that runs out fails the call. */
export function scriptedModel(
  answers: readonly (
    string | Partial<Completion> | ((request: ModelRequest, signal: AbortSignal) => Promise<Completion>)
  )[],
): Model & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const usage = { promptTokens: 10, outputTokens: 5, ms: 3, firstTokenMs: 1 };
  return {
    id: 'scripted/model',
    label: 'Scripted model',
    digest: 'digest-of-the-scripted-model',
    location: 'this machine',
    contextTokens: 8192,
    requests,
    async complete(request, onProgress, signal): Promise<Completion> {
      const answer = answers[requests.length];
      requests.push(request);
      if (signal.aborted) return { type: 'aborted', partial: '', usage };
      if (answer === undefined) {
        return {
          type: 'failed',
          failure: 'incomplete',
          message: 'the script has no more answers',
          partial: '',
          usage,
        };
      }
      if (typeof answer === 'function') return answer(request, signal);
      const text = typeof answer === 'string' ? answer : '';
      if (text !== '') onProgress({ type: 'text', delta: text });
      const done = { type: 'done', text, stop: 'end', probability: 0.95, usage } as const;
      return typeof answer === 'string' ? done : ({ ...done, ...answer } as Completion);
    },
  };
}

export interface MemoryHouse extends House {
  readonly events: RunEvent[];
  readonly texts: Map<string, string>;
  readonly written: Cleared[];
}

/** A house in memory: real core, doubles for everything outside it. Time stands still, ids count up. */
export function memoryHouse(
  files: Readonly<Record<string, string>>,
  model: Model | undefined,
  more: Partial<House> = {},
): MemoryHouse {
  const texts = new Map(Object.entries(files));
  const events: RunEvent[] = [];
  const written: Cleared[] = [];
  let ids = 0;
  const decide = (path: string): Promise<PathDecision> =>
    Promise.resolve({ type: 'allow', realPath: `/memory/${path}`, reason: 'ok' });
  return {
    files: memoryFiles(texts),
    searches: { first: memorySearch(texts), second: memorySearch(texts) },
    code: memoryCode(),
    history: {
      changes: () =>
        Promise.resolve({ type: 'unable', reason: 'This folder has no history.', next: 'Make one.' }),
    },
    models: () =>
      Promise.resolve(
        model === undefined
          ? { models: [], missing: ['No local model answers.'] }
          : { models: [model], missing: [] },
      ),
    paths: { decide },
    writer: {
      write(cleared): Promise<WriteOutcome> {
        written.push(cleared);
        const done: Applied['files'][number][] = [];
        for (const change of cleared.changeSet.files) {
          texts.set(change.path, change.content);
          done.push({ path: change.path, sha256: sha256(change.content), saved: true });
        }
        return Promise.resolve({ type: 'applied', applied: { cleared, files: done } });
      },
      undo({ changeSet, files: hashes }, signal): Promise<UndoOutcome> {
        if (signal.aborted) return Promise.resolve({ type: 'failed', message: 'stopped' });
        const restored: { readonly path: string; readonly saved: boolean }[] = [];
        const left: Left[] = [];
        for (const { path, operation, base } of changeSet.files) {
          const now = texts.get(path);
          if (now === undefined || sha256(now) !== hashes.get(path)) {
            left.push({ path, reason: 'it changed since it was written' });
            continue;
          }
          if (operation === 'create') texts.delete(path);
          else texts.set(path, base);
          restored.push({ path, saved: true });
        }
        return Promise.resolve({ type: 'undone', restored, left });
      },
    },
    log: {
      append(event) {
        events.push(event);
        return Promise.resolve();
      },
    },
    clock: {
      now: () => 0,
      wall: () => '2026-01-01T00:00:00.000Z',
      delay: (_ms, signal) =>
        new Promise((resolve) => {
          if (signal.aborted) resolve();
          else signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    },
    trusted: true,
    hash: sha256,
    newId: () => `id-${(ids += 1)}`,
    ...more,
    events,
    texts,
    written,
  };
}
