/** Languages that can be asked for, by ISO 639-1 code, as the language detection of IFEval names them. */
const languages: Readonly<Record<string, readonly string[]>> = {
  en: ['english'],
  es: ['spanish'],
  pt: ['portuguese'],
  ar: ['arabic'],
  hi: ['hindi'],
  fr: ['french'],
  ru: ['russian'],
  de: ['german'],
  ja: ['japanese'],
  it: ['italian'],
  bn: ['bengali', 'bangla'],
  uk: ['ukrainian'],
  th: ['thai'],
  ur: ['urdu'],
  ta: ['tamil'],
  te: ['telugu'],
  bg: ['bulgarian'],
  ko: ['korean'],
  pl: ['polish'],
  he: ['hebrew'],
  fa: ['persian', 'farsi'],
  vi: ['vietnamese'],
  ne: ['nepali'],
  sw: ['swahili', 'kiswahili'],
  kn: ['kannada'],
  mr: ['marathi'],
  gu: ['gujarati'],
  pa: ['punjabi', 'panjabi'],
  ml: ['malayalam'],
  fi: ['finnish'],
  nl: ['dutch'],
  sv: ['swedish'],
  da: ['danish'],
  no: ['norwegian'],
  cs: ['czech'],
  tr: ['turkish'],
  el: ['greek'],
  hu: ['hungarian'],
  ro: ['romanian'],
  id: ['indonesian'],
  zh: ['chinese', 'mandarin', 'simplified chinese', 'traditional chinese'],
  hr: ['croatian'],
};

export const languageNames: readonly string[] = Object.values(languages)
  .flat()
  .sort((a, b) => b.length - a.length);

/** The code of a language by its English name in lower case. */
export function codeOf(name: string): string | undefined {
  return Object.entries(languages).find(([, all]) => all.includes(name.toLowerCase()))?.[0];
}

/** A language's English name by its code, with a capital; the code where it is not known. */
export function languageName(code: string): string {
  const name = languages[code]?.[0];
  return name === undefined ? code : name.charAt(0).toUpperCase() + name.slice(1);
}
