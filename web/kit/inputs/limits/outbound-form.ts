import type { ChargeClass } from '../../../../src/billing/rating/charge-contract.ts';
import { OUTBOUND_CLASSES, type OutboundClass, type OutboundRules } from '../../../../src/outbound/contract.ts';
import { typedNumber } from '../../forms/form-schema.ts';
import type { EditedFields } from '../../forms/merge.ts';
import { countryName } from '../places/countries.ts';

export type OutboundForm = {
  classes: Record<OutboundClass, boolean>;
  countries: string[];
  maxConcurrentOutbound: string;
  maxConcurrentOutboundPerExtension: string;
};

export const formOfOutbound = (rules: OutboundRules): OutboundForm => ({
  classes: {
    tollFree: rules.classes.includes('tollFree'),
    domestic: rules.classes.includes('domestic'),
    caribbean: rules.classes.includes('caribbean'),
    international: rules.classes.includes('international'),
    premium: rules.classes.includes('premium'),
    satellite: rules.classes.includes('satellite'),
  },
  countries: rules.countries,
  maxConcurrentOutbound: String(rules.maxConcurrentOutbound),
  maxConcurrentOutboundPerExtension: String(rules.maxConcurrentOutboundPerExtension),
});

export const sentOutbound = (form: OutboundForm) => ({
  classes: OUTBOUND_CLASSES.filter((one) => form.classes[one]),
  countries: form.countries,
  maxConcurrentOutbound: typedNumber(form.maxConcurrentOutbound),
  maxConcurrentOutboundPerExtension: typedNumber(form.maxConcurrentOutboundPerExtension),
});

export const CLASS_LABELS: Record<OutboundClass, { label: string; description: string }> = {
  domestic: { label: 'Domestic', description: 'Within the country. The US and Canada count as one.' },
  tollFree: { label: 'Toll-free', description: '800, 888 and the like.' },
  caribbean: {
    label: 'Caribbean',
    description: '+1 numbers outside the US and Canada. They look local and cost more.',
  },
  international: { label: 'All other countries', description: 'Or allow individual countries below.' },
  premium: { label: 'Premium', description: '900, 976, personal and shared-cost numbers of any country.' },
  satellite: { label: 'Satellite', description: '+870, +881, +882, +883.' },
};

/** The fields in which two users' changes can conflict. `at`: their path in the form. */
export const outboundFields = (at = ''): EditedFields => ({
  ...Object.fromEntries(
    Object.entries(CLASS_LABELS).map(([name, { label }]) => [`${at}classes.${name}`, { name: label }]),
  ),
  [`${at}countries`]: {
    name: 'Countries',
    words: (codes: string[]) => codes.map(countryName).join(', ') || 'none',
  },
  [`${at}maxConcurrentOutbound`]: { name: 'Concurrent calls' },
  [`${at}maxConcurrentOutboundPerExtension`]: { name: 'Concurrent calls per extension' },
});

/** The label of a charge class. */
export const chargeClassLabel = (one: ChargeClass): string =>
  one === 'inbound' ? 'Incoming calls' : one === 'international' ? 'International' : CLASS_LABELS[one].label;
