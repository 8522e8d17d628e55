import { parseTree, type Node as JsonNode } from 'jsonc-parser';
import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { ConvertibleFormat } from '../../../core/conversion.ts';
import { jsoncParts, yamlParts } from '../dataShape.ts';
import { readData } from '../oracles/dataValue.ts';
import { readToml } from './exactToml.ts';
import { readEnv, readIni } from './pairs.ts';
import { readCsv, readTable } from './sheets.ts';
import { wrong, type TextRead } from './textRead.ts';

/**
 * The data of a text of a format (contracts rules 27 to 32). A key that stands twice, a second document and text
 * around the data make it wrong. Numbers are exact; a byte order mark is not expected.
 */
export function readText(format: ConvertibleFormat, text: string): TextRead {
  const read = readFormat(format, text);
  if (read.type === 'value') {
    const escapes = ['json', 'jsonc', 'yaml', 'toml'].includes(format);
    const isDoubtful = text.includes('\0') || (escapes && beginsWithNul.test(text));
    return isDoubtful ? { ...read, doubts: [...read.doubts, nulKey] } : read;
  }
  const fence = /^\s*(?:```|~~~)/u.test(text);
  return fence ? wrong(1, `a code fence stands around the data: ${read.fault.message}`) : read;
}

/** Keys of YAML that are no strings are kept with a NUL before them, which a key of its own would be taken for. */
const beginsWithNul = /"\\(?:0|x00|u0000|U00000000)/u;
export const nulKey = 'a string begins with a NUL, which cannot be told from a key that is none';

function readFormat(format: ConvertibleFormat, text: string): TextRead {
  switch (format) {
    case 'json':
    case 'jsonc':
      return readJson(format, text);
    case 'yaml':
      return readYaml(text);
    case 'toml':
      return readToml(text);
    case 'csv':
      return readCsv(text);
    case 'markdown-table':
      return readTable(text);
    case 'ini':
      return readIni(text);
    case 'env':
      return readEnv(text);
  }
}

function readJson(format: 'json' | 'jsonc', text: string): TextRead {
  const read = readData(format, text);
  if (read.type === 'wrong') return { type: 'wrong', fault: read.problem };
  return {
    type: 'value',
    value: read.value,
    comments: format === 'json' ? 0 : jsoncParts(text).comments.length,
    doubts: [],
    others: new Map(),
    lineOf: (steps) => lineInJson(text, steps),
  };
}

/** The line of the nearest value on the way to a pointer. */
function lineInJson(text: string, steps: readonly string[]): number | undefined {
  let node: JsonNode | undefined = parseTree(text, [], { allowTrailingComma: true });
  let offset = node?.offset ?? 0;
  for (const step of steps) {
    const next: JsonNode | undefined =
      node?.type === 'array'
        ? node.children?.[Number(step)]
        : node?.children?.find((one) => one.children?.[0]?.value === step);
    if (next === undefined) break;
    offset = next.offset;
    node = next.type === 'property' ? next.children?.[1] : next;
  }
  return text.slice(0, offset).split('\n').length;
}

function readYaml(text: string): TextRead {
  const read = readData('yaml', text);
  if (read.type === 'wrong') return { type: 'wrong', fault: read.problem };
  return {
    type: 'value',
    value: read.value,
    comments: yamlParts(text).comments.length,
    doubts: yamlDoubts(text),
    others: new Map(),
    lineOf: (steps) => lineInYaml(text, steps),
  };
}

/** Tags and versions that readers take differently (contracts rule 29: the core schema of 1.2). */
function yamlDoubts(text: string): readonly string[] {
  if (!/^%|!/mu.test(text)) return [];
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  const [document] = Array.isArray(documents) ? documents : [];
  if (document === undefined) return [];
  const version = document.directives?.yaml;
  const doubts = document.warnings.map((warning) => warning.message.split('\n')[0] ?? warning.message);
  if (version?.explicit === true && version.version !== '1.2') {
    doubts.push(`it says that it is YAML ${version.version}, where words such as "yes" mean something else`);
  }
  return doubts;
}

function lineInYaml(text: string, steps: readonly string[]): number | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { uniqueKeys: false, lineCounter: lines });
  let node: unknown = Array.isArray(documents) ? documents[0]?.contents : undefined;
  let offset: number | undefined;
  for (const step of steps) {
    if (isSeq(node)) {
      node = node.items[Number(step)];
      const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
      offset = range?.[0] ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) break;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else break;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
