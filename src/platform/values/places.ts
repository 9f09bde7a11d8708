/** ISO 3166-1 alpha-2, as of 2026. */
export const COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO
   CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR
   HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
   MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
   SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
   YT ZA ZM ZW`.split(/\s+/),
);

const US_STATES = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
  PR: 'Puerto Rico',
  GU: 'Guam',
  VI: 'Virgin Islands',
  AS: 'American Samoa',
  MP: 'Northern Mariana Islands',
};
const CA_PROVINCES = {
  AB: 'Alberta',
  BC: 'British Columbia',
  MB: 'Manitoba',
  NB: 'New Brunswick',
  NL: 'Newfoundland and Labrador',
  NS: 'Nova Scotia',
  NT: 'Northwest Territories',
  NU: 'Nunavut',
  ON: 'Ontario',
  PE: 'Prince Edward Island',
  QC: 'Quebec',
  SK: 'Saskatchewan',
  YT: 'Yukon',
};

type Rules = { states: Record<string, string>; state: string; postalCode: RegExp; postal: string };
/** Countries whose codes for states and postal codes are validated. */
const RULES: Record<string, Rules> = {
  US: {
    states: US_STATES,
    state: 'Enter a US state or territory, such as NY.',
    postalCode: /^(?!000)\d{5}(-\d{4})?$/,
    postal: 'Enter a ZIP code, such as 10001 or 10001-1234.',
  },
  CA: {
    states: CA_PROVINCES,
    state: 'Enter a Canadian province or territory, such as ON.',
    postalCode: /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d$/,
    postal: 'Enter a Canadian postal code, such as K1A 0B1.',
  },
};

export type Place = { state: string; postalCode: string; country: string };

/** Normalizes the codes as the post office writes them: upper-case country and state, a space in a Canadian postal code. Leaves unparsable ones. */
export function toPlace<T extends Place>(place: T): T {
  const country = place.country.toUpperCase();
  const rules = RULES[country];
  if (!rules) return { ...place, country };
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase();
  const named = Object.entries(rules.states).find(([, name]) => plain(name) === plain(place.state));
  const postalCode = place.postalCode.toUpperCase().replace(/^([A-Z]\d[A-Z])[ -]?(\d[A-Z]\d)$/, '$1 $2');
  return { ...place, country, state: named?.[0] ?? place.state.toUpperCase().replace(/\.$/, ''), postalCode };
}

/** Errors in the parts of an address that are codes. */
export function placeFaults(place: Place): { path: keyof Place; message: string }[] {
  const { state, postalCode, country } = place;
  if (!COUNTRIES.has(country)) return [{ path: 'country', message: 'Enter a two-letter country code, such as US.' }];
  const rules = RULES[country];
  if (!rules)
    return postalCode !== '' && !/[\p{L}\p{N}]/u.test(postalCode)
      ? [{ path: 'postalCode', message: 'Enter a postal code.' }]
      : [];
  return [
    ...(state in rules.states ? [] : [{ path: 'state' as const, message: rules.state }]),
    ...(rules.postalCode.test(postalCode) ? [] : [{ path: 'postalCode' as const, message: rules.postal }]),
  ];
}
