import type { ClosedSet } from '../extract/item.ts';
import type { Wish } from './wish.ts';

type ExtractWish = Extract<Wish, { type: 'extract' }>;

/** What people call the closed sets. */
const words: readonly (readonly [set: ClosedSet, pattern: string])[] = [
  ['env-vars', 'env(?:ironment)?[ -]?var(?:iable)?s?'],
  [
    'todos',
    '(?:to-?dos?|fixmes?)(?:(?:,| and| or|\\/) ?(?:to-?dos?|fixmes?))*(?: (?:comments?|items?|notes?))?',
  ],
  ['urls', '(?:urls?|links?|hyperlinks?|web addresses)'],
  ['emails', '(?:e-?mails?(?: addresses)?|e-?mail address|mail addresses)'],
  ['versions', '(?:sem)?versions?(?: numbers?)?'],
  ['dates', 'dates?'],
  ['numbers', 'numbers'],
  ['imports', '(?:imports|imported modules)'],
  ['exports', '(?:exports|exported names)'],
  ['functions', '(?:functions|function names)'],
  ['classes', '(?:classes|class names)'],
  ['routes', '(?:(?:api|http) )?(?:routes|endpoints)'],
];

/** One of each, where every one is asked for: "every function"; "find the function" asks for a place. */
const single: readonly (readonly [set: ClosedSet, pattern: string])[] = [
  ['env-vars', 'env(?:ironment)?[ -]?var(?:iable)?'],
  ['todos', '(?:to-?do|fixme)(?: comment| item| note)?'],
  ['urls', '(?:url|link|hyperlink|web address)'],
  ['emails', 'e-?mail(?: address)?'],
  ['versions', 'version(?: number)?'],
  ['dates', 'date'],
  ['numbers', 'number'],
  ['imports', '(?:import|imported module)'],
  ['exports', '(?:export|exported name)'],
  ['functions', '(?:function|function name)'],
  ['classes', '(?:class|class name)'],
  ['routes', '(?:(?:api|http) )?(?:route|endpoint)'],
];

const any = words.map(([, pattern]) => pattern).join('|');
const place =
  '(?:\\s+(?:that\\s+(?:are|is|stand|stands)\\s+)?(?:in|from|of|under|within|across|inside|out\\s+of)\\s+(?:[`"\']?[\\w@.-]*[./][\\w@./-]*[`"\']?|(?:this|the|that|our|my|all)\\s+(?:\\w+\\s+){0,2}(?:files?|folder|directory|project|code|codebase|workspace|repo(?:sitory)?|module|package|document|readme)|here|it|this|src|tests?|docs|lib|the\\s+readme|readme))*';
const listing = new RegExp(
  `^(?:list|extract|collect|gather|enumerate|show|give|get|find|pull\\s+out)\\s+(?:me\\s+)?(?:(?:all|every|each|any|the|of)\\s+)*(${any})${place}[\\s.!?]*$`,
  'iu',
);
const each = new RegExp(
  `^(?:list|extract|collect|gather|enumerate|show|give|get|find|pull\\s+out)\\s+(?:me\\s+)?(?:every|each)(?:\\s+single)?\\s+(${single.map(([, pattern]) => pattern).join('|')})${place}[\\s.!?]*$`,
  'iu',
);
const asking = new RegExp(
  `^(?:what|which)\\s+(?:are\\s+(?:all\\s+)?(?:the\\s+)?)?(${any})${place}(?:\\s+(?:are|stand)\\s+(?:there|used|read|set|defined))?${place}[\\s?]*$`,
  'iu',
);
const reading = new RegExp(
  `^(?:what|which)\\s+(${words[0]?.[1] ?? ''})\\s+(?:does|do|is|are|can|must|should|will)\\b`,
  'iu',
);

const needed = new RegExp(
  `^(?:list|extract|collect|show|give|get|find)\\s+(?:me\\s+)?(?:(?:all|every|each|the)\\s+)*(${words[0]?.[1] ?? ''})\\s+(?:(?:that|which)\\s+)?(?:the|our|my|this|it|we)\\b.{0,60}?\\b(?:reads?|uses?|needs?|expects?|depends? on)${place}[\\s.!?]*$`,
  'iu',
);

/** "List every env var", "extract the URLs from README.md": a closed set is asked for, and nothing more of it. */
export function extractRule(text: string): ExtractWish | undefined {
  const found =
    listing.exec(text)?.[1] ??
    each.exec(text)?.[1] ??
    asking.exec(text)?.[1] ??
    reading.exec(text)?.[1] ??
    needed.exec(text)?.[1];
  const set = found === undefined ? undefined : setOf(found);
  return set === undefined ? undefined : { type: 'extract', what: set };
}

/** `/extract` and an ask that a model sorted: a closed set where the words name one and no more, else a description. */
export function extractWish(text: string): ExtractWish {
  const bare = text.trim().replace(/^(?:list|extract|collect|gather|show|give|get|find)\s+(?:me\s+)?/iu, '');
  const listed = extractRule(`list ${bare}`);
  if (listed !== undefined) return listed;
  const what = bare
    .replace(/\s+(?:in|from|of|under|within|inside)\s+[`"']?[\w@.-]*[./][\w@./-]*[`"']?[.!?]*$/iu, '')
    .trim();
  return { type: 'extract', what: what === '' ? text.trim() : what };
}

function setOf(found: string): ClosedSet | undefined {
  return [...words, ...single].find(([, pattern]) => new RegExp(`^(?:${pattern})$`, 'iu').test(found))?.[0];
}
