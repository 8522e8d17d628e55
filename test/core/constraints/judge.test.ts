import { describe, expect, it } from 'vitest';
import type { ConstraintArgs, Subject } from '../../../src/core/constraints/constraint.ts';
import { judge } from '../../../src/core/constraints/judge.ts';
import { families } from '../../../src/core/constraints/table.ts';
import { languageOf } from '../../../src/core/constraints/languages/detect.ts';

type Row = readonly [id: string, args: ConstraintArgs, right: string | Subject, wrong: string | Subject];

const bullets = (...texts: string[]): Subject => ({ text: texts.join('\n'), bullets: texts });
const exported = { declared: ['open'], values: [] };

/** For each judge a text that keeps to it and one that does not. */
const rows: readonly Row[] = [
  [
    'length_constraints:number_words',
    { relation: 'less than', num_words: 4 },
    'one two three',
    'one two three four',
  ],
  ['length_constraints:number_words', { relation: 'at least', num_words: 3 }, 'one two three', 'one two'],
  ['length:words', { relation: 'about', num_words: 10 }, 'a b c d e f g h i j', 'a b c'],
  [
    'length_constraints:number_sentences',
    { relation: 'less than', num_sentences: 3 },
    'It is. So.',
    'A. B is. C is. D is.',
  ],
  ['length_constraints:number_paragraphs', { num_paragraphs: 2 }, 'one\n***\ntwo', 'one\n***\n***\ntwo'],
  ['length:paragraphs', { relation: 'exactly', num_paragraphs: 2 }, 'one\n\ntwo', 'one\ntwo'],
  [
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: 2, nth_paragraph: 2, first_word: 'sea' },
    'one\n\nSea, two',
    'one\n\nseaside',
  ],
  ['length:lines', { relation: 'at most', num_lines: 2 }, 'one\ntwo', 'one\ntwo\nthree'],
  ['length:characters', { relation: 'at most', num_characters: 3 }, 'abc', 'abcd'],
  ['detectable_format:number_bullet_lists', { num_bullets: 2 }, '- one\n* two', '- one'],
  ['format:bullets', { relation: 'at most', num_bullets: 1 }, bullets('one'), bullets('one', 'two')],
  ['format:no_bullets', {}, 'one - two', '- one'],
  [
    'format:bullet_words',
    { relation: 'at most', num_words: 2 },
    bullets('one two', 'three'),
    bullets('one', 'one two three'),
  ],
  [
    'format:bullet_sentences',
    { relation: 'exactly', num_sentences: 1 },
    bullets('One.', 'two'),
    bullets('One is. Two is.'),
  ],
  [
    'detectable_format:multiple_sections',
    { section_spliter: 'Part', num_sections: 2 },
    'Part 1 a\nPart 2 b',
    'Part 1 a\npart 2 b',
  ],
  ['format:sections', { relation: 'exactly', num_sections: 1 }, '# One\ntext', '# One\n## Two'],
  ['keywords:existence', { keywords: ['sea'] }, 'The Sea.', 'The lake.'],
  ['keywords:forbidden_words', { forbidden_words: ['sea'] }, 'A seaside.', 'The SEA.'],
  ['content:phrases', { phrases: ['all hands'] }, 'All hands came.', 'All the hands came.'],
  ['keywords:frequency', { relation: 'at least', keyword: 'sea', frequency: 2 }, 'Sea, sea.', 'Sea.'],
  ['keywords:letter_frequency', { let_relation: 'less than', letter: 'q', let_frequency: 2 }, 'Quick', 'Q q'],
  ['change_case:english_capital', {}, 'THIS IS WHAT IT DOES AND THAT IS ALL', 'THIS is IT'],
  ['change_case:english_lowercase', {}, 'this is what it does and that is all', 'this is It'],
  [
    'change_case:capital_word_frequency',
    { capital_relation: 'at least', capital_frequency: 2 },
    "IT'S here",
    'ONE here',
  ],
  [
    'language:response_language',
    { language: 'de' },
    'Das ist eine kleine Funktion, die ein Datum liest und es nicht ändert.',
    'This is a small function that reads a date and does not change it.',
  ],
  ['startend:end_checker', { end_phrase: 'The end.' }, 'So. The end.', 'So. The end. Or not.'],
  ['startend:starter', { starter: 'In short' }, 'In short, it reads.', 'It reads, in short.'],
  ['startend:quotation', {}, '"all of it"', '"a part" of it'],
  ['punctuation:no_comma', {}, 'one two', 'one, two'],
  ['punctuation:no', { sign: '!' }, 'one', 'one!'],
  ['format:emoji', { relation: 'at most', num_emoji: 0 }, 'one', 'one \u{1F600}'],
  ['detectable_format:number_highlighted_sections', { num_highlights: 2 }, '*one* and *two*', '*one* and **'],
  ['detectable_content:number_placeholders', { num_placeholders: 2 }, '[a] [b]', '[a]'],
  ['detectable_content:postscript', { postscript_marker: 'P.S.' }, 'Text\nP.S. more', 'Text\nPS more'],
  ['detectable_format:title', {}, '<<sea>>\ntext', '<< >>\ntext'],
  ['format:title', {}, '# Sea\n\ntext', 'It reads.'],
  ['format:no_title', {}, 'It reads.', '# Sea\ntext'],
  ['format:json_sort', { sort: 'array' }, '```json\n[{"a": 1}]\n```', '{"a": [1]}'],
  ['format:json_sort', { sort: 'object' }, '{"a": [1]}', '[{"a": 1}]'],
  ['detectable_format:json_format', {}, '```json\n{"a": 1}\n```', 'Here: {"a": 1}'],
  ['combination:two_responses', {}, 'one\n******\ntwo', 'one\n******\none'],
  ['detectable_format:constrained_response', {}, 'My answer is no.', 'No.'],
  ['format:one_of', { options: ['red', 'blue'] }, 'Red.', 'green'],
  ['format:numbered_list', { relation: 'exactly', num_items: 2 }, '1. a\n2. b', '1. a'],
  ['format:none_of', { what: 'headings' }, 'text', '## Head'],
  ['format:table', {}, '| a | b |\n| --- | --- |\n| 1 | 2 |', 'a, b'],
  ['combination:repeat_prompt', { prompt_to_repeat: 'What is it?' }, 'what is it? A boat.', 'A boat.'],
  ['content:exported_functions', {}, { text: 'open reads', exported }, { text: 'opens reads', exported }],
  ['content:order', { items: ['a1', 'b1'] }, 'a1 then b1', 'b1 then a1'],
];

const subject = (given: string | Subject): Subject => (typeof given === 'string' ? { text: given } : given);

describe('judge', () => {
  it.each(rows)('%s %j', (id, args, right, wrong) => {
    expect(judge({ id, args }, subject(right)).holds).toBe(true);
    expect(judge({ id, args }, subject(wrong)).holds).toBe(false);
  });

  it('has a row above for every judge, but for those that only an edit shows', () => {
    const ids = families
      .flatMap((family) => Object.keys(family.judges))
      .filter((id) => !id.startsWith('edit:'));
    expect([...new Set(rows.map(([id]) => id))].sort()).toEqual([...ids].sort());
  });

  it('says where two countings disagree', () => {
    expect(
      judge({ id: 'keywords:existence', args: { keywords: ['sea'] } }, { text: 'A seaside.' }),
    ).toMatchObject({ holds: true, otherwise: false });
    expect(
      judge(
        { id: 'length_constraints:number_words', args: { relation: 'less than', num_words: 3 } },
        { text: 'max_value is' },
      ),
    ).toMatchObject({ holds: true, otherwise: false });
    expect(
      judge(
        { id: 'content:exported_functions', args: {} },
        { text: 'open', exported: { declared: ['open'], values: ['shut'] } },
      ),
    ).toMatchObject({ holds: true, otherwise: false });
  });

  it('cannot tell what it does not know', () => {
    expect(judge({ id: 'no:such', args: {} }, { text: 'a' }).holds).toBeNull();
    expect(
      judge({ id: 'content:exported_functions', args: {} }, { text: 'a', exported: { unknown: 'no parser' } })
        .holds,
    ).toBeNull();
    expect(judge({ id: 'change_case:english_lowercase', args: {} }, { text: 'κόσμε.' }).holds).not.toBe(true);
    // Of a text too short to tell, in Latin letters, the case alone decides.
    expect(judge({ id: 'change_case:english_lowercase', args: {} }, { text: 'ok.' }).holds).toBe(true);
    expect(judge({ id: 'change_case:english_lowercase', args: {} }, { text: 'Ok.' }).holds).toBe(false);
  });

  it('lets a blank text keep to nothing', () => {
    expect(judge({ id: 'punctuation:no_comma', args: {} }, { text: ' \n' }).holds).toBe(false);
  });
});

describe('languageOf', () => {
  it.each([
    ['en', 'The function reads a date and gives it back to whoever called it.'],
    ['fr', 'La fonction lit une date et la rend dans le format qui est demandé par son appelant.'],
    ['es', 'La función lee una fecha y la devuelve en el formato que pide quien la llama.'],
    ['it', 'La funzione legge una data e la restituisce nel formato che è stato chiesto da chi la chiama.'],
    ['pt', 'A função lê uma data e devolve o valor no formato que foi pedido por quem a chama.'],
    ['nl', 'De functie leest een datum en geeft die terug in de vorm die er gevraagd is.'],
    ['sv', 'Funktionen läser ett datum och ger det tillbaka i den form som man har bett om.'],
    ['pl', 'Funkcja czyta datę i oddaje ją w postaci, o którą prosi ten, kto ją wywołał, ale nie zawsze.'],
    ['ru', 'Функция читает дату и возвращает её в том виде, который был нужен.'],
    ['uk', 'Функція читає дату і повертає її у тому вигляді, який був потрібен, але не завжди.'],
    ['ko', '이 함수는 날짜를 읽고 돌려줍니다.'],
    ['ja', 'この関数は日付を読みます。'],
    ['zh', '这个函数读取日期。'],
    ['th', 'ฟังก์ชันนี้อ่านวันที่'],
    ['hi', 'यह फ़ंक्शन तारीख को पढ़ता है और उसे वापस देता है।'],
  ])('%s', (code, text) => {
    expect(languageOf(text)).toEqual({ type: 'language', code });
  });

  it.each(['parseDate', 'OK', 'Alpha Beta Gamma'])('leaves %s open', (text) => {
    expect(languageOf(text).type).toBe('open');
  });
});
