import { type Xml, xml } from '../platform/escape/xml.ts';
import type { NumberKind } from './contract.ts';

/** An entry of a phone's directory. A colleague's number is an extension. */
export type DirectoryEntry = {
  name: string;
  company: string;
  numbers: { kind: NumberKind | 'extension'; number: string }[];
};

type Labels = Record<DirectoryEntry['numbers'][number]['kind'], string>;
type Format = (entries: readonly DirectoryEntry[]) => Xml;

const YEALINK: Labels = { extension: 'Extension', work: 'Office', mobile: 'Mobile', home: 'Home', other: 'Other' };

/** https://support.yealink.com: "Remote Phone Book". DECT bases read only the first number. */
const yealink: Format = (entries) => xml`<?xml version="1.0" encoding="UTF-8"?>
<YealinkIPPhoneDirectory>
${entries.map(
  ({ name, numbers }) => xml`<DirectoryEntry>
<Name>${name}</Name>
${numbers.map(({ kind, number }) => xml`<Telephone label="${YEALINK[kind]}">${number}</Telephone>`)}
</DirectoryEntry>`,
)}
</YealinkIPPhoneDirectory>
`;

const GRANDSTREAM: Labels = { extension: 'Work', work: 'Work', mobile: 'Mobile', home: 'Home', other: 'Other' };
const GROUPS = { colleagues: 1, contacts: 2 };

/** https://documentation.grandstream.com/knowledge-base/gxp-series-xml-phonebook-guide/ Element names are case-sensitive. */
const grandstream: Format = (entries) => xml`<?xml version="1.0" encoding="UTF-8"?>
<AddressBook>
<version>1</version>
<pbgroup><id>${GROUPS.colleagues}</id><name>Extensions</name></pbgroup>
<pbgroup><id>${GROUPS.contacts}</id><name>Contacts</name></pbgroup>
${entries.map(
  ({ name, numbers }) => xml`<Contact>
<FirstName>${name}</FirstName>
${numbers.map(
  ({ kind, number }) =>
    xml`<Phone type="${GRANDSTREAM[kind]}"><phonenumber>${number}</phonenumber><accountindex>0</accountindex></Phone>`,
)}
<Group>${numbers[0]?.kind === 'extension' ? GROUPS.colleagues : GROUPS.contacts}</Group>
</Contact>`,
)}
</AddressBook>
`;

const SNOM: Labels = { extension: 'extension', work: 'business', mobile: 'mobile', home: 'home', other: 'fixed' };

/** https://service.snom.com/display/wiki/Remote+XML+Directory Without `complete`, deleted contacts would stay on the phone. */
const snom: Format = (entries) => xml`<?xml version="1.0" encoding="UTF-8"?>
<tbook e="2" version="2.0" complete="true">
${entries.map(
  ({ name, company, numbers }) => xml`<contact fav="false" vip="false" blocked="false">
<first_name>${name}</first_name>
<last_name></last_name>
<organization>${company}</organization>
<numbers>
${numbers.map(({ kind, number }) => xml`<number no="${number}" type="${SNOM[kind]}" outgoing_id="0"/>`)}
</numbers>
</contact>`,
)}
</tbook>
`;

/** The files of a directory. A Grandstream phone is given a folder and requests one of two file names in it. */
export const DIRECTORY_FILES: Readonly<Record<string, Format>> = {
  'yealink.xml': yealink,
  'phonebook.xml': grandstream,
  'gs_phonebook.xml': grandstream,
  'snom.xml': snom,
};

/** What an admin enters in each make of phone. */
export const directoryAddresses = (directory: string) => ({
  yealink: `${directory}/yealink.xml`,
  grandstream: directory,
  snom: `${directory}/snom.xml`,
});
