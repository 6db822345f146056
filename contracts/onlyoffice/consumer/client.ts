// A CRM synchroniser: creates and updates persons of an ONLYOFFICE portal as the public Go client does, by form and by JSON.

export interface PersonDraft {
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle?: string;
  readonly about?: string;
  readonly companyId?: number;
  readonly managers?: readonly string[];
  readonly customFields?: readonly { readonly id: number; readonly value: string }[];
}

export interface Person {
  readonly id: number;
  readonly displayName: string;
  readonly companyId: number | undefined;
}

export class PortalError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'PortalError';
    this.status = status;
  }
}

export class PersonClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `token` is sent as it is: the portal knows no scheme in front of it. */
  constructor(portal: string, token: string) {
    this.#url = `${portal}/api/2.0/crm/contact/person`;
    this.#headers = { Authorization: token, Accept: 'application/json', 'User-Agent': 'crm-sync/1.4' };
  }

  async create(draft: PersonDraft): Promise<Person> {
    const form = new URLSearchParams({ firstName: draft.firstName, lastName: draft.lastName });
    if (draft.jobTitle !== undefined) form.set('jobTitle', draft.jobTitle);
    if (draft.about !== undefined) form.set('about', draft.about);
    if (draft.companyId !== undefined) form.set('companyId', String(draft.companyId));
    return this.#send('POST', this.#url, 'application/x-www-form-urlencoded', form.toString());
  }

  /** Managers and custom fields go by JSON: a form would need bracketed names. */
  async createWithDetails(draft: PersonDraft): Promise<Person> {
    return this.#send('POST', this.#url, 'application/json', jsonOf(draft));
  }

  /** The whole person, its company included: leaving `companyId` out would unlink the two. */
  async update(id: number, draft: PersonDraft): Promise<Person> {
    return this.#send('PUT', `${this.#url}/${id}`, 'application/json', jsonOf(draft));
  }

  async #send(method: string, url: string, type: string, body: string): Promise<Person> {
    const response = await fetch(url, { method, headers: { ...this.#headers, 'Content-Type': type }, body });
    // Without a session the portal answers in plain text.
    if (response.status === 401) throw new PortalError(401, await response.text());
    const envelope = (await response.json()) as {
      status: number;
      error?: { message: string };
      response?: { id: number; displayName: string; company?: { id: number } };
    };
    if (!response.ok || envelope.status !== 0 || !envelope.response)
      throw new PortalError(response.status, envelope.error?.message ?? 'no response');
    const { id, displayName, company } = envelope.response;
    return { id, displayName, companyId: company?.id };
  }
}

function jsonOf({ managers, customFields, ...draft }: PersonDraft): string {
  const fields = customFields?.map(({ id, value }) => ({ Key: id, Value: value }));
  return JSON.stringify({ ...draft, shareType: 'None', managerList: managers, customFieldList: fields });
}
