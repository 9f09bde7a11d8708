import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { suggestPrefix } from '../../src/tenants/endpoints.ts';
import { TextInput } from '../kit/forms/form.tsx';
import { call } from '../kit/session/call.ts';
import type { NewTenantForm } from './tenant-form.ts';

/** Suggests a free prefix for the name until the user types one. */
export function usePrefixSuggestion(form: UseFormReturn<NewTenantForm, unknown, unknown>) {
  const [own, setOwn] = useState(false);
  const name = form.watch('name').trim();
  const settled = useSettled(name, 250);
  const { data, error } = useQuery({
    // not reloaded once the tenant is created, because then its own prefix is taken
    queryKey: ['prefix suggestion', settled],
    queryFn: ({ signal }) => call(suggestPrefix, { query: { name: settled }, signal }),
    enabled: !own && settled !== '',
  });
  const suggestion = settled === '' || error ? '' : data?.sipPrefix;
  useEffect(() => {
    if (!own && suggestion !== undefined) form.setValue('sipPrefix', suggestion, { shouldValidate: suggestion !== '' });
  }, [suggestion, own, form]);
  return { waiting: !own && (name !== settled || suggestion === undefined), onTyped: () => setOwn(true) };
}

type Suggestion = ReturnType<typeof usePrefixSuggestion>;

export function PrefixInput({ suggestion: { waiting, onTyped } }: { suggestion: Suggestion }) {
  return (
    <TextInput
      name="sipPrefix"
      label="SIP prefix"
      mono
      maxLength={12}
      onChanged={onTyped}
      description={waiting ? 'Finding a free prefix…' : '3–12 lowercase letters or digits. Can’t be changed later.'}
    />
  );
}

/** Submits the form only once the suggestion for the complete name has arrived, because a prefix can never be changed. */
export function useSubmitWhenSuggested(submit: () => Promise<void>, { waiting }: Suggestion) {
  const [wanted, setWanted] = useState(false);
  const suggested = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (!waiting) suggested.current?.();
  }, [waiting]);
  const submitThen = async () => {
    if (wanted) return;
    if (waiting) {
      setWanted(true);
      await new Promise<void>((resolve) => (suggested.current = resolve));
      setWanted(false);
    }
    await submit();
  };
  return { wanted, submit: submitThen };
}

/** A value that hasn't changed for a moment. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
