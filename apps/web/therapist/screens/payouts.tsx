import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { Money, When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { download } from '../../ui/download.ts';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  PayoutsDocument, RemittanceDocument, RemittanceFileDocument, type ClaimRowFragment,
  type PayoutsQuery, type RemittanceFormat,
} from '../gql/vault/graphql.ts';
import { ClientName } from '../parts/client-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { ask } from '../parts/session.ts';
import { dayInWords, nextPayDate } from '../parts/times.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { OUTCOMES } from '../parts/words.ts';

type Payout = PayoutsQuery['payouts'][number];

/** What was paid, by pay date; each opens to its sessions and gives its remittance advice. */
export default function Payouts() {
  const { t, i18n } = useLingui();
  const known = useAnswer('payouts', PayoutsDocument, {});
  const payouts = known.value?.payouts;
  return (
    <Page title={t`Payouts`}>
      <p className="soft">
        <Trans>
          Paid weekly, as one sum. The next pay date is {dayInWords(nextPayDate(), i18n.locale)}.
        </Trans>
      </p>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!payouts && known.busy && <p role="status"><Trans>Opening your payouts …</Trans></p>}
      {payouts?.length === 0 && (
        <EmptyState
          title={t`Nothing was paid out yet`}
          next={<Link href="/" className="button button-primary">{t`Confirm a session`}</Link>}
        >
          <p><Trans>What you confirm is paid on the next pay date.</Trans></p>
        </EmptyState>
      )}
      {payouts?.map((payout) => <PayoutCard key={payout.id} payout={payout} />)}
    </Page>
  );
}

function PayoutCard({ payout }: { payout: Payout }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const confirmed = payout.status === 'CONFIRMED';
  return (
    <details className="payout" onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary>
        <When at={payout.sentOn} />
        {confirmed && <span className="pill pill-ok">{t`Paid`}</span>}
        {payout.status === 'IN_FLIGHT' && <span className="pill pill-warn">{t`With the bank`}</span>}
        {payout.status === 'FAILED'
          && <span className="pill pill-error">{t`Returned by the bank`}</span>}
        <strong><Money amount={payout.amount} /></strong>
      </summary>
      {open && <Lines payout={payout} />}
    </details>
  );
}

function Lines({ payout }: { payout: Payout }) {
  const { t, i18n } = useLingui();
  const known = useAnswer(`remittance ${payout.id}`, RemittanceDocument, { payoutId: payout.id });
  const lines = known.value?.remittanceAdvice.lines;
  const columns: readonly Column<ClaimRowFragment>[] = [
    { id: 'who', title: t`Client`, cell: (line) => <ClientName {...line} /> },
    { id: 'day', title: t`Session`, cell: (line) => <When at={line.serviceDate} absoluteOnly /> },
    { id: 'number', title: t`Authorisation`,
      cell: (line) => <span className="mono">{line.authorisationNumber}</span> },
    { id: 'service', title: t`Service`,
      cell: ({ serviceCode, outcome }) => serviceCode ?? i18n._(OUTCOMES[outcome]) },
    { id: 'billed', title: t`Billed`, numeric: true, cell: ({ billed }) => <Money amount={billed} /> },
    { id: 'paid', title: t`Paid`, numeric: true, cell: ({ paid }) => <Money amount={paid} /> },
  ];
  return (
    <div>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!lines && known.busy && <p role="status"><Trans>Opening its sessions …</Trans></p>}
      {lines && (
        <DataTable
          caption={t`Sessions in this payout`} columns={columns} rows={lines}
          keyOf={({ id }) => id}
        />
      )}
      <Downloads payoutId={payout.id} sentOn={payout.sentOn} />
    </div>
  );
}

function Downloads({ payoutId, sentOn }: { payoutId: string; sentOn: string }) {
  const { t, i18n } = useLingui();
  const [format, setFormat] = useState<RemittanceFormat>();
  const fetchFile = useTask(async (signal, wanted: RemittanceFormat) => {
    const { remittanceFile: file } = await ask(signal, RemittanceFileDocument,
      { payoutId, format: wanted, language: i18n.locale });
    const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
    download(file.name, file.mediaType, bytes);
    return file.name;
  });
  const button = (wanted: RemittanceFormat, label: string, name: string) => (
    <Button
      busy={fetchFile.busy && format === wanted} aria-label={name}
      onClick={() => { setFormat(wanted); void fetchFile.run(wanted); }}
    >
      {label}
    </Button>
  );
  return (
    <>
      {fetchFile.error !== undefined && <Failure error={fetchFile.error} />}
      <div className="row">
        <span><Trans>Remittance advice:</Trans></span>
        {button('PDF', 'PDF', t`Remittance advice of ${sentOn} as PDF`)}
        {button('CSV', 'CSV', t`Remittance advice of ${sentOn} as CSV`)}
        {fetchFile.value && <span role="status">{t`Saved as ${fetchFile.value}`}</span>}
      </div>
    </>
  );
}
