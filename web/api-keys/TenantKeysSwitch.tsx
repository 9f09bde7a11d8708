import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TenantKeySettings } from '../../src/api-keys/contract.ts';
import { getTenantKeySettings, saveTenantKeySettings } from '../../src/api-keys/tenant-keys-endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { sessionQuery, usePermissionReason } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';

/** Allows tenants to have their own keys. */
export function TenantKeysSwitch() {
  const { data, error, refetch } = useQuery(apiQuery(getTenantKeySettings));
  const [asking, setAsking] = useState(false);
  const reason = usePermissionReason('api-keys.write');
  const actions = data && (
    <Button small disabledReason={reason} onClick={() => setAsking(true)}>
      {data.allowed ? 'Stop…' : 'Allow…'}
    </Button>
  );
  return (
    <Card form title="Tenants’ own keys" actions={actions}>
      {!data && <NotLoaded title="Couldn’t load this setting" error={error} again={refetch} />}
      {data && <p>{stateText(data)}</p>}
      {data && asking && <Confirm settings={data} onClose={() => setAsking(false)} />}
    </Card>
  );
}

const keysText = ({ keys, tenants }: TenantKeySettings): string =>
  `${plural(keys, NOUNS.apiKey)} of ${plural(tenants, NOUNS.tenant)}`;

function stateText(settings: TenantKeySettings): string {
  if (settings.allowed)
    return `Your tenants’ admins can create API keys for their own programs. ${settings.keys === 0 ? 'There are none yet.' : `There are ${keysText(settings)}.`}`;
  return `Your tenants can’t have API keys. ${settings.keys === 0 ? '' : `Stopped until you allow them again: ${keysText(settings)}.`}`;
}

function Confirm({ settings, onClose }: { settings: TenantKeySettings; onClose: () => void }) {
  const change = useChange();
  const client = useQueryClient();
  const { allowed, keys } = settings;
  const save = async (version: number) => {
    await change(saveTenantKeySettings, { body: { allowed: !allowed }, ifMatch: version });
    // the page of a tenant's keys appears or disappears for the partner's team, too
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    toast.success(allowed ? 'Their next request is refused.' : 'Tenants’ admins now have an API keys page.', 'Saved');
  };
  return (
    <ConfirmDialog
      title={allowed ? 'Stop tenants’ own keys?' : 'Allow tenants’ own keys?'}
      verb={allowed ? 'Stop keys' : 'Allow keys'}
      harmless={!allowed}
      onClose={onClose}
      version={settings.version}
      act={save}
    >
      {allowed ? (
        <p>
          {keys === 0
            ? 'No tenant has a key. Tenants lose their API keys page.'
            : `This stops ${keysText(settings)} at once, and tenants lose their API keys page. The keys work again when you allow them again.`}
        </p>
      ) : (
        <p>
          Each tenant’s admins can then create keys for this tenant alone, which never do more than the admins
          themselves. You can see them on each tenant’s API keys page, and revoke them.
          {keys > 0 && ` This also lets ${keysText(settings)} work again.`}
        </p>
      )}
    </ConfirmDialog>
  );
}
