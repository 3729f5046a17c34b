import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import type { BalanceQuery } from '../gql/gateway/graphql.ts';
import { Count } from './count.tsx';
import { currentPeriod, nextRelease } from './calendar.ts';
import { CoverageNote } from './coverage-note.tsx';
import { usePeriodName } from './period-names.ts';
import { peopleOf, type Programme } from './programmes.tsx';
import { useSession } from './session.tsx';
import { Shortfall } from './shortfall.tsx';

interface BalanceCardProps {
  readonly balance: BalanceQuery['balance'];
  readonly programme: Programme;
}

/** The displayed balance, with the day of the release that it comes from. */
export function BalanceCard({ balance, programme }: BalanceCardProps) {
  const { may, today, contractEnded } = useSession();
  const { displayed, purchased, asOfRelease, releasedOn } = balance;
  const nameOf = usePeriodName();
  const next = nextRelease(programme, today);
  const people = peopleOf(programme);
  const low = displayed < programme.sessionsPerMember * 5;
  const goesOn = !contractEnded && !programme.endsOn;
  return (
    <section className="card" aria-labelledby="balance">
      <h2 id="balance"><Trans>Session credits</Trans></h2>
      <p className="figure-number"><Count value={displayed} /></p>
      <p>
        {asOfRelease && releasedOn
          ? (
              <Trans>As of the release for {nameOf(asOfRelease)}, <When at={releasedOn} absoluteOnly /></Trans>
            )
          : <Trans>All that you have bought: nothing has been released yet</Trans>}
        {'. '}
        <Plural value={purchased} one="# bought in all." other="# bought in all." />
      </p>
      <Shortfall balance={balance} />
      {next && (
        <p className="soft">
          <Trans>
            It moves next on <When at={next.releases} />, with the release for {nameOf(next.label)}.
          </Trans>
        </p>
      )}
      {low && purchased > 0 && goesOn && (
        <p><strong><Trans>Low: order before the next year.</Trans></strong></p>
      )}
      {goesOn && (
        <CoverageNote
          each={programme.sessionsPerMember} prepaid={displayed}
          seats={currentPeriod(programme, today)?.seats ?? people}
        />
      )}
      {may('purchaseCredits') && (
        <Link className="button button-plain" href="/credits"><Trans>Buy credits</Trans></Link>
      )}
    </section>
  );
}
