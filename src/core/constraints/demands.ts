import type { OpenDemand, Span } from './constraint.ts';
import { isQuestion } from './guards.ts';
import { matchesIn, readAtMost, type Reading } from './reading.ts';

/**
 * What looks like a demand and is covered by no constraint: qualities ("comprehensive but concise", one entry each),
 * tone, audience, focus (`counts` are covered phrases that may hold a quality beside their number), and clauses that command ("must", "make sure", "avoid ..."). The bare request is none.
 */
export function openDemands(
  reading: Reading,
  covered: readonly Span[],
  counts: readonly Span[],
): readonly OpenDemand[] {
  const found: Span[] = [];
  const isFree = ([from, to]: Span): boolean =>
    ![...covered, ...found].some(([start, end]) => start < to && from < end);
  // Of a phrase that runs on into what is checkable, what stands before that is left.
  const take = ([from, to]: Span): void => {
    const first = Math.min(
      ...covered.filter(([start, end]) => start < to && from < end).map(([start]) => start),
    );
    if (first <= from) return;
    const head = reading.masked
      .slice(from, Math.min(to, first))
      .replace(/(?:[\s,]+(?:in|with|and|at|of|using|but|to|by|as))*[\s,]*$/u, '');
    const span: Span = [from, from + head.length];
    if ((to <= first || /\s/u.test(head)) && head !== '' && isFree(span)) found.push(span);
  };
  for (const form of [focus, further, audience, tone])
    for (const match of matchesIn(reading, form))
      if (isAsked(reading, match.index)) take(trim(reading, match.span));
  for (const match of matchesIn(reading, quality)) {
    const [from, to] = match.span;
    const isBeside = counts.some(([start, end]) => start <= from && to <= end);
    if (!isAsked(reading, match.index) || (!isBeside && isOfThing(reading, match))) continue;
    if (isBeside) found.push(match.span);
    else take(match.span);
  }
  for (const clause of clausesOf(reading)) if (commands(reading, clause) && isFree(clause)) take(clause);
  return found.sort((a, b) => a[0] - b[0]).map((span) => ({ text: reading.text.slice(...span), span }));
}

/** What stands behind the part of an instruction that is read. */
export function unreadPart(instruction: string): readonly OpenDemand[] {
  if (instruction.length <= readAtMost) return [];
  const span: Span = [readAtMost, instruction.length];
  return [{ text: `what stands behind the first ${readAtMost} characters`, span }];
}

const qualities =
  'comprehensive|concise|brief|briefly|short|very short|shortly|succinct|succinctly|terse|tersely|detailed|in detail|thorough|thoroughly|exhaustive|complete|in[- ]depth|deep|long|lengthy|formal|informal|casual|friendly|professional|funny|humorous|humou?rous|witty|playful|serious|simple|simply|plain|clear|clearly|readable|engaging|engagingly|persuasive|convincing|technical|non[- ]technical|accessible|high[- ]level|low[- ]level|neutral|objective|unbiased|balanced|critical|critically|creative|creatively|catchy|elegant|polite|accurate|accurately|precise|precisely|faithful|easy to (?:read|understand|follow|remember|scan)|easily understood|understandable|beginner[- ]friendly|kid[- ]friendly|child[- ]friendly|general|snappy|punchy|lively|dry|weird|angry|enthusiastic|energetic|positive|optimistic|pessimistic|sarcastic|ironic|poetic|dramatic|vivid|inspiring|motivating|educational|insightful|meaningful|useful|helpful|informative|actionable|practical|memorable|original|unique|interesting|exciting|structured|well[- ]structured|well[- ]organi[sz]ed|well[- ]written|organi[sz]ed|self[- ]contained|jargon[- ]free|light|lightweight|tight|minimal|crisp|compact|rich|nuanced|honest|respectful|inclusive|conversational|journalistic|academic|scholarly|business[- ]like|dense|readably|plainly|wordy|verbose|quick|quickly|full';
const quality = new RegExp(`(?<![\\w-])(?:${qualities})(?![\\w-])`, 'gu');

const tone =
  /\b(?:in|with|using)\s+(?:an?|the|your|very)?\s*(?:[\w-]+(?:,| and| but| or)?\s+){0,5}?(?:tone|style|manner|voice|mood|register|fashion|spirit|vein|words|way)\b(?:\s+of\s+[^.,;\n]+)?|\b(?:in the (?:style|voice|manner|form|tone) of|from the (?:perspective|point of view|viewpoint) of|as if (?:you|it|they|by)|as though|(?<!would |['\u2019]d )like (?:an?|the) (?=[a-z]+(?: [a-z]+)?(?: would)?\b)(?!this\b)|(?:act|pretend|imagine|write|speak|talk|sound)(?: as| like| that| you are)\b)[^.,;\n]*/gu;

const people =
  '(?:audience|readers?|beginners?|newcomers?|newbies?|novices?|experts?|developers?|engineers?|programmers?|managers?|executives?|stakeholders?|customers?|clients?|users?|people|persons?|someone|somebody|anyone|everyone|kids?|child(?:ren)?|teenagers?|teens?|students?|pupils?|adults?|seniors?|professionals?|layme?n|lay ?person|colleagues?|team(?:mates?)?|teams|reviewers?|maintainers?|contributors?|testers?|designers?|moms?|parents?|grandmas?|grandmothers?|dads?|five[- ]year[- ]olds?|\\d+[- ]year[- ]olds?|public|boss|investors?|recruiters?|interns?|juniors?|analysts?|administrators?|admins?|operators?)';
const audience = new RegExp(
  `\\b(?:(?:for|to|at|towards?|with)\\s+(?:an?|the|my|our|your|any|all|some|new|someone|people)?\\s*(?:[\\w-]+\\s+){0,3}?${people}\\b(?:\\s+(?:who|that|new to|with|of|in)\\b[^.,;\\n]*)?|(?:aimed|targeted|geared|tailored|addressed|directed|appropriate|suitable|appealing|written|intended|meant)\\s+(?:at|to|for|towards?)\\b[^.,;\\n]*|(?:target |intended )?audience\\b[^.,;\\n]*|so that (?:an?|the|every|any|even|everybody|someone|people|my|our)\\b[^.,;\\n]*|assum(?:e|ing)\\b[^.,;\\n]*)`,
  'gu',
);

const focus =
  /\b(?:focus(?:s?ing|s?ed)?(?: only| mainly| mostly)? on|with (?:a |an )?(?:strong |special )?(?:focus|emphasis|attention|stress) (?:on|to)|emphasi[sz](?:e|ing)|concentrat(?:e|ing) on|pay(?:ing)? (?:special |close )?attention to|highlighting|stressing|paying heed to|with respect to|in terms of|especially|particularly|in particular|above all|prioriti[sz](?:e|ing)|leav(?:e|ing) out|leaving aside|skip(?:ping)?|ignor(?:e|ing)|omit(?:ting)?|without (?:mentioning|going|getting|using|giving|saying|repeating|losing|any|jargon|spoilers|fluff|filler)|no (?:fluff|jargon|filler|spoilers?|opinions?|preamble|intro(?:duction)?|small talk|details|examples|repetition|buzzwords|marketing)|free of|avoid(?:ing)?)\b[^.,;\n]*/gu;

/** More that is wanted of the answer: its sort, what it includes, what each part of it is for. */
const further =
  /\b(?:(?:as|write|in the form of|like|into|give me|compose)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(?:haiku|sonnet|limerick|poem|song|rap|rhyme|dialogue|letter|email|tweet|blog post|press release|story|fairy tale|metaphor|analogy|checklist|faq|changelog)\b|(?:including|along with|together with|with (?:an? |some |code |short )*(?:examples?|links?|references?|citations?|context|quotes?|diagrams?))\b[^.,;\n]*|(?:one|an?) (?:bullet|sentence|line|paragraph|point) (?:each|per|for (?:each|every))\b[^.,;\n]*|the (?:first|second|third|last|final|other|others|rest) of (?:which|them)\b[^.;\n]*|mentioning\b[^.,;\n]*|step by step\b)/gu;

/** Only in sentences that ask for work; quoted or told text has none. */
function isAsked(reading: Reading, at: number): boolean {
  const span = reading.sentences.find(([from, to]) => from <= at && at < to);
  return span !== undefined && !isQuestion(reading.masked.slice(...span));
}

/** "Full name", "long lines", "the short form of": qualities of the thing that is spoken of, not of the answer. */
function isOfThing(reading: Reading, match: RegExpExecArray): boolean {
  const behind = reading.masked.slice(match.index + match[0].length, match.index + match[0].length + 40);
  const ahead = reading.masked.slice(Math.max(0, match.index - 30), match.index);
  const answers =
    /^[\s,-]*(?:(?:but|and|yet|or|as well as|while|,)\s+)?(?:[\w-]+[\s,]+){0,2}?(?:summary|summaries|overview|tl;?dr|description|explanation|outline|recap|digest|gist|abstract|synopsis|answer|response|text|bullets?|bullet points?|points?|sentences?|words|paragraphs?|tone|style|language|essay|story|poem|letter|email|article|post|list|note|report|version|rundown|review|introduction|wording)\b/u;
  if (answers.test(behind)) return false;
  if (
    /\b(?:be|is|are|it|keep it|keep|stay|make it|make this|make them|but|and|yet|as|more|very|too|both|while|remain|summari[sz]e|write|explain|describe|sound|feel|rather|,)\s+$/u.test(
      ahead,
    ) ||
    /^\s*$/u.test(ahead)
  )
    return (
      /^\s+(?:files?|functions?|class(?:es)?|modules?|code|methods?|types?|names?|paths?|lists?|as)\b/u.test(
        behind,
      ) && !/\b(?:keep|make|be) (?:it )?$/u.test(ahead)
    );
  return !/^\s*(?:[.,;!\n]|$|but\b|and\b|yet\b)/u.test(behind);
}

/** Clauses: sentences, parted at commas and semicolons where a command begins anew. */
function clausesOf(reading: Reading): readonly Span[] {
  return reading.sentences.flatMap(([from, to]) => {
    const cuts = [from];
    for (const match of reading.masked
      .slice(from, to)
      .matchAll(
        /[;,]\s+(?:and |but |then |so )?|\s(?:and|but)\s+(?=(?:do not|don['\u2019]t|make sure|use|avoid|keep|never|also|please|include|mention|write|end|start|explain why|say why|note|list|give)\b)/gu,
      ))
      cuts.push(from + match.index + match[0].length);
    return cuts.map((start, index): Span => trim(reading, [start, cuts[index + 1] ?? to]));
  });
}

const commanding =
  /^(?:and |but |then |also |please |so |,)*(?:make sure|ensure|be sure|do(?:n['\u2019]t| not)|never|always|avoid|refrain|remember|try to|use|include|keep|add|put|start|begin|end|finish|mention|focus|note|stick|limit|write it|phrase|format|structure|organi[sz]e|separate|highlight|emphasi[sz]e|wrap|answer|respond|reply|aim|stay|be|say|tell|explain|cover|leave|skip|omit|stress|compare|give examples?|quote|cite|link|sort|order|group|address|assume|treat|call|spell|prefer|only|list|name|point out|show)\b/u;
const modal =
  /\b(?:must|should|shall|has to|have to|needs? to|ought to|is to be|are to be|required to|supposed to|i want (?:it|you|the|this)|i(?: would|['\u2019]d) like (?:it|you|the|this|your)|let it|may not|is not allowed|are not allowed|only if|no more than|at least|at most|fewer than|less than|more than|exactly)\b/u;
const bare =
  /^(?:(?:can|could|would|will) you |please |i want you to |i(?: would|['\u2019]d) like you to |kindly |just |now |hi |hey |ok )*(?:summari[sz]e|sum up|tl;?dr|give|write|describe|explain|provide|create|produce|generate|prepare|draft|recap|outline|condense|make|tell|show|list|compose|what|how|why|which|who|when|where|is|are|do|does)\b/u;

/** A clause that commands something about the answer; the request itself, which opens the instruction, does not. */
function commands(reading: Reading, [from, to]: Span): boolean {
  const clause = reading.masked.slice(from, to).trim();
  if (clause.length < 3 || !/\p{L}/u.test(clause)) return false;
  const sentence = reading.sentences.find(([start, end]) => start <= from && from < end);
  if (sentence !== undefined && isQuestion(reading.masked.slice(...sentence))) return false;
  if (/^(?:\*|-|\d+[.)]|\[|<|#|>)\s*\S/u.test(clause) && !modal.test(clause)) return false;
  if (
    /\b(?:the|a|an|this|which|it) (?:[\w.-]+ )?(?:function|class|module|file|code|method|parser|server)\b.{0,20}\b(?:should|must|has to|needs to)\b/u.test(
      clause,
    )
  )
    return false;
  const isFirst = reading.masked.slice(0, from).trim() === '';
  if (isFirst && bare.test(clause)) return false;
  return commanding.test(clause) || modal.test(clause);
}

function trim(reading: Reading, [from, to]: Span): Span {
  const body = reading.text.slice(from, to);
  const lead = body.length - body.trimStart().length;
  const end = from + body.trimEnd().replace(/[.,;:!\s]+$/u, '').length;
  return [from + lead, Math.max(from + lead, end)];
}
