import { describe, expect, it } from 'vitest';
import { compileConstraints } from '../../../src/core/constraints/compile.ts';

/** Demands that are turned round: none of them may come out as what it denies. */
const denied = [
  'Do not start with "It".',
  "Don't start the summary with the word It.",
  'Never end with a question mark.',
  'Do not answer in German.',
  'It must not be in French.',
  'Avoid answering in Spanish.',
  'Do not write it in all capital letters.',
  'It should not be in lowercase.',
  'Do not wrap the answer in double quotation marks.',
  'Do not add a postscript.',
  'With no title.',
  'Write it without a title.',
  'Do not put the title in double angular brackets.',
  'Do not highlight any sections.',
  'Summarize the file, not in 2 bullets.',
  'Do not use 3 bullets.',
  'Do not mention every exported function.',
  'Do not give two different responses.',
  'Do not repeat the request first.',
  'Do not answer in JSON.',
  'Never use placeholders in square brackets.',
  'Avoid starting with "It", ending with "That".',
  'Do not start with "It", end with "That".',
  'Start with "It" or end with "That".',
  'Summarize the file in 3 bullets or 5 sentences.',
  'Mention parseConfig or closeAll.',
  'Include the words alpha or beta.',
];

/** Demands that no rule reads: each has to be listed. */
const unread = [
  'Summarize the file without parseConfig.',
  'Summarize notes.md as YAML.',
  'Summarize the file with headings.',
  'Summarize the file without numbers.',
  'Summarize the file in the past tense.',
  'Summarize the file in plain English.',
  'Summarize only the Changes section of notes.md.',
  'Summarize notes.md and quote the email.',
  'Summarize notes.md sorted alphabetically.',
  'Summarize the file twice.',
  'Summarize the file carefully.',
  'Summarize the file in a haiku.',
  'Summarize the file with code.',
  'Summarize the file with the word "team".',
  'Summarize the file excluding tests.',
  'Summarize the file in half a page.',
  'Summarize the file per function.',
  'Summarize the file ELI5.',
  'Summarize the file. Describe each function.',
  'Summarize the file. No speculation.',
  'Summarize the file. Number the points.',
  'Summarize the file. The team has 3 bullets as a habit.',
  'Summarize the risks and the benefits of notes.md.',
  'Summarize notes.md and say who to contact.',
  'Summarize the file and translate it.',
  'Fasse die Datei in drei S\u00e4tzen zusammen.',
  'R\u00e9sume le fichier en trois phrases.',
  '\u7528\u4e09\u4e2a\u8981\u70b9\u603b\u7ed3 notes.md',
  'Mention parseConfig but not closeAll.',
  'Summarize the error handling code.',
  'Summarize the parser class.',
  'Summarize the file. Write the summary to the config file.',
  'Answer with a JSON array of strings.',
  'Summarize in \u00b15 words.',
  'Summarize in <b>5 words</b>.',
  '> 5 words, please',
];

/** The bare request, and limits that are read in full. */
const covered = [
  'Summarize the file.',
  'Summarise the file for me, please.',
  'Can you give me a summary of src/a.ts?',
  'Could you sum up this module for us?',
  'tl;dr of docs/setup.md',
  'Give me the gist of the payment module.',
  'Please describe what this function does.',
  'I would like an overview of our config loader module.',
  'Write a summary of `src/a.ts` in at most 3 bullets.',
  'Summarize this file in 2 sentences and mention `parseDate`.',
  'Summarize the file in exactly 3 bullets of at most 12 words each.',
  'Summarise the file. Your answer must contain at least 20 words. Do not use any commas.',
  'Sum it up in at most 50 words, and do not use the word "simply".',
  'Summarize the file in all lowercase letters.',
  'Summarize this file in 3 bullets',
  'Do not forget to mention parseConfig.',
  'Summarize the file and stay below 21 words.',
  'Summarize the file in at least 2 and at most 3 bullets.',
  'Summarize the file in <=50 words.',
];

describe('what an instruction demands', () => {
  it.each(denied)('is never read as what it denies: %s', (instruction) => {
    const { constraints, notCheckable } = compileConstraints(instruction);
    const positive = constraints.filter(
      (one) => !/^(?:keywords:forbidden_words|format:no|format:none|punctuation:)/u.test(one.id),
    );
    expect(positive).toEqual([]);
    expect(constraints.length + notCheckable.length).toBeGreaterThan(0);
  });

  it.each(unread)('is listed where no rule reads it: %s', (instruction) => {
    expect(compileConstraints(instruction).notCheckable).not.toEqual([]);
  });

  it('lists each of two that are given to choose from', () => {
    const { notCheckable } = compileConstraints('Summarize the file in 3 bullets or 5 sentences.');
    expect(notCheckable.map((one) => one.text)).toEqual(['3 bullets', '5 sentences']);
  });

  it.each(covered)('leaves nothing open in: %s', (instruction) => {
    expect(compileConstraints(instruction).notCheckable).toEqual([]);
  });
});
