import { IconHistory } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { type AuditEvent, MAX_COUNTED } from '../../src/audit/contract.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { NOUNS } from '../kit/words/nouns.ts';
import { Empty } from '../ui/Page.tsx';

type AuditListProps = Pick<
  ComponentProps<typeof ListPage<AuditEvent>>,
  'query' | 'search' | 'filter' | 'label' | 'columns'
>;

export const AuditList = (props: AuditListProps) => (
  <ListPage
    {...props}
    noun={NOUNS.event}
    maxCounted={MAX_COUNTED}
    empty={
      <Empty icon={<IconHistory size={22} />} title="Nothing yet">
        Every change is recorded here.
      </Empty>
    }
  />
);
