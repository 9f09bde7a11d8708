import { type RecordingSettings, RecordingSettingsPatch } from '../../src/recordings/contract.ts';
import { formSchema, typedNumber } from '../kit/form-schema.ts';
import type { EditedFields } from '../kit/merge.ts';

export type SettingsForm = {
  announce: boolean;
  onDemand: boolean;
  numberIds: string[];
  retentionDays: string;
  confirmLawful: boolean;
};

export const formOf = ({ announce, onDemand, numberIds, retentionDays }: RecordingSettings): SettingsForm => ({
  announce,
  onDemand,
  numberIds,
  retentionDays: String(retentionDays),
  // once given, it is not asked for again
  confirmLawful: !announce,
});

export const settingsSchema = formSchema(RecordingSettingsPatch, (form: SettingsForm) => ({
  ...form,
  retentionDays: typedNumber(form.retentionDays),
}));

export const FIELDS: EditedFields = {
  announce: { name: 'Announce recordings' },
  onDemand: { name: 'Record on demand' },
  numberIds: { name: 'Recorded numbers', words: () => 'other numbers' },
  retentionDays: { name: 'Days' },
};
