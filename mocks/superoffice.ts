// SuperOffice's companies as a mock: the agent call and the REST call over one base, whole replacement, `$select` and preconditions (README.md beside it).
import { defineMock } from '../src/index.ts';
import { superoffice } from './superoffice.contract.ts';
import { company } from './superoffice/carriers.ts';
import { Unreadable } from './superoffice/read.ts';
import { linksOf, select, withOffset } from './superoffice/select.ts';
import { addCompany, initialState, save } from './superoffice/store.ts';

const challenge = { 'WWW-Authenticate': ['Basic realm="SuperOffice"', 'Bearer'] };
const zone = { 'SO-TIMEZONE': 'UTC' };
const invalidRequest = (MessageDetail: string) => ({ Message: 'The request is invalid.', MessageDetail });
const noEntity = { Message: 'Bad request. Entity to save is not in request body.' };

export default defineMock(
  superoffice,
  {
    saveContactEntity: ({ request, state, respond, now }) => {
      if (state.isSignedOut) return respond(401, undefined, challenge);
      const sent = read(request.body);
      if (sent instanceof Unreadable) return respond(400, invalidRequest(sent.message));
      // An agent knows no error status: what it cannot save is null.
      if (sent.ContactId !== 0 && !state.companies[sent.ContactId]) return respond(200, null);
      const saved = save(state, sent, sent.ContactId === 0 ? state.nextId++ : sent.ContactId, now());
      return respond(200, withOffset(saved, request.header['SO-TimeZone']), zone);
    },
    putContactEntity: ({ request, state, respond, now }) => {
      if (state.isSignedOut) return respond(401, undefined, challenge);
      const { id } = request.path;
      const stored = state.companies[id];
      if (!stored)
        return respond(404, {
          Error: true,
          ErrorType: 'SoNotFoundException',
          ErrorMessage: `Contact id ${id} not found`,
          ErrorSource: 'SuperOffice.Services.Implementation',
        });
      if (isBefore(request.header['If-Unmodified-Since'], stored.UpdatedDate)) return respond(412);
      const sent = read(request.body);
      if (sent instanceof Unreadable) return respond(400, invalidRequest(sent.message));
      const saved = save(state, sent, id, now());
      const host = request.fields.find(([name]) => name.toLowerCase() === 'host')?.[1];
      const shown = withOffset(select(saved, request.query.$select), request.header['SO-TimeZone']);
      return respond(200, { ...shown, _Links: linksOf(id, request.target, host) }, zone);
    },
  },
  {
    state: initialState,
    disregardAccept: true,
    invalid: ({ operation, findings, respond }) => {
      if (findings.some(({ rule }) => rule.startsWith('request-security'))) return respond(401, undefined, challenge);
      const isMissing = findings.some(({ rule }) => rule === 'request-body-missing');
      if (isMissing && operation.id === 'putContactEntity') return respond(400, noEntity);
      if (isMissing) return respond(400, invalidRequest("The parameters dictionary contains a null entry for parameter 'entity'."));
      return respond(400, invalidRequest(findings.map(({ message }) => message).join('; ')));
    },
    states: {
      'the lists have the items': ({ state: { lists }, params: { business, category } }) => {
        if (business !== undefined) lists.Business[integerOf(business)] ??= 'Transport';
        if (category !== undefined) lists.Category[integerOf(category)] ??= 'Customer';
      },
      'a contact has the identifier': ({ state, params: { id } }) => {
        const number = integerOf(id);
        if (!state.companies[number]) addCompany(state, number, { Name: 'Nordlys Shipping AS' });
        state.nextId = Math.max(state.nextId, number + 1);
      },
      'no contact has the identifier': ({ state, params: { id } }) => void delete state.companies[integerOf(id)],
      'a contact was changed': ({ state, params: { id, at } }) => {
        addCompany(state, integerOf(id), { Name: 'Nordlys Shipping AS' }, new Date(`${String(at)}Z`));
      },
      'the token has expired': ({ state }) => {
        state.isSignedOut = true;
      },
    },
  },
);

function read(body: unknown): ReturnType<typeof company> | Unreadable {
  try {
    return company(body, '');
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

/** Both in UTC and to the second; the old form of an HTTP-date without a zone is in UTC too (RFC 9110 §5.6.7). */
const isBefore = (moment: string | undefined, updated: string): boolean =>
  moment !== undefined && Date.parse(moment.endsWith('GMT') ? moment : `${moment} GMT`) < Date.parse(`${updated}Z`);

function integerOf(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error('The provider state needs numbers as parameters');
  return number;
}
