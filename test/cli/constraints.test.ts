import { describe, expect, it } from 'vitest';
import { constraintsRow } from '../../src/cli/constraints.ts';

const instruction = 'Sum it up in at most 3 bullets, comprehensive but concise.';

describe('countersign constraints -', () => {
  it('compiles an instruction', () => {
    expect(constraintsRow({ id: 'a', instruction })).toEqual({
      id: 'a',
      constraints: [{ id: 'format:bullets', args: { relation: 'at most', num_bullets: 3 }, span: [13, 30] }],
      notCheckable: [
        { text: 'comprehensive', span: [32, 45] },
        { text: 'concise', span: [50, 57] },
      ],
    });
  });

  it.each([
    ['- one\n- two', true],
    ['- one\n- two\n- three\n- four', false],
  ])('holds a text against it', (text, holds) => {
    const answer = constraintsRow({ id: 1, instruction, text });
    expect(answer).toMatchObject({
      constraints: [{ holds, counted: expect.stringContaining('at most 3') as string }],
    });
  });

  it('tells which proposals could count', () => {
    const row = { id: 1, instruction: 'Sum it up briefly, without commas.' };
    const answer = constraintsRow({ ...row, proposals: ['no commas', 'be brief', 'in 2 bullets'] });
    expect(answer).toMatchObject({
      notCheckable: [{ text: 'briefly' }],
      proposed: [{ phrase: 'in 2 bullets', constraints: [{ args: { num_bullets: 2 } }] }],
    });
    expect(constraintsRow(row)).not.toHaveProperty('proposed');
  });

  it('says where it cannot tell', () => {
    const answer = constraintsRow({ id: 1, instruction: 'Write it in German.', text: 'OK' });
    expect(answer).toMatchObject({ constraints: [{ id: 'language:response_language', holds: null }] });
  });

  it.each([
    [{ id: 1 }, 1],
    [{ id: 2, instruction: 3 }, 2],
    [{ id: 3, instruction: '', text: [] }, 3],
    [{ instruction: 'x' }, null],
    [null, null],
    ['x', null],
  ])('answers a bad row with an error: %j', (row, id) => {
    expect(constraintsRow(row)).toEqual({ id, error: expect.any(String) as string });
  });
});
