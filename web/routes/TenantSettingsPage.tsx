import { EmergencyContacts } from '../emergency/EmergencyContacts.tsx';
import { ExportCard } from '../exports/ExportCard.tsx';
import { HoldMusic } from '../hold-music/HoldMusic.tsx';
import { useMay } from '../kit/session/session.ts';
import { useTitleEnd } from '../kit/session/tenant-context.ts';
import { RecordingSettings } from '../recordings/RecordingSettings.tsx';
import { TenantSettings } from '../tenants/TenantSettings.tsx';
import { Page } from '../ui/Page.tsx';

export function TenantSettingsPage() {
  return (
    <Page title="Settings" brand={useTitleEnd()}>
      <TenantSettings />
      <EmergencyContacts />
      {useMay('media.read') && <HoldMusic />}
      {useMay('recording-settings.read') && <RecordingSettings />}
      <ExportCard />
    </Page>
  );
}
