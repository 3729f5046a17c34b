import { Trans, useLingui } from '@lingui/react/macro';
import { DataTable } from '../../ui/data-table.tsx';
import { useShortShare } from '../charts/shares.ts';
import { flatPrice } from './calendar.ts';
import { Count } from './count.tsx';
import { Failure } from './failure.tsx';
import { listsAtLowUse, type Foreseen, type useForesight } from './foresight.ts';
import type { Programme } from './programmes.tsx';
import { useSession } from './session.tsx';

type Seen = NonNullable<Foreseen>;

interface WhatYouWillSeeProps {
  readonly programme: Programme;
  readonly foresight: ReturnType<typeof useForesight>;
}

/** Which numbers reports will show, how often and how likely, and how many credits that needs. */
export function WhatYouWillSee(props: WhatYouWillSeeProps) {
  return (
    <section aria-labelledby="foresight">
      <h2 id="foresight"><Trans>What will you see?</Trans></h2>
      <Foresight {...props} />
    </section>
  );
}

function Foresight({ programme, foresight: { state, run } }: WhatYouWillSeeProps) {
  const { today } = useSession();
  const flat = flatPrice(programme, today);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') {
    return <p className="soft" role="status"><Trans>Trying out a few thousand years…</Trans></p>;
  }
  const seen = state.value;
  if (!seen) return <p><Trans>Below 60 people in all, nothing can be reported.</Trans></p>;
  return (
    <>
      <p>
        <Trans>
          What a report shows depends on how many of your <Count value={seen.people} /> people use
          the benefit. We tried out a few thousand years of employers like you, by chance, and counted
          in how many of a hundred each number is told. Nothing that happened is in it.
        </Trans>
      </p>
      <Numbers seen={seen} />
      <LowUse seen={seen} />
      {!flat && <Credits seen={seen} />}
      {seen.isSmall && <Small seen={seen} flat={flat !== null} />}
    </>
  );
}

function Numbers({ seen }: { seen: Seen }) {
  const { t } = useLingui();
  const share = useShortShare();
  const nameOf = useNumberNames(seen);
  const often = (times: number) =>
    ({ 1: t`once a year`, 2: t`each half-year` })[times] ?? t`each quarter`;
  return (
    <DataTable
      caption={t`How likely each number is shown, of a hundred`}
      rows={seen.numbers} keyOf={({ name }) => name}
      columns={[
        { id: 'name', title: t`Number`, cell: ({ name }) => nameOf(name) },
        { id: 'often', title: t`How often`, cell: ({ timesAYear }) => often(timesAYear) },
        ...seen.uses.map(({ useBps }, at) => ({
          id: String(useBps), title: t`at ${share(useBps)} use`, numeric: true,
          cell: ({ percent }: Seen['numbers'][number]) => percent[at],
        })),
      ]}
    />
  );
}

/** Said before anything is bought: a year may come without a single list. */
function LowUse({ seen }: { seen: Seen }) {
  const share = useShortShare();
  const found = listsAtLowUse(seen);
  if (!found) return null;
  const { low, next } = found;
  return (
    <p>
      <strong><Trans>At low use a year’s lists can be empty.</Trans></strong>{' '}
      <Trans>
        Then a report says how many people came, or that even this can’t be shown, and no more. The
        likeliest of all lists is shown in {low.percent} of a hundred years at {share(low.useBps)} use,
        and in {next.percent} at {share(next.useBps)}.
      </Trans>
    </p>
  );
}

function Credits({ seen }: { seen: Seen }) {
  const { t } = useLingui();
  const share = useShortShare();
  return (
    <DataTable
      caption={t`How many session credits such a year needs`}
      rows={seen.uses} keyOf={({ useBps }) => String(useBps)}
      columns={[
        { id: 'use', title: t`Use in a year`, cell: ({ useBps }) => share(useBps) },
        { id: 'mean', title: t`Sessions on average`, numeric: true,
          cell: ({ sessions }) => <Count value={sessions} /> },
        { id: 'most', title: t`In nine of ten years at most`, numeric: true,
          cell: ({ sessionsAtMost }) => <Count value={sessionsAtMost} /> },
        { id: 'credits', title: t`Credits to buy ahead`, numeric: true,
          cell: ({ credits }) => <strong><Count value={credits} /></strong> },
      ]}
    />
  );
}

function Small({ seen, flat }: { seen: Seen; flat: boolean }) {
  return (
    <p>
      <strong><Trans>You are few.</Trans></strong>{' '}
      <Trans>
        Fewer than 20 people are expected to use it in a year. Reports will say how many did, once a
        year, or that this cannot be told: fewer than {seen.k}, or more than half.
      </Trans>{' '}
      {flat ? (
        <Trans>Your flat price per seat and year pays for the benefit and not for numbers.</Trans>
      ) : (
        <Trans>
          For so few people we recommend a flat price per seat and year, which pays for the benefit
          and not for numbers. Your contract has a price by session; ask your contact at Sotto.
        </Trans>
      )}
    </p>
  );
}

function useNumberNames({ numbers }: Seen): (name: string) => string {
  const { t } = useLingui();
  const isOnce = numbers.every(({ name }) => name !== 'totalAlone');
  const words: Record<string, string> = {
    total: isOnce ? t`People who used it`
      : t`People who used it, by themselves or with the next period’s`,
    totalAlone: t`People who used it, of that period alone`,
    concerns2: t`What they came for, in two groups`,
    concerns3: t`What they came for, in three groups or more`,
    concerns7: t`What they came for, all seven concerns`,
    modalities2: t`By video, and otherwise`, modalities3: t`By video, by phone, in person`,
    wait: t`Median wait for a first session`,
    bands: t`People by sessions: 1, 2 to 3, 4 or more`, sites: t`People by site`,
  };
  return (name) => words[name] ?? name;
}
