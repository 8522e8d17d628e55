import type { Family } from './family.ts';
import { bulletForm } from './families/bullets.ts';
import { codeForm } from './families/code.ts';
import { endsForm } from './families/ends.ts';
import { frequencyForm } from './families/frequency.ts';
import { keywordForm } from './families/keywords.ts';
import { languageForm } from './families/language.ts';
import { caseForm } from './families/letterCase.ts';
import { markForm } from './families/marks.ts';
import { paragraphForm } from './families/paragraphs.ts';
import { repeatForm } from './families/repeat.ts';
import { sectionForm } from './families/sections.ts';
import { sentenceCount } from './families/sentences.ts';
import { shapeForm } from './families/shape.ts';
import { wordCount } from './families/words.ts';

/** Every sort of constraint there is. A new one is one file in `families/` and one line here. */
export const families: readonly Family[] = [
  repeatForm,
  wordCount,
  sentenceCount,
  paragraphForm,
  bulletForm,
  sectionForm,
  keywordForm,
  frequencyForm,
  caseForm,
  languageForm,
  endsForm,
  markForm,
  shapeForm,
  codeForm,
];
