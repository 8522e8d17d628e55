import { amountsOf, limitArgs } from '../amounts.ts';
import { judged, judgedTwice, listOf, wordOf, type Found } from '../constraint.ts';
import type { Family } from '../family.ts';
import { listAt } from '../lists.ts';
import { matchesIn, type Reading } from '../reading.ts';

/** What is asked of a text about code: every exported function, files to keep to, an order, lines that may change. */
export const codeForm: Family = {
  name: 'code',
  find: (reading) => [...exported(reading), ...untouched(reading), ...order(reading), ...changed(reading)],
  judges: {
    'content:exported_functions': (_args, { text, exported: names }) => {
      if (names === undefined) return judged(null, 'which functions are exported is not known');
      if ('unknown' in names)
        return judged(null, `which functions are exported cannot be told: ${names.unknown}`);
      const isMissing = (name: string): boolean => !standsExactly(name, text);
      const missing = names.declared.filter(isMissing);
      const others = names.values.filter(isMissing);
      const named = [...missing, ...others];
      const counted =
        named.length === 0
          ? `all ${names.declared.length + names.values.length} exported functions are named`
          : `asked for every exported function, not named: ${named.join(', ')}`;
      return judgedTwice(missing.length === 0, named.length === 0, counted);
    },
    'content:order': (args, { text }) => {
      const items = listOf(args, 'items');
      const places = items.map((item) => text.toLowerCase().indexOf(item.toLowerCase()));
      const missing = items.filter((_item, index) => (places[index] ?? -1) < 0);
      if (missing.length > 0) return judged(false, `missing: ${missing.join(', ')}`);
      const inOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
      return judged(inOrder, `asked for the order ${items.join(', ')}`);
    },
    'edit:untouched': (args) =>
      judged(null, `${listOf(args, 'names').join(', ')} must not change: only an edit shows that`),
    'edit:only': (args) =>
      judged(null, `only ${listOf(args, 'names').join(', ')} may change: only an edit shows that`),
    'edit:lines': (args) =>
      judged(null, `${wordOf(args, 'relation')} so many lines may change: only an edit shows that`),
  },
};

/** A name is a name in its own letter case. */
function standsExactly(name: string, text: string): boolean {
  const at = (from: number): boolean => {
    const place = text.indexOf(name, from);
    if (place < 0) return false;
    const around = `${place === 0 ? ' ' : text.charAt(place - 1)}${text.charAt(place + name.length) || ' '}`;
    return /[\p{L}\p{N}_$]/u.test(around) ? at(place + 1) : true;
  };
  return at(0);
}

/** "Mention every exported function". */
function exported(reading: Reading): readonly Found[] {
  const pattern =
    /\b(?:(?:mention|name|list|cover|include|describe|explain|reference|say what|one bullet (?:for|per)|a bullet (?:for|per))\w*\s+)?(?:about )?(?:each|every|all)(?: of)?(?: the| its)? (?:exported|public(?:ly exported)?) (?:functions?|function names?)\b(?: by name| must be (?:mentioned|named|listed))?/gu;
  return [...matchesIn(reading, pattern)].map((match) => ({
    id: 'content:exported_functions',
    args: {},
    span: match.span,
  }));
}

const path = /(?:[\w@.-]+\/)+[\w@.-]*|[\w@-]+\.(?:[cm]?[jt]sx?|json|ya?ml|toml|md|css|py|go|rs|java|html)/u;

/** "Do not touch x", "leave y alone", "only change src/a.ts". */
function untouched(reading: Reading): readonly Found[] {
  const verb = '(?:touch|change|modify|edit|alter|rewrite)';
  const deny = new RegExp(
    `\\b(?:(?:do not|don['\u2019]t|must not|should not|never)\\s+${verb}|without\\s+(?:touching|changing|modifying|editing|altering|rewriting)|leave)\\s+`,
    'gu',
  );
  const only = new RegExp(`\\b(?:only\\s+${verb}|${verb}\\s+only)\\s+`, 'gu');
  const names = (start: number): { names: readonly string[]; to: number } | undefined => {
    const list = listAt(reading, start, 1);
    const found = path.exec(reading.text.slice(start, start + 120));
    if (found !== null && found.index === 0) {
      const name = found[0].replace(/[.,;]$/u, '');
      return { names: [name], to: start + name.length };
    }
    return list?.isQuoted === true ? { names: list.items, to: list.span[1] } : undefined;
  };
  const of = (id: string, pattern: RegExp): readonly Found[] =>
    [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
      const found = names(match.span[1]);
      if (found === undefined) return [];
      if (
        match[0].startsWith('leave') &&
        !/^\s*(?:alone|untouched|unchanged|as (?:it|they) (?:is|are))/u.test(
          reading.masked.slice(found.to, found.to + 20),
        )
      )
        return [];
      return [{ id, args: { names: found.names }, span: [match.index, found.to], sure: true }];
    });
  return [...of('edit:untouched', deny), ...of('edit:only', only)];
}

/** "Mention a, b and c in this order". */
function order(reading: Reading): readonly Found[] {
  const pattern = /\b(?:in (?:this|that|the following|exactly this|the given) order)\s*:?\s*/gu;
  return [...matchesIn(reading, pattern)].flatMap((match): Found[] => {
    const behind = listAt(reading, match.span[1], 12, match[0].includes(':'));
    if (behind !== undefined && behind.items.length > 1)
      return [{ id: 'content:order', args: { items: behind.items }, span: [match.index, behind.span[1]] }];
    const quoted = reading.quoted.filter((one) => one.to <= match.index && match.index - one.to < 200);
    if (quoted.length < 2) return [];
    return [{ id: 'content:order', args: { items: quoted.map((one) => one.inner) }, span: match.span }];
  });
}

/** "Change at most 5 lines". */
function changed(reading: Reading): readonly Found[] {
  return amountsOf(reading, '(?:changed |new )?lines?').flatMap((amount): Found[] => {
    const ahead = reading.masked.slice(Math.max(0, amount.span[0] - 30), amount.span[0]);
    const behind = reading.masked.slice(amount.span[1], amount.span[1] + 20);
    const isChange =
      /\b(?:chang|touch|edit|modif)\w*(?: \w+)? $/u.test(ahead) ||
      /^ (?:may |are |should be )?(?:changed|touched)/u.test(behind) ||
      /changed/u.test(reading.masked.slice(...amount.span));
    return isChange ? [{ id: 'edit:lines', args: limitArgs(amount, 'num_lines'), span: amount.span }] : [];
  });
}
