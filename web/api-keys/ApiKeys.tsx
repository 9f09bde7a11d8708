import { getRouteApi } from '@tanstack/react-router';
import { usePermissionReason } from '../kit/session/session.ts';
import { usePartnerKeyActs } from './key-acts.ts';
import { KeysPage } from './KeysPage.tsx';
import { apiKeyQuery, apiKeysList } from './queries.ts';
import { TenantKeysSwitch } from './TenantKeysSwitch.tsx';

const route = getRouteApi('/authenticated/developers');

export function ApiKeys() {
  return (
    <KeysPage
      acts={usePartnerKeyActs()}
      list={apiKeysList(route.useSearch())}
      keyQuery={apiKeyQuery}
      reason={usePermissionReason('api-keys.write')}
      makesKeys
      intro={
        <>
          Keys for your own programs, such as a CRM. The <a href="/api/docs">API reference</a> lists what they can do.
        </>
      }
    >
      <TenantKeysSwitch />
    </KeysPage>
  );
}
