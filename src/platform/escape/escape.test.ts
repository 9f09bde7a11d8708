import { parse } from 'csv-parse/sync';
import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../../../test/scenarios/hostile-names.ts';
import { compose } from '../db/mail/mail-sending.ts';
import { escapeControlsInJson } from '../process/log/log-text.ts';
import { csvHead, csvRows } from './csv.ts';
import { attachment } from './file-name.ts';
import { mailHeader, mailLink, mailText } from './mail.ts';
import { forCarrier, forPhone, numberForSip } from './sip.ts';

/** Control characters, line breaks of every kind, invisible characters and directional overrides. */
const UNSAFE =
  /\u{34f}|[\p{Cc}\u2028\u2029\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\ufff9-\ufffb\p{Co}\p{Cn}\p{Cs}]/u;

test('there are enough hostile names', () => {
  expect(new Set(HOSTILE_NAMES).size).toBeGreaterThan(250);
});

describe('SIP', () => {
  test.each(HOSTILE_NAMES)('a phone gets one line: %j', (name) => {
    const shown = forPhone(name);
    expect(shown).not.toMatch(UNSAFE);
    expect(shown).not.toMatch(/["\\<>]/);
    expect([...shown].length).toBeLessThanOrEqual(60);
  });

  test.each(HOSTILE_NAMES)('a carrier gets an acceptable name or none: %j', (name) => {
    expect(forCarrier(name)).toMatch(/^[A-Za-z0-9 !#-;=?@[\]^_`{|}~]{0,15}$/);
    expect(numberForSip(name)).toMatch(/^[\w.+*#-]{0,40}$/);
  });

  test('acceptable names stay as they are', () => {
    expect(forPhone('Café “Zürich” & Söhne, 株式会社')).toBe("Café 'Zürich' & Söhne, 株式会社");
    expect(forCarrier("JOE'S BAR")).toBe("JOE'S BAR");
    expect(forCarrier('BA\nKERY')).toBe('');
    expect(numberForSip('+12125550101')).toBe('+12125550101');
  });
});

describe('mail', () => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const send = async (name: string) => {
    const body = mailText`Hello ${name},\n\n${mailLink('https://pbx.example/welcome#abc')}\n`;
    const mail = {
      id: 'x',
      recipient: 'joe@bakery.example',
      subject: mailHeader(mailText`Hi ${name}`),
      body: String(body),
      brand: name,
    };
    const { message } = await transport.sendMail(compose('no-reply@pbx.example', mail));
    if (!Buffer.isBuffer(message)) throw new Error('The mail is not in memory.');
    return message.toString();
  };

  test.each(HOSTILE_NAMES)('has only its own headers, and one link: %j', async (name) => {
    const text = await send(name);
    const head = text.slice(0, text.indexOf('\r\n\r\n'));
    // a line that begins with a blank continues the previous header
    const names = head
      .split('\r\n')
      .filter((line) => !/^[ \t]/.test(line))
      .map((line) => line.split(':')[0]!.toLowerCase());
    const expected = [
      'from',
      'to',
      'subject',
      'message-id',
      'date',
      'mime-version',
      'content-type',
      'content-transfer-encoding',
    ];
    expect(names.filter((one) => !expected.includes(one))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(head).toMatch(/^To: joe@bakery\.example\r?$/m);

    const body = String(mailText`Hello ${name},\n\n${mailLink('https://pbx.example/welcome#abc')}\n`);
    expect(body.split('\n')).toHaveLength(4);
    expect(body.replaceAll('\n', '')).not.toMatch(UNSAFE);
    expect(body.match(/\w+:\/\/\S+|\bwww\.\S+|\bmailto:\S+|[\w-]+\.[a-z]{2,}/gi)).toEqual([
      expect.stringContaining('https://pbx.example'),
    ]);
  });

  test.each(['.', '\u2024', '\u3002', '\ufe52', '\uff0e', '\uff61'])(
    'no host name is whole with %j as its dot',
    (dot) => {
      expect(String(mailText`${`evil${dot}example`}`)).toMatch(/^evil\S example$/);
    },
  );

  test('a link leads to a web page', () => {
    expect(() => mailLink('javascript:alert(1)')).toThrow(/must be an http or https URL/);
    expect(String(mailText`${'Dr. J.R. O’Neill'}: ${mailLink('https://pbx.example/a b')}`)).toBe(
      'Dr. J.R. O’Neill: https://pbx.example/a%20b',
    );
  });
});

describe('CSV', () => {
  test.each(HOSTILE_NAMES)('is one cell and not a formula: %j', (name) => {
    const file = csvHead(['name', 'number']) + csvRows([[name, '+12125550101']]);
    const rows = parse(file, { bom: true });
    expect(rows).toHaveLength(2);
    expect(rows[1]![1]).toBe('+12125550101');
    const [cell] = rows[1]!;
    expect(cell).not.toMatch(/^\s*[=@\uff1d]/);
    expect(cell).not.toMatch(/^\s*[+-](?!\d+$)/);
    expect(cell).not.toMatch(/(?![\n\t])\p{Cc}/u);
    // split as in countries with a decimal comma
    for (const part of cell!.split(/[;\t\n,|][" ]*/).slice(1)) expect(part).not.toMatch(/^[=@]|^[+-]\D/);
  });

  test('has a byte order mark and headings even without rows; numbers stay numbers', () => {
    expect(csvHead(['a', 'b'])).toBe('\ufeffa,b\n');
    expect(csvRows([['+12125550101', '-4.20', '12,5', 7, true, null, '-', '+1 (212) 555']])).toBe(
      '+12125550101,-4.20,"12,5",7,true,,\'-,\'+1 (212) 555\n',
    );
  });
});

describe('logs', () => {
  test.each(HOSTILE_NAMES)('a line of JSON stays one line with the same meaning: %j', (name) => {
    const line = `${JSON.stringify({ msg: name })}\n`;
    const written = escapeControlsInJson(line);
    expect(JSON.parse(written)).toEqual({ msg: name });
    expect(written.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069\ufeff]/u);
  });
});

describe('file names', () => {
  test.each(HOSTILE_NAMES)('is a single header, and names a file without a path: %j', (name) => {
    const header = attachment(`${name}.csv`);
    const match = /^attachment; filename="([^"\\/\p{Cc}]+)"(?:; filename\*=UTF-8''([\w!#$&+.^`|~%-]+))?$/u.exec(header);
    expect(match).not.toBeNull();
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    const full = decodeURIComponent(match?.[2] ?? match?.[1] ?? '');
    expect(full).not.toMatch(UNSAFE);
    expect(full).not.toMatch(/[/\\:*?"<>|]|^\.|\.$/);
  });

  test('a safe name stays unchanged', () => {
    expect(attachment('tenants.csv')).toBe('attachment; filename="tenants.csv"');
    expect(attachment('Café.zip')).toBe(`attachment; filename="Cafe.zip"; filename*=UTF-8''Caf%C3%A9.zip`);
  });
});
