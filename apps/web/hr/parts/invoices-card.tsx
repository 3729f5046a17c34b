import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useLoaded } from '../../ui/task.ts';
import { InvoicesDocument } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';
import type { Programme } from './programmes.tsx';
import { useSession } from './session.tsx';

/** How many invoices are to be paid. */
export function InvoicesCard({ programme }: { programme: Programme }) {
  const { today } = useSession();
  const { value } = useLoaded(
    () => gateway.ask(InvoicesDocument, { programmeId: programme.id }), programme.id);
  const open = value?.invoices.filter(({ status }) => status === 'OPEN') ?? [];
  const overdue = open.filter(({ dueOn }) => dueOn < today);
  return (
    <section className="card" aria-labelledby="to-pay">
      <h2 id="to-pay"><Trans>Invoices</Trans></h2>
      <p className="figure-number">{value ? open.length : '…'}</p>
      <p>
        <Plural value={open.length} one="is to be paid" other="are to be paid" />
        {overdue.length > 0 && (
          <strong>, <Plural value={overdue.length} one="# is overdue" other="# are overdue" /></strong>
        )}
      </p>
      <Link className="button button-plain" href="/invoices"><Trans>See the invoices</Trans></Link>
    </section>
  );
}
