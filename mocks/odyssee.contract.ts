// The operations of ../contracts/odyssee/openapi.yaml as types, written by `truce types`; do not edit.
import type { ContractToken } from '../src/index.ts';

export interface Operations {
  /**
   * POST /api/Contact/Save
   *
   * Add or update a contact
   *
   * Stores the whole contact under the `id` that the caller chose: an unknown `id` adds a contact, a known one
   * updates it. There are no query parameters.
   */
  saveContact: {
    parameters: {
      path: {};
      query: {};
      header: {};
      cookie: {};
    };
    body: requests.Contact;
    responses: {
      /** The contact as stored: 200 when it was updated, 201 when it is new. */
      200: responses.Contact;
      /** The contact as stored: 200 when it was updated, 201 when it is new. */
      201: responses.Contact;
      /** The body cannot be read, or a member is missing or has a value that is not allowed. */
      400: responses.Error;
      /** No credentials, or credentials the server does not know. */
      401: responses.Error;
      /**
       * The user may not store this contact (403), something the contact refers to is not there (404), another change
       * came first (409), or a precondition of the server failed (417).
       */
      403: responses.Error;
      /**
       * The user may not store this contact (403), something the contact refers to is not there (404), another change
       * came first (409), or a precondition of the server failed (417).
       */
      404: responses.Error;
      /**
       * The user may not store this contact (403), something the contact refers to is not there (404), another change
       * came first (409), or a precondition of the server failed (417).
       */
      409: responses.Error;
      /** The media type of the request is neither JSON nor XML. */
      415: responses.Error;
      /**
       * The user may not store this contact (403), something the contact refers to is not there (404), another change
       * came first (409), or a precondition of the server failed (417).
       */
      417: responses.Error;
      /** A required member is empty, or a reference such as `company_id` points to nothing. */
      422: responses.Error;
      /** The server failed. */
      500: responses.Error;
    };
  };
}

/** What requests may hold: read-only members are never required. */
export declare namespace requests {
  /**
   * A person at a customer. Request and response have the same members. The database knows no null: an unset text is
   * empty, an unset boolean false, an unset reference the all-zero identifier.
   */
  export interface Contact {
    /** Primary key, chosen by the client, also for a contact that does not exist yet. */
    id: string;
    /** First name. */
    firstname?: string;
    /** Last name, or the whole name where a system keeps it in a single field. */
    lastname: string;
    /** The company the contact belongs to. */
    company_id?: string;
    /** Language of the contact; the default language of the system when it is left out. */
    db_language_id?: string;
    /** Form of address, a key of the title list. */
    db_title_id?: string;
    /** A second function, a key of the function list. */
    db_functionbis_id?: string;
    /** An archived contact is no longer found by searches. */
    archived?: boolean;
    /** What the contact does at the company, such as ServiceManager. */
    functions?: string;
    /** Free text about the contact. */
    notes?: string;
    /** Phone number. */
    phone?: string;
    /** Mobile phone number. */
    mobile?: string;
    /** Mail address. Not checked by the server, and empty when unset. */
    email?: string;
    /** User name of the contact in the customer portal. */
    e_login?: string;
    /** Whether the contact may use the service desk. */
    e_servicedesk?: boolean;
    /** A new password for the customer portal. The help page lists it in the response too. */
    e_new_password?: string;
    /** Whether the contact may use the web shop. */
    e_commerce?: boolean;
    /** Whether the contact may see documents. */
    e_document?: boolean;
    /**
     * When the database last added or updated the contact, in UTC. A value that a client sends is ignored. JSON
     * carries up to seven fraction digits and an offset, XML three digits and `Z`.
     */
    modified_dateutc?: string;
    /** The bytes of a picture. */
    contact_picture?: string;
  }
}

/** What responses may hold: write-only members are never required. */
export declare namespace responses {
  /**
   * A person at a customer. Request and response have the same members. The database knows no null: an unset text is
   * empty, an unset boolean false, an unset reference the all-zero identifier.
   */
  export interface Contact {
    /** Primary key, chosen by the client, also for a contact that does not exist yet. */
    id: string;
    /** First name. */
    firstname?: string;
    /** Last name, or the whole name where a system keeps it in a single field. */
    lastname: string;
    /** The company the contact belongs to. */
    company_id?: string;
    /** Language of the contact; the default language of the system when it is left out. */
    db_language_id?: string;
    /** Form of address, a key of the title list. */
    db_title_id?: string;
    /** A second function, a key of the function list. */
    db_functionbis_id?: string;
    /** An archived contact is no longer found by searches. */
    archived?: boolean;
    /** What the contact does at the company, such as ServiceManager. */
    functions?: string;
    /** Free text about the contact. */
    notes?: string;
    /** Phone number. */
    phone?: string;
    /** Mobile phone number. */
    mobile?: string;
    /** Mail address. Not checked by the server, and empty when unset. */
    email?: string;
    /** User name of the contact in the customer portal. */
    e_login?: string;
    /** Whether the contact may use the service desk. */
    e_servicedesk?: boolean;
    /** A new password for the customer portal. The help page lists it in the response too. */
    e_new_password?: string;
    /** Whether the contact may use the web shop. */
    e_commerce?: boolean;
    /** Whether the contact may see documents. */
    e_document?: boolean;
    /**
     * When the database last added or updated the contact, in UTC. A value that a client sends is ignored. JSON
     * carries up to seven fraction digits and an offset, XML three digits and `Z`.
     */
    modified_dateutc?: string;
    /** The bytes of a picture. */
    contact_picture?: string;
  }

  /** The error body of ASP.NET Web API. The vendor publishes none, so no member is required and further ones may appear. */
  export interface Error {
    /** One sentence for people. */
    Message?: string;
    /** More about the cause, where the server is configured to tell. */
    MessageDetail?: string;
    /** What is wrong with each member, by its dotted name, such as `contact.lastname`. */
    ModelState?: { [name: string]: string[] };
    /** Text of the exception; development hosts only. */
    ExceptionMessage?: string;
    /** .NET type of the exception; development hosts only. */
    ExceptionType?: string;
    /** Call stack of the exception; development hosts only. */
    StackTrace?: string | null;
    /** The exception that caused this one. */
    InnerException?: Error;
  }
}

/** Odyssee Mobile ServiceApp API, contacts, 1.0 */
export const odyssee: ContractToken<Operations> = { id: 'odyssee', document: '../contracts/odyssee/openapi.yaml' };
