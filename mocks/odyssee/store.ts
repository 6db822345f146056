// What the Odyssee mock keeps: contacts by identifier, each with all its members, and the companies that exist.
import type { requests, responses } from '../odyssee.contract.ts';

/** The database knows no null: every member has a value. The password is not among them, it is never told. */
export type Contact = Required<responses.Contact>;

export interface State {
  /** By identifier in lower case. */
  contacts: Record<string, Contact>;
  companies: string[];
  /** True after the connector's password has changed: nobody gets in. */
  isLockedOut: boolean;
}

export const zeroGuid = '00000000-0000-0000-0000-000000000000';
const systemLanguage = '3c9e2d18-7f45-4b60-a1c2-8e5f0d6b7a93';

export const initialState = (): State => ({ contacts: {}, companies: ['0b7f6a52-91d3-4e8f-8a6c-5d2e7c1b9f40'], isLockedOut: false });

/** The whole contact as the database holds it: what was not sent has its default, also when it had another value before. */
export function makeContact(sent: requests.Contact, now: Date): Contact {
  return {
    id: sent.id.toLowerCase(),
    firstname: sent.firstname ?? '',
    lastname: sent.lastname,
    company_id: guid(sent.company_id),
    db_language_id: guid(sent.db_language_id, systemLanguage),
    db_title_id: guid(sent.db_title_id),
    db_functionbis_id: guid(sent.db_functionbis_id),
    archived: sent.archived ?? false,
    functions: sent.functions ?? '',
    notes: sent.notes ?? '',
    phone: sent.phone ?? '',
    mobile: sent.mobile ?? '',
    email: sent.email ?? '',
    e_login: sent.e_login ?? '',
    e_servicedesk: sent.e_servicedesk ?? false,
    e_new_password: '',
    e_commerce: sent.e_commerce ?? false,
    e_document: sent.e_document ?? false,
    modified_dateutc: now.toISOString(),
    contact_picture: sent.contact_picture ?? '',
  };
}

const guid = (sent: string | undefined, otherwise = zeroGuid): string => (sent ?? otherwise).toLowerCase();

/** JSON: trailing zeros of the second dropped, an offset. XML: elements in alphabetical order, three digits and `Z`. */
export function present(contact: Contact, mediaType: string | undefined): Contact {
  if (!mediaType?.endsWith('/xml')) return { ...contact, modified_dateutc: contact.modified_dateutc.replace(/\.?0*Z$/, '+00:00') };
  return {
    archived: contact.archived,
    company_id: contact.company_id,
    contact_picture: contact.contact_picture,
    db_functionbis_id: contact.db_functionbis_id,
    db_language_id: contact.db_language_id,
    db_title_id: contact.db_title_id,
    e_commerce: contact.e_commerce,
    e_document: contact.e_document,
    e_login: contact.e_login,
    e_new_password: contact.e_new_password,
    e_servicedesk: contact.e_servicedesk,
    email: contact.email,
    firstname: contact.firstname,
    functions: contact.functions,
    id: contact.id,
    lastname: contact.lastname,
    mobile: contact.mobile,
    modified_dateutc: contact.modified_dateutc,
    notes: contact.notes,
    phone: contact.phone,
  };
}
