import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../../test/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test('works over plain HTTP at any host name, loads only this service’s scripts, and shows no brand', async () => {
  const page = await app.nobody('GET', '/api/docs', undefined, { host: 'phones.example' });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  expect(page.text).toContain('<title>API documentation</title>');
  // the policy would refuse these
  expect(page.headers['content-security-policy']).toContain("script-src 'self';");
  expect(page.text).not.toMatch(/<script>|<script [^>]*>[^<]|\son\w+=/);
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    expect(part).toMatch(/^\/api\/docs\//);
    const { status, headers } = await app.nobody('GET', part);
    expect([part, status]).toEqual([part, 200]);
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  }
});
