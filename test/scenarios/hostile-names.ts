/** Characters that must be escaped wherever a name goes. */
// prettier-ignore
const FRAGMENTS = [
  '\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f', '\t', '\u0001', '\u0007', '\u0008', '\u001b[31m', '\u007f', '\u009b31m',
  '\u00a0', '\u00ad', '\u034f', '\u061c', '\u115f', '\u180e', '\u200b', '\u200d', '\u200f', '\u202e', '\u2066', '\u2800', '\u3164', '\ufeff', '\ufff9', '\ufffd',
  '\u{e0041}', '\ue000', '\u0378', '\r\nX-Evil: 1', '\nRoute: <sip:evil.example;lr>', '\r\n\r\nv=0', '"', '\\', '\\"', '" <sip:911@evil.example>', '<', '>', '<sip:x@y>',
  ';', ';tag=1', '^0D^0AX-Evil: 1', '^0A', '^22', '%0d%0aX-Evil: 1', '${CHANNEL(name)}', '${SHELL(id)}', '$[1+1]', ',', '|', '&', '@', ':', '%s%n', '\'', '`',
  '\nBcc: victim@x.example', '\r\nContent-Type: text/html\r\n\r\n<b>', '=?utf-8?q?=0ABcc:x?=', 'https://evil.example/x', 'HTTP://EVIL.EXAMPLE', 'www.evil.example',
  'evil.example', 'mailto:a@b.example', '=1+1', '+1+cmd|\' /C calc\'!A0', '-2+3', '@SUM(1)', '\t=1', '\uff1d1+1', ';=1+1', '",=1+1', '../../etc/passwd', 'a/b\\c', 'CON',
  '.', '"; filename="x.exe', 'Å'.normalize('NFD'), '株式会社', 'مطعم', 'é'.repeat(40), '👩🏽\u200d⚕\ufe0f', 'x'.repeat(400), ' '.repeat(50), '{"a":1}', "'; drop table tenants; --",
];

/** A few hundred names that a careless program, an old version or an attacker could have stored. Without U+0000, which PostgreSQL can't store. */
export const HOSTILE_NAMES: string[] = FRAGMENTS.flatMap((fragment) => [
  fragment,
  `Bakery${fragment}Desk`,
  `${fragment}Bakery`,
]);
