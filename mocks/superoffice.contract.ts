// The operations of ../contracts/superoffice/openapi.yaml as types, written by `truce types`; do not edit.
import type { ContractToken } from '../src/index.ts';

export interface Operations {
  /**
   * POST /api/v1/Agents/Contact/SaveContactEntity
   *
   * Create or replace a company
   *
   * Creates a company when `ContactId` is 0 or absent, otherwise replaces the company with that id as a whole.
   * A save that fails inside the server answers 200 with the JSON value `null`, not with an error status.
   * `If-Unmodified-Since` has no effect here.
   */
  saveContactEntity: {
    parameters: {
      path: {};
      query: {};
      header: {
        /** Languages (ISO 639-1 codes), best first, for list texts and multi-language values. */
        'Accept-Language'?: string;
        /** One language (ISO 639-1 code) that wins over `Accept-Language`; `*` or `x` switches translation off. */
        'SO-Language'?: string;
        /** Culture for numbers and dates in formatted texts. Ignored when no language is set. */
        'SO-Culture'?: string;
        /** Time zone, by code or id, that dates in the answer are converted to; `includeTZOffset`, alone or after a comma, asks for dates with an offset. */
        'SO-TimeZone'?: string;
        /** Minutes between UTC and the client's clock, as the vendor's own client library sends them. */
        'SO-Browser-TZ-Offset'?: number;
      };
      cookie: {};
    };
    body: requests.ContactEntity;
    responses: {
      /** The company as it is stored now, or `null` when it could not be saved. */
      200: responses.SaveResult;
      /** The request could not be read as an entity. */
      400: responses.AnyError;
      /** Nobody is signed in, or the XSRF token is missing. The body is not documented. */
      401: undefined;
      /** The server failed. */
      500: responses.AnyError;
    };
  };
  /**
   * PUT /api/v1/Contact/{id}
   *
   * Replace a company
   *
   * Replaces the company named by the path as a whole; it never creates one. Sending only some members is what PATCH is for.
   * What happens when `ContactId` in the body names another company than the path is not documented.
   */
  putContactEntity: {
    parameters: {
      path: {
        /** Id of the company to replace. */
        id: number;
      };
      query: {
        /**
         * Members to return, by name in any case, paths such as `category/id` included; all others come back emptied.
         * Without it everything is returned.
         */
        $select?: string[];
      };
      header: {
        /** Refuse with 412 when the company has changed since this moment (RFC 9110 §13.1.4). */
        'If-Unmodified-Since'?: string;
        /** Languages (ISO 639-1 codes), best first, for list texts and multi-language values. */
        'Accept-Language'?: string;
        /** One language (ISO 639-1 code) that wins over `Accept-Language`; `*` or `x` switches translation off. */
        'SO-Language'?: string;
        /** Culture for numbers and dates in formatted texts. Ignored when no language is set. */
        'SO-Culture'?: string;
        /** Time zone, by code or id, that dates in the answer are converted to; `includeTZOffset`, alone or after a comma, asks for dates with an offset. */
        'SO-TimeZone'?: string;
        /** Minutes between UTC and the client's clock, as the vendor's own client library sends them. */
        'SO-Browser-TZ-Offset'?: number;
      };
      cookie: {};
    };
    body: requests.ContactEntity;
    responses: {
      /** The company as it is stored now, with links. */
      200: responses.ContactEntityWithLinks;
      /** The body holds no entity to save. What the answer's body looks like is not documented. */
      400: responses.AnyError;
      /** Nobody is signed in, or the XSRF token is missing. The body is not documented. */
      401: undefined;
      /** There is no such company. Known from GET and PATCH on the same path. */
      404: responses.ServiceError;
      /** The company has changed since the moment given in `If-Unmodified-Since`; nothing was stored. No body is known. */
      412: undefined;
      /** The server failed. */
      500: responses.AnyError;
    };
  };
}

/** What requests may hold: read-only members are never required. */
export declare namespace requests {
  /** An address as formatted lines and in parts. Servers of generation 8 send the lines only. */
  export interface Address {
    /** Latitude; 0 when unknown. */
    Wgs84Latitude?: number;
    /** Longitude; 0 when unknown. */
    Wgs84Longitude?: number;
    /** Lines of fields, laid out as the country wants them. */
    LocalizedAddress?: LocalizedField[][];
    /** Street address in parts. */
    Street?: StructuredAddress | null;
    /** Postal address in parts. */
    Postal?: StructuredAddress | null;
    /** The address as text. */
    Formatted?: string | null;
    /** What the signed-in user may do with the address. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** Which address an address is. */
  export type AddressType =
    | 'Unknown'
    | 'ContactPostalAddress'
    | 'ContactStreetAddress'
    | 'PersonPrivateAddress'
    | 'QuoteBillingAddress'
    | 'QuoteShippingAddress';

  /** A user of SuperOffice. */
  export interface Associate {
    /** Id of the associate. */
    AssociateId?: number;
    /** Short name, often initials. */
    Name?: string | null;
    /** Person the associate is. */
    PersonId?: number;
    /** Place in the list. */
    Rank?: number;
    /** Hint on the associate. */
    Tooltip?: string | null;
    /** Kind of user. */
    Type?: UserType;
    /** User group. */
    GroupIdx?: number;
    /** Name in full. */
    FullName?: string | null;
    /** Name with form of address and title. */
    FormalName?: string | null;
    /** The associate is no longer active. */
    Deleted?: boolean;
    /** Id of the user in the service module. */
    EjUserId?: number;
    /** Name the user signs in with. */
    UserName?: string | null;
    /**
     * Extra fields. Version 12 and later.
     * @deprecated
     */
    ExtraFields?: FieldMap | null;
    /** User-defined and extra fields. Version 12 and later. */
    CustomFields?: FieldMap | null;
    /** What the signed-in user may do with the associate. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A line of business. */
  export interface Business {
    /** Id of the line of business. */
    Id?: number;
    /** Text of the line of business. */
    Value?: string | null;
    /** Hint on the line of business. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A category of companies. Group, lead status, rank and deletion come with version 12. */
  export interface Category {
    /** Id of the category. */
    Id?: number;
    /** Text of the category. */
    Value?: string | null;
    /** Hint on the category. */
    Tooltip?: string | null;
    /** What the category says about the relation. */
    CategoryGroup?: CategoryGroup;
    /** Companies of this category have a lead status. */
    EnableLeadStatus?: boolean;
    /** Place in the list. */
    Rank?: number;
    /** The category is no longer on offer. */
    Deleted?: boolean;
    /** What the signed-in user may do with the category. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** What a category says about the relation. */
  export type CategoryGroup = 'Unknown' | 'Customer' | 'PotentialCustomer' | 'Partner' | 'Lost' | 'Other';

  /** A company as clients send it and as `saveContactEntity` returns it. No member is required; values of numbers, flags and dates are never null. */
  export type ContactEntity = ContactEntityBase & {
    /** Id of the company. 0 or absent in `saveContactEntity` creates one. */
    ContactId?: number;
    /** When the company was last changed. */
    UpdatedDate?: DateTime;
    /** When the company was registered. */
    CreatedDate?: DateTime;
    /** E-mail addresses. */
    Emails?: EntityElements;
    /** Interests on offer and which of them are selected (list `contint`). */
    Interests?: SelectableMDOListItems;
    /** Web addresses. */
    Urls?: EntityElements;
    /** Telephone numbers. */
    Phones?: EntityElements;
    /** Fax numbers. */
    Faxes?: EntityElements;
    /** People who belong to the company. */
    Persons?: Persons;
    /** The company does not want advertising. */
    NoMailing?: boolean;
    /** Stop flag. */
    Xstop?: boolean;
    /** How many interests are active. */
    ActiveInterests?: number;
    /** Group of the associate who owned the company first. */
    GroupId?: number;
    /** Active status monitor with the lowest rank. */
    ActiveStatusMonitorId?: number;
    /** Not 0 when the company counts as deleted. A number here, a boolean in list items. */
    Deleted?: number;
    /** Integration agent. */
    DbiAgentId?: number;
    /** Last synchronisation with the external source. Misspelt on the wire. */
    DbiLastSyncronized?: DateTime;
    /** When the entry in the external source last changed. */
    DbiLastModified?: DateTime;
    /** How the company was acquired. */
    Source?: number;
    /** How many ERP links are active. */
    ActiveErpLinks?: number;
    /** E-mail addresses that have bounced. */
    BounceEmails?: EmailAddresses;
    /** Web domains of the company, by rank. */
    Domains?: DomainNames;
    /**
     * User-defined fields by ProgId or by `SuperOffice:` and a number. Superseded by `CustomFields`.
     * @deprecated
     */
    UserDefinedFields?: FieldMap;
    /**
     * Fields added by plug-ins, foreign keys or other applications. Superseded by `CustomFields`.
     * @deprecated
     */
    ExtraFields?: FieldMap;
    /** User-defined and extra fields in one map. */
    CustomFields?: FieldMap;
    [name: string]: unknown;
  };

  /** Members of a company that may be null wherever a company appears. */
  export interface ContactEntityBase {
    /** Name of the company. One tenant's limit is 219 characters. */
    Name?: string | null;
    /** Department. One tenant's limit is 219 characters. */
    Department?: string | null;
    /** VAT number or the like. One tenant's limit is 49 characters. */
    OrgNr?: string | null;
    /** Free alphanumeric field. One tenant's limit is 49 characters. */
    Number1?: string | null;
    /** Second free alphanumeric field. One tenant's limit is 49 characters. */
    Number2?: string | null;
    /** Note shown with the company. One tenant's limit is 2047 characters. */
    Description?: string | null;
    /** Who last changed the company. */
    UpdatedBy?: Associate | null;
    /** Who created the company. */
    CreatedBy?: Associate | null;
    /** Who owns the company (list `associate`). */
    Associate?: Associate | null;
    /** Line of business (list `business`). Mandatory in the user interface only. */
    Business?: Business | null;
    /** Category (list `category`). Mandatory in the user interface only. */
    Category?: Category | null;
    /** Country (list `country`). It decides the formats of telephone numbers and addresses. */
    Country?: Country | null;
    /** Name in kana, for Japan. One tenant's limit is 219 characters. */
    Kananame?: string | null;
    /** Who handles the company's support requests (list `associate`). */
    SupportAssociate?: Associate | null;
    /** Priority of the company's support requests (list `ticketpriority`). */
    TicketPriority?: TicketPriority | null;
    /** Language of the customer. */
    CustomerLanguage?: CustomerLanguage | null;
    /** Primary key in the external source. One tenant's limit is 255 characters. */
    DbiKey?: string | null;
    /** The company's contact for support. */
    SupportPerson?: Person | null;
    /** Street and postal address, as formatted lines and in parts. Changing one of the two forms is enough. */
    Address?: Address | null;
    /** How the first person of the company found it. NetServer 11 before 11.4.1157. */
    InitialUtmParameters?: InitialUtmParameters | null;
    /** Takes the place of `InitialUtmParameters` from NetServer 11.4.1157. */
    UtmParameters?: SavedUtmParameters | null;
    /** What the signed-in user may do with the company. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A country with its conventions. */
  export interface Country {
    /** ISO 3166 numeric code (578 Norway, 826 United Kingdom). */
    CountryId?: number;
    /** Name of the country. */
    Name?: string | null;
    /** Currency. */
    CurrencyId?: number;
    /** English name. */
    EnglishName?: string | null;
    /** ISO 3166 alpha-2 code. */
    TwoLetterISOCountry?: string | null;
    /** ISO 3166 alpha-3 code. */
    ThreeLetterISOCountry?: string | null;
    /** Name of the flag's image. */
    ImageDescription?: string | null;
    /** What a VAT number is called there. */
    OrgNrText?: string | null;
    /** Prefix between areas. */
    InterAreaPrefix?: string | null;
    /** Prefix from abroad. */
    DialInPrefix?: string | null;
    /** Prefix of postcodes. */
    ZipPrefix?: string | null;
    /** Top-level domain. */
    DomainName?: string | null;
    /** Layout of addresses. */
    AddressLayoutId?: number;
    /** Layout of addresses on domestic mail. */
    DomesticAddressLayoutId?: number;
    /** Layout of addresses on foreign mail. */
    ForeignAddressLayoutId?: number;
    /** Place in the list. */
    Rank?: number;
    /** Hint on the country. */
    Tooltip?: string | null;
    /** The country is no longer on offer. */
    Deleted?: boolean;
    /** What the signed-in user may do with the country. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A language of customers. */
  export interface CustomerLanguage {
    /** Id of the language. */
    Id?: number;
    /** Text of the language. */
    Value?: string | null;
    /** Hint on the language. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /**
   * Date and time. With an offset when the request's `SO-TimeZone` asks for one and in the vendor's samples; otherwise without,
   * in the base time zone of the installation. `0001-01-01T00:00:00` means never. Up to seven digits of a second.
   */
  export type DateTime = string;

  export type DomainNames = string[];

  export type EmailAddresses = string[];

  /** An e-mail address, web address, telephone or fax number. */
  export interface EntityElement {
    /** The value as it was entered. */
    Value?: string | null;
    /** The value reduced by the server, of a telephone number its digits. */
    StrippedValue?: string | null;
    /** Remark on this value; not the note of the company. */
    Description?: string | null;
    /** What the signed-in user may do with the element. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type EntityElements = EntityElement[];

  /**
   * Values by field name; names hold colons and dots. Values are always strings, numbers and dates in brackets such as `[I:0]`, `[F:4.43]`
   * or `[D:05/05/1999 00:00:00.0000000]`. Beside a name there may be `name:DisplayText`, `name:DisplayTooltip` and `name:org`.
   */
  export interface FieldMap {
    [name: string]: string | null;
  }

  /**
   * Rights, type and length by field. Names come from the database: they may hold dots and colons (`UserDefinedFields.SuperOffice:1`) and
   * may name fields that are no members (`BusinessId`). `fieldName` in the vendor's samples is a placeholder.
   */
  export type FieldProperties = { [name: string]: FieldProperty } | null;

  /** Rights, type and length of one field. */
  export interface FieldProperty {
    /** What the signed-in user may do with the field. */
    FieldRight?: FieldRight | null;
    /** .NET type of the field. */
    FieldType?: string | null;
    /** How long a text may be; -1 and 0 where that means nothing. */
    FieldLength?: number;
    [name: string]: unknown;
  }

  /** Rights on one field. */
  export interface FieldRight {
    /** Names of rights, joined by a comma and a space, such as `Update, UIHintMandatory`. */
    Mask?: string | null;
    /** Why the rights are what they are. */
    Reason?: string | null;
    [name: string]: unknown;
  }

  /** Campaign parameters of the first visit. The vendor spells the type `InitalUtmParameters` and never published its members. */
  export interface InitialUtmParameters {
    [name: string]: unknown;
  }

  /** One field in a line of an address. */
  export interface LocalizedField {
    /** Name of the field. */
    Name?: string | null;
    /** Value of the field. */
    Value?: string | null;
    /** Hint on the field. */
    Tooltip?: string | null;
    /** Label before the field. */
    Label?: string | null;
    /** How long the value may be. */
    ValueLength?: number;
    /** Which address the field belongs to. */
    AddressType?: string | null;
    /** What the signed-in user may do with the field. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A person in short form, with facts of the company and of related lists copied in. */
  export interface Person {
    /** Position in the company. */
    Position?: string | null;
    /** Id of the person. */
    PersonId?: number;
    /** Form of address. */
    Mrmrs?: string | null;
    /** First name. */
    Firstname?: string | null;
    /** Last name. */
    Lastname?: string | null;
    /** Middle name. */
    MiddleName?: string | null;
    /** Title. */
    Title?: string | null;
    /** Note on the person. */
    Description?: string | null;
    /** E-mail address. */
    Email?: string | null;
    /** Name in full. */
    FullName?: string | null;
    /** Direct telephone number. */
    DirectPhone?: string | null;
    /** Name with form of address and title. */
    FormalName?: string | null;
    /** Country of the person (ISO 3166 numeric). */
    CountryId?: number;
    /** Company the person belongs to. */
    ContactId?: number;
    /** Name of that company. */
    ContactName?: string | null;
    /** Not 0 when the person has left. A number here, a boolean in the full person entity. */
    Retired?: number;
    /** Place among the persons of the company. */
    Rank?: number;
    /** How many interests are active. */
    ActiveInterests?: number;
    /** Department of the company. */
    ContactDepartment?: string | null;
    /** Country of the company (ISO 3166 numeric). */
    ContactCountryId?: number;
    /** VAT number of the company. */
    ContactOrgNr?: string | null;
    /** Fax number of the person. */
    FaxPhone?: string | null;
    /** Mobile number. */
    MobilePhone?: string | null;
    /** Telephone number of the company. */
    ContactPhone?: string | null;
    /** Name of the associate this person is. */
    AssociateName?: string | null;
    /** Associate this person is. */
    AssociateId?: number;
    /** The person's own address is used instead of the company's. */
    UsePersonAddress?: boolean;
    /** Fax number of the company. */
    ContactFax?: string | null;
    /** First name in kana. */
    Kanafname?: string | null;
    /** Last name in kana. */
    Kanalname?: string | null;
    /** First line of the postal address. */
    Post1?: string | null;
    /** Second line of the postal address. */
    Post2?: string | null;
    /** Third line of the postal address. */
    Post3?: string | null;
    /** Name shown with the e-mail address. */
    EmailName?: string | null;
    /** Name of the company with its department. */
    ContactFullName?: string | null;
    /** How many ERP links are active. */
    ActiveErpLinks?: number;
    /** Priority of the person's support requests. */
    TicketPriorityId?: number;
    /** Language for support. */
    SupportLanguageId?: number;
    /** Associate who handles the person's support requests. */
    SupportAssociateId?: number;
    /** Category of the company. */
    CategoryName?: string | null;
    /** Number of the person. NetServer 11 and later. */
    PersonNumber?: string | null;
    /** What the signed-in user may do with the person. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type Persons = Person[];

  /** Campaign parameters of the first and of the latest visit. */
  export interface SavedUtmParameters {
    /** Form that was filled in. */
    FormName?: string | null;
    /** Source of the first visit. */
    FirsttouchSource?: string | null;
    /** Medium of the first visit. */
    FirsttouchMedium?: string | null;
    /** Campaign of the first visit. */
    FirsttouchCampaign?: string | null;
    /** Search term of the first visit. */
    FirsttouchTerm?: string | null;
    /** Content of the first visit. */
    FirsttouchContent?: string | null;
    /** Domain the first visit came from. */
    FirsttouchReferrerDomain?: string | null;
    /** Source. */
    Source?: string | null;
    /** Medium. */
    Medium?: string | null;
    /** Campaign. */
    Campaign?: string | null;
    /** Search term. */
    Term?: string | null;
    /** Content. */
    Content?: string | null;
    /** Domain the visit came from. */
    ReferrerDomain?: string | null;
    [name: string]: unknown;
  }

  /** An item of a list that can be selected, perhaps with items below it. */
  export interface SelectableMDOListItem {
    /** Id of the item. */
    Id?: number;
    /** Text of the item. */
    Name?: string | null;
    /** Hint on the item. Spelt `Tooltip` in other types. */
    ToolTip?: string | null;
    /** The item is no longer on offer. */
    Deleted?: boolean;
    /** Place in the list. */
    Rank?: number;
    /** Kind of item. */
    Type?: string | null;
    /** Colour. */
    ColorBlock?: number;
    /** Icon. */
    IconHint?: string | null;
    /** The item is selected. */
    Selected?: boolean;
    /** When the selection last changed. */
    LastChanged?: DateTime;
    /** Items below this one. */
    ChildItems?: SelectableMDOListItems;
    /** More information. */
    ExtraInfo?: string | null;
    /** Style. */
    StyleHint?: string | null;
    /** The item is hidden. */
    Hidden?: boolean;
    /** Text with the texts of the items above it. */
    FullName?: string | null;
    /** What the signed-in user may do with the item. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type SelectableMDOListItems = SelectableMDOListItem[];

  /** An address in parts. It carries no rights. */
  export interface StructuredAddress {
    /** Which address this is. */
    AtypeIdx?: AddressType;
    /** First line. */
    Address1?: string | null;
    /** Second line. */
    Address2?: string | null;
    /** Third line. */
    Address3?: string | null;
    /** Town. */
    City?: string | null;
    /** County. */
    County?: string | null;
    /** State. */
    State?: string | null;
    /** Postcode. */
    Zipcode?: string | null;
    /** The address as text. */
    Formatted?: string | null;
    [name: string]: unknown;
  }

  /** Rights on a whole record. */
  export interface TableRight {
    /** Names of rights, joined by a comma and a space; names of combinations occur, such as `FULL` or `RI, RestrictedUpdate`. */
    Mask?: string | null;
    /** Why the rights are what they are. */
    Reason?: string | null;
    [name: string]: unknown;
  }

  /** A priority of support requests. */
  export interface TicketPriority {
    /** Id of the priority. */
    Id?: number;
    /** Text of the priority. */
    Value?: string | null;
    /** Hint on the priority. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** Kind of user; the name, not the number, is on the wire. */
  export type UserType = 'Unknown' | 'InternalAssociate' | 'ResourceAssociate' | 'ExternalAssociate' | 'AnonymousAssociate' | 'SystemAssociate';
}

/** What responses may hold: write-only members are never required. */
export declare namespace responses {
  /** An address as formatted lines and in parts. Servers of generation 8 send the lines only. */
  export interface Address {
    /** Latitude; 0 when unknown. */
    Wgs84Latitude?: number;
    /** Longitude; 0 when unknown. */
    Wgs84Longitude?: number;
    /** Lines of fields, laid out as the country wants them. */
    LocalizedAddress?: LocalizedField[][];
    /** Street address in parts. */
    Street?: StructuredAddress | null;
    /** Postal address in parts. */
    Postal?: StructuredAddress | null;
    /** The address as text. */
    Formatted?: string | null;
    /** What the signed-in user may do with the address. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** Which address an address is. */
  export type AddressType =
    | 'Unknown'
    | 'ContactPostalAddress'
    | 'ContactStreetAddress'
    | 'PersonPrivateAddress'
    | 'QuoteBillingAddress'
    | 'QuoteShippingAddress';

  /** A failure in either of the two vocabularies; which of them applies is not documented. */
  export type AnyError = ServiceError & HttpError;

  /** A user of SuperOffice. */
  export interface Associate {
    /** Id of the associate. */
    AssociateId?: number;
    /** Short name, often initials. */
    Name?: string | null;
    /** Person the associate is. */
    PersonId?: number;
    /** Place in the list. */
    Rank?: number;
    /** Hint on the associate. */
    Tooltip?: string | null;
    /** Kind of user. */
    Type?: UserType;
    /** User group. */
    GroupIdx?: number;
    /** Name in full. */
    FullName?: string | null;
    /** Name with form of address and title. */
    FormalName?: string | null;
    /** The associate is no longer active. */
    Deleted?: boolean;
    /** Id of the user in the service module. */
    EjUserId?: number;
    /** Name the user signs in with. */
    UserName?: string | null;
    /**
     * Extra fields. Version 12 and later.
     * @deprecated
     */
    ExtraFields?: FieldMap | null;
    /** User-defined and extra fields. Version 12 and later. */
    CustomFields?: FieldMap | null;
    /** What the signed-in user may do with the associate. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A line of business. */
  export interface Business {
    /** Id of the line of business. */
    Id?: number;
    /** Text of the line of business. */
    Value?: string | null;
    /** Hint on the line of business. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A category of companies. Group, lead status, rank and deletion come with version 12. */
  export interface Category {
    /** Id of the category. */
    Id?: number;
    /** Text of the category. */
    Value?: string | null;
    /** Hint on the category. */
    Tooltip?: string | null;
    /** What the category says about the relation. */
    CategoryGroup?: CategoryGroup;
    /** Companies of this category have a lead status. */
    EnableLeadStatus?: boolean;
    /** Place in the list. */
    Rank?: number;
    /** The category is no longer on offer. */
    Deleted?: boolean;
    /** What the signed-in user may do with the category. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** What a category says about the relation. */
  export type CategoryGroup = 'Unknown' | 'Customer' | 'PotentialCustomer' | 'Partner' | 'Lost' | 'Other';

  /** A company as clients send it and as `saveContactEntity` returns it. No member is required; values of numbers, flags and dates are never null. */
  export type ContactEntity = ContactEntityBase & {
    /** Id of the company. 0 or absent in `saveContactEntity` creates one. */
    ContactId?: number;
    /** When the company was last changed. */
    UpdatedDate?: DateTime;
    /** When the company was registered. */
    CreatedDate?: DateTime;
    /** E-mail addresses. */
    Emails?: EntityElements;
    /** Interests on offer and which of them are selected (list `contint`). */
    Interests?: SelectableMDOListItems;
    /** Web addresses. */
    Urls?: EntityElements;
    /** Telephone numbers. */
    Phones?: EntityElements;
    /** Fax numbers. */
    Faxes?: EntityElements;
    /** People who belong to the company. */
    Persons?: Persons;
    /** The company does not want advertising. */
    NoMailing?: boolean;
    /** Stop flag. */
    Xstop?: boolean;
    /** How many interests are active. */
    ActiveInterests?: number;
    /** Group of the associate who owned the company first. */
    GroupId?: number;
    /** Active status monitor with the lowest rank. */
    ActiveStatusMonitorId?: number;
    /** Not 0 when the company counts as deleted. A number here, a boolean in list items. */
    Deleted?: number;
    /** Integration agent. */
    DbiAgentId?: number;
    /** Last synchronisation with the external source. Misspelt on the wire. */
    DbiLastSyncronized?: DateTime;
    /** When the entry in the external source last changed. */
    DbiLastModified?: DateTime;
    /** How the company was acquired. */
    Source?: number;
    /** How many ERP links are active. */
    ActiveErpLinks?: number;
    /** E-mail addresses that have bounced. */
    BounceEmails?: EmailAddresses;
    /** Web domains of the company, by rank. */
    Domains?: DomainNames;
    /**
     * User-defined fields by ProgId or by `SuperOffice:` and a number. Superseded by `CustomFields`.
     * @deprecated
     */
    UserDefinedFields?: FieldMap;
    /**
     * Fields added by plug-ins, foreign keys or other applications. Superseded by `CustomFields`.
     * @deprecated
     */
    ExtraFields?: FieldMap;
    /** User-defined and extra fields in one map. */
    CustomFields?: FieldMap;
    [name: string]: unknown;
  };

  /** Members of a company that may be null wherever a company appears. */
  export interface ContactEntityBase {
    /** Name of the company. One tenant's limit is 219 characters. */
    Name?: string | null;
    /** Department. One tenant's limit is 219 characters. */
    Department?: string | null;
    /** VAT number or the like. One tenant's limit is 49 characters. */
    OrgNr?: string | null;
    /** Free alphanumeric field. One tenant's limit is 49 characters. */
    Number1?: string | null;
    /** Second free alphanumeric field. One tenant's limit is 49 characters. */
    Number2?: string | null;
    /** Note shown with the company. One tenant's limit is 2047 characters. */
    Description?: string | null;
    /** Who last changed the company. */
    UpdatedBy?: Associate | null;
    /** Who created the company. */
    CreatedBy?: Associate | null;
    /** Who owns the company (list `associate`). */
    Associate?: Associate | null;
    /** Line of business (list `business`). Mandatory in the user interface only. */
    Business?: Business | null;
    /** Category (list `category`). Mandatory in the user interface only. */
    Category?: Category | null;
    /** Country (list `country`). It decides the formats of telephone numbers and addresses. */
    Country?: Country | null;
    /** Name in kana, for Japan. One tenant's limit is 219 characters. */
    Kananame?: string | null;
    /** Who handles the company's support requests (list `associate`). */
    SupportAssociate?: Associate | null;
    /** Priority of the company's support requests (list `ticketpriority`). */
    TicketPriority?: TicketPriority | null;
    /** Language of the customer. */
    CustomerLanguage?: CustomerLanguage | null;
    /** Primary key in the external source. One tenant's limit is 255 characters. */
    DbiKey?: string | null;
    /** The company's contact for support. */
    SupportPerson?: Person | null;
    /** Street and postal address, as formatted lines and in parts. Changing one of the two forms is enough. */
    Address?: Address | null;
    /** How the first person of the company found it. NetServer 11 before 11.4.1157. */
    InitialUtmParameters?: InitialUtmParameters | null;
    /** Takes the place of `InitialUtmParameters` from NetServer 11.4.1157. */
    UtmParameters?: SavedUtmParameters | null;
    /** What the signed-in user may do with the company. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A company as REST calls return it. With `$select`, any member that was not asked for may be null. */
  export type ContactEntityWithLinks = ContactEntityBase & {
    /** Id of the company. */
    ContactId?: number | null;
    /** When the company was last changed. */
    UpdatedDate?: DateTimeOrNull;
    /** When the company was registered. */
    CreatedDate?: DateTimeOrNull;
    /** E-mail addresses. */
    Emails?: EntityElements | null;
    /** Interests on offer and which of them are selected (list `contint`). */
    Interests?: SelectableMDOListItems | null;
    /** Web addresses. */
    Urls?: EntityElements | null;
    /** Telephone numbers. */
    Phones?: EntityElements | null;
    /** Fax numbers. */
    Faxes?: EntityElements | null;
    /** People who belong to the company. */
    Persons?: Persons | null;
    /** The company does not want advertising. */
    NoMailing?: boolean | null;
    /** Stop flag. */
    Xstop?: boolean | null;
    /** How many interests are active. */
    ActiveInterests?: number | null;
    /** Group of the associate who owned the company first. */
    GroupId?: number | null;
    /** Active status monitor with the lowest rank. */
    ActiveStatusMonitorId?: number | null;
    /** Not 0 when the company counts as deleted. */
    Deleted?: number | null;
    /** Integration agent. */
    DbiAgentId?: number | null;
    /** Last synchronisation with the external source. Misspelt on the wire. */
    DbiLastSyncronized?: DateTimeOrNull;
    /** When the entry in the external source last changed. */
    DbiLastModified?: DateTimeOrNull;
    /** How the company was acquired. */
    Source?: number | null;
    /** How many ERP links are active. */
    ActiveErpLinks?: number | null;
    /** E-mail addresses that have bounced. */
    BounceEmails?: EmailAddresses | null;
    /** Web domains of the company, by rank. */
    Domains?: DomainNames | null;
    /**
     * User-defined fields. Superseded by `CustomFields`.
     * @deprecated
     */
    UserDefinedFields?: FieldMap | null;
    /**
     * Extra fields. Superseded by `CustomFields`.
     * @deprecated
     */
    ExtraFields?: FieldMap | null;
    /** User-defined and extra fields in one map. */
    CustomFields?: FieldMap | null;
    /** Related resources. On REST answers only. */
    _Links?: Links;
    [name: string]: unknown;
  };

  /** A country with its conventions. */
  export interface Country {
    /** ISO 3166 numeric code (578 Norway, 826 United Kingdom). */
    CountryId?: number;
    /** Name of the country. */
    Name?: string | null;
    /** Currency. */
    CurrencyId?: number;
    /** English name. */
    EnglishName?: string | null;
    /** ISO 3166 alpha-2 code. */
    TwoLetterISOCountry?: string | null;
    /** ISO 3166 alpha-3 code. */
    ThreeLetterISOCountry?: string | null;
    /** Name of the flag's image. */
    ImageDescription?: string | null;
    /** What a VAT number is called there. */
    OrgNrText?: string | null;
    /** Prefix between areas. */
    InterAreaPrefix?: string | null;
    /** Prefix from abroad. */
    DialInPrefix?: string | null;
    /** Prefix of postcodes. */
    ZipPrefix?: string | null;
    /** Top-level domain. */
    DomainName?: string | null;
    /** Layout of addresses. */
    AddressLayoutId?: number;
    /** Layout of addresses on domestic mail. */
    DomesticAddressLayoutId?: number;
    /** Layout of addresses on foreign mail. */
    ForeignAddressLayoutId?: number;
    /** Place in the list. */
    Rank?: number;
    /** Hint on the country. */
    Tooltip?: string | null;
    /** The country is no longer on offer. */
    Deleted?: boolean;
    /** What the signed-in user may do with the country. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A language of customers. */
  export interface CustomerLanguage {
    /** Id of the language. */
    Id?: number;
    /** Text of the language. */
    Value?: string | null;
    /** Hint on the language. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /**
   * Date and time. With an offset when the request's `SO-TimeZone` asks for one and in the vendor's samples; otherwise without,
   * in the base time zone of the installation. `0001-01-01T00:00:00` means never. Up to seven digits of a second.
   */
  export type DateTime = string;

  /** A date and time, or null where `$select` left it out. */
  export type DateTimeOrNull = DateTime | null;

  export type DomainNames = string[];

  export type EmailAddresses = string[];

  /** An e-mail address, web address, telephone or fax number. */
  export interface EntityElement {
    /** The value as it was entered. */
    Value?: string | null;
    /** The value reduced by the server, of a telephone number its digits. */
    StrippedValue?: string | null;
    /** Remark on this value; not the note of the company. */
    Description?: string | null;
    /** What the signed-in user may do with the element. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type EntityElements = EntityElement[];

  /**
   * Values by field name; names hold colons and dots. Values are always strings, numbers and dates in brackets such as `[I:0]`, `[F:4.43]`
   * or `[D:05/05/1999 00:00:00.0000000]`. Beside a name there may be `name:DisplayText`, `name:DisplayTooltip` and `name:org`.
   */
  export interface FieldMap {
    [name: string]: string | null;
  }

  /**
   * Rights, type and length by field. Names come from the database: they may hold dots and colons (`UserDefinedFields.SuperOffice:1`) and
   * may name fields that are no members (`BusinessId`). `fieldName` in the vendor's samples is a placeholder.
   */
  export type FieldProperties = { [name: string]: FieldProperty } | null;

  /** Rights, type and length of one field. */
  export interface FieldProperty {
    /** What the signed-in user may do with the field. */
    FieldRight?: FieldRight | null;
    /** .NET type of the field. */
    FieldType?: string | null;
    /** How long a text may be; -1 and 0 where that means nothing. */
    FieldLength?: number;
    [name: string]: unknown;
  }

  /** Rights on one field. */
  export interface FieldRight {
    /** Names of rights, joined by a comma and a space, such as `Update, UIHintMandatory`. */
    Mask?: string | null;
    /** Why the rights are what they are. */
    Reason?: string | null;
    [name: string]: unknown;
  }

  /** Failure before a service was reached, as the web framework reports it. */
  export interface HttpError {
    /** What went wrong. */
    Message?: string | null;
    /** More about it. */
    MessageDetail?: string | null;
    [name: string]: unknown;
  }

  /** Campaign parameters of the first visit. The vendor spells the type `InitalUtmParameters` and never published its members. */
  export interface InitialUtmParameters {
    [name: string]: unknown;
  }

  /** Absolute addresses by name, such as `Self`, `Archive` or `Category.List`. */
  export type Links = { [name: string]: string } | null;

  /** One field in a line of an address. */
  export interface LocalizedField {
    /** Name of the field. */
    Name?: string | null;
    /** Value of the field. */
    Value?: string | null;
    /** Hint on the field. */
    Tooltip?: string | null;
    /** Label before the field. */
    Label?: string | null;
    /** How long the value may be. */
    ValueLength?: number;
    /** Which address the field belongs to. */
    AddressType?: string | null;
    /** What the signed-in user may do with the field. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** A person in short form, with facts of the company and of related lists copied in. */
  export interface Person {
    /** Position in the company. */
    Position?: string | null;
    /** Id of the person. */
    PersonId?: number;
    /** Form of address. */
    Mrmrs?: string | null;
    /** First name. */
    Firstname?: string | null;
    /** Last name. */
    Lastname?: string | null;
    /** Middle name. */
    MiddleName?: string | null;
    /** Title. */
    Title?: string | null;
    /** Note on the person. */
    Description?: string | null;
    /** E-mail address. */
    Email?: string | null;
    /** Name in full. */
    FullName?: string | null;
    /** Direct telephone number. */
    DirectPhone?: string | null;
    /** Name with form of address and title. */
    FormalName?: string | null;
    /** Country of the person (ISO 3166 numeric). */
    CountryId?: number;
    /** Company the person belongs to. */
    ContactId?: number;
    /** Name of that company. */
    ContactName?: string | null;
    /** Not 0 when the person has left. A number here, a boolean in the full person entity. */
    Retired?: number;
    /** Place among the persons of the company. */
    Rank?: number;
    /** How many interests are active. */
    ActiveInterests?: number;
    /** Department of the company. */
    ContactDepartment?: string | null;
    /** Country of the company (ISO 3166 numeric). */
    ContactCountryId?: number;
    /** VAT number of the company. */
    ContactOrgNr?: string | null;
    /** Fax number of the person. */
    FaxPhone?: string | null;
    /** Mobile number. */
    MobilePhone?: string | null;
    /** Telephone number of the company. */
    ContactPhone?: string | null;
    /** Name of the associate this person is. */
    AssociateName?: string | null;
    /** Associate this person is. */
    AssociateId?: number;
    /** The person's own address is used instead of the company's. */
    UsePersonAddress?: boolean;
    /** Fax number of the company. */
    ContactFax?: string | null;
    /** First name in kana. */
    Kanafname?: string | null;
    /** Last name in kana. */
    Kanalname?: string | null;
    /** First line of the postal address. */
    Post1?: string | null;
    /** Second line of the postal address. */
    Post2?: string | null;
    /** Third line of the postal address. */
    Post3?: string | null;
    /** Name shown with the e-mail address. */
    EmailName?: string | null;
    /** Name of the company with its department. */
    ContactFullName?: string | null;
    /** How many ERP links are active. */
    ActiveErpLinks?: number;
    /** Priority of the person's support requests. */
    TicketPriorityId?: number;
    /** Language for support. */
    SupportLanguageId?: number;
    /** Associate who handles the person's support requests. */
    SupportAssociateId?: number;
    /** Category of the company. */
    CategoryName?: string | null;
    /** Number of the person. NetServer 11 and later. */
    PersonNumber?: string | null;
    /** What the signed-in user may do with the person. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type Persons = Person[];

  /** The stored company, which always names its id, or null when the save failed. */
  export type SaveResult = (ContactEntity & {
    ContactId: {} | null;
  }) | null;

  /** Campaign parameters of the first and of the latest visit. */
  export interface SavedUtmParameters {
    /** Form that was filled in. */
    FormName?: string | null;
    /** Source of the first visit. */
    FirsttouchSource?: string | null;
    /** Medium of the first visit. */
    FirsttouchMedium?: string | null;
    /** Campaign of the first visit. */
    FirsttouchCampaign?: string | null;
    /** Search term of the first visit. */
    FirsttouchTerm?: string | null;
    /** Content of the first visit. */
    FirsttouchContent?: string | null;
    /** Domain the first visit came from. */
    FirsttouchReferrerDomain?: string | null;
    /** Source. */
    Source?: string | null;
    /** Medium. */
    Medium?: string | null;
    /** Campaign. */
    Campaign?: string | null;
    /** Search term. */
    Term?: string | null;
    /** Content. */
    Content?: string | null;
    /** Domain the visit came from. */
    ReferrerDomain?: string | null;
    [name: string]: unknown;
  }

  /** An item of a list that can be selected, perhaps with items below it. */
  export interface SelectableMDOListItem {
    /** Id of the item. */
    Id?: number;
    /** Text of the item. */
    Name?: string | null;
    /** Hint on the item. Spelt `Tooltip` in other types. */
    ToolTip?: string | null;
    /** The item is no longer on offer. */
    Deleted?: boolean;
    /** Place in the list. */
    Rank?: number;
    /** Kind of item. */
    Type?: string | null;
    /** Colour. */
    ColorBlock?: number;
    /** Icon. */
    IconHint?: string | null;
    /** The item is selected. */
    Selected?: boolean;
    /** When the selection last changed. */
    LastChanged?: DateTime;
    /** Items below this one. */
    ChildItems?: SelectableMDOListItems;
    /** More information. */
    ExtraInfo?: string | null;
    /** Style. */
    StyleHint?: string | null;
    /** The item is hidden. */
    Hidden?: boolean;
    /** Text with the texts of the items above it. */
    FullName?: string | null;
    /** What the signed-in user may do with the item. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  export type SelectableMDOListItems = SelectableMDOListItem[];

  /** Failure inside a service, as REST calls report it. */
  export interface ServiceError {
    /** Always true. */
    Error?: boolean;
    /** Name of the exception, such as `SoNotFoundException`. */
    ErrorType?: string | null;
    /** What went wrong. */
    ErrorMessage?: string | null;
    /** Assembly the exception comes from. */
    ErrorSource?: string | null;
    [name: string]: unknown;
  }

  /** An address in parts. It carries no rights. */
  export interface StructuredAddress {
    /** Which address this is. */
    AtypeIdx?: AddressType;
    /** First line. */
    Address1?: string | null;
    /** Second line. */
    Address2?: string | null;
    /** Third line. */
    Address3?: string | null;
    /** Town. */
    City?: string | null;
    /** County. */
    County?: string | null;
    /** State. */
    State?: string | null;
    /** Postcode. */
    Zipcode?: string | null;
    /** The address as text. */
    Formatted?: string | null;
    [name: string]: unknown;
  }

  /** Rights on a whole record. */
  export interface TableRight {
    /** Names of rights, joined by a comma and a space; names of combinations occur, such as `FULL` or `RI, RestrictedUpdate`. */
    Mask?: string | null;
    /** Why the rights are what they are. */
    Reason?: string | null;
    [name: string]: unknown;
  }

  /** A priority of support requests. */
  export interface TicketPriority {
    /** Id of the priority. */
    Id?: number;
    /** Text of the priority. */
    Value?: string | null;
    /** Hint on the priority. */
    Tooltip?: string | null;
    /** What the signed-in user may do with it. */
    TableRight?: TableRight | null;
    /** What the signed-in user may do with each field. */
    FieldProperties?: FieldProperties;
    [name: string]: unknown;
  }

  /** Kind of user; the name, not the number, is on the wire. */
  export type UserType = 'Unknown' | 'InternalAssociate' | 'ResourceAssociate' | 'ExternalAssociate' | 'AnonymousAssociate' | 'SystemAssociate';
}

/** SuperOffice WebAPI, saving a company, 1.0.0 */
export const superoffice: ContractToken<Operations> = { id: 'superoffice', document: '../contracts/superoffice/openapi.yaml' };
