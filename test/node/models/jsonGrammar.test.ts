import { describe, expect, test } from 'vitest';
import { CallFailure } from '../../../src/node/callFailure.ts';
import { jsonGrammar } from '../../../src/node/models/jsonGrammar.ts';

/**
 * A reader of the little GBNF that is written here: turns the grammar into a regular expression, so that texts can
 * be held against it. Rules are not recursive.
 */
function matcher(grammar: string): RegExp {
  const rules = new Map(
    grammar
      .trim()
      .split('\n')
      .map((line) => {
        const at = line.indexOf(' ::= ');
        return [line.slice(0, at), line.slice(at + 5)] as const;
      }),
  );
  const expand = (name: string): string => {
    const body = rules.get(name);
    if (body === undefined) throw new Error(`no rule ${name}`);
    return `(?:${body.replace(
      /"((?:[^"\\]|\\.)*)"|\[(?:[^\]\\]|\\.)*\]|r\d+| /gu,
      (token, text: string | undefined) => {
        if (token === ' ') return '';
        if (token.startsWith('[')) return token;
        if (text === undefined) return expand(token);
        return text.replace(/\\(.)/gu, '$1').replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
      },
    )})`;
  };
  return new RegExp(`^${expand('root')}$`, 'u');
}

const closed = { type: 'object', additionalProperties: false };

describe('the grammar of a schema', () => {
  test.each([
    [
      'one key',
      { ...closed, properties: { kind: { enum: ['read', 'search'] } }, required: ['kind'] },
      ['{"kind": "read"}'],
      ['{"kind":"read"}', '{"kind": "other"}', '{}', '{"kind": "read", "x": 1}'],
    ],
    [
      'optional keys in fixed order',
      {
        ...closed,
        properties: { a: { type: 'boolean' }, b: { type: 'null' }, c: { type: 'integer' } },
        required: ['b'],
      },
      ['{"b": null}', '{"a": true, "b": null}', '{"b": null, "c": -7}', '{"a": false, "b": null, "c": 0}'],
      ['{"a": true}', '{"b": null, "a": true}', '{}', '{"b": null,}', '{, "b": null}'],
    ],
    [
      'nothing but optional keys',
      { ...closed, properties: { a: { const: 1 }, b: { const: 'x' } } },
      ['{}', '{"a": 1}', '{"b": "x"}', '{"a": 1, "b": "x"}'],
      ['{"b": "x", "a": 1}', '{"a": 2}'],
    ],
    ['an empty object', closed, ['{}'], ['{"a": 1}']],
    [
      'bounded strings',
      { type: 'string', minLength: 1, maxLength: 3 },
      ['"a"', '"日本語"', '"\\n\\""', '"\\u00e9"'],
      ['""', '"abcd"', '"a', '"\\x"'],
    ],
    [
      'quotes and slashes in values',
      { enum: ['a"b', 'c\\d', 'new\nline', '\\d+'] },
      ['"a\\"b"', '"c\\\\d"', '"new\\nline"', '"\\\\d+"'],
      ['"a"b"'],
    ],
    [
      'bounded lists',
      { type: 'array', items: { enum: ['x'] }, minItems: 1, maxItems: 2 },
      ['["x"]', '["x", "x"]'],
      ['[]', '["x","x"]', '["x", "x", "x"]'],
    ],
    [
      'open lists',
      { type: 'array', items: { type: 'integer' } },
      ['[]', '[1]', '[1, 2, 3]'],
      ['[1,]', '[01]'],
    ],
    [
      'a choice of objects',
      {
        oneOf: [
          { ...closed, properties: { tool: { const: 'none' } }, required: ['tool'] },
          {
            ...closed,
            properties: {
              tool: { const: 'read' },
              args: { ...closed, properties: { path: { type: 'string' } }, required: ['path'] },
            },
            required: ['tool', 'args'],
          },
        ],
      },
      ['{"tool": "none"}', '{"tool": "read", "args": {"path": "a.ts"}}'],
      ['{"tool": "read"}', '{"tool": "none", "args": {"path": "a"}}'],
    ],
    ['several types', { type: ['string', 'null'], maxLength: 2 }, ['"a"', 'null'], ['"abc"', '1']],
    ['numbers', { type: 'number' }, ['0', '-1.5', '2e10', '3.25E-3'], ['.5', '1.', '+1', 'NaN']],
  ] as const)('%s', (_name, schema, right, wrong) => {
    const pattern = matcher(jsonGrammar(schema));
    for (const text of right) expect(text).toMatch(pattern);
    for (const text of wrong) expect(text).not.toMatch(pattern);
  });

  test.each([
    ['a pattern', { type: 'string', pattern: 'a+' }],
    ['a reference', { $ref: '#/x' }],
    ['an open object', { type: 'object', additionalProperties: true, properties: {} }],
    ['a list of anything', { type: 'array' }],
    ['no type', {}],
    ['an unknown type', { type: 'date' }],
    ['no object at all', 'string'],
  ])('%s is refused, never ignored', (_name, schema) => {
    expect(() => jsonGrammar(schema)).toThrow(CallFailure);
  });
});
