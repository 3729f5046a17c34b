import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Money, When } from '../../ui/amounts.tsx';
import type { BalanceQuery, ProgrammePartsFragment } from '../gql/gateway/graphql.ts';
import { useSession } from './session.tsx';
import { Shortfall } from './shortfall.tsx';

interface FlatCardProps {
  readonly balance: BalanceQuery['balance'];
  readonly seatPrice: NonNullable<ProgrammePartsFragment['seatPrice']>;
}

/** A year at a flat price, in place of a balance: until when it is paid. */
export function FlatCard({ balance, seatPrice }: FlatCardProps) {
  const { paidUntil } = balance;
  const { may, today } = useSession();
  return (
    <section className="card" aria-labelledby="balance">
      <h2 id="balance"><Trans>Flat price</Trans></h2>
      <p className="figure-number">
        {paidUntil !== null && paidUntil >= today
          ? <Trans>Paid until <When at={paidUntil} absoluteOnly /></Trans>
          : <Trans>Not paid yet</Trans>}
      </p>
      <p><FlatWords seatPrice={seatPrice} /></p>
      <Shortfall balance={balance} />
      {may('invoices') && (
        <Link className="button button-plain" href="/invoices"><Trans>See the invoices</Trans></Link>
      )}
    </section>
  );
}

/** What a flat price is, in two sentences. */
export function FlatWords({ seatPrice }: Pick<FlatCardProps, 'seatPrice'>) {
  return (
    <Trans>
      You pay <Money amount={seatPrice} /> for each seat and year, once, whoever uses how much. No
      session is counted for you, and nothing is billed or given back afterwards.
    </Trans>
  );
}
