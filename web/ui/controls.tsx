import { IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { plural, type PluralForms } from './plural.ts';
import styles from './controls.module.css';

type SearchBoxProps = { label: string; placeholder: string; value: string; onSearch: (text: string) => void };

/** Searches a moment after the user stops typing. */
export function SearchBox({ label, placeholder, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useEffectEvent(onSearch);
  useEffect(() => {
    // follow changes from outside, such as the back button
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    const query = text.trim();
    if (query === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = query;
      send(query);
    }, 250);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className={styles.search}>
      <IconSearch size={16} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {text && (
        <button type="button" className={styles.clear} aria-label="Clear search" onClick={() => setText('')}>
          <IconX size={15} aria-hidden />
        </button>
      )}
    </div>
  );
}

type ChipsProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** Chooses one of a few filters. */
export function Chips<Value extends string>({ label, value, options, onChange }: ChipsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.chip}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

/** Links between views of a list. The current one has `aria-current`. */
export function ChipRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={styles.chips} aria-label={label}>
      {children}
    </nav>
  );
}

/** The class of a link in a `ChipRow`. */
export const chipClass = (): string | undefined => styles.chip;

type PagerProps = {
  /** The number of rows on this page and before it; null if the page was opened by its URL. */
  shown: number;
  before: number | null;
  total: number | undefined;
  /** Whether there may be more than `total`. */
  atLeast?: boolean;
  noun: PluralForms;
  onFirst: (() => void) | null;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
};

export function Pager({ shown, before, total, atLeast, noun, onFirst, onPrevious, onNext }: PagerProps) {
  if (total === undefined || (total === 0 && !onFirst)) return null;
  const count = atLeast ? `${plural(total, noun)} or more` : plural(total, noun);
  const all = before === 0 && !onNext;
  const place =
    all || before === null
      ? count
      : `${(before + 1).toLocaleString()}–${(before + shown).toLocaleString()} of ${count}`;
  return (
    <nav className={styles.pager} aria-label="Pages of the list">
      <p aria-live="polite">{place}</p>
      {!(all && !onFirst) && (
        <div className={styles.pagerButtons}>
          {onFirst && !onPrevious && (
            <Button small onClick={onFirst}>
              First page
            </Button>
          )}
          <Button
            small
            onClick={onPrevious ?? undefined}
            disabledReason={onPrevious ? null : 'This is the first page you opened.'}
          >
            Previous
          </Button>
          <Button small onClick={onNext ?? undefined} disabledReason={onNext ? null : 'This is the last page.'}>
            Next
          </Button>
        </div>
      )}
    </nav>
  );
}
