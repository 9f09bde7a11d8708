import { expect, test } from 'vitest';
import { readVoicemailSearch } from './voicemail-search.ts';

test('reads the filters of a URL, and ignores unreadable ones', () => {
  expect(readVoicemailSearch({ read: 'false', mailboxId: 'x', search: '555' })).toEqual({
    read: 'false',
    mailboxId: 'x',
    search: '555',
  });
  expect(readVoicemailSearch({ read: 'maybe', mailboxId: '' })).toEqual({});
});
