import type { Span } from './constraint.ts';
import { sentenceAt, type Reading } from './reading.ts';

/**
 * Why a place of an instruction is no demand on the whole answer, although a rule matches there: `drop` where it is
 * none at all (a question, something optional, a report of what others demand), `open` where it is one on a part of
 * the answer that nothing here can tell apart.
 */
export type Guard = 'keep' | 'drop' | 'open';

const polite =
  /^(?:[^?]*?[,;:]\s*)?(?:hi|hey|hello|ok|okay|so|now|then|and|also|please|,|!|\s)*(?:(?:can|could|would|will|may|might) (?:you|u|we|i)\b|(?:would|do) you mind|any chance|mind (?:if|writing|giving)|(?:can|could|may) i (?:get|have)|what about|how about)/u;
const requestInside = /\b(?:can|could|would|will) you (?:please )?(?:\w+ly )?[a-z]+\b/u;

const optional =
  /\b(?:(?:do(?:es)?|did|need|has|have)(?: not|n['\u2019]t) (?:need|have|has|required?) (?:to )?|need not|needn['\u2019]t|no need (?:to|for)|not (?:necessar(?:y|ily)|required|needed|obliged|mandatory)|unnecessary|optional(?:ly)?|feel free|if you (?:like|want|wish|prefer|can)|(?:you|it) (?:may|might) (?:also )?(?!not)|i (?:do not|don['\u2019]t) (?:care|mind)|doesn['\u2019]t matter|does not matter|not limited to|whether or not|it['\u2019]?s (?:ok|okay|fine) (?:to|if))/u;
const optionalBehind =
  /^[^.;,\n]{0,30}\b(?:is|are) (?:not (?:necessary|needed|required)|optional|unnecessary|fine|allowed too|up to you)\b|^[^.;,\n]{0,12}\bif you (?:like|want|wish)\b/u;

const reported =
  /\b(?:last time|previously|yesterday|used to|my (?:teacher|boss|colleague|professor|editor)s? (?:said|says|wants|wanted|asked|told)|(?:he|she|they|somebody|someone) (?:said|says|wants|wanted|asked|told|wrote)|the (?:docs?|documentation|spec|specification|guidelines?|readme|style guide|rules?|comment|original|draft|old version|previous (?:version|summary|answer)) (?:say|says|said|state|states|had|has|have|have|was|were|requires?)|instead of|rather than|unlike|as opposed to|example of|an? (?:haiku|sonnet|limerick|tweet) (?:has|have|is|consists))\b[^.;\n]*$/u;

const things =
  '(?:function|functions|method|methods|class|classes|api|endpoint|parser|validator|linter|compiler|script|program|tool|tests?|user|users|form|password|passwords|username|commit message|commit messages|cli|app|page|website|server|client|module|library|field|column|string|strings|variable|log|output file|config|database|query|component|button|input|loop|array|list of users|file|files|code)';
const facts = new RegExp(
  `\\b(?:the|a|an|this|that|its|each|every|which|whose|our|my)\\s+(?:[\\w\`.-]+\\s+){0,2}?${things}\\s+(?:that\\s+|which\\s+|must\\s+|should\\s+|can\\s+|may\\s+|only\\s+|always\\s+|never\\s+|has to\\s+|have to\\s+|needs? to\\s+)?(?:requires?|returns?|accepts?|allows?|prints?|contains?|be|have|has|is|are|was|writes?|shows?|emits?|reads?|takes?|holds?|splits?|counts?|checks?|limits?|rejects?|expects?|logs?|uses?|sends?|begins?|starts?|ends?|return|accept|allow|print|contain)\\b[^.;\\n]*$`,
  'u',
);

const part =
  '(?:title|heading|headline|subtitle|subject line|introduction|intro|conclusion|abstract|preamble|footer|header|caption|chorus|refrain|bridge|postscript|signature|greeting|closing|(?:first|second|third|fourth|fifth|last|final|opening|closing|middle|\\d+(?:st|nd|rd|th)) (?:paragraph|sentence|section|line|bullet|point|part|verse|stanza|word|chapter|half)|(?:each|every) (?:paragraph|section|sentence|line|verse|stanza|chapter|part|step|item|entry|answer|option|response|version|day|row|cell|tweet|function|method|class|file|module|point|one of (?:them|these)))';
const ofPart = new RegExp(
  `\\b(?:${part}\\s+(?:of (?:the|your|each) \\w+ )?(?:must|should|has to|have to|needs? to|shall|will|can|is|are|may|contains?|has|in|with|being|to be|of|no more|at most|at least|under|within)\\b[^.;\\n]*|(?:make|keep|write|put|set|format)\\s+(?:the |your )?${part}\\s+(?:\\w+ ){0,3}|(?:in|of|for|inside|within) (?:the |your )?${part},? [^.;\\n]{0,40}|${part}:? )$`,
  'u',
);
const ofPartBehind = new RegExp(
  `^\\s*(?:long |in length )?(?:(?:in|for|of|as|per) (?:the |your |a )?(?:${part}|paragraph|section|sentence|line|verse|stanza|chapter|step|entry|function|method|class|file|row|cell|page)\\b|each\\b(?! (?:separated|divided|parted|followed))|apiece\\b|(?:of|in) the (?:file|code|input|source|original|source code)\\b|summary of the title)`,
  'u',
);

/** "The team has 3 bullets as a habit": what is said of something else than the answer. */
function isTold(ahead: string): boolean {
  const words =
    /^\s*(?:the|our|my|an?|this|that|its|their|each|every|most|many|some|all)\s+(?<words>(?:[\p{L}\p{N}_'\u2019.-]+\s+){1,4}?)(?:has|have|had|likes?|liked|loves?|wants?|wanted|wrote|writes|uses|used|prefers?|says|said|contains?|contained|consists?|consisted)\b/u.exec(
      ahead,
    )?.groups?.['words'];
  return words !== undefined && !ofAnswer.test(words);
}

/** What the answer and its parts are called, and what makes a sentence a demand. */
const ofAnswer =
  /\b(?:answer|response|reply|output|result|text|summary|rant|essay|letter|email|story|poem|song|article|post|message|review|rap|blog|tweet|ad|pitch|speech|haiku|limerick|riddle|bullets?|points?|sentences?|paragraphs?|sections?|words?|lines?|title|language|length|format|must|should|shall|will|needs?|has|have|ought)\b/u;

/** "A story about two sentences": the things are what is written of. */
const subjects =
  /\b(?:stor(?:y|ies)|tales?|poems?|songs?|essays?|jokes?|books?|articles?|something|anything|difference) (?:about|on|between)\s*(?:the |these |those )?$|\b(?:of|about|between|in|compare) (?:the|these|those)\s*$/u;

/** Looks at what stands around a match: the sentence it is in, what leads to it, and what follows it. */
export function guardOf(reading: Reading, span: Span): Guard {
  const [from, to] = sentenceAt(reading, span[0]);
  const sentence = reading.masked.slice(from, to);
  const ahead = reading.masked.slice(from, span[0]);
  const behind = reading.masked.slice(span[1], Math.max(to, span[1]));
  const matched = reading.masked.slice(...span);
  // The clause, up to the last comma or conjunction that begins a new demand.
  const clause =
    ahead
      .split(
        /[;:]|,\s+(?:and|but|so|then)?\s*|\bbut\b|\band\s*$|\band (?=(?:make|use|write|do|keep|it|the|your|please|must|should|at|no|in|with|under|within|exactly|up|fewer|less|more|between|mention|include|avoid|end|start)\b)/u,
      )
      .at(-1) ?? ahead;
  if (isQuestion(sentence)) return 'drop';
  if (optional.test(clause) || optional.test(matched) || optionalBehind.test(behind)) return 'drop';
  if (reported.test(ahead) || isTold(ahead)) return 'drop';
  if (subjects.test(`${ahead}${/^(?:about|around)\b/u.exec(matched)?.[0] ?? ''}`)) return 'drop';
  if (facts.test(clause)) return 'drop';
  if (ofPart.test(clause) || ofPartBehind.test(behind)) return 'open';
  return 'keep';
}

const interrogative =
  /(?:^(?:question: |q: |so |and |but |then |or |also )*|[,;] (?:so |and |but |then |or )?)(?:what|how|why|which|who|whom|whose|when|where|wherefore|is|are|am|was|were|do|does|did|has|have|had|can|could|should|shall|must|may|might|will|would|isn['\u2019]t|aren['\u2019]t|doesn['\u2019]t|don['\u2019]t)\b/u;

/** A question that asks for an answer and not for a piece of work. */
export function isQuestion(sentence: string): boolean {
  const body = sentence.trim();
  if (!/\?["'\u201d\u2019)\]]*$/u.test(body) || !interrogative.test(body)) return false;
  return !polite.test(body) && !requestInside.test(body);
}
