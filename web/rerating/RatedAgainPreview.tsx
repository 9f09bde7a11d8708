import type { RatedAgain } from '../../src/rerating/contract.ts';
import { EffectList } from '../kit/acts/EffectList.tsx';
import type { Effect } from '../kit/acts/effects.ts';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import { NamedList } from '../kit/lists/BulkResults.tsx';
import { plural } from '../ui/plural.ts';

/** The preview of rating again, in total and by tenant. */
export function RatedAgainPreview({ read }: { read: RatedAgain }) {
  const amount = (text: string) => exactAmountLabel(text, read.currency);
  return (
    <>
      <EffectList label="What rating again will do" effects={effectsOf(read)} />
      {read.tenants.length > 0 && (
        <NamedList
          label="By tenant"
          items={read.tenants.map(({ tenantId, tenantName, rated, ratedAmount, changed, adjustment }) => ({
            id: tenantId,
            name: tenantName,
            tone: 'grey',
            text: [
              ...(rated > 0 ? [`${plural(rated, PRICED)} ${amount(ratedAmount)}`] : []),
              ...(changed > 0 ? [`${plural(changed, CHANGED)} ${amount(adjustment)}`] : []),
            ].join('; '),
          }))}
        />
      )}
    </>
  );
}

const PRICED = { one: '# call gets a price:', other: '# calls get a price:' };
const CHANGED = { one: '# call changes, adjustment:', other: '# calls change, adjustment:' };

function effectsOf({ rated, ratedAmount, changed, changedAmount, withoutRate, same, currency }: RatedAgain): Effect[] {
  const sentences: Effect[] = [
    {
      text: plural(withoutRate, {
        one: '# call stays without a price: these rates don’t have its number.',
        other: '# calls stay without a price: these rates don’t have their numbers.',
      }),
      grave: true,
    },
    { text: `${plural(rated, PRICED)} ${exactAmountLabel(ratedAmount, currency)} in all.`, grave: false },
    {
      text: `${plural(changed, { one: '# call would cost a different amount:', other: '# calls would cost a different amount:' })} ${exactAmountLabel(changedAmount, currency)} in all.`,
      grave: false,
    },
    { text: plural(same, { one: '# call costs the same.', other: '# calls cost the same.' }), grave: false },
  ];
  const counts = [withoutRate, rated, changed, same];
  const shown = sentences.filter((_, at) => counts[at] !== 0);
  return shown.length > 0 ? shown : [{ text: 'There are no such calls on these days.', grave: false }];
}
