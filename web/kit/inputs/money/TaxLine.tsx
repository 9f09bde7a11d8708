import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { dayLabel } from '../../../ui/time-labels.ts';
import { type TaxForm, type TaxLines, taxWords } from './taxes-form.ts';
import styles from './tax-inputs.module.css';

type Props = {
  tax: TaxForm;
  lines: TaxLines;
  currency: string;
  index: number;
  isLast: boolean;
  isOpen: boolean;
  disabledReason: string | null;
  onToggle: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** A tax in one line, with the buttons that open, move and remove it. */
export function TaxLine({
  tax,
  lines,
  currency,
  index,
  isLast,
  isOpen,
  disabledReason,
  onToggle,
  onMove,
  onRemove,
}: Props) {
  const named = tax.name || `tax ${index + 1}`;
  const verb = isOpen ? 'Close' : 'Edit';
  return (
    <div className={styles.line}>
      <div>
        {tax.name || 'New tax'}
        <small>
          {taxWords(tax, lines, currency)}
          {tax.validFrom !== '' && `, from ${dayLabel(tax.validFrom)}`}
        </small>
      </div>
      <Button small kind="quiet" aria-label={`${verb} ${named}`} aria-expanded={isOpen} onClick={onToggle}>
        {verb}
      </Button>
      <IconButton
        small
        label={`Move ${named} up`}
        icon={<IconArrowUp size={16} aria-hidden />}
        disabledReason={disabledReason ?? (index === 0 ? 'This is the first.' : null)}
        data-move
        onClick={() => onMove(-1)}
      />
      <IconButton
        small
        label={`Move ${named} down`}
        icon={<IconArrowDown size={16} aria-hidden />}
        disabledReason={disabledReason ?? (isLast ? 'This is the last.' : null)}
        data-move
        onClick={() => onMove(1)}
      />
      <IconButton
        small
        label={`Remove ${named}`}
        icon={<IconX size={16} aria-hidden />}
        disabledReason={disabledReason}
        onClick={onRemove}
      />
    </div>
  );
}
