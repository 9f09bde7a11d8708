import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Endpoint, ResponseOf } from '../../../src/platform/http/endpoint.ts';
import { toast } from '../../ui/toast.tsx';
import { errorText, makeKeys } from './api.ts';
import { type CallArgs, type CallInput, request } from './call.ts';

/** After a change, reloads everything on the page, except reads that are audited. */
export const refresh = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey, meta }) => queryKey[0] === 'api' && !meta?.recorded });

/** Calls an endpoint that changes something, for forms, which have their own key and show errors themselves. */
export function useChange() {
  const client = useQueryClient();
  return async <E extends Endpoint>(endpoint: E, ...[input]: CallArgs<E>): Promise<ResponseOf<E>> => {
    const response = await request<ResponseOf<E>>(endpoint, input);
    await refresh(client);
    return response;
  };
}

type MutationOptions<Response, Input> = {
  onSuccess?: (response: Response, input: Input) => void;
  /** `shown`: the caller shows `error` itself; by default it becomes a toast. */
  errors?: 'toast' | 'shown';
  errorTitle?: string;
};

/** An action behind a button. A retry after a broken connection has no second effect. */
export function useApiMutation<E extends Endpoint>(
  endpoint: E,
  { onSuccess, errors = 'toast', errorTitle }: MutationOptions<ResponseOf<E>, CallInput<E>> = {},
) {
  const client = useQueryClient();
  const [keys] = useState(() => makeKeys());
  return useMutation({
    mutationFn: async (input: CallInput<E>) => {
      const key = endpoint.method === 'POST' ? keys.keyFor(input) : undefined;
      const response = await request<ResponseOf<E>>(endpoint, { ...input, key });
      await refresh(client);
      return response;
    },
    onSettled: (_response, error) => keys.answered(error),
    onSuccess: (response, input) => onSuccess?.(response, input),
    onError: (error) => {
      const text = errorText(error);
      if (errors === 'toast' && text) toast.error(text, errorTitle);
    },
  });
}
