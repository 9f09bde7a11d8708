import { IconCheck, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import { toast } from './toast.tsx';
import styles from './copy-field.module.css';

/** A value with a button to copy it. A secret is hidden until requested. */
export function CopyField({ label, value, secret = false }: { label: string; value: string; secret?: boolean }) {
  const [copied, setCopied] = useState(false);
  const [covered, setCovered] = useState(secret);
  const copy = async () => {
    if (!(await copyText(value))) return toast.error('Select the text and copy it by hand.', 'Couldn’t copy');
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <output className={styles.value} aria-label={label}>
        {covered ? '•'.repeat(12) : value}
      </output>
      {secret && (
        <IconButton
          small
          label={covered ? `Show ${label}` : `Hide ${label}`}
          icon={covered ? <IconEye size={16} aria-hidden /> : <IconEyeOff size={16} aria-hidden />}
          onClick={() => setCovered(!covered)}
        />
      )}
      <Button
        small
        aria-label={`Copy ${label}`}
        icon={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
        onClick={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <span className="visually-hidden" aria-live="polite">
        {copied ? `${label} copied` : ''}
      </span>
    </div>
  );
}

/** The clipboard API exists only over HTTPS and on localhost. Elsewhere `execCommand` still works in most browsers. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text, readOnly: true });
    (document.querySelector('[aria-modal="true"]') ?? document.body).append(area);
    area.select();
    // oxlint-disable-next-line typescript/no-deprecated -- over HTTP there is no other way
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
