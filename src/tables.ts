import type { AddressBookTables } from './address-book/tables.ts';
import type { ApiKeyTables } from './api-keys/tables.ts';
import type { ApiRequestTables } from './api-requests/tables.ts';
import type { BillingTables } from './billing/tables.ts';
import type { CallTables } from './calls/tables.ts';
import type { CardTables } from './cards/tables.ts';
import type { EmergencyTables } from './emergency/tables.ts';
import type { EventTables } from './events/tables.ts';
import type { ExportTables } from './exports/tables.ts';
import type { ExtensionTables } from './extensions/tables.ts';
import type { FlowTables } from './flows/tables.ts';
import type { ForwardingTables } from './forwarding/tables.ts';
import type { FraudTables } from './fraud/tables.ts';
import type { GroupTables } from './groups/tables.ts';
import type { HoldMusicTables } from './hold-music/tables.ts';
import type { IncidentTables } from './incidents/tables.ts';
import type { InvoiceTables } from './invoices/tables.ts';
import type { LimitTables } from './limits/tables.ts';
import type { MediaTables } from './media/tables.ts';
import type { NumberListTables } from './number-lists/tables.ts';
import type { NumberTables } from './numbers/tables.ts';
import type { OutboundTables } from './outbound/tables.ts';
import type { PartnerTables } from './partners/tables.ts';
import type { PastDueTables } from './past-due/tables.ts';
import type { PaymentTables } from './payments/tables.ts';
import type { PeopleTables } from './people/tables.ts';
import type { RateTables } from './rates/tables.ts';
import type { RecordingTables } from './recordings/tables.ts';
import type { RefundTables } from './refunds/tables.ts';
import type { RetentionTables } from './retention/tables.ts';
import type { ScheduleTables } from './schedules/tables.ts';
import type { ServiceCallTables } from './service-calls/tables.ts';
import type { StatusTables } from './status/tables.ts';
import type { SupportTables } from './support/tables.ts';
import type { TenantTables } from './tenants/tables.ts';
import type { TranscriptTables } from './transcripts/tables.ts';
import type { TrunkTables } from './trunks/tables.ts';
import type { VoicemailTables } from './voicemail/tables.ts';
import type { WebhookTables } from './webhooks/tables.ts';
import type { WholesaleTables } from './wholesale/tables.ts';

/** The tables of the database, one line per slice, which alone writes them. */
declare module './platform/db/schema.ts' {
  interface Database
    extends
      AddressBookTables,
      ApiKeyTables,
      ApiRequestTables,
      BillingTables,
      CallTables,
      CardTables,
      EmergencyTables,
      EventTables,
      ExportTables,
      ExtensionTables,
      FlowTables,
      ForwardingTables,
      FraudTables,
      GroupTables,
      HoldMusicTables,
      IncidentTables,
      InvoiceTables,
      LimitTables,
      MediaTables,
      NumberListTables,
      NumberTables,
      OutboundTables,
      PartnerTables,
      PastDueTables,
      PaymentTables,
      RefundTables,
      PeopleTables,
      RateTables,
      RecordingTables,
      RetentionTables,
      ScheduleTables,
      ServiceCallTables,
      StatusTables,
      SupportTables,
      TenantTables,
      TranscriptTables,
      TrunkTables,
      VoicemailTables,
      WebhookTables,
      WholesaleTables {}
}
