import { useState } from 'react';
import type { ReferenceKind } from '../../../src/flows/content/rules.ts';
import { useFoundOptions } from '../../kit/inputs/choices/found-options.ts';
import { useTenantId } from '../../kit/session/tenant-context.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { referencePage, referencesIn } from '../reference-sources.ts';
import styles from './panel.module.css';

const NEW: Readonly<Record<ReferenceKind, string>> = {
  media: 'New sound',
  schedule: 'New schedule',
  list: 'New list of numbers',
  extension: 'New extension',
  group: 'New group',
  mailbox: 'New mailbox',
  flow: 'New call flow',
};

type ReferenceFieldProps = {
  kind: ReferenceKind;
  label: string;
  value: string | null;
  onChange: (id: string) => void;
  readOnly: boolean;
  /** The tenant of the objects; by default the page's. */
  tenantId?: string;
};

/** Chooses one of the tenant's objects by search, with a link to create one. */
export function ReferenceField({ kind, label, value, onChange, readOnly, tenantId }: ReferenceFieldProps) {
  const here = useTenantId();
  const owner = tenantId ?? here;
  const [typed, setTyped] = useState('');
  const searched = useFoundOptions(referencesIn(owner, kind), typed, value);
  return (
    <div>
      <SelectField
        label={label}
        {...searched}
        value={value}
        onChange={(id) => id !== null && onChange(id)}
        onSearch={setTyped}
        searchable
        placeholder="Choose"
        readOnly={readOnly}
      />
      {!readOnly && (
        <a className={styles.newLink} href={referencePage(owner, kind)} target="_blank" rel="noreferrer">
          {NEW[kind]}
        </a>
      )}
    </div>
  );
}
