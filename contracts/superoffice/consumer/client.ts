// A contact form: creates contacts through the agent and edits them through the REST resource, like the vendor's web samples.

/** What the form shows; the wire has some forty members more, which the form sends back as it got them. */
export interface Contact {
  readonly ContactId: number;
  readonly Name: string | null;
  readonly Department: string | null;
  readonly Category: { readonly Id: number; readonly Value?: string | null } | null;
  readonly UpdatedDate: string;
}

export interface ContactEdit {
  readonly Name: string;
  readonly Department: string;
  readonly OrgNr?: string;
  readonly Category?: { readonly Id: number };
  readonly Business?: { readonly Id: number };
  readonly Country?: { readonly CountryId: number };
  readonly Phones?: readonly { readonly Value: string; readonly Description: string }[];
  readonly UserDefinedFields?: Readonly<Record<string, string>>;
}

export class ContactFormError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ContactFormError';
    this.status = status;
  }
}

export class ContactForm {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `base` ends before `/api/v1`; `authorization` is the whole field value, scheme included. */
  constructor(base: string, authorization: string) {
    this.#base = base;
    this.#headers = {
      Authorization: authorization,
      Accept: 'application/json',
      'Accept-Language': 'en',
      'Content-Type': 'application/json',
      'User-Agent': 'contact-form/2.0',
    };
  }

  /** An agent reports failure as `null` with status 200: so does this. */
  async create(edit: ContactEdit): Promise<Contact | null> {
    return this.save(0, edit);
  }

  async save(id: number, edit: ContactEdit): Promise<Contact | null> {
    const url = `${this.#base}/api/v1/Agents/Contact/SaveContactEntity`;
    const response = await fetch(url, { method: 'POST', headers: this.#headers, body: JSON.stringify({ ContactId: id, ...edit }) });
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()) as Contact | null;
  }

  /** Puts the whole contact; with `unchangedSince` only if nobody else has changed it meanwhile. */
  async put(id: number, edit: ContactEdit, options: { unchangedSince?: Date; select?: readonly string[] } = {}): Promise<Contact> {
    const select = options.select ? `?$select=${options.select.join(',')}` : '';
    const condition: Record<string, string> = options.unchangedSince ? { 'If-Unmodified-Since': options.unchangedSince.toUTCString() } : {};
    const response = await fetch(`${this.#base}/api/v1/Contact/${id}${select}`, {
      method: 'PUT',
      headers: { ...this.#headers, ...condition },
      body: JSON.stringify({ ContactId: id, ...edit }),
    });
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()) as Contact;
  }
}

/** 401 and 412 come without a body, the others with the server's own words. */
async function refusalOf(response: Response): Promise<ContactFormError> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as { ErrorMessage?: string; Message?: string });
  return new ContactFormError(response.status, body.ErrorMessage ?? body.Message ?? `status ${response.status}`);
}
