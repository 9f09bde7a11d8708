import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../kit/session/session.ts';
import { AuthPage } from './AuthPage.tsx';
import { SignInForm } from './SignInForm.tsx';

const route = getRouteApi('/sign-in');

/** Doesn't name the partner, which is known only after sign-in. */
export function SignIn() {
  const { to } = route.useSearch();
  const client = useQueryClient();
  const navigate = useNavigate();
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, []);
  return (
    <AuthPage title="Sign in" intro={to ? 'Sign in to continue.' : undefined}>
      <SignInForm
        onSignedIn={async (session) => {
          client.clear();
          client.setQueryData(sessionQuery.queryKey, session);
          await navigate({ href: to ?? '/', replace: true });
        }}
      >
        <p>
          <Link to="/forgot-password">Forgot password?</Link>
        </p>
      </SignInForm>
    </AuthPage>
  );
}
