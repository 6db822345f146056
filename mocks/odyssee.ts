// Odyssee Mobile's ServiceApp as a mock: an upsert by the client's own identifier, and ASP.NET's words for what is refused (README.md beside it).
import { defineMock } from '../src/index.ts';
import { odyssee } from './odyssee.contract.ts';
import { aboutBody, aboutMember, denied, isRequired, unsupported } from './odyssee/refusals.ts';
import { initialState, makeContact, present, type State, zeroGuid } from './odyssee/store.ts';

const challenge = { 'WWW-Authenticate': 'Basic' };

export default defineMock(
  odyssee,
  {
    saveContact: ({ request: { body }, state, respond, now, mediaType }) => {
      if (state.isLockedOut) return respond(401, denied, challenge);
      // [Required] of .NET takes blanks for nothing; the schema cannot say so without refusing a real name.
      if (body.lastname.trim() === '') return respond(400, aboutMember('lastname', isRequired('lastname')));
      const contact = makeContact(body, now());
      if (contact.company_id !== zeroGuid && !state.companies.includes(contact.company_id))
        return respond(422, aboutMember('company_id', 'The company does not exist.'));
      const isKnown = Object.hasOwn(state.contacts, contact.id);
      state.contacts[contact.id] = contact;
      const status = isKnown ? 200 : 201;
      return respond(status, present(contact, mediaType(status)));
    },
  },
  {
    state: initialState,
    disregardAccept: true,
    invalid: ({ request, findings, respond }) => {
      const rules = findings.map(({ rule }) => rule);
      if (rules.some((rule) => rule.startsWith('request-security'))) return respond(401, denied, challenge);
      if (rules.some((rule) => rule.startsWith('request-media-type'))) return respond(415, unsupported(request.mediaType));
      return respond(400, aboutBody(request.body, findings));
    },
    states: {
      'a contact has the identifier': ({ state, params }) => {
        const id = identifier(params);
        state.contacts[id] = makeContact({ id, firstname: 'Lotte', lastname: 'Peeters' }, new Date(Date.UTC(2026, 0, 12, 8, 15, 42, 331)));
      },
      'no contact has the identifier': ({ state, params }) => void delete state.contacts[identifier(params)],
      'a company has the identifier': ({ state, params }) => void state.companies.push(identifier(params)),
      'no company has the identifier': ({ state, params }) => {
        state.companies = without(state, identifier(params));
      },
      'the password of the connector has changed': ({ state }) => {
        state.isLockedOut = true;
      },
    },
  },
);

const without = ({ companies }: State, id: string): string[] => companies.filter((other) => other !== id);

function identifier({ id }: Readonly<Record<string, unknown>>): string {
  if (typeof id !== 'string') throw new Error('The provider state needs the parameter `id`, a text');
  return id.toLowerCase();
}
