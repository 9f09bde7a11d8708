import type { ContactCreate } from '../../address-book/contract.ts';

/** The people who call Bakery and whom it calls. */
export const BAKERY_CONTACTS: ContactCreate[] = [
  {
    name: 'Maria Rossi',
    company: 'Hudson Flour Co.',
    numbers: [
      { kind: 'work', number: '+12125550121' },
      { kind: 'mobile', number: '+19175550122' },
    ],
    note: 'Delivers on Tuesdays and Fridays.',
  },
  { name: 'Hudson Flour Co.', numbers: [{ kind: 'work', number: '+12125550120' }], note: 'Orders until 2 pm.' },
  { name: 'Ahmed Khan', company: 'Khan Dairy', numbers: [{ kind: 'mobile', number: '+19175550123' }] },
  { name: 'Grand Street Café', numbers: [{ kind: 'work', number: '+12125550124' }], note: '40 croissants a day.' },
  { name: 'Ellen Park', numbers: [{ kind: 'mobile', number: '+16465550125' }], note: 'Wedding cakes.' },
  { name: 'St. Mark’s School', numbers: [{ kind: 'work', number: '+12125550126' }] },
  {
    name: 'Joe Delgado',
    company: 'Oven & Chill Repairs',
    numbers: [
      { kind: 'work', number: '+17185550127' },
      { kind: 'mobile', number: '+19295550128' },
    ],
    note: 'Also at night.',
  },
  { name: 'Sophie Laurent', company: 'Maison Laurent', numbers: [{ kind: 'work', number: '+33142685300' }] },
  { name: 'Tom Becker', company: 'Becker Insurance', numbers: [{ kind: 'work', number: '+12125550129' }] },
  { name: 'Rosa Delgado', numbers: [{ kind: 'home', number: '+17185550130' }], note: 'Sunday shifts.' },
];
