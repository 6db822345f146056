// ONLYOFFICE's CRM persons as a mock: numbers that count up, links to companies, sharing, and the portal's envelopes (README.md beside it).
import { defineMock, type Finding } from '../src/index.ts';
import { onlyoffice } from './onlyoffice.contract.ts';
import {
  challenge,
  formatOf,
  freshness,
  html,
  invalidFile,
  notFound,
  nullReference,
  outOfRange,
  page,
  succeed,
} from './onlyoffice/answers.ts';
import { hasPicture, initialState, makeKnownPerson, type Sent, store } from './onlyoffice/portal.ts';
import { narrow, showPerson } from './onlyoffice/present.ts';

export default defineMock(
  onlyoffice,
  {
    createPerson: ({ request, state, respond, now }) => {
      if (state.isSignedOut) return respond(401, 'Unauthorized', challenge(request.fields));
      const { body } = request;
      const companyId = body.companyId ?? 0;
      if (companyId > 0 && state.companies[companyId] === undefined) return respond(404, notFound, formatOf(request));
      const person = store(state, body, { id: state.nextId++, created: now().toISOString() });
      // The person has been stored by then.
      if (isEmptyPicture(body)) return respond(403, invalidFile, formatOf(request));
      const shown = narrow(showPerson(state, person, true), request.query.fields);
      return respond(201, succeed(201, shown), { ...freshness(state), ...formatOf(request) });
    },
    updatePerson: ({ request, state, respond }) => {
      if (state.isSignedOut) return respond(401, 'Unauthorized', challenge(request.fields));
      const { body } = request;
      const known = state.persons[request.path.personid];
      if (!known || body.lastName.trim() === '') return respond(400, outOfRange, formatOf(request));
      // The number of a company is not looked up here, unlike on creation.
      const person = store(state, body, known);
      if (isEmptyPicture(body)) return respond(403, invalidFile, formatOf(request));
      const shown = narrow(showPerson(state, person, false), request.query.fields);
      return respond(200, succeed(200, shown), { ...freshness(state), ...formatOf(request) });
    },
  },
  {
    state: initialState,
    disregardAccept: true,
    invalid: ({ operation, request, findings, respond }) => {
      const has = (rule: string): boolean => findings.some((finding) => finding.rule.startsWith(rule));
      if (has('request-security')) return respond(401, 'Unauthorized', challenge(request.fields));
      if (has('request-path') && !/\/person\/\d+(?:\.(?:json|xml))?(?:$|[?#])/i.test(request.target)) return respond(404, page, html);
      if (findings.some(isAboutPicture)) return respond(403, invalidFile, formatOf(request));
      const isNameless = operation.id === 'createPerson' && !has('request-body-malformed') && !hasNames(request.body);
      return isNameless ? respond(500, nullReference, formatOf(request)) : respond(400, outOfRange, formatOf(request));
    },
    states: {
      'a company has the identifier': ({ state, params }) => {
        state.companies[numberOf(params)] ??= 'Food and Culture Project';
      },
      'no company has the identifier': ({ state, params }) => void delete state.companies[numberOf(params)],
      'a custom field has the identifier': ({ state, params }) => {
        state.customFields[numberOf(params)] ??= { label: 'Region', fieldType: 0, position: 0, mask: '' };
      },
      'a person has the identifier': ({ state, params }) => {
        const id = numberOf(params);
        state.persons[id] ??= makeKnownPerson(id);
        state.nextId = Math.max(state.nextId, id + 1);
      },
      'no person has the identifier': ({ state, params }) => void delete state.persons[numberOf(params)],
      'the token has expired': ({ state }) => {
        state.isSignedOut = true;
      },
    },
  },
);

const isEmptyPicture = (sent: Sent): boolean => hasPicture(sent) && sent.photo?.[0] === '';

const isAboutPicture = ({ rule, instance }: Finding): boolean =>
  rule === 'request-body-mismatch' && instance?.pointer.startsWith('/photo') === true;

/** A body the server does not read, such as `application/xml`, has no names either. */
const hasNames = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  ['firstName', 'lastName'].every((name) => Object.hasOwn(body, name) && Reflect.get(body, name) !== null);

function numberOf({ id }: Readonly<Record<string, unknown>>): number {
  const number = Number(id);
  if (!Number.isSafeInteger(number)) throw new Error('The provider state needs the parameter `id`, an integer');
  return number;
}
