/** The outcome of registering with a carrier, and its reason. */
export type Registration = { state: 'pending' | 'registered' | 'refused'; reason: string };

/** Matches `403 Forbidden fatal response received from 'sip:a' on registration attempt to 'sip:b', retrying in '300' seconds` and similar lines. */
const REFUSAL =
  /(?:response '(\d{3})'|'(\d{3})' fatal response|(\d{3}) Forbidden fatal response|(No response)) received from '([^']*)' on registration attempt/g;

const REASON_TEXT: Record<string, string> = {
  '401': '401: wrong user name or password',
  '403': '403 Forbidden',
  '404': '404: unknown user name',
  '407': '407: wrong user name or password',
  '423': '423: the carrier wants longer registrations',
  'No response': 'no response',
};

/** Why the last attempt with this carrier failed, according to Asterisk's log. Empty if the log does not say. */
export function reasonFromLog(log: string, serverUri: string): string {
  const found = [...log.matchAll(REFUSAL)].filter((match) => match[5] === serverUri).at(-1);
  const code = found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[4];
  return code === undefined ? '' : (REASON_TEXT[code] ?? code);
}

/** Translates Asterisk's registration status to ours. */
export function readRegistration(status: string, reason: string): Registration {
  if (status === 'Registered') return { state: 'registered', reason: '' };
  return { state: status === 'Rejected' ? 'refused' : 'pending', reason };
}
