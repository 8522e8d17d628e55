import { describe, expect, it } from 'vitest';
import { draftClassify } from '../../../src/core/drafting/classify.ts';
import { draftFill } from '../../../src/core/drafting/fill.ts';
import type { Delegation } from '../../../src/core/kind.ts';
import type { ModelRequest } from '../../../src/core/model.ts';
import { filesOf } from '../../node/code/project.ts';

const usage = { promptTokens: 1, outputTokens: 1, ms: 1, firstTokenMs: 1 };
const never = new AbortController().signal;

/** A delegation whose model gives these answers, one a call, and keeps what it was asked. */
function scripted(answers: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const asked: ModelRequest[] = [];
  const model = {
    complete(request: ModelRequest) {
      asked.push(request);
      return Promise.resolve({ type: 'done', text: answers[asked.length - 1] ?? '', stop: 'end', usage });
    },
  };
  const delegation = {
    house: { files: filesOf(texts) },
    model,
    finding: undefined,
    onProgress: () => undefined,
  };
  return { asked, delegation: delegation as unknown as Delegation };
}

describe('draftFill', () => {
  const task = { template: '{{port}} {{who}} {{port}}', paths: ['a.txt'], values: { who: '$&' } };
  const texts = { 'a.txt': 'size 180\nport 80\n' };

  it('asks for the blanks without a value only, and attaches the line the value stands whole in', async () => {
    const { asked, delegation } = scripted(['{"value": "80"}'], texts);
    const draft = await draftFill(task, delegation, never);
    expect(asked).toHaveLength(1);
    expect(draft).toMatchObject({
      type: 'drafted',
      raw: {
        content: '80 $& 80',
        blanks: [
          { name: 'port', value: '80', path: 'a.txt', line: 2, quote: 'port 80' },
          { name: 'who', value: '$&' },
        ],
      },
    });
  });

  it('refuses a value that stands nowhere, so that it is asked for again', async () => {
    const { delegation } = scripted(['{"value": "443"}'], texts);
    const draft = await draftFill(task, delegation, never);
    expect(draft).toMatchObject({ type: 'failed', retry: true });
    expect(draft.type === 'failed' ? draft.reason : '').toContain('stands in none of the files');
  });

  it('says that there is no file to take a value from', async () => {
    const { asked, delegation } = scripted([]);
    const draft = await draftFill({ ...task, paths: [] }, delegation, never);
    expect([draft.type, asked.length]).toEqual(['failed', 0]);
  });
});

describe('draftClassify', () => {
  const task = {
    items: [
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
    ],
    labels: ['bug', 'feature'],
  };

  it('asks once an item, and the second time in the other order', async () => {
    const answers = ['bug', 'feature', 'feature', 'feature'].map((label) => JSON.stringify({ label }));
    const { asked, delegation } = scripted(answers);
    const draft = await draftClassify({ ...task, secondRun: true }, delegation, never);
    expect(draft).toMatchObject({
      type: 'drafted',
      usage: { promptTokens: 4 },
      raw: {
        labels: [
          { id: 'a', label: 'bug' },
          { id: 'b', label: 'feature' },
        ],
        second: [
          { id: 'a', label: 'feature' },
          { id: 'b', label: 'feature' },
        ],
      },
    });
    expect(asked.map((request) => request.messages[1]?.content)).toEqual(['x', 'y', 'y', 'x']);
    expect(asked[2]?.schema).toMatchObject({ properties: { label: { enum: ['feature', 'bug'] } } });
  });

  it('refuses a label that is none, and a list that is too long for a model', async () => {
    const { delegation } = scripted(['{"label": "other"}']);
    expect(await draftClassify(task, delegation, never)).toMatchObject({ type: 'failed', retry: true });
    const items = Array.from({ length: 201 }, (_, at) => ({ id: String(at), text: 'x' }));
    expect(await draftClassify({ ...task, items }, delegation, never)).toMatchObject({
      type: 'failed',
      retry: false,
    });
  });
});
