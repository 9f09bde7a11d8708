import { type NavigateOptions, useNavigate } from '@tanstack/react-router';
import type { Raw } from './search.ts';

type Options = Pick<NavigateOptions, 'state' | 'replace' | 'resetScroll' | 'ignoreBlocker'>;

/** Changes a part of the URL after `?`, on any page. */
export function useSearchChange(): (change: Raw, options?: Options) => void {
  const navigate = useNavigate();
  return (change, options) => void navigate({ to: '.', search: (old: Raw) => ({ ...old, ...change }), ...options });
}
