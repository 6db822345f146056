// The `matchingRules` of one message (Pact specification 2 to 4): flat paths in version 2, categories since 3, brought into one form.
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import type { MatchingRule, MatchingRules, PathToken } from '../../model/matching.ts';
import { child } from '../../model/pointer.ts';
import { plain, quote, show } from '../../model/show.ts';
import { readMatcher } from './matcher.ts';
import { parseRulePath } from './rule-path.ts';

type Named = { readonly name: string; readonly rule: MatchingRule };

class Reading {
  readonly body: MatchingRule[] = [];
  readonly header: Named[] = [];
  readonly query: Named[] = [];
  readonly problems: { message: string; location: Location }[] = [];
  path?: MatchingRule;
  status?: MatchingRule;

  refuse(message: string, location: Location): void {
    this.problems.push({ message, location });
  }

  /** A path of the category `body`. */
  addBody(path: string, list: unknown, location: Location): void {
    const tokens = parseRulePath(path);
    if (!tokens) this.refuse(`the path ${quote(path, 80)} of a matching rule is not one of Pact`, location);
    else this.body.push(this.rule(tokens, list, location));
  }

  /** A name of the categories `header` and `query`: as it is, or as a path (`$.name[0]`). */
  addNamed(into: Named[], key: string, list: unknown, location: Location): void {
    const [first, ...tokens] = (key.startsWith('$') ? parseRulePath(key) : undefined) ?? [{ kind: 'name', name: key } as const];
    if (first?.kind !== 'name') this.refuse(`the path ${quote(key, 80)} of a matching rule names nothing`, location);
    else into.push({ name: first.name, rule: this.rule(tokens, list, location) });
  }

  rule(tokens: readonly PathToken[], list: unknown, location: Location): MatchingRule {
    const isList = isRecord(list) && 'matchers' in list;
    const matchers = isList ? list['matchers'] : [list];
    const variants = (rules: unknown): MatchingRule[] => this.#variantRules(rules, location);
    const combine = isList && String(list['combine']).toUpperCase() === 'OR' ? 'or' : 'and';
    if (!Array.isArray(matchers)) {
      const reason = `\`matchers\` of a matching rule should be a list, got ${show(matchers)}`;
      return { tokens, matchers: [{ kind: 'unknown', reason }], combine, location };
    }
    return { tokens, matchers: matchers.map((matcher) => readMatcher(matcher, variants)), combine, location };
  }

  #variantRules(rules: unknown, location: Location): MatchingRule[] {
    if (!isRecord(rules)) return [];
    return Object.entries(rules).flatMap(([path, list]) => {
      const tokens = parseRulePath(path);
      return tokens ? [this.rule(tokens, list, location)] : [];
    });
  }
}

/** Reads the rules of the message at `location`; what cannot be read is a problem of its own. */
export function readRules(rules: unknown, { source, pointer }: Location): MatchingRules {
  const reading = new Reading();
  const home: Location = { source, pointer: `${pointer}/matchingRules` };
  if (isRecord(rules)) {
    for (const [key, value] of Object.entries(rules)) {
      const location = { source, pointer: child(home.pointer, key) };
      if (key.startsWith('$')) readFlat(reading, key, value, location);
      else readCategory(reading, key, value, location);
    }
  } else if (rules !== undefined && rules !== null) reading.refuse(`\`matchingRules\` should be an object, got ${show(rules)}`, home);
  const { body, header, query, problems, path, status } = reading;
  return { body, header, query, problems, ...(path && { path }), ...(status && { status }) };
}

/** Version 2: one map whose paths begin with the part of the message. */
function readFlat(reading: Reading, key: string, value: unknown, location: Location): void {
  const [, part = '', rest = ''] = /^\$\.([a-z]+)(.*)$/is.exec(key) ?? [];
  switch (part) {
    case 'body':
      return reading.addBody(`$${rest}`, value, location);
    case 'header':
    case 'headers':
      return reading.addNamed(reading.header, `$${rest}`, value, location);
    case 'query':
      return reading.addNamed(reading.query, `$${rest}`, value, location);
    case 'path':
      reading.path = reading.rule([], value, location);
      return undefined;
    case 'status':
      reading.status = reading.rule([], value, location);
      return undefined;
    default:
      return reading.refuse(`the path ${quote(key, 80)} of a matching rule names no part of a message`, location);
  }
}

function readCategory(reading: Reading, category: string, value: unknown, location: Location): void {
  if (!isRecord(value))
    return reading.refuse(`the matching rules of \`${plain(category, 40)}\` should be an object, got ${show(value)}`, location);
  if (category === 'path' || category === 'status') {
    // Some writers give the one rule of a path a name all the same.
    const [only] = Object.values(value);
    const list = 'matchers' in value || 'match' in value ? value : only;
    if (list !== undefined) reading[category] = reading.rule([], list, location);
    return undefined;
  }
  if (category !== 'body' && category !== 'header' && category !== 'query')
    return category === 'metadata'
      ? undefined
      : reading.refuse(`\`${plain(category, 40)}\` is no part of a message that has matching rules`, location);
  for (const [key, list] of Object.entries(value)) {
    const at = { source: location.source, pointer: child(location.pointer, key) };
    if (category === 'body') reading.addBody(key, list, at);
    else reading.addNamed(reading[category], key, list, at);
  }
  return undefined;
}
