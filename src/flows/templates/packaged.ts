import { callerName, extension, group, hangUp, hours, menu, play, ring, template, voicemail } from './building.ts';
import type { FlowTemplate } from './contract.ts';

const OFFICE_HOURS = { kind: 'schedule', label: 'Office hours' } as const;
const MAILBOX = { kind: 'mailbox', label: 'Messages' } as const;

/** The templates that come with the product. Their texts name no company; users edit them in the draft. */
export const PACKAGED: readonly FlowTemplate[] = [
  template(1, {
    name: 'Office hours with a menu',
    description: 'While you are open, callers choose by a key. Otherwise they leave a message.',
    asks: {
      schedule: OFFICE_HOURS,
      sales: { kind: 'group', label: 'Sales' },
      desk: { kind: 'extension', label: 'Front desk' },
      mailbox: MAILBOX,
    },
    nodes: (of) => [
      hours('hours', of.schedule, 'menu', 'closed'),
      menu('menu', {
        name: 'Main menu',
        words: 'Thank you for calling. For sales, press 1. For the front desk, press 2.',
        keys: { 1: ['Sales', 'sales'], 2: ['Front desk', 'desk'] },
        otherwise: 'desk',
      }),
      ring('sales', 'Sales', group(of.sales), 'busy'),
      ring('desk', 'Front desk', extension(of.desk), 'busy'),
      play('busy', 'Nobody free', 'Nobody can take your call right now. Please leave a message.', 'mailbox'),
      play('closed', 'Closed', 'We are closed now. Please leave a message, and we will call you back.', 'mailbox'),
      voicemail('mailbox', 'Messages', of.mailbox),
    ],
  }),
  template(2, {
    name: 'After-hours voicemail',
    description: 'Calls ring your team while you are open, and go to a mailbox otherwise.',
    asks: { schedule: OFFICE_HOURS, team: { kind: 'group', label: 'Team' }, mailbox: MAILBOX },
    nodes: (of) => [
      hours('hours', of.schedule, 'team', 'closed'),
      ring('team', 'Team', group(of.team), 'mailbox'),
      play('closed', 'Closed', 'We are closed now. Please leave a message after the tone.', 'mailbox'),
      voicemail('mailbox', 'Messages', of.mailbox),
    ],
  }),
  template(3, {
    name: 'Restaurant',
    description: 'Reservations ring the restaurant. Hours and directions are played without taking anybody’s time.',
    asks: { schedule: OFFICE_HOURS, house: { kind: 'group', label: 'Restaurant' }, mailbox: MAILBOX },
    nodes: (of) => [
      menu('menu', {
        name: 'Welcome',
        words: 'Welcome. For a reservation, press 1. For our hours and how to find us, press 2.',
        keys: { 1: ['Reservation', 'hours'], 2: ['Hours and way', 'info'] },
        otherwise: 'hours',
      }),
      play(
        'info',
        'Hours and way',
        'We are open from Tuesday to Sunday, from 5 to 11 in the evening. You find us on Main Street, across from the station.',
        'again',
      ),
      menu('again', {
        name: 'Anything else?',
        words: 'For a reservation, press 1.',
        keys: { 1: ['Reservation', 'hours'] },
        otherwise: 'end',
      }),
      hours('hours', of.schedule, 'house', 'closed'),
      ring('house', 'Restaurant', group(of.house), 'full'),
      play('full', 'Nobody free', 'Everybody is at a table right now. Please leave your name and number.', 'mailbox'),
      play(
        'closed',
        'Closed',
        'We are closed now. To ask for a table, please leave your name, the day and the time.',
        'mailbox',
      ),
      voicemail('mailbox', 'Messages', of.mailbox),
      hangUp('end'),
    ],
  }),
  template(4, {
    name: 'Clinic',
    description: 'Emergencies are sent to 911 first. At night, urgent calls reach the doctor on duty.',
    asks: {
      schedule: OFFICE_HOURS,
      desk: { kind: 'group', label: 'Reception' },
      billing: { kind: 'extension', label: 'Billing' },
      doctor: { kind: 'extension', label: 'Doctor on duty' },
      mailbox: MAILBOX,
      refills: { kind: 'mailbox', label: 'Prescriptions' },
    },
    nodes: (of) => [
      play('help', 'Emergencies', 'If this is an emergency, hang up and dial 9 1 1.', 'hours'),
      hours('hours', of.schedule, 'menu', 'night'),
      menu('menu', {
        name: 'Main menu',
        words: 'For an appointment, press 1. For a prescription, press 2. For billing, press 3.',
        keys: { 1: ['Appointment', 'desk'], 2: ['Prescription', 'refills'], 3: ['Billing', 'billing'] },
        otherwise: 'desk',
      }),
      ring('desk', 'Reception', group(of.desk), 'mailbox'),
      ring('billing', 'Billing', extension(of.billing), 'mailbox'),
      voicemail('refills', 'Prescriptions', of.refills),
      menu('night', {
        name: 'Closed',
        words: 'The office is closed. If you need a doctor before we open, press 1. Otherwise please leave a message.',
        keys: { 1: ['Doctor on duty', 'doctor'] },
        otherwise: 'mailbox',
      }),
      ring('doctor', 'Doctor on duty', extension(of.doctor), 'mailbox'),
      voicemail('mailbox', 'Messages', of.mailbox),
    ],
  }),
  template(5, {
    name: 'Sales and support',
    description: 'Two teams behind one number. Phones show what a call is about before it is answered.',
    asks: {
      sales: { kind: 'group', label: 'Sales' },
      support: { kind: 'group', label: 'Support' },
      salesBox: { kind: 'mailbox', label: 'Sales' },
      supportBox: { kind: 'mailbox', label: 'Support' },
    },
    nodes: (of) => [
      menu('menu', {
        name: 'Main menu',
        words: 'Thank you for calling. For sales, press 1. For support, press 2.',
        keys: { 1: ['Sales', 'showsales'], 2: ['Support', 'showsupport'] },
        otherwise: 'showsales',
      }),
      callerName('showsales', 'SALES', 'sales'),
      callerName('showsupport', 'SUPPORT', 'support'),
      ring('sales', 'Sales', group(of.sales), 'salesbox'),
      ring('support', 'Support', group(of.support), 'supportbox'),
      voicemail('salesbox', 'Messages for sales', of.salesBox),
      voicemail('supportbox', 'Messages for support', of.supportBox),
    ],
  }),
];
