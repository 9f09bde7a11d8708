import { IconListDetails } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MAX } from '../../src/api-keys/contract.ts';
import { listApiKeys } from '../../src/api-keys/endpoints.ts';
import { type ApiRequest, MAX_COUNTED, RETENTION_DAYS } from '../../src/api-requests/contract.ts';
import { RESULTS } from '../../src/api-requests/results-contract.ts';
import { useListState } from '../kit/lists/list-state.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { type ApiList, apiQuery } from '../kit/session/queries.ts';
import { brandOf, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Chips } from '../ui/controls.tsx';
import { Filters } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { REQUEST_COLUMNS } from './columns.tsx';
import { requestsList } from './queries.ts';
import type { RequestsSearch } from './requests-search.ts';

const route = getRouteApi('/authenticated/developers/requests');

const RESULT_NAMES = { ok: 'OK', refused: 'Refused', failed: 'Failed' } as const;
const RESULT_OPTIONS = [
  { value: 'all' as const, label: 'All' },
  ...RESULTS.map((value) => ({ value, label: RESULT_NAMES[value] })),
];

export function ApiRequests() {
  const search = route.useSearch();
  const keys = useQuery(apiQuery(listApiKeys, { query: { limit: MAX.keys } }));
  return <RequestsPage search={search} list={requestsList(search)} keys={keys.data?.items ?? []} />;
}

type Props = {
  search: RequestsSearch;
  list: ApiList<ApiRequest>;
  keys: readonly { id: string; name: string; hint: string }[];
};

/** The page of requests with a partner's keys, or with a tenant's own. */
export function RequestsPage({ search, list, keys }: Props) {
  const { setFilters } = useListState<RequestsSearch>(search);
  return (
    <Page
      title="API requests"
      intro={`Requests with these keys in the last ${RETENTION_DAYS} days, without their content. Above 600 requests a minute, one line stands for several.`}
      brand={brandOf(useSession())}
    >
      <Filters>
        <SelectField
          label="API key"
          placeholder="All keys"
          options={keys.map(({ id, name, hint }) => ({ value: id, label: `${name} …${hint}` }))}
          value={search.keyId ?? null}
          onChange={(keyId) => setFilters({ keyId: keyId ?? undefined })}
          searchable
          clearable
        />
      </Filters>
      <ListPage
        {...list}
        label="API requests"
        noun={NOUNS.request}
        columns={REQUEST_COLUMNS}
        defaultSort="-at"
        maxCounted={MAX_COUNTED}
        refetchInterval={10_000}
        toolbar={
          <Chips
            label="Result"
            value={search.result ?? 'all'}
            options={RESULT_OPTIONS}
            onChange={(result) => setFilters({ result: result === 'all' ? undefined : result })}
          />
        }
        empty={
          <Empty icon={<IconListDetails size={22} />} title="No API requests yet">
            As soon as a program uses one of the keys, its requests are listed here.
          </Empty>
        }
      />
    </Page>
  );
}
