// Which member, parameter and field names speak of people, in several languages and spellings, and what each of them names.

/** What a name says of the value below it. `text`: marked by the contract, nothing more is known. */
export const allHints = ['email', 'phone', 'name', 'address', 'date', 'number', 'network', 'text'] as const;
export type Hint = (typeof allHints)[number];

/** As words run together; with a plural `s` they count too. */
const said: Readonly<Record<Exclude<Hint, 'text'>, string>> = {
  email:
    'email mail emailaddress mailaddress emailadres emailadresse mailadresse epost epostadress correo correoelectronico courriel adressemail posteelectronica',
  phone:
    'phone phoneno phonenumber telephone telephonenumber tel telno telnumber telefon telefonnummer telefoon telefoonnummer telefono telefone mobile mobileno mobilenumber mobilephone mobil mobilnummer mobiel mobielnummer movil celular cell cellphone handy handynummer fax faxno faxnumber faxnummer gsm msisdn whatsapp pager',
  name: 'firstname lastname middlename maidenname surname forename givenname familyname fullname displayname nickname username loginname userlogin personname contactname customername recipientname cardholder cardholdername initials formattedname vorname nachname familienname benutzername anzeigename voornaam achternaam tussenvoegsel voorletters gebruikersnaam roepnaam prenom nomdefamille nomcomplet apellido apellidos primerapellido segundoapellido nombrecompleto cognome nomeutente sobrenome fornavn efternavn etternavn mellemnavn mellomnavn fornamn efternamn anvandarnamn etunimi sukunimi imie nazwisko birthplace placeofbirth geburtsort',
  address:
    'address addressline streetaddress postaladdress homeaddress street streetname streetnumber housenumber houseno zip zipcode postcode postalcode strasse strassenname hausnummer anschrift adresse plz postleitzahl straat straatnaam huisnummer adres rue codepostal calle direccion codigopostal indirizzo endereco gade gateadresse gatuadress postnummer postnr',
  date: 'birthday birthdate dateofbirth birthdatetime dob birth bornon geburtsdatum geburtstag geboortedatum datenaissance datedenaissance fechanacimiento fechadenacimiento datadinascita datanascita datanascimento fodselsdato fodselsdag fodelsedatum fodelsedag',
  number:
    'iban bankaccount bankaccountnumber accountnumber kontonummer rekeningnummer creditcard creditcardnumber cardnumber pan ssn socialsecurity socialsecuritynumber sozialversicherungsnummer nationalid nationalidnumber personalid personalnumber personnummer personnumber fodselsnummer cprnummer burgerservicenummer bsn nino insee dni nif nie curp cpf codicefiscale passport passportno passportnumber passnummer paspoortnummer driverslicense driverlicense taxid taxnumber steuernummer birthyear yearofbirth',
  network:
    'ip ipaddress ipaddr ipv4 ipv6 clientip clientipaddress remoteip remoteaddr remoteaddress userip xforwardedfor xrealip trueclientip cfconnectingip forwarded lastloginip',
};

const hints: ReadonlyMap<string, Hint> = new Map(
  Object.entries(said).flatMap(([hint, names]) => names.split(' ').map((name) => [name, hint as Hint] as const)),
);
/** Told by the last word alone: `billing_email`, `HomePhone`, `private-mobile`. */
const telling = new Set(
  'email phone telephone telefon telefoon telefono mobile mobil mobiel cellphone fax iban ssn bsn birthday birthdate street zip zipcode postcode surname lastname firstname'.split(
    ' ',
  ),
);
/** Unmistakable at the end of a longer name only together: `homeAddress` yes, `macAddress` no. */
const notPeople = /^(mac|memory|contract|server|host|web|site|url|system|service|company|org(anization)?|application|app)$/;

const longestName = 80;
const most = 20_000;
const known = new Map<string, Hint | undefined>();

/** What a name in camel, snake, kebab or Pascal case says; undefined when it does not speak of a person. */
export function hintOf(name: string): Hint | undefined {
  if (name.length > longestName) return undefined;
  if (known.has(name)) return known.get(name);
  const hint = read(name);
  if (known.size < most) known.set(name, hint);
  return hint;
}

function read(name: string): Hint | undefined {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  // `e_mail` and `E-Mail` are two words that everybody reads as one.
  const at = words.indexOf('e');
  if (at >= 0 && words[at + 1]?.startsWith('mail')) words.splice(at, 2, `e${words[at + 1]}`);
  const whole = words.join('');
  const found = lookUp(whole);
  if (found) return found;
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (notPeople.test(before) || words.length < 2) return undefined;
  if (telling.has(singular(last))) return lookUp(last);
  return words.length > 2 || before !== '' ? lookUp(before + last) : undefined;
}

const singular = (word: string): string => (word.endsWith('s') && word.length > 4 ? word.slice(0, -1) : word);

const lookUp = (word: string): Hint | undefined =>
  hints.get(word) ?? hints.get(singular(word)) ?? (word.endsWith('es') ? hints.get(word.slice(0, -2)) : undefined);

/** Names of the two halves of a person's name, which other texts put together. */
export const isGivenName = (name: string | undefined): boolean =>
  /^(first|given|fore|vor|voor|pre|for)_?(name|naam|nom|navn|namn)/i.test(name ?? '');
export const isFamilyName = (name: string | undefined): boolean =>
  /^(last|sur|family|nach|familien|achter|efter|etter)_?(name|naam|navn|namn)/i.test(name ?? '');
