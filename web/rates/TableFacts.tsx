import type { ReactNode } from 'react';
import type { RateTable } from '../../src/rates/contract.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Fact, Facts, Muted } from '../ui/layout.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';

type Props = { table: Pick<RateTable, 'currency' | 'current' | 'next'>; children?: ReactNode };

/** The currency of a table, and the validity of its current and next rates. `children`: facts before them. */
export function TableFacts({ table, children }: Props) {
  return (
    <Facts>
      {children}
      <Fact name="Currency">{table.currency}</Fact>
      <Fact name="Rates now">
        <Version of={table.current} none="None" />
      </Fact>
      <Fact name="Next rates">
        <Version of={table.next} none="None planned" />
      </Fact>
    </Facts>
  );
}

function Version({ of: version, none }: { of: RateTable['current']; none: string }) {
  if (!version) return <Muted>{none}</Muted>;
  return (
    <>
      {plural(version.rates, NOUNS.rate)} from <Time at={version.validFrom} withClock />
    </>
  );
}
