import { Trans, useLingui } from '@lingui/react/macro';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import { BalanceDocument } from '../gql/gateway/graphql.ts';
import { BalanceCard } from '../parts/balance-card.tsx';
import { flatPrice } from '../parts/calendar.ts';
import { Checklist } from '../parts/checklist.tsx';
import { Failure } from '../parts/failure.tsx';
import { FlatCard } from '../parts/flat-card.tsx';
import { gateway } from '../parts/gateway.ts';
import { InvoicesCard } from '../parts/invoices-card.tsx';
import { PeriodCard } from '../parts/period-card.tsx';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';
import { Waiting } from '../parts/waiting.tsx';

/** Where HR begins: what is still to be set up, then how things stand. */
export default function OverviewScreen() {
  const { t } = useLingui();
  const { user } = useSession();
  const { programme } = useProgrammes();
  return (
    <Page title={t`Overview`} aside={<span className="soft">{user.employer.name}</span>}>
      {programme ? <Standing programme={programme} /> : <Checklist isPaid={false} flat={false} />}
    </Page>
  );
}

function Standing({ programme }: { programme: Programme }) {
  const { may, today } = useSession();
  const { state, run } = useLoaded(
    () => gateway.ask(BalanceDocument, { programmeId: programme.id }), programme.id);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <Waiting />;
  const { balance } = state.value;
  const flat = flatPrice(programme, today);
  return (
    <>
      <Checklist isPaid={balance.purchased > 0 || balance.paidUntil !== null} flat={flat !== null} />
      <div className="grid">
        {flat ? <FlatCard balance={balance} seatPrice={flat} />
          : <BalanceCard balance={balance} programme={programme} />}
        <PeriodCard programme={programme} />
        {may('invoices') && <InvoicesCard programme={programme} />}
      </div>
      <p className="soft">
        <Trans>
          Nothing on this page moves when somebody makes an appointment. Numbers about use change
          every three months, by a release.
        </Trans>
      </p>
    </>
  );
}
