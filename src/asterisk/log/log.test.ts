import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { openRefusedRequests } from '../../edge/refused-requests.ts';
import { fitForLog, openThinner } from './log.ts';

const line = (text: string, place = 'res_pjsip/pjsip_distributor.c:688 log_failed_request'): string =>
  `[2026-11-28 18:15:40.741] NOTICE[19599]: ${place}: ${text}`;
const refused = (from: string, source: string, why: string): string =>
  line(`Request 'REGISTER' from '${from}' failed for '${source}' (callid: 7) - ${why}`);

test('cuts a long line and escapes its control characters', () => {
  expect(fitForLog('\u001b'.repeat(5000))).toHaveLength(2000 * 4 + 1);
});

test('lets the first twenty messages of a flood pass, and after ten seconds counts the rest in one line', () => {
  let now = 0;
  const thinner = openThinner(() => now);
  const written = Array.from({ length: 5000 }, () => thinner.take(refused('<sip:a@b>', '1.2.3.4:5', 'No'))).flat();
  expect(written).toHaveLength(20);
  expect(thinner.take(line('Something else', 'main/pbx.c:12 pbx'))).toHaveLength(1);
  now = 10_000;
  expect(thinner.due()).toEqual(['(4980 more messages like NOTICE res_pjsip/pjsip_distributor.c:688 within 10 s)']);
  expect(thinner.take(refused('<sip:a@b>', '1.2.3.4:5', 'No'))).toHaveLength(1);
});

test('does not treat a line broken by a stranger as a new message', () => {
  const thinner = openThinner(() => 0);
  thinner.take(line('from x'));
  expect(thinner.take('system is compromised')).toEqual(['  system is compromised']);
});

test('counts rejections by source and reason, and sums them up in one line', async () => {
  const registry = new Registry();
  const refusals = openRefusedRequests(registry);
  expect(refusals.sumUp()).toBeNull();
  for (let each = 0; each < 30; each++) refusals.count({ source: '203.0.113.5', reason: 'wrong password' });
  for (let each = 0; each < 6000; each++)
    refusals.count({ source: `10.0.${each >> 8}.${each & 255}`, reason: 'slowed down' });
  const sentence = refusals.sumUp();
  expect(sentence).toMatch(
    /^SIP requests refused in the last minute: others \(slowed down: 1001\); 203\.0\.113\.5 \(wrong/,
  );
  expect(sentence?.length).toBeLessThan(300);
  const shown = await registry.metrics();
  expect(shown).toContain('sip_refused_requests_total{reason="slowed down"} 6000');
  expect(shown).toContain('sip_refused_requests_by_source{source="203.0.113.5",reason="wrong password"} 30');
  expect(shown.match(/by_source\{/g)).toHaveLength(20);
});
