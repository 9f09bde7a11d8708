import { expect, it } from 'vitest';
import { readVoicemailSearch } from './voicemail-search.ts';

it('reads the filters of an address, and passes over what it can’t read', () => {
  expect(readVoicemailSearch({ read: 'false', mailboxId: 'x', search: '555' })).toEqual({
    read: 'false',
    mailboxId: 'x',
    search: '555',
  });
  expect(readVoicemailSearch({ read: 'maybe', mailboxId: '' })).toEqual({});
});
