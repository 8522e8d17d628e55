import type { Grade, GradedItem } from '../item.ts';
import { graded } from './scriptModules.ts';
import { contentOf, isText, type Token } from './token.ts';

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
const others = new Set(['all', 'route', 'del']);
const rare = new Set(['use', 'ws', 'trace', 'connect', 'any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const decorators = /^(?:Get|Post|Put|Patch|Delete|Head|Options|All|Route|Controller|RequestMapping)$/;
const router = /(?:app|router|server|routes|api|fastify|blueprint|koa|hono|express)$/i;
const client =
  /axios|client|fetch|http|request|agent|cache|map|store|params|headers|session|config|^\$|^ky$|^got$/i;

/** The paths that a script registers routes for: `app.get("/x")`, `router.post("/x")`. */
export function scriptRoutes(tokens: readonly Token[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name' || !isText(tokens[index + 1], '(')) continue;
    if (isText(tokens[index - 1], '@') && decorators.test(token.text)) {
      items.push(...argumentAt(tokens, index + 2, () => ['may', 'it is given to a decorator']));
      continue;
    }
    const isKnown = verbs.has(token.text) || others.has(token.text) || rare.has(token.text);
    const isCall = isText(tokens[index - 1], '.') || isText(tokens[index - 1], '?.');
    if (!isKnown || !isCall) continue;
    const isPlain = isText(tokens[index - 1], '.');
    items.push(
      ...argumentAt(tokens, index + 2, (value, isLast) => {
        const [grade, why] = gradeOf(tokens[index - 2], token.text, value, isLast);
        return grade !== undefined && !isPlain ? ['may', 'it is called in an unusual way'] : [grade, why];
      }),
    );
  }
  return items;
}

type GradeOf = (value: string, isLast: boolean) => readonly [Grade | undefined, string];

function argumentAt(tokens: readonly Token[], at: number, gradeOf: GradeOf): readonly GradedItem[] {
  const token = tokens[at];
  if (token === undefined) return [];
  if (isText(token, '[')) {
    const items: GradedItem[] = [];
    for (let inner = at + 1; inner < tokens.length && !isText(tokens[inner], ']'); inner += 1) {
      const one = tokens[inner];
      const value = contentOf(one);
      if (one !== undefined && value !== undefined && value !== '' && gradeOf(value, false)[0] !== undefined)
        items.push(graded(one, value, 'may', 'it is one of a list of paths'));
    }
    return items;
  }
  const value = contentOf(token) ?? (token.sort === 'template' ? token.text.slice(1, -1) : '');
  const next = tokens[at + 1];
  if (value === '' || value.includes('\n')) return [];
  const [grade, why] = gradeOf(value, isText(next, ')'));
  if (grade === undefined) return [];
  if (token.sort === 'template')
    return [graded(token, value, grade === 'unlikely' ? grade : 'may', 'it is a template')];
  if (!isText(next, ',') && !isText(next, ')'))
    return [graded(token, value, 'may', 'it is only a part of the path')];
  return [graded(token, value, grade, why)];
}

/** How surely a call registers a route, by what it is called on. */
function gradeOf(
  on: Token | undefined,
  verb: string,
  value: string,
  isLast: boolean,
): readonly [Grade | undefined, string] {
  const isPath = value.startsWith('/') || value === '*';
  const isChained = isText(on, ')');
  if (isChained) {
    if (!isPath) return [undefined, ''];
    return isLast ? ['unlikely', 'it may be a request'] : ['may', 'it is open what it is called on'];
  }
  if (on?.sort !== 'name') return [undefined, ''];
  const isSure = on.text === 'app' || on.text === 'router';
  if (!isSure && !router.test(on.text)) {
    if (!isPath) return [undefined, ''];
    if (isLast || client.test(on.text)) return ['unlikely', 'it may be a request'];
    return ['may', 'it is open what it is called on'];
  }
  if (rare.has(verb)) return isPath ? ['may', 'it is open whether this registers a route'] : [undefined, ''];
  if (!isPath) return [isLast ? 'unlikely' : 'may', 'it does not begin with a slash'];
  if (others.has(verb) || !isSure) return ['should', 'it is registered in a less usual way'];
  return ['must', ''];
}
