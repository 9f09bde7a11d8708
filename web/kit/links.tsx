import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import { buttonClass, type ButtonKind } from '../ui/Button.tsx';

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

/** A link that looks like a button, since where it leads is what one came to do. */
export const ButtonLink = createLink(PlainButtonLink);
