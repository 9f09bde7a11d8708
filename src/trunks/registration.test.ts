import { expect, test } from 'vitest';
import { readRegistrations } from '../asterisk/ami.ts';
import { readRegistration, reasonFromLog } from './registration.ts';

const SERVER = 'sip:192.0.2.1:5060';

test.each([
  [
    `Fatal response '401' received from '${SERVER}' on registration attempt to 'sip:a@b', stopping outbound registration`,
    '401: wrong user name or password',
  ],
  [
    `403 Forbidden fatal response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '300' seconds`,
    '403 Forbidden',
  ],
  [
    `'404' fatal response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '300' seconds`,
    '404: unknown user name',
  ],
  [`Temporal response '503' received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '15'`, '503'],
  [`No response received from '${SERVER}' on registration attempt to 'sip:a@b', retrying in '15'`, 'no response'],
  ["Fatal response '403' received from 'sip:other:5060' on registration attempt to 'sip:a@b', stopping", ''],
])('%s', (line, reason) => {
  expect(reasonFromLog(`[2026-11-28 18:00:00.000] WARNING[1]: x.c:1 f: ${line}\n`, SERVER)).toBe(reason);
});

test('the last attempt decides', () => {
  const line = (code: string) =>
    `Fatal response '${code}' received from '${SERVER}' on registration attempt to 'sip:a@b'\n`;
  expect(reasonFromLog(line('401') + line('403'), SERVER)).toBe('403 Forbidden');
});

test.each([
  ['Registered', 'registered'],
  ['Rejected', 'refused'],
  ['Unregistered', 'pending'],
  ['', 'pending'],
])('Asterisk’s %s is %s', (status, state) => expect(readRegistration(status, 'x').state).toBe(state));

test('only registrations are read from AMI’s output', () => {
  const detail = (name: string, status: string) =>
    `Event: OutboundRegistrationDetail\r\nObjectType: registration\r\nObjectName: ${name}\r\n${status}\r\n`;
  const text = `Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: x\r\n\r\n${detail('trunk-1', 'Status: Registered\r\n')}${detail('trunk-2', 'Status: Rejected\r\n')}${detail('trunk-3', '')}Event: AuthDetail\r\nObjectName: trunk-1\r\n\r\n`;
  expect([...readRegistrations(text)]).toEqual([
    ['trunk-1', 'Registered'],
    ['trunk-2', 'Rejected'],
    ['trunk-3', ''],
  ]);
});
