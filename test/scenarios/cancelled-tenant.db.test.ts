import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayDo } from '../../src/people/rules.ts';
import { describeApi } from '../../src/platform/http/openapi/document.ts';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { withParameters } from '../generated.ts';
import { createOneOfEach, fillPath, type Parameter } from '../one-of-each.ts';
import { placeIds, validInput } from './arbitrary-input.ts';
import type { Description } from './fuzz-requests.ts';

let app: TestApp;
let admin: ApiUser;
let ids: Record<Parameter, string>;

beforeAll(async () => {
  app = await createTestApp();
  const partnerId = await app.partner('Northwind');
  admin = await app.user('partner_admin', { partnerId });
  ids = await createOneOfEach(app, admin, { partnerId });
  const cancelled = await admin.call('POST', `/tenants/${ids.tenantId}/cancel`, { confirmName: 'Sample Tenant' });
  expect(cancelled.status, cancelled.text).toBe(200);
});
afterAll(() => app.close());

test('a cancelled tenant is changed by no request', async () => {
  const { paths, components } = withParameters(describeApi(app.app.endpoints, [], '0')) as unknown as Description;
  const changes = app.app.endpoints.filter(
    ({ scope, method, permission, inAnyStatus, bodyTypes }) =>
      scope === 'tenant' && method !== 'GET' && !inAnyStatus && !bodyTypes && mayDo('partner_admin', permission),
  );
  const reached: string[] = [];
  for (const { id, method, path } of changes) {
    const schema = paths[`/api/v1${path}`]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
    const bodies = schema ? fc.sample(validInput(schema, components.schemas), 20) : [undefined];
    for (const body of bodies) {
      const sent = body === undefined ? undefined : placeIds(JSON.stringify(body), {});
      const { status, text } = await admin.call(method, fillPath(path, ids), sent);
      const said = `${id} ${sent?.slice(0, 500) ?? ''}: ${status} ${text}`;
      expect(status, said).toBeGreaterThanOrEqual(400);
      expect(status, said).toBeLessThan(500);
      // some rules of the input are not in its schema
      if (status !== 409) continue;
      expect(JSON.parse(text), id).toMatchObject({ code: 'tenant_cancelled' });
      reached.push(id);
      break;
    }
  }
  expect(reached.length).toBeGreaterThan(40);
});
