import { complement, property, type CharSet, type Fold } from './charSet.ts';

/** `[[:name:]]` of a bracket: ASCII only, whatever the flags. Values are bodies of JavaScript brackets. */
const asciiClasses: ReadonlyMap<string, string> = new Map([
  ['alnum', '0-9A-Za-z'],
  ['alpha', 'A-Za-z'],
  ['ascii', '\\x00-\\x7F'],
  ['blank', '\\t '],
  ['cntrl', '\\x00-\\x1F\\x7F'],
  ['digit', '0-9'],
  ['graph', '!-~'],
  ['lower', 'a-z'],
  ['print', ' -~'],
  ['punct', '!-\\/:-@\\[-`\\{-~'],
  ['space', '\\t\\n\\v\\f\\r '],
  ['upper', 'A-Z'],
  ['word', '0-9A-Za-z_'],
  ['xdigit', '0-9A-Fa-f'],
]);

export function asciiClass(name: string, fold: Fold): CharSet | undefined {
  const body = asciiClasses.get(name);
  return body === undefined ? undefined : property(`[${body}]`, fold);
}

/** General categories and properties, in the spelling of ECMA-262; looked up without case, blanks, `_` and `-`. */
const names =
  'Cased_Letter LC Close_Punctuation Pe Connector_Punctuation Pc Control Cc cntrl Currency_Symbol Sc ' +
  'Dash_Punctuation Pd Decimal_Number Nd digit Enclosing_Mark Me Final_Punctuation Pf Format Cf ' +
  'Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl Lowercase_Letter Ll Mark M Combining_Mark ' +
  'Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N Open_Punctuation Ps Other C ' +
  'Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So Paragraph_Separator Zp Private_Use Co ' +
  'Punctuation P punct Separator Z Space_Separator Zs Spacing_Mark Mc Symbol S Titlecase_Letter Lt Unassigned Cn ' +
  'Uppercase_Letter Lu Any ASCII Assigned Alphabetic Alpha ASCII_Hex_Digit AHex Bidi_Control Bidi_C ' +
  'Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM ' +
  'Changes_When_Lowercased CWL Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash ' +
  'Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component Emoji_Modifier ' +
  'Emoji_Modifier_Base Emoji_Presentation Extended_Pictographic Extender Ext Grapheme_Base Gr_Base ' +
  'Grapheme_Extend Gr_Ext Hex_Digit Hex ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C ' +
  'Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn ' +
  'Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm ' +
  'Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS ' +
  'White_Space space XID_Continue XIDC XID_Start XIDS';

const known: ReadonlyMap<string, string> = new Map(names.split(' ').map((name) => [plain(name), name]));

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** The set of `\p{name}`, or undefined where this engine does not know the name. */
export function unicodeClass(text: string, negated: boolean, fold: Fold): CharSet | undefined {
  const parts = /^([^:=!]*)(!=|:|=)(.*)$/s.exec(text);
  const [key, operator, value] =
    parts === null ? ['', '=', text] : [plain(parts[1] ?? ''), parts[2], parts[3] ?? ''];
  const set = key === '' ? named(value, fold) : keyed(key, value, fold);
  if (set === undefined) return undefined;
  return negated !== (operator === '!=') ? complement(set) : set;
}

function named(name: string, fold: Fold): CharSet | undefined {
  const bare = plain(name);
  const direct = known.get(bare) ?? known.get(bare.replace(/^is/, ''));
  if (direct !== undefined) return tryProperty(`\\p{${direct}}`, fold);
  return script('Script', name, fold);
}

function keyed(key: string, value: string, fold: Fold): CharSet | undefined {
  if (key === 'gc' || key === 'generalcategory') return named(value, fold);
  if (key === 'sc' || key === 'script') return script('Script', value, fold);
  if (key === 'scx' || key === 'scriptextensions') return script('Script_Extensions', value, fold);
  return undefined;
}

/** Scripts are written as `Old_Italic` or `Ital`: both spellings follow from the letters. */
function script(kind: string, name: string, fold: Fold): CharSet | undefined {
  const words = name
    .trim()
    .replace(/^is[\s_-]*/i, '')
    .split(/[\s_-]+/);
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('_');
  return /^[A-Za-z_]+$/.test(title) ? tryProperty(`\\p{${kind}=${title}}`, fold) : undefined;
}

/** The platform is asked whether it knows the name: there is no list of them to look in. */
function tryProperty(source: string, fold: Fold): CharSet | undefined {
  try {
    return property(source, fold);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
