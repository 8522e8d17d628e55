import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';

for (const [name, language] of Object.entries({
  bash,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  typescript,
})) {
  hljs.registerLanguage(name, language);
}

/** Longer code is shown in one colour. */
const charactersAtMost = 20_000;

/** The code as escaped markup with classes, or an empty text where its language is not known. Never throws. */
export function highlight(code: string, language: string): string {
  if (code.length > charactersAtMost || hljs.getLanguage(language) === undefined) return '';
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
