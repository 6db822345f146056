// A mock with a state, for the tests of the fixture that sets and resets it.
import { type ContractToken, defineMock } from '../../../src/index.ts';

interface Operations {
  getContact: {
    parameters: { path: { id: number }; query: object; header: object; cookie: object };
    body: undefined;
    responses: { 200: { id: number; name: string }; 404: undefined };
  };
}
const contacts: ContractToken<Operations> = { id: 'contacts', document: '../contacts.yaml' };

export default defineMock(
  contacts,
  { getContact: ({ state, respond }) => respond(200, { id: 1, name: state.name }) },
  {
    state: () => ({ name: 'Ada' }),
    states: {
      'the contact is called': ({ state, params }) => {
        state.name = String(params['name']);
      },
    },
  },
);
