// The operations of ../contracts/onlyoffice/openapi.yaml as types, written by `truce types`; do not edit.
import type { ContractToken } from '../src/index.ts';

export interface Operations {
  /**
   * POST /api/2.0/crm/contact/person
   *
   * Create a person
   *
   * Adds a person to the CRM, optionally linked to a company, restricted to managers, and with a photo.
   */
  createPerson: {
    parameters: {
      path: {};
      query: {
        /** Names of the members of `response` to keep; all others are left out. */
        fields?: string[];
        /** How many items a list holds; read by every call, without effect on a single person. */
        count?: number;
        /** Where a list starts; without effect on a single person. */
        startIndex?: number;
        /** The member a list is sorted by; without effect on a single person. */
        sortBy?: string;
        /** Ascending or descending; without effect on a single person. */
        sortOrder?: string;
        /** The member a list is filtered by; without effect on a single person. */
        filterBy?: string;
        /** How `filterValue` is compared; without effect on a single person. */
        filterOp?: string;
        /** The value a list is filtered for; without effect on a single person. */
        filterValue?: string;
        /** The oldest update a list holds; without effect on a single person. */
        updatedSince?: string;
      };
      header: {};
      cookie: {};
    };
    body: requests.NewPerson | requests.NewPersonWithPhoto;
    responses: {
      /** The person was created. */
      201: responses.PersonEnvelope;
      /** A name is blank, a value cannot be read as its type, or the body is malformed. */
      400: responses.ErrorEnvelope;
      /** No credentials, or none that the portal knows. The body is no envelope. */
      401: string;
      /** The subscription of the portal has run out. */
      402: responses.ErrorEnvelope;
      /**
       * The user may not use the CRM or not change this contact; or a file is not a picture, in which case the person
       * has been stored already.
       */
      403: responses.ErrorEnvelope;
      /** There is no company with the number `companyId`. */
      404: responses.ErrorEnvelope;
      /** A name is missing on creation, a photo is too large, or the server failed. */
      500: responses.ErrorEnvelope;
      /** The portal is being moved, or the caller made more than 500 requests in 10 seconds. */
      503: responses.ErrorEnvelope | string;
    };
  };
  /**
   * PUT /api/2.0/crm/contact/person/{personid}
   *
   * Update a person
   *
   * Replaces the data of a person. A request without `companyId` unlinks the person from its company. Clients report
   * that a form leaves `companyId` and `about` unread here, and that the answer may be older than the update.
   */
  updatePerson: {
    parameters: {
      path: {
        /** Number of the person; digits only. */
        personid: number;
      };
      query: {
        /** Names of the members of `response` to keep; all others are left out. */
        fields?: string[];
        /** How many items a list holds; read by every call, without effect on a single person. */
        count?: number;
        /** Where a list starts; without effect on a single person. */
        startIndex?: number;
        /** The member a list is sorted by; without effect on a single person. */
        sortBy?: string;
        /** Ascending or descending; without effect on a single person. */
        sortOrder?: string;
        /** The member a list is filtered by; without effect on a single person. */
        filterBy?: string;
        /** How `filterValue` is compared; without effect on a single person. */
        filterOp?: string;
        /** The value a list is filtered for; without effect on a single person. */
        filterValue?: string;
        /** The oldest update a list holds; without effect on a single person. */
        updatedSince?: string;
      };
      header: {};
      cookie: {};
    };
    body: requests.PersonUpdate | requests.PersonUpdateWithPhoto;
    responses: {
      /** The person was updated. */
      200: responses.PersonEnvelope;
      /** There is no person with this number, a name is blank, a value cannot be read as its type, or the body is malformed. */
      400: responses.ErrorEnvelope;
      /** No credentials, or none that the portal knows. The body is no envelope. */
      401: string;
      /** The subscription of the portal has run out. */
      402: responses.ErrorEnvelope;
      /**
       * The user may not use the CRM or not change this contact; or a file is not a picture, in which case the person
       * has been stored already.
       */
      403: responses.ErrorEnvelope;
      /**
       * `personid` is not made of digits, so that no call answers, but the web server with a page of its own. An unknown
       * person is 400.
       */
      404: string;
      /** A name is missing on creation, a photo is too large, or the server failed. */
      500: responses.ErrorEnvelope;
      /** The portal is being moved, or the caller made more than 500 requests in 10 seconds. */
      503: responses.ErrorEnvelope | string;
    };
  };
}

/** What requests may hold: read-only members are never required. */
export declare namespace requests {
  /** The value of one user-defined field. The two names are in Pascal case, unlike all others. */
  export interface CustomFieldValue {
    /** Number of the field. */
    Key?: number;
    /** The value as text; an item with null or an empty text is skipped. */
    Value?: string | null;
  }

  /** A person to create. In XML the root element may have any name. */
  export interface NewPerson {
    /** First name; blank is refused. */
    firstName: string;
    /** Last name; may be empty, not missing. */
    lastName: string;
    /** Job title. Returned as `title`. */
    jobTitle?: string;
    /** The company the person works for. Zero, null and no value at all mean none; an update with one of them unlinks. */
    companyId?: number | null;
    /** Free text about the person. */
    about?: string;
    /**
     * Who else sees the person: None or 0, nobody; ReadWrite or 1, everybody, who may change it as well; Read or
     * 2, everybody. The server reads the names in any mix of cases.
     */
    shareType?: 'None' | 'ReadWrite' | 'Read' | 'none' | 'readWrite' | 'read' | '0' | '1' | '2' | 0 | 1 | 2;
    /** Users who manage the person; an empty list changes nothing. Forms repeat `managerList`, or `managerList[]`. */
    managerList?: string[];
    /** Values of user-defined fields. Forms number the items: `customFieldList[0][Key]`, `customFieldList[0][Value]`. */
    customFieldList?: CustomFieldValue[];
    /** Always empty here and without effect; a photo travels as multipart/form-data only. */
    photo?: unknown[];
  }

  /** Values of user-defined fields. Forms number the items: `customFieldList[0][Key]`, `customFieldList[0][Value]`. */
  export type NewPersonCustomFieldList = CustomFieldValue[];

  /** Users who manage the person; an empty list changes nothing. Forms repeat `managerList`, or `managerList[]`. */
  export type NewPersonManagerList = string[];

  /** A person to create, as a form with files. */
  export interface NewPersonWithPhoto {
    /** First name; blank is refused. */
    firstName: string;
    /** Last name; may be empty, not missing. */
    lastName: string;
    /** Job title. Returned as `title`. */
    jobTitle?: string;
    /** The company the person works for. Zero, null and no value at all mean none; an update with one of them unlinks. */
    companyId?: number | null;
    /** Free text about the person. */
    about?: string;
    /**
     * Who else sees the person: None or 0, nobody; ReadWrite or 1, everybody, who may change it as well; Read or
     * 2, everybody. The server reads the names in any mix of cases.
     */
    shareType?: 'None' | 'ReadWrite' | 'Read' | 'none' | 'readWrite' | 'read' | '0' | '1' | '2' | 0 | 1 | 2;
    managerList?: NewPersonManagerList;
    customFieldList?: NewPersonCustomFieldList;
    /** Pictures; only the first is used. The server takes any file part for one, whatever its name. */
    photo?: string[];
  }

  /** Pictures; only the first is used. The server takes any file part for one, whatever its name. */
  export type NewPersonWithPhotoPhoto = string[];

  /** A person to update. In XML the root element may have any name. */
  export interface PersonUpdate {
    /** First name; blank is refused. */
    firstName: string;
    /** Last name; an update refuses an empty one. */
    lastName: string;
    /** Job title. Returned as `title`. */
    jobTitle?: string;
    /** The company the person works for. Zero, null and no value at all mean none; an update with one of them unlinks. */
    companyId?: number | null;
    /** Free text about the person. */
    about?: string;
    /**
     * Who else sees the person: None or 0, nobody; ReadWrite or 1, everybody, who may change it as well; Read or
     * 2, everybody. The server reads the names in any mix of cases.
     */
    shareType?: 'None' | 'ReadWrite' | 'Read' | 'none' | 'readWrite' | 'read' | '0' | '1' | '2' | 0 | 1 | 2;
    managerList?: NewPersonManagerList;
    customFieldList?: NewPersonCustomFieldList;
    /** Always empty here and without effect; a photo travels as multipart/form-data only. */
    photo?: unknown[];
  }

  /** A person to update, as a form with files. */
  export interface PersonUpdateWithPhoto {
    /** First name; blank is refused. */
    firstName: string;
    /** Last name; an update refuses an empty one. */
    lastName: string;
    /** Job title. Returned as `title`. */
    jobTitle?: string;
    /** The company the person works for. Zero, null and no value at all mean none; an update with one of them unlinks. */
    companyId?: number | null;
    /** Free text about the person. */
    about?: string;
    /**
     * Who else sees the person: None or 0, nobody; ReadWrite or 1, everybody, who may change it as well; Read or
     * 2, everybody. The server reads the names in any mix of cases.
     */
    shareType?: 'None' | 'ReadWrite' | 'Read' | 'none' | 'readWrite' | 'read' | '0' | '1' | '2' | 0 | 1 | 2;
    managerList?: NewPersonManagerList;
    customFieldList?: NewPersonCustomFieldList;
    photo?: NewPersonWithPhotoPhoto;
  }
}

/** What responses may hold: write-only members are never required. */
export declare namespace responses {
  /** A postal address; empty members are left out. */
  export interface Address {
    /** Street and number. */
    street?: string;
    /** City. */
    city?: string;
    /** State or region. */
    state?: string;
    /** Postal code. */
    zip?: string;
    /** Country. */
    country?: string;
    /** Kind of address. */
    category?: number;
    /** Name of the kind of address. */
    categoryName?: string;
    /** Whether this is the main address. */
    isPrimary?: boolean;
  }

  /** One way to reach a contact. */
  export interface CommonData {
    /**
     * 0 phone, 1 mail, 2 web site, 3 Skype, 4 Twitter, 5 LinkedIn, 6 Facebook, 7 address, and further services up
     * to 17.
     */
    infoType?: number;
    /** Kind within the type, such as home or work. */
    category?: number;
    /** The number, address or name itself. */
    data?: string;
    /** Name of the kind. */
    categoryName?: string;
    /** Whether this is the main one of its type. */
    isPrimary?: boolean;
    /** Number of the entry. */
    id?: number;
  }

  /** The company of a person. The first three members stand in the vendor's sample; a live server leaves them out here. */
  export type Company = Contact & {
    /** Name of the company. */
    companyName?: string;
    /** Free text about the company. */
    about?: string;
    /** Whether a task of the company is late. */
    haveLateTasks?: boolean;
  };

  /** What persons and companies have in common. `fields` may leave out any member. */
  export interface Contact {
    /** Address of the small picture, relative to the portal or absolute. */
    smallFotoUrl?: string;
    /** Address of the medium picture, relative to the portal or absolute. */
    mediumFotoUrl?: string;
    /** First and last name, or the name of the company. Null in the vendor's sample only. */
    displayName?: string | null;
    /** True for a company, false for a person. */
    isCompany?: boolean;
    /** Users who may see the contact; only for a private one. */
    accessList?: Employee[];
    /** True when `shareType` is 0. */
    isPrivate?: boolean;
    /** True when `shareType` is 1 or 2. */
    isShared?: boolean;
    /** 0 not shared, 1 shared for reading and writing, 2 shared for reading. */
    shareType?: 0 | 1 | 2;
    currency?: Currency;
    /** Whether the caller may change the contact. */
    canEdit?: boolean;
    /** Whether the caller may delete the contact. */
    canDelete?: boolean;
    /** Number of the contact. Zero in the vendor's sample only. */
    id?: number;
  }

  /** Currency of the contact, or null. */
  export type Currency = {
    /** Name of the currency. */
    title?: string;
    /** Symbol. */
    symbol?: string;
    /** Three letters. */
    abbreviation?: string;
    /** Country whose customs apply. */
    cultureName?: string;
    /** Whether the portal can convert it. */
    isConvertable?: boolean;
    /** Whether it is among the main currencies. */
    isBasic?: boolean;
  } | null;

  /** A user-defined field with its value. */
  export interface CustomField {
    /** Number of the contact. */
    entityId?: number;
    /** Name of the field. */
    label?: string;
    /** The value as text. */
    fieldValue?: string | null;
    /** 0 text, 1 text area, 2 select box, 3 check box, 4 heading, 5 date. */
    fieldType?: 0 | 1 | 2 | 3 | 4 | 5;
    /** Place among the fields. */
    position?: number;
    /** Settings of the field, as JSON in a text. */
    mask?: string | null;
    /** Number of the field. */
    id?: number;
  }

  /** A user of the portal, in short. */
  export interface Employee {
    /** Identifier of the user. */
    id?: string;
    /** Name of the user. */
    displayName?: string;
    /** Job title of the user. */
    title?: string;
    /** Address of a picture; not always a URI. */
    avatarSmall?: string;
    /** Address of the profile page, empty for an unknown user. */
    profileUrl?: string;
  }

  /** What went wrong. */
  export interface Error {
    /** A sentence for people, in the language of the portal or of .NET. */
    message: string;
    /** .NET type of the exception; debug builds only. */
    type?: string;
    /** Call stack of the exception; debug builds only. */
    stack?: string | null;
    /** The number .NET gives the exception. */
    hresult?: number;
    /** Further data of the exception, usually empty; older versions leave it out. */
    data?: { [name: string]: unknown } | null;
  }

  /** What an answer that failed looks like. */
  export interface ErrorEnvelope {
    /** 1 means failure. Not the HTTP status. */
    status: 1;
    /** The HTTP status once more. */
    statusCode?: number;
    error: Error;
  }

  /** An entry of a list the portal's administrator keeps, such as the temperature of a contact. */
  export interface ListItem {
    /** Name of the entry. */
    title?: string;
    /** Free text. */
    description?: string | null;
    /** Colour, such as `#ffcc00`. */
    color?: string | null;
    /** Place in the list; absent when zero. */
    sortOrder?: number;
    /** Number of the entry. */
    id?: number;
  }

  /**
   * A person of the CRM. The query parameter `fields` may leave out any member, so none is required of a narrowed
   * answer; the condition below says what a whole one always holds.
   */
  export type Person = Contact & {
    /** First name. */
    firstName?: string;
    /** Last name. */
    lastName?: string;
    company?: Company;
    /** Job title; sent as `jobTitle`. */
    title?: string;
    /** Postal addresses. */
    addresses?: Address[];
    createBy?: Employee;
    /** When the person was created, with seven fraction digits and the offset of the portal. */
    created?: string;
    /** Free text about the person. */
    about?: string;
    /** Industry of the contact. */
    industry?: string;
    contactStatus?: ListItem;
    /** Phone numbers, mail addresses and other ways to reach the person. */
    commonData?: CommonData[];
    /** User-defined fields and their values. */
    customFields?: CustomField[];
    /** Number of open tasks; absent when there is none. */
    taskCount?: number;
    /** Whether a task of the person is late. */
    haveLateTasks?: boolean;
  };

  /** What an answer that succeeded looks like. */
  export interface PersonEnvelope {
    /** Number of objects in `response`; 1 for a person. */
    count?: number;
    /** Lists only. */
    startIndex?: number;
    /** Lists only. */
    nextIndex?: number;
    /** Lists only. */
    total?: number;
    /** 0 means success. Not the HTTP status. */
    status: 0;
    /** The HTTP status once more. */
    statusCode?: 200 | 201;
    response: Person;
  }
}

/** ONLYOFFICE Community Server, CRM persons, 2.0 */
export const onlyoffice: ContractToken<Operations> = { id: 'onlyoffice', document: '../contracts/onlyoffice/openapi.yaml' };
