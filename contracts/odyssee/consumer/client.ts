// An ERP connector: pushes the contacts of an ERP system to Odyssee Mobile, one upsert per contact.

export interface ErpContact {
  /** The connector makes up the identifier and keeps it beside the ERP's own key. */
  readonly guid: string;
  readonly firstName?: string;
  readonly lastName: string;
  readonly companyGuid?: string;
  readonly function?: string;
  readonly phone?: string;
  readonly mobile?: string;
  readonly email?: string;
  readonly left?: boolean;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
}

export interface Pushed {
  readonly guid: string;
  readonly added: boolean;
  /** When the server last changed the contact; the connector's high-water mark. */
  readonly modified: string;
}

export class ContactRefused extends Error {
  readonly status: number;
  /** What is wrong, by the dotted name of the member. */
  readonly details: Readonly<Record<string, readonly string[]>>;

  constructor(status: number, message: string, details: Readonly<Record<string, readonly string[]>>) {
    super(message);
    this.name = 'ContactRefused';
    this.status = status;
    this.details = details;
  }
}

export class ErpConnector {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** The domain of the customer follows the password: `user:password@domain`, as the vendor composes it. */
  constructor(base: string, login: Login) {
    const credentials = Buffer.from(`${login.user}:${login.password}@${login.domain}`).toString('base64');
    this.#url = `${base}/api/Contact/Save`;
    this.#headers = { Authorization: `Basic ${credentials}`, 'User-Agent': 'erp-connector/3.2' };
  }

  async push(contact: ErpContact): Promise<Pushed> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { ...this.#headers, 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(membersOf(contact)),
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (!response.ok)
      throw new ContactRefused(response.status, String(body['Message']), (body['ModelState'] ?? {}) as Record<string, string[]>);
    return { guid: String(body['id']), added: response.status === 201, modified: String(body['modified_dateutc']) };
  }

  /** The same upsert for ERP systems whose export is XML: a DataContract reader wants the elements in alphabetical order. */
  async pushXml(contact: ErpContact): Promise<Pushed> {
    const elements = Object.entries(membersOf(contact))
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { ...this.#headers, 'Content-Type': 'application/xml', Accept: 'application/xml' },
      body: `<contact>${elements.join('')}</contact>`,
    });
    const text = await response.text();
    if (!response.ok) throw new ContactRefused(response.status, elementOf(text, 'Message'), {});
    return { guid: elementOf(text, 'id'), added: response.status === 201, modified: elementOf(text, 'modified_dateutc') };
  }
}

const membersOf = (contact: ErpContact) => ({
  id: contact.guid,
  firstname: contact.firstName,
  lastname: contact.lastName,
  company_id: contact.companyGuid,
  archived: contact.left,
  functions: contact.function,
  phone: contact.phone,
  mobile: contact.mobile,
  email: contact.email,
});

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const elementOf = (xml: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
