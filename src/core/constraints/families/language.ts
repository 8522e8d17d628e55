import { judged, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { judgeLanguage } from '../languages/detect.ts';
import { codeOf, languageName, languageNames } from '../languages/names.ts';
import { matchesIn, sentenceAt, type Reading } from '../reading.ts';

/** The language of the whole text. */
export const languageForm: Family = {
  name: 'language',
  find: findLanguage,
  judges: {
    'language:response_language': (args, { text }) => {
      const code = wordOf(args, 'language');
      const { holds, seen } = judgeLanguage(text, code);
      const there = seen === undefined ? 'the language cannot be told' : `it is ${languageName(seen)}`;
      return judged(holds, `asked for ${languageName(code)}, ${there}`);
    },
  },
};

const names = languageNames.join('|');
const whole =
  '(?:your |the |an? )?(?:entire |whole |full |complete )?(?:response|answer|reply|output|text|summary|essay|letter|message|content|whole thing|everything|story|poem|song|email|it|words?)';

/** "Answer in German", "your response should be in Tamil", "only use Korean", "no language other than Thai". */
function findLanguage(reading: Reading): readonly Found[] {
  const strong = new RegExp(
    `\\b(?:(?:only|entirely|completely|exclusively|fully|solely|just|purely)\\s+(?:(?:in|use|using|be in|with)\\s+)?(?:the )?(?<a>${names})(?: language)?|(?:in|using|use)\\s+(?:only|entirely|exclusively|just|nothing but)\\s+(?:the )?(?<b>${names})(?: language)?|(?:in|using)\\s+(?:the )?(?<c>${names})(?: language)?\\s*,?\\s*(?:and )?(?:only|exclusively|no other languages?|without any other language|language only)|no (?:other )?languages? (?:other than|but|except) (?<d>${names})|language(?: of (?:the )?(?:response|answer|output|summary))?\\s*(?:must be|should be|is|:)\\s*(?<e>${names}))\\b`,
    'gu',
  );
  const plain = new RegExp(
    `\\b(?:${whole}\\s+(?:must|should|has to|needs to|have to|shall|will|is to|is|are)?\\s*(?:be )?(?:written |given |completely |provided |entirely )*(?:in|using)\\s+(?:the )?(?<f>${names})|(?:answer|reply|respond|write(?: it| this| everything| the (?:answer|summary))?|summari[sz]e(?: (?:it|this|the (?:file|text|module|document)))?|responses?|give (?:it|your answer|the answer)|explain(?: it)?)\\s+(?:to me )?(?:back )?in\\s+(?:the )?(?<g>${names}))\\b(?! (?:cars?|food|history|literature|style|class|lessons?|paragraphs?|grammar))`,
    'gu',
  );
  const asked = new RegExp(
    `\\bin\\s+(?:the )?(?<h>${names})(?: language)?(?=\\s*(?:[.,;!?)]|$|\\n|and\\b|with\\b|using\\b|about\\b|in\\b|at most\\b|under\\b|for\\b|within\\b|that\\b|no more\\b))`,
    'gu',
  );
  const found = [strong, plain, asked].flatMap((form, index) =>
    [...matchesIn(reading, form)].flatMap((match): Found[] => {
      const name = Object.values(match.groups ?? {}).find((one) => one !== undefined);
      const code = codeOf(name ?? '');
      if (code === undefined) return [];
      const [from, to] = sentenceAt(reading, match.index);
      const sentence = reading.masked.slice(from, to);
      const ahead = reading.masked.slice(from, match.index);
      // A translation, a word's name or a title in a language is no demand on the whole answer.
      if (
        /\btranslat|\b(?:said|say|called|word|name|phrase|mean|sentence)\b.{0,40}$/u.test(ahead) &&
        index > 0
      )
        return [];
      if (index > 0 && /\btranslat/u.test(sentence)) return [];
      if (index === 2) {
        const isAsked =
          /^\s*(?:please |can you |could you |would you |kindly |i(?: would|['\u2019]d) like (?:you to )?)*(?:write|summari[sz]e|give|provide|create|compose|generate|draft|answer|reply|tell|describe|explain|produce|make|list|respond|prepare|sum up|outline|recap|tl;?dr|i need|i want)\b/u.test(
            sentence,
          );
        const isFar = /[,;]/u.test(ahead) && !/,\s*$/u.test(ahead);
        if (
          !isAsked ||
          isFar ||
          /\b(?:written|books?|movies?|films?|songs? sung|lyrics|published|articles?|comments?|text|strings?)\s*$/u.test(
            ahead,
          )
        )
          return [];
      }
      return [{ id: 'language:response_language', args: { language: code }, span: match.span }];
    }),
  );
  const seen = new Set<string>();
  return found.filter(({ args }) => {
    const code = String(args['language']);
    if (seen.has(code)) return false;
    seen.add(code);
    return true;
  });
}
