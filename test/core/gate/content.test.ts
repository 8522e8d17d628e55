import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/core/change.ts';
import { contentObjections } from '../../../src/core/gate/content.ts';
import { hiddenIn, nameOf } from '../../../src/core/gate/hidden.ts';
import { networkReferencesIn } from '../../../src/core/gate/network.ts';
import { secretsIn } from '../../../src/core/gate/secrets.ts';
import { growthOf, linear } from '../../support/growth.ts';

function change(path: string, base: string, content: string): FileChange {
  return { path, operation: 'modify', baseSha256: 'aa', base, content, bom: false };
}

describe('references that an editor follows by itself', () => {
  test.each([
    ['a.json', '{"$schema":"https://x.example/s.json"}'],
    ['a.json', "{'$schema' : 'http://x.example'}"],
    ['a.jsonc', '{"$schema" /* why */ : // so\n "https://x.example/s"}'],
    ['a.json', '{"\\u0024schema":"https:\\/\\/x.example\\/s"}'],
    ['a.json', '{"$schema":"//x.example/s"}'],
    ['a.json', '{"$schema":"file://server/share/s.json"}'],
    ['a.json', '{"$schema":\n\n\t"ftp://x.example/s"}'],
    ['a.yaml', '# yaml-language-server: $schema=https://x.example/s\na: 1\n'],
    ['a.yaml', '$schema: https://x.example/s\n'],
    ['a.toml', '#:schema https://x.example/s\n'],
    ['a.toml', '"$schema" = "https://x.example/s"\n'],
    ['a.xml', '<!DOCTYPE a SYSTEM "http://x.example/a.dtd">'],
    ['a.xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "http://x.example/b">]>'],
    ['a.xml', '<?xml-model href="http://x.example/a.rng"?>'],
    ['a.xml', '<a xsi:noNamespaceSchemaLocation="http://x.example/a.xsd"/>'],
    ['a.md', '![a](https://x.example/p.png)'],
    ['a.md', '![a][b]\n\n[b]: https://x.example/p.png\n'],
    ['a.md', '<img alt="" src=https://x.example/p.png>'],
  ])('%s: %s', (path, text) => {
    expect(networkReferencesIn(path, text)).toHaveLength(1);
    expect(contentObjections(change(path, '', text))).toHaveLength(1);
    // It was there before, so nothing is added.
    expect(contentObjections(change(path, text, `${text}\n`))).toEqual([]);
    expect(contentObjections(change(path, text, `${text}\n${text}`))).toHaveLength(1);
  });

  test.each([
    ['a.json', '{"$schema":"./schema.json"}'],
    ['a.json', '{"$schema":"vscode://schemas/settings"}'],
    ['a.json', '{"homepage":"https://x.example"}'],
    ['a.ts', 'const home = "https://x.example"; type A = { $schema: string };'],
    ['a.md', '[a link](https://x.example) and ![a picture](picture.png)'],
    ['a.html', '<img src="https://x.example/p.png">'],
    ['a.xml', '<a xmlns="http://www.example.org/ns"/>'],
  ])('leaves alone %s: %s', (path, text) => {
    expect(networkReferencesIn(path, text)).toEqual([]);
  });

  test('shows an address without what cannot be seen in it, and not without end', () => {
    const [words = ''] = contentObjections(
      change('a.json', '', `{"$schema":"https://x/\u202e${'y'.repeat(500)}"}`),
    );
    expect(words).not.toContain('\u202e');
    expect(words.length).toBeLessThan(250);
  });
});

describe('characters that cannot be seen', () => {
  const hostile: [string, string][] = [
    ['zero width space', 'a\u200bb'],
    ['word joiner', 'a\u2060b'],
    ['joiner between Latin letters', 'ad\u200dmin'],
    ['non-joiner between Latin letters', 'ad\u200cmin'],
    ['byte order mark inside', 'a\ufeffb'],
    ['byte order mark at the beginning', '\ufeffa'],
    ['soft hyphen', 'pass\u00adword'],
    ['left-to-right override', 'a\u202db'],
    ['right-to-left override', 'a\u202eb'],
    ['embedding', '\u202aa\u202c'],
    ['isolates', '\u2066a\u2069'],
    ['isolate in a Hebrew line', 'שלום \u2067x\u2069'],
    ['direction mark in a Latin line', 'a\u200fb'],
    ['Arabic letter mark in a Latin line', 'a\u061cb'],
    ['tags', 'a\u{e0041}\u{e0042}'],
    ['tags behind an emoji', '😀\u{e0061}\u{e007f}'],
    ['tags behind a black flag that are no flag', '🏴\u{e0061}\u{e0062}\u{e0063}\u{e007f}'],
    ['selectors in a row', '😀\ufe01\ufe02\ufe03'],
    ['supplement selectors', 'a\u{e0101}\u{e0102}'],
    ['selector behind a letter', 'a\ufe0f'],
    ['selector behind a digit', '1\ufe0f'],
    ['two selectors behind an emoji', '❤\ufe0f\ufe0f'],
    ['Hangul filler', 'const \u3164 = 1'],
    ['halfwidth Hangul filler', 'a\uffa0'],
    ['Hangul choseong filler', 'a\u115fb'],
    ['combining grapheme joiner', 'a\u034fb'],
    ['Mongolian separator in Latin', 'a\u180eb'],
    ['Khmer vowel inherent', 'a\u17b4b'],
    ['invisible times', 'a\u2062b'],
    ['invisible plus', 'a\u2064b'],
    ['deprecated format', 'a\u206ab'],
    ['interlinear annotation', 'a\ufff9b\ufffb'],
    ['musical beam', 'a\u{1d173}b'],
    ['line separator', 'a // b\u2028c'],
    ['paragraph separator', 'a\u2029b'],
    ['NUL', 'a\u0000b'],
    ['backspace', 'a\bb'],
    ['escape', '\u001b[31mred'],
    ['carriage return trick: form feed', 'a\fb'],
    ['delete', 'a\u007fb'],
    ['next line', 'a\u0085b'],
    ['C1 control', 'a\u009bb'],
    ['empty Braille cell alone', 'a\u2800b'],
    ['joiner between an emoji and a letter', '😀\u200da'],
    ['joiners in a row between emoji', '👩\u200d\u200d💻'],
    ['non-joiners in a row in Persian', 'می\u200c\u200cخواهم'],
    ['zero width space in Persian', 'می\u200bخواهم'],
    ['Thai word and word joiner', 'ไทย\u2060ไทย'],
    ['zero width no-break at a line end', 'a\ufeff\n'],
    ['override in a comment', '/* \u202e } if (x) \u2066 */'],
  ];
  test.each(hostile)('finds %s', (_name, text) => {
    expect(hiddenIn(text).length).toBeGreaterThan(0);
    expect(contentObjections(change('a.ts', '', text))).toHaveLength(1);
    expect(contentObjections(change('a.ts', text, `${text}b`))).toEqual([]);
  });

  const benign: [string, string][] = [
    ['ASCII', 'const a = 1;\t// b\r\n'],
    ['Arabic', 'مرحبا بالعالم'],
    ['Arabic with diacritics', 'مُحَمَّد'],
    ['Hebrew', 'שלום עולם'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Persian with a non-joiner', 'می\u200cخواهم'],
    ['Persian plural', 'کتاب\u200cها'],
    ['Urdu', 'اردو\u200cزبان'],
    ['Hebrew with a mark beside a number', 'מחיר \u200f100 ₪'],
    ['Arabic with a mark beside a bracket', 'نص (abc)\u200f'],
    ['Arabic number sign', '\u0600٣'],
    ['end of ayah', 'نص \u06dd٣'],
    ['Hindi with a joiner', 'क्\u200dष'],
    ['Hindi with a non-joiner', 'क्\u200cष'],
    ['Bengali ya-phalaa', 'র\u200d্য'],
    ['Malayalam chillu', 'ന്\u200d'],
    ['Sinhala', 'ශ්\u200dරී'],
    ['Kannada', 'ರ\u200d್ಕ'],
    ['Chinese', '日期解析。'],
    ['Chinese variant', '葛\u{e0100}飾区'],
    ['Japanese', 'これはテストです'],
    ['Korean', '한국어'],
    ['Thai', 'ภาษาไทย'],
    ['Russian', 'Привет'],
    ['Greek', 'Ελληνικά'],
    ['Vietnamese', 'Tiếng Việt'],
    ['letters and marks apart', 'cafe\u0301'],
    ['Mongolian with a selector', 'ᠭ\u180bᠠ'],
    ['Mongolian with a separator', 'ᠴᠢ\u180eᠠ'],
    ['emoji', '😀🎉'],
    ['heart in colour', '❤️'],
    ['check mark in colour', '✔️ done'],
    ['warning sign', '⚠️ careful'],
    ['text style', '☎︎'],
    ['key cap', '1️⃣ first'],
    ['hash key cap', '#️⃣'],
    ['woman at a computer', '👩‍💻'],
    ['with a skin tone', '👩🏽‍💻'],
    ['family', '👨‍👩‍👧‍👦'],
    ['rainbow flag', '🏳️‍🌈'],
    ['pirate flag', '🏴‍☠️'],
    ['heart on fire', '❤️‍🔥'],
    ['running woman', '🏃🏿‍♀️'],
    ['flag of a country', '🇩🇪'],
    ['flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['flag of Wales', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
    ['Braille', '⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙'],
    ['no-break space', 'a\u00a0b'],
    ['ideographic space', '日\u3000期'],
    ['box drawing', '├── src'],
    ['arrows', '→ ⇒'],
    ['a private use icon', '\ue0b0'],
    ['mathematics', '∑ x² ≤ ∞'],
    ['an escape that is written out', String.raw`"\u200b\u202e"`],
  ];
  test.each(benign)('leaves alone %s', (_name, text) => {
    expect(hiddenIn(text).map(nameOf)).toEqual([]);
  });

  test('says where each stands', () => {
    expect(hiddenIn('ab\u200bc\u202e')).toEqual([
      { codePoint: 0x200b, index: 2 },
      { codePoint: 0x202e, index: 4 },
    ]);
  });

  test('counts: moving one adds none, doubling it adds one', () => {
    expect(contentObjections(change('a.ts', 'a\u200bb', 'ab\u200b'))).toEqual([]);
    expect(contentObjections(change('a.ts', 'a\u200bb', '\u200ba\u200bb'))).toHaveLength(1);
  });
});

describe('secrets', () => {
  const body = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9nO2qR5tU8wX1zA4cD7fG0iJ3lM6oP9';
  const take = (length: number): string => body.slice(0, length);
  test.each([
    ['AWS access key', `AKIA${'Q1W2E3R4T5Y6U7I8'}`],
    ['GitHub token', `ghp_${take(36)}`],
    ['GitHub token', `github_pat_${take(60)}`],
    ['GitLab token', `glpat-${take(20)}`],
    ['Slack token', `xoxb-123456789012-${take(24)}`],
    ['Stripe key', `sk_live_${take(24)}`],
    ['Google API key', `AIza${take(35)}`],
    ['npm token', `npm_${take(36)}`],
    ['Hugging Face token', `hf_${take(34)}`],
    ['Anthropic key', `sk-ant-api03-${take(40)}`],
    ['OpenAI key', `sk-proj-${take(60)}`],
    ['private key', `-----BEGIN ${'OPENSSH'} PRIVATE KEY-----\nabc`],
    ['private key', `-----BEGIN ${'PRIVATE'} KEY-----`],
    ['signed token', `eyJ${take(20)}.eyJ${take(30)}.${take(43)}`],
    ['password or key', `const apiKey = '${take(32)}';`],
    ['password or key', `DB_PASSWORD="${take(20)}"`],
    ['password or key', `{"client_secret": "${take(40)}"}`],
    ['password in an address', `postgres://app:${take(12)}@db.internal/app`],
  ])('finds a %s', (kind, text) => {
    expect(secretsIn(`before ${text} after`).map((secret) => secret.kind)).toEqual([kind]);
    const [words = ''] = contentObjections(change('a.ts', '', text));
    expect(words).toContain(kind);
    expect(words).not.toContain(take(10));
    expect(contentObjections(change('a.ts', text, `${text}\n// more`))).toEqual([]);
  });

  test.each([
    'const token = await readToken();',
    'const password = process.env.DB_PASSWORD;',
    'password: string;',
    'const apiKey = "your-api-key-goes-here-1234";',
    'const secretName = "projects/example/secrets/name/versions/latest";',
    'const tokenUrl = "https://auth.example/oauth2/token1234567890";',
    'integrity: "sha512-abc"',
    'postgres://user:password@localhost/app',
    'postgres://${user}:${password}@localhost/app',
    'git clone https://github.com/a/b',
    'sk-learn and task-management',
    'const hash = "d41d8cd98f00b204e9800998ecf8427e";',
    '// AKIA is how these keys begin',
    '-----BEGIN PUBLIC KEY-----',
    'passwordLabel: "Enter the password that you were given"',
    'tokens: ["identifier1", "identifier2"]',
  ])('leaves alone %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});

test('long texts take time in proportion, also hostile ones', { timeout: 60_000 }, async () => {
  const unit = 100_000;
  for (const piece of [
    'sk-',
    'eyJaaaaaaaaaaaa-',
    '"$schema"/**/',
    '![',
    '<!ENTITY "',
    'secret ',
    '\u200d',
    'password=',
    'a',
    '://a:b',
    '\\u0024schema',
    '🏴\u{e0067}',
    'AKIA',
    'secret_',
    'שלום\u200f',
  ]) {
    const work = (length: number): unknown =>
      contentObjections(change('a.md', '', piece.repeat(length / piece.length)));
    expect(await growthOf(work, unit / 8), piece).toBeLessThan(linear);
  }
});

test('any text has its objections without an error', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (base, content) => {
      expect(contentObjections(change('a.md', content, content))).toEqual([]);
      contentObjections(change('a.json', base, content));
    }),
  );
});
