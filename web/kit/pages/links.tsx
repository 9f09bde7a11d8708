import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import { buttonClass, type ButtonKind } from '../../ui/Button.tsx';
import { chipClass } from '../../ui/controls.tsx';

type ButtonLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  kind?: ButtonKind;
  small?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
};

function PlainButtonLink({ kind = 'plain', small = false, icon, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={buttonClass(kind, small)}>
      {icon}
      {children}
    </a>
  );
}

type ChipLinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

const PlainChipLink = ({ children, ...rest }: ChipLinkProps) => (
  <a {...rest} className={chipClass()}>
    {children}
  </a>
);

/** A link in a `ChipRow`. */
export const ChipLink = createLink(PlainChipLink);

/** A link that looks like a button, for the main action of a page. */
export const ButtonLink = createLink(PlainButtonLink);
