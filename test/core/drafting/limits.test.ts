import { describe, expect, it } from 'vitest';
import { proposeLimits, uncheckable, withLimits } from '../../../src/core/drafting/limits.ts';
import { memoryHouse, scriptedModel } from '../../support/memoryHouse.ts';

async function propose(instruction: string, answer: string) {
  const model = scriptedModel([answer]);
  const house = memoryHouse({}, model);
  return {
    model,
    limits: await proposeLimits(instruction, house, () => undefined, AbortSignal.timeout(60_000)),
  };
}

describe('proposed limits', () => {
  it('are those that rules check in full', async () => {
    const { model, limits } = await propose(
      'Summarize notes.md briefly.',
      JSON.stringify({
        limits: ['Use at most 40 words.', 'Be brief', 'use no commas', 'in 3 bullets and a warm tone'],
      }),
    );
    expect(limits).toEqual({ type: 'proposed', limits: ['Use at most 40 words', 'use no commas'] });
    expect(model.requests[0]?.messages.at(-1)?.content).toContain('Not countable: briefly');
    expect(model.requests[0]?.schema).toBeDefined();
  });

  it('never tighten or loosen what the person limited', async () => {
    const { limits } = await propose(
      'Summarize notes.md briefly in at most 50 words.',
      '{"limits": ["Use at most 90 words", "Use at most 3 sentences"]}',
    );
    expect(limits).toEqual({ type: 'proposed', limits: ['Use at most 3 sentences'] });
  });

  it.each([
    ['{"limits": ["be nice"]}', 'can be checked (1 proposal)'],
    ['{"limits": []}', 'can be checked (0 proposals)'],
    ['{"limits": "use no commas"}', 'gave no list'],
    ['use no commas', 'gave no list'],
    ['', 'gave no list of limits'],
  ])('are none where the model says %s', async (answer, reason) => {
    const { limits } = await propose('Summarize notes.md briefly.', answer);
    expect(limits.type).toBe('none');
    expect(limits.type === 'none' && limits.reason).toContain(reason);
  });

  it('say what is missing where no model is there', async () => {
    const limits = await proposeLimits(
      'Briefly, please.',
      memoryHouse({}, undefined),
      () => undefined,
      AbortSignal.timeout(60_000),
    );
    expect(limits.type === 'none' && limits.reason).toContain('No local model is there');
  });

  it('are asked for in a trusted folder only', async () => {
    const model = scriptedModel(['{"limits": ["use no commas"]}']);
    const house = { ...memoryHouse({}, model), trusted: false };
    const limits = await proposeLimits('Briefly.', house, () => undefined, AbortSignal.timeout(60_000));
    expect(limits.type === 'none' && limits.reason).toContain('not trusted');
    expect(model.requests).toEqual([]);
  });

  it('end where they are cancelled', async () => {
    const house = memoryHouse({}, scriptedModel(['{"limits": []}']));
    expect(await proposeLimits('Briefly.', house, () => undefined, AbortSignal.abort())).toEqual({
      type: 'aborted',
    });
  });

  it('become sentences of the instruction, which then sets them', () => {
    const whole = withLimits('Summarize notes.md briefly', ['use at most 40 words', 'use no commas']);
    expect(whole).toBe('Summarize notes.md briefly. Use at most 40 words. Use no commas.');
    expect(uncheckable(whole)).toEqual(['briefly']);
    expect(withLimits('Sum it up!', [])).toBe('Sum it up!');
  });
});
