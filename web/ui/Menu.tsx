import { type ComponentType, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { position } from './position.ts';
import styles from './menu.module.css';

type LinkProps = {
  to: string;
  role: string;
  tabIndex: number;
  className: string | undefined;
  onClick: () => void;
  children: ReactNode;
};

export type MenuItem =
  | { label: string; icon?: ReactNode; onSelect: () => void; checked?: boolean }
  /** A link: `as` is the router's link component, `to` its target. */
  | { label: string; icon?: ReactNode; as: unknown; to: string };

export type MenuGroup = { heading?: string; items: MenuItem[] };

type MenuProps = {
  /** The accessible name of the button, if its content isn't enough. */
  label?: string;
  className: string | undefined;
  children: ReactNode;
  /** Text above the items. */
  intro?: ReactNode;
  groups: MenuGroup[];
  align?: 'start' | 'end';
};

/** A button that opens a menu, by the WAI-ARIA pattern: arrows move, a letter jumps, Escape and Tab close. */
export function Menu({ label, className, children, intro, groups, align = 'start' }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const fromBelow = useRef(false);
  const [open, setOpen] = useState(false);

  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
  const close = () => menu.current?.hidePopover();
  const opened = () => {
    if (menu.current && button.current) position(menu.current, button.current, `below-${align}`);
    items()
      .at(fromBelow.current ? -1 : 0)
      ?.focus();
    fromBelow.current = false;
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        // the browser opens and closes it, also on Escape and a click elsewhere
        popoverTarget={id}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          fromBelow.current = event.key === 'ArrowUp';
          menu.current?.showPopover();
        }}
      >
        {children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className={styles.dropdown}
        data-placed={open || undefined}
        onToggle={(event) => {
          setOpen(event.newState === 'open');
          if (event.newState === 'open') opened();
        }}
      >
        {intro && <div className={styles.heading}>{intro}</div>}
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its items have the focus */}
        <div role="menu" aria-label={label ?? 'Menu'} onKeyDown={(event) => moveFocus(event, items(), close)}>
          {groups.map((group, index) => (
            // groups of a menu are never reordered
            <div key={index} className={styles.group}>
              {group.heading && (
                <div className={styles.heading} aria-hidden>
                  {group.heading}
                </div>
              )}
              {group.items.map((item) => (
                <Item key={item.label} item={item} onChosen={close} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

function moveFocus(event: KeyboardEvent, items: HTMLElement[], close: () => void): void {
  const here = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === 'Tab') return close();
  const letter = event.key.length === 1 ? event.key.toLowerCase() : null;
  const wanted =
    next !== undefined
      ? items[next % items.length]
      : letter &&
        [...items.slice(here + 1), ...items].find((item) => item.textContent?.trim().toLowerCase().startsWith(letter));
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
}

function Item({ item, onChosen }: { item: MenuItem; onChosen: () => void }) {
  const content = (
    <>
      {item.icon}
      {item.label}
    </>
  );
  if ('as' in item) {
    const Link = item.as as ComponentType<LinkProps>;
    return (
      <Link to={item.to} role="menuitem" tabIndex={-1} className={styles.item} onClick={onChosen}>
        {content}
      </Link>
    );
  }
  return (
    <button
      type="button"
      role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={item.checked}
      tabIndex={-1}
      className={styles.item}
      onClick={() => {
        onChosen();
        item.onSelect();
      }}
    >
      {content}
    </button>
  );
}
