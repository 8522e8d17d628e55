import { describe, expect, it } from 'vitest';
import { checkableProposals } from '../../../src/core/constraints/accepted.ts';
import { compileConstraints } from '../../../src/core/constraints/compile.ts';
import { nearMisses, openPhrases, phrases } from './paraphrases.ts';

describe('compileConstraints', () => {
  it.each(phrases)('reads %s', (instruction, id, args) => {
    const { constraints } = compileConstraints(instruction);
    expect(constraints).toContainEqual(
      expect.objectContaining({ id, args: expect.objectContaining(args) as object }),
    );
  });

  it('reads no more than was said in nearly all of them', () => {
    const extra = phrases.filter(([instruction, id]) =>
      compileConstraints(instruction).constraints.some((one) => one.id !== id),
    );
    // Three of the phrases demand two things.
    expect(phrases.length + nearMisses.length).toBeGreaterThan(200);
    expect(extra.length).toBeLessThanOrEqual(3);
  });

  it.each(nearMisses)('finds no demand in: %s', (instruction) => {
    expect(compileConstraints(instruction).constraints).toEqual([]);
  });

  it.each(openPhrases)('lists what it cannot check in: %s', (instruction, listed) => {
    const open = compileConstraints(instruction).notCheckable.map((one) => one.text);
    for (const part of listed) expect(open.some((text) => text.includes(part))).toBe(true);
  });

  it.each([
    'Summarize src/a.ts.',
    'Give me an overview of this file.',
    'tl;dr',
    'Sum up docs/setup.md, please.',
  ])('takes the bare request for no demand: %s', (instruction) => {
    expect(compileConstraints(instruction)).toEqual({ constraints: [], notCheckable: [] });
  });

  it.each([
    ['Answer as a JSON array.', 'array'],
    ['Answer in JSON, as a JSON array.', 'array'],
    ['Give me one JSON object.', 'object'],
  ])('asks for JSON once, and for its sort: %s', (instruction, sort) => {
    const { constraints, notCheckable } = compileConstraints(instruction);
    expect(constraints.map(({ id, args }) => [id, args])).toEqual([
      ['detectable_format:json_format', {}],
      ['format:json_sort', { sort }],
    ]);
    expect(notCheckable).toEqual([]);
  });

  it('keeps competing goals apart', () => {
    const { constraints } = compileConstraints('Write at least 200 words but under 3 sentences.');
    expect(constraints.map((one) => one.id)).toEqual([
      'length_constraints:number_words',
      'length_constraints:number_sentences',
    ]);
  });

  it('says where each demand stands', () => {
    const instruction = 'Sum it up in at most 3 bullets, comprehensive but concise.';
    const { constraints, notCheckable } = compileConstraints(instruction);
    expect(constraints.map((one) => instruction.slice(...one.span))).toEqual(['at most 3 bullets']);
    expect(notCheckable.map((one) => instruction.slice(...one.span))).toEqual(['comprehensive', 'concise']);
  });

  it.each(['', ' \n', '\u{1F600}', '"', '`'.repeat(50), '你好，请总结。', 'a'.repeat(50_000)])(
    'takes any text',
    (instruction) => {
      expect(compileConstraints(instruction).constraints).toEqual([]);
    },
  );

  it('says that it does not read on behind its limit', () => {
    const { notCheckable } = compileConstraints(`${'boat '.repeat(5_000)} at most 3 words`);
    expect(notCheckable.at(-1)?.text).toContain('20000');
  });
});

describe('checkableProposals', () => {
  it('keeps what a rule checks in full and nobody has said yet', () => {
    const { constraints } = compileConstraints('Use at most 3 sentences.');
    const proposals = checkableProposals(
      ['use at most 3 sentences', 'no commas', 'be comprehensive', 'in a warm tone in 3 bullets'],
      constraints,
    );
    expect(proposals.map((one) => one.phrase)).toEqual(['no commas']);
  });
});
