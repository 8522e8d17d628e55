import { formatOfPath, type ConvertibleFormat } from '../conversion.ts';
import { pathWords } from './places.ts';
import type { Wish } from './wish.ts';

const targets: readonly (readonly [RegExp, ConvertibleFormat])[] = [
  [/^json(?:c| with comments)$/iu, 'jsonc'],
  [/^json$/iu, 'json'],
  [/^ya?ml$/iu, 'yaml'],
  [/^toml$/iu, 'toml'],
  [/^csv$/iu, 'csv'],
  [/^ini$/iu, 'ini'],
  [/^(?:\.?env|dotenv)$/iu, 'env'],
  [/^(?:markdown|md)?\s*table$|^markdown$/iu, 'markdown-table'],
];

/** The format that words name; undefined where they name none. */
export function formatOfWords(words: string): ConvertibleFormat | undefined {
  const bare = words
    .trim()
    .replace(/^(?:an?|the)\s+/iu, '')
    .replace(/\s+(?:file|format)$/iu, '');
  return targets.find(([form]) => form.test(bare))?.[1];
}

/**
 * "Convert config.json to yaml", "turn data.csv into a markdown table", "convert this file to toml": a data file and a
 * format. Where a path stands in the place of the format, its ending is the format and the result ends in it.
 */
export function convertByRule(text: string): Wish | undefined {
  const match =
    /^(?:convert|transform|translate|turn|export)\s+(?:the\s+)?(?:data\s+(?:of|in)\s+)?([\s\S]+?)\s+(?:in)?to\s+([^\n]+?)[.!]?$/iu.exec(
      text,
    );
  const [, subject = '', rest = ''] = match ?? [];
  if (match === null) return undefined;
  const [, format = rest, into] =
    /^(.+?)\s+(?:in|into|to|as|and\s+(?:save|write|put)\s+it\s+(?:in|to|into|as))\s+[`"']?([\w@./-]+\.\w+)[`"']?$/iu.exec(
      rest,
    ) ?? [];
  const bare = format.trim().replace(/^[`"']|[`"']$/gu, '');
  const isPath = /^[\w@./-]*\.\w+$/u.test(bare) && formatOfWords(bare) === undefined;
  const to = isPath ? formatOfPath(bare) : formatOfWords(format);
  if (to === undefined) return undefined;
  const paths = pathWords(subject);
  const isFile = paths.some((path) => formatOfPath(path) !== undefined);
  const isOpen =
    /^(?:this|it|(?:this|the|that|the open|the current|the active)\s+(?:file|document|data|table|config))$/iu.test(
      subject.trim(),
    );
  if (!isFile && !isOpen) return isDataByName(subject) ? { type: 'unsupported', ...howToConvert } : undefined;
  const target = isPath ? bare : into;
  return {
    type: 'convert',
    subject,
    to,
    instruction: text,
    ...(target === undefined ? {} : { into: target }),
  };
}

/** "The config", "our settings": data, but no file that could be found. */
function isDataByName(subject: string): boolean {
  return /^(?:the|my|our|all|these|some)?\s*(?:[\p{L}-]+\s+)?(?:configs?|configurations?|settings|data|files?|tables?|json|ya?ml|toml|csv)$/iu.test(
    subject.trim(),
  );
}

/** How a conversion is asked for, where the ask leaves its file or its format open. */
export const howToConvert = {
  reason: 'The ask does not name both a data file and a format to convert it to.',
  next: 'Write: convert config.json to yaml. Formats are JSON, YAML, TOML, CSV, INI, env and Markdown tables.',
};
