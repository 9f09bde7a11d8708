import { type Arrival, NO_EMERGENCY_ROW } from '../src/calls/model/decision.ts';
import { newId } from '../src/platform/values/ids.ts';

/** A call from phone 101 of the tenant `bakery`, as Asterisk announces it. */
export const phoneArrival = (dialled: string, fields: Partial<Arrival> = {}): Arrival => ({
  id: newId(),
  at: new Date().toISOString(),
  foundWaiting: false,
  legsMade: 0,
  channel: 'caller',
  from: 'phone',
  dialled,
  endpoint: 'bakery-101',
  tenantId: 'bakery',
  caller: { number: '101', name: 'Counter' },
  restricted: false,
  overTls: false,
  codecs: ['ulaw', 'alaw'],
  emergency: NO_EMERGENCY_ROW,
  ...fields,
});

/** A call from a carrier to a number. */
export const carrierArrival = (number: string, fields: Partial<Arrival> = {}): Arrival => ({
  ...phoneArrival(number),
  from: 'carrier',
  endpoint: 'trunk-one',
  tenantId: null,
  caller: { number: '+15551230000', name: 'Ann' },
  ...fields,
});
