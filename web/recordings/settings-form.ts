import { type RecordingSettings, RecordingSettingsPatch } from '../../src/recordings/contract.ts';
import { formSchema, typedNumber } from '../kit/forms/form-schema.ts';
import type { EditedFields } from '../kit/forms/merge.ts';

export type SettingsForm = {
  announce: boolean;
  announcementId: string | null;
  onDemand: boolean;
  numberIds: string[];
  retentionDays: string;
  confirmLawful: boolean;
};

export const formOf = ({
  announce,
  announcementId,
  onDemand,
  numberIds,
  retentionDays,
}: RecordingSettings): SettingsForm => ({
  announce,
  announcementId,
  onDemand,
  numberIds,
  retentionDays: String(retentionDays),
  // already confirmed if the announcement is off
  confirmLawful: !announce,
});

export const settingsSchema = formSchema(RecordingSettingsPatch, (form: SettingsForm) => ({
  ...form,
  retentionDays: typedNumber(form.retentionDays),
}));

export const FIELDS: EditedFields = {
  announce: { name: 'Announce recordings' },
  announcementId: { name: 'Announcement', words: () => 'another sound' },
  onDemand: { name: 'Record on demand' },
  numberIds: { name: 'Recorded numbers', words: () => 'other numbers' },
  retentionDays: { name: 'Days' },
};
