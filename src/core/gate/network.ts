/**
 * References that an editor or a preview follows by itself, without a click: a file that is merely opened, or
 * saved, would ask another machine for them (reliability note, T12). Addresses as they stand, each as often as it
 * stands there.
 */
export function networkReferencesIn(path: string, text: string): string[] {
  const plain = withoutEscapes(text);
  const found = patterns.flatMap((pattern) => addressesBy(pattern, plain));
  const shown = /\.(?:md|markdown|mdx)$/i.test(path) ? images.flatMap((one) => addressesBy(one, plain)) : [];
  return [...found.filter(isRemote), ...shown.filter(isRemote)];
}

/** Blanks and comments, as they may stand on both sides of a colon in JSON with comments. */
const gap = String.raw`(?:\s|\/\*(?:[^*]|\*(?!\/)){0,300}\*\/|\/\/[^\n]{0,300}\n)*`;

const patterns: readonly RegExp[] = [
  // A schema named in JSON, YAML or TOML, or in the comment that a language server reads.
  new RegExp(String.raw`["']?\$schema["']?${gap}[:=]${gap}["']?([^"'\s,}]+)`, 'g'),
  /#:schema\s+(\S+)/g,
  // Document types, entities and style sheets of XML.
  /<!(?:DOCTYPE|ENTITY)\s[^>]{0,500}?["']([^"'\s]*:?\/\/[^"']*)["']/gi,
  /<\?xml-(?:model|stylesheet)\s[^>]{0,500}?href\s*=\s*["']([^"']+)["']/gi,
  /(?:noNamespaceSchemaLocation\s*=\s*["']\s*|schemaLocation\s*=\s*["']\s*\S+\s+)([^"'\s]+)/gi,
];

const images: readonly RegExp[] = [
  /!\[[^\]\n]{0,200}\]\(\s*<?([^)\s>]+)/g,
  /<(?:img|source|video|audio|iframe|embed|link|script)\s[^>]{0,500}?(?:src|href|srcset|poster)\s*=\s*["']?([^"'\s>]+)/gi,
  /^\s{0,3}\[[^\]\n]{1,500}\]:\s*<?(\S+?)>?(?:\s|$)/gm,
];

function addressesBy(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** With a scheme other than that of schemas the editor itself holds, or the name of another machine. */
function isRemote(address: string): boolean {
  return /^(?:[\\/]{2}|(?!vscode:|urn:|data:|mailto:)[a-z][a-z0-9+.-]+:)/i.test(address);
}

/** A string of JSON may hide any letter. */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replaceAll('\\/', '/');
}
