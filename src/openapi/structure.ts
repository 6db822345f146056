// The objects an operation is made of, each where it belongs and of the kind it must be (OpenAPI 3.1.1 §4.8.5–§4.8.17); what is not is named, not passed over.
import type { ContractProblem } from '../model/contract.ts';
import { list, quote, show } from '../model/show.ts';
import { type Documents, entriesOf, isObject, locationOf, type Place, step } from './documents.ts';
import { schemePlace, securityKinds } from './security.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const places = new Set(['path', 'query', 'header', 'cookie', 'querystring']);

/** One problem for each object that cannot be used. */
export function findStructureProblems(root: Place, documents: Documents): ContractProblem[] {
  const problems: ContractProblem[] = [];
  const expect = (place: Place | undefined, what: string, isFine: (value: unknown) => boolean): place is Place => {
    if (!place) return false;
    if (isFine(place.value)) return true;
    problems.push({
      rule: 'contract-document-malformed',
      severity: 'error',
      message: `Expected ${what}, got ${show(place.value)}`,
      fix: 'Correct it, or take it out',
      location: locationOf(place),
    });
    return false;
  };
  const target = (place: Place): Place => documents.follow(place) ?? place;

  const checkContent = (owner: Place): void => {
    const content = step(owner, 'content');
    if (!expect(content, '`content` to be a map of media types', isObject)) return;
    for (const [range, entry] of entriesOf(content)) expect(target(entry), `the media type \`${range}\` to be an object`, isObject);
  };
  const checkParameters = (owner: Place): void => {
    const list = step(owner, 'parameters');
    if (!expect(list, '`parameters` to be a list', Array.isArray)) return;
    for (const [, given] of entriesOf(list)) {
      const parameter = target(given);
      if (
        !expect(parameter, 'a parameter to be an object', isObject) ||
        typeof (parameter.value as Record<string, unknown>)['$ref'] === 'string'
      )
        continue;
      const { name, in: where } = parameter.value as Record<string, unknown>;
      expect(step(parameter, 'name') ?? parameter, 'a parameter to have a `name`', () => typeof name === 'string' && name !== '');
      expect(
        step(parameter, 'in') ?? parameter,
        'the `in` of a parameter to be path, query, header or cookie',
        () => typeof where === 'string' && places.has(where),
      );
    }
  };
  const checkServers = (owner: Place): void => {
    const servers = step(owner, 'servers');
    if (!expect(servers, '`servers` to be a list', Array.isArray)) return;
    for (const [, server] of entriesOf(servers))
      if (expect(server, 'a server to be an object', isObject))
        expect(step(server, 'url') ?? server, 'the `url` of a server to be a string', (value) => typeof value === 'string');
  };
  const checkResponses = (operation: Place): void => {
    const responses = step(operation, 'responses');
    if (!expect(responses, '`responses` to be a map of responses', isObject)) return;
    for (const [status, given] of entriesOf(responses)) {
      if (status.startsWith('x-')) continue;
      expect({ ...given, value: status }, 'the key of a response to be a status such as 200, a range such as 4XX, or `default`', (key) =>
        /^([1-5]\d\d|[1-5]XX|default)$/i.test(String(key)),
      );
      const response = target(given);
      if (!expect(response, `the response ${status} to be an object`, isObject)) continue;
      expect(step(response, 'headers'), '`headers` to be a map of headers', isObject);
      checkContent(response);
    }
  };

  const checkSecurity = (owner: Place): void => {
    const security = step(owner, 'security');
    if (!expect(security, '`security` to be a list of requirements', Array.isArray)) return;
    for (const [, requirement] of entriesOf(security)) {
      if (!expect(requirement, 'a security requirement to be an object', isObject)) continue;
      for (const [name, scopes] of entriesOf(requirement))
        if (!schemePlace(root, name, documents))
          problems.push({
            rule: 'contract-reference-missing',
            severity: 'error',
            message: `The security scheme ${quote(name)} is declared nowhere`,
            fix: 'Declare it under `components/securitySchemes`, or correct the name',
            location: { ...locationOf(scopes), at: 'key' },
          });
    }
  };

  checkServers(root);
  checkSecurity(root);
  for (const [name, given] of entriesOf(step(root, 'components', 'securitySchemes'))) {
    const scheme = target(given);
    if (!expect(scheme, `the security scheme ${quote(name)} to be an object`, isObject)) continue;
    expect(step(scheme, 'type') ?? scheme, `the \`type\` of a security scheme to be ${list([...securityKinds], 9, 'or')}`, (type) =>
      securityKinds.has(String(type)),
    );
  }
  for (const [template, given] of entriesOf(step(root, 'paths'))) {
    if (!template.startsWith('/')) continue;
    const item = target(given);
    if (!expect(item, `the path \`${template}\` to be an object`, isObject)) continue;
    checkParameters(item);
    checkServers(item);
    for (const method of methods) {
      const operation = step(item, method);
      if (!expect(operation, `\`${method}\` of \`${template}\` to be an object`, isObject)) continue;
      checkParameters(operation);
      checkServers(operation);
      checkSecurity(operation);
      checkResponses(operation);
      const body = step(operation, 'requestBody');
      if (body && expect(target(body), '`requestBody` to be an object', isObject)) checkContent(target(body));
    }
  }
  return problems;
}
