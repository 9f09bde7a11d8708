import { expect, test } from 'vitest';
import { DIRECTORY_FILES, type DirectoryEntry } from './directory-formats.ts';

const entries: DirectoryEntry[] = [
  { name: 'Counter', company: '', numbers: [{ kind: 'extension', number: '101' }] },
  {
    name: `Müller & Söhne <"O'Neil">\u0001`,
    company: 'R&D',
    numbers: [
      { kind: 'mobile', number: '+12125550199' },
      { kind: 'other', number: '+442079460958' },
    ],
  },
];
const written = (file: string, of = entries) => String(DIRECTORY_FILES[file]?.(of));
const NAME = 'Müller &amp; Söhne &lt;&quot;O&#39;Neil&quot;&gt;';

test('for Yealink', () => {
  expect(written('yealink.xml')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<YealinkIPPhoneDirectory>
<DirectoryEntry>
<Name>Counter</Name>
<Telephone label="Extension">101</Telephone>
</DirectoryEntry>
<DirectoryEntry>
<Name>${NAME}</Name>
<Telephone label="Mobile">+12125550199</Telephone>
<Telephone label="Other">+442079460958</Telephone>
</DirectoryEntry>
</YealinkIPPhoneDirectory>
`);
});

test('for Grandstream, under both names that it asks for', () => {
  expect(written('phonebook.xml')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<AddressBook>
<version>1</version>
<pbgroup><id>1</id><name>Extensions</name></pbgroup>
<pbgroup><id>2</id><name>Contacts</name></pbgroup>
<Contact>
<FirstName>Counter</FirstName>
<Phone type="Work"><phonenumber>101</phonenumber><accountindex>0</accountindex></Phone>
<Group>1</Group>
</Contact>
<Contact>
<FirstName>${NAME}</FirstName>
<Phone type="Mobile"><phonenumber>+12125550199</phonenumber><accountindex>0</accountindex></Phone>
<Phone type="Other"><phonenumber>+442079460958</phonenumber><accountindex>0</accountindex></Phone>
<Group>2</Group>
</Contact>
</AddressBook>
`);
  expect(written('gs_phonebook.xml')).toBe(written('phonebook.xml'));
});

test('for Snom', () => {
  expect(written('snom.xml')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<tbook e="2" version="2.0" complete="true">
<contact fav="false" vip="false" blocked="false">
<first_name>Counter</first_name>
<last_name></last_name>
<organization></organization>
<numbers>
<number no="101" type="extension" outgoing_id="0"/>
</numbers>
</contact>
<contact fav="false" vip="false" blocked="false">
<first_name>${NAME}</first_name>
<last_name></last_name>
<organization>R&amp;D</organization>
<numbers>
<number no="+12125550199" type="mobile" outgoing_id="0"/>
<number no="+442079460958" type="fixed" outgoing_id="0"/>
</numbers>
</contact>
</tbook>
`);
});

test('without an entry', () => {
  expect(written('yealink.xml', [])).toContain('<YealinkIPPhoneDirectory>\n\n</YealinkIPPhoneDirectory>');
});
