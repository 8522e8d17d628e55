import type { Anchor, Ask, AskedFrom, EditGold, PackageName, RenameGold } from '../ask.ts';

const at = (path: string, text: string): Anchor => ({ path, text });

const intents: Readonly<Record<EditGold['type'], readonly string[]>> = {
  comments: ['comments'],
  general: ['general'],
  types: ['types', 'general'],
};

function edit(type: EditGold['type'], id: string, name: PackageName, text: string, from?: AskedFrom): Ask {
  const gold: EditGold = { type, intents: intents[type] };
  return { id, package: name, text, gold, ...(from === undefined ? {} : { from }) };
}

/** A comment is written and nothing else changes; the checks are in `gold/comments.ts`. */
export const commentAsks: readonly Ask[] = [
  edit('comments', 'comment-is-quoted', 'ini', 'add a doc comment to isQuoted in lib/ini.js'),
  edit('comments', 'comment-split', 'ini', 'Document the splitSections function with a short JSDoc comment.'),
  edit(
    'comments',
    'comment-parse-options',
    'semver',
    'in internal/parse-options.js, put a comment above parseOptions that says what it returns if options is not an object',
  ),
  edit(
    'comments',
    'comment-truncation',
    'semver',
    'add a doc comment to doTruncation in functions/truncate.js',
  ),
  edit(
    'comments',
    'comment-identifiers',
    'semver',
    'please write a JSDoc for compareIdentifiers (internal/identifiers.js)',
  ),
  edit('comments', 'comment-ctor-name', 'redux', 'add a doc comment to ctorName'),
  edit('comments', 'comment-is-date', 'redux', 'add a one-line comment above this function', {
    activePath: 'src/utils/kindOf.ts',
    selection: {
      from: at('src/utils/kindOf.ts', 'function isDate(val: any) {'),
      to: at('src/utils/kindOf.ts', "typeof val.setDate === 'function'"),
    },
  }),
  edit(
    'comments',
    'comment-numeric',
    'entities',
    'Add a short doc comment to numericReference in src/encode.ts',
  ),
  edit(
    'comments',
    'comment-potential',
    'eventsource-parser',
    'document isPotentialField: what it checks, its two parameters and what it returns',
  ),
  edit('comments', 'comment-is-error-zh', 'redux', '给 src/utils/kindOf.ts 里的 isError 函数加一个文档注释'),
];

/** One small change of what the code does; the checks in `gold/general.ts` run the changed module. */
export const generalAsks: readonly Ask[] = [
  edit(
    'general',
    'general-short-quotes',
    'ini',
    'make isQuoted in lib/ini.js return false for values shorter than two characters',
  ),
  edit('general', 'general-let', 'ini', 'in splitSections use let instead of var'),
  edit(
    'general',
    'general-lru-size',
    'semver',
    'change the maximum size of the LRUCache in internal/lrucache.js from 1000 to 500',
  ),
  edit(
    'general',
    'general-clean-empty',
    'semver',
    'let clean in functions/clean.js return an empty string instead of null when the version is invalid',
  ),
  edit('general', 'general-prerelease-array', 'semver', 'return an empty array instead of null here', {
    activePath: 'functions/prerelease.js',
    selection: {
      from: at('functions/prerelease.js', 'const prerelease = (version, options) => {'),
      to: at('functions/prerelease.js', '}'),
    },
  }),
  edit(
    'general',
    'general-limiter-default',
    'ws',
    'in lib/limiter.js the default concurrency of Limiter should be 4 instead of Infinity',
  ),
  edit('general', 'general-reject-1013', 'ws', 'isValidStatusCode should no longer accept 1013'),
  edit(
    'general',
    'general-is-date-null',
    'redux',
    'isDate in src/utils/kindOf.ts throws for null and undefined, let it return false for them',
  ),
  edit('general', 'general-warning-prefix', 'redux', 'print "[redux] " in front of the message here', {
    activePath: 'src/utils/warning.ts',
    selection: {
      from: at('src/utils/warning.ts', 'export default function warning(message: string): void {'),
      to: at('src/utils/warning.ts', '} catch (e) {} // eslint-disable-line no-empty'),
    },
  }),
  edit(
    'general',
    'general-negative-code-point',
    'entities',
    'isInvalidCodePoint should return true for negative numbers as well',
  ),
  edit(
    'general',
    'general-field-length',
    'eventsource-parser',
    'In processField (src/parse.ts), cut unknown field names in the error message at 10 characters instead of 20.',
  ),
];

/** A return type is written down; the checks are in `gold/types.ts`. */
export const typeAsks: readonly Ask[] = [
  edit('types', 'types-is-date', 'redux', 'give isDate in src/utils/kindOf.ts an explicit return type'),
  edit('types', 'types-kind-of', 'redux', 'add an explicit return type to kindOf in src/utils/kindOf.ts'),
  edit('types', 'types-prod-message', 'redux', 'annotate formatProdErrorMessage with its return type'),
  edit(
    'types',
    'types-should-buffer',
    'eventsource-parser',
    'give shouldBufferTrailing an explicit return type',
  ),
  edit(
    'types',
    'types-dispatch',
    'eventsource-parser',
    'Give dispatchEvent in src/parse.ts its return type.',
  ),
  edit('types', 'types-numeric', 'entities', 'add the return type to the arrow function numericReference'),
];

function rename(
  id: string,
  name: PackageName,
  text: string,
  names: readonly [from: string, to: string],
  paths: readonly string[],
  from?: AskedFrom,
): Ask {
  const gold: RenameGold = { type: 'rename', from: names[0], to: names[1], paths };
  return { id, package: name, text, gold, ...(from === undefined ? {} : { from }) };
}

/** Renames: code does them, the model at most names the symbol. */
export const renameAsks: readonly Ask[] = [
  rename(
    'rename-null-set',
    'semver',
    'rename isNullSet to isEmptySet',
    ['isNullSet', 'isEmptySet'],
    ['classes/range.js'],
  ),
  rename(
    'rename-truncation',
    'semver',
    'rename doTruncation in functions/truncate.js to truncateTo',
    ['doTruncation', 'truncateTo'],
    ['functions/truncate.js'],
  ),
  rename(
    'rename-split',
    'ini',
    'Rename the function splitSections to splitOnSeparator.',
    ['splitSections', 'splitOnSeparator'],
    ['lib/ini.js'],
  ),
  rename(
    'rename-ctor',
    'redux',
    'rename ctorName to constructorNameOf in src/utils/kindOf.ts',
    ['ctorName', 'constructorNameOf'],
    ['src/utils/kindOf.ts'],
  ),
  rename(
    'rename-kind-of',
    'redux',
    'rename kindOf to typeNameOf everywhere',
    ['kindOf', 'typeNameOf'],
    ['src/utils/kindOf.ts', 'src/createStore.ts', 'src/bindActionCreators.ts', 'src/combineReducers.ts'],
  ),
  rename(
    'rename-regex',
    'entities',
    'please rename xmlEncodeRegex to xmlEscapable',
    ['xmlEncodeRegex', 'xmlEscapable'],
    ['src/escape.ts', 'src/encode.ts'],
  ),
  rename(
    'rename-data-prefix',
    'eventsource-parser',
    'call isDataPrefix startsWithData instead',
    ['isDataPrefix', 'startsWithData'],
    ['src/parse.ts'],
  ),
  rename(
    'rename-here',
    'eventsource-parser',
    'rename this to isSkippingLine',
    ['skippingLine', 'isSkippingLine'],
    ['src/parse.ts'],
    { activePath: 'src/parse.ts', symbol: 'skippingLine' },
  ),
  rename(
    'rename-method',
    'ws',
    'rename the method startLoop to runLoop in lib/receiver.js',
    ['startLoop', 'runLoop'],
    ['lib/receiver.js'],
  ),
  rename(
    'rename-escape-de',
    'entities',
    'Benenne getEscape in escapeFor um',
    ['getEscape', 'escapeFor'],
    ['src/escape.ts'],
  ),
];
