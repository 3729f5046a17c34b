import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { Money, When } from '../../ui/amounts.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useLoaded } from '../../ui/task.ts';
import { InvoicesDocument, type InvoicesQuery } from '../gql/gateway/graphql.ts';
import { Count } from '../parts/count.tsx';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { NoProgramme } from '../parts/no-programme.tsx';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';
import { Waiting } from '../parts/waiting.tsx';

type Invoice = InvoicesQuery['invoices'][number];

/** Invoices by their state, each as PDF, all as CSV. */
export default function InvoicesScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page
      title={t`Invoices`}
      aside={programme && (
        <a className="button button-plain" href={`/graphql/invoices/${programme.id}.csv`}>
          {t`All as CSV`}
        </a>
      )}
    >
      {programme ? <Invoices programme={programme} /> : <NoProgramme />}
    </Page>
  );
}

function Invoices({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { today, may } = useSession();
  const [tab, setTab] = useState('all');
  const { state, run } = useLoaded(
    () => gateway.ask(InvoicesDocument, { programmeId: programme.id }), programme.id);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <Waiting />;
  const invoices = state.value.invoices.toReversed();
  if (invoices.length === 0) {
    return (
      <EmptyState
        title={t`No invoice yet`}
        next={may('purchaseCredits')
          && <Link className="button button-primary" href="/credits">{t`Buy credits`}</Link>}
      >
        <p>{t`An invoice appears here as soon as you order credits.`}</p>
      </EmptyState>
    );
  }
  const open = invoices.filter(({ status }) => status === 'OPEN');
  const tabs: [string, string, Invoice[]][] = [
    ['all', t`All`, invoices],
    ['open', t`To be paid`, open],
    ['overdue', t`Overdue`, open.filter(({ dueOn }) => dueOn < today)],
    ['paid', t`Paid`, invoices.filter(({ status }) => status === 'PAID')],
  ];
  return (
    <Tabs
      label={t`Invoices by state`} selected={tab} onSelect={setTab}
      tabs={tabs.map(([id, title, rows]) => ({
        id, title: `${title} (${rows.length})`, content: <Table rows={rows} caption={title} />,
      }))}
    />
  );
}

function Table({ rows, caption }: { rows: readonly Invoice[]; caption: string }) {
  const { t, i18n } = useLingui();
  return (
    <DataTable
      caption={caption} hideCaption rows={rows} keyOf={({ number }) => number}
      empty={<p className="soft"><Trans>None of these.</Trans></p>}
      columns={[
        { id: 'number', title: t`Number`, cell: (invoice) => <Numbered invoice={invoice} /> },
        { id: 'state', title: t`State`, cell: (invoice) => <State invoice={invoice} /> },
        { id: 'issued', title: t`Issued`,
          cell: ({ issuedOn }) => <When at={issuedOn} absoluteOnly /> },
        { id: 'sessions', title: t`Sessions`, numeric: true,
          cell: ({ sessions, seats }) => (seats === null ? <Count value={sessions} />
            : <Trans>flat, <Plural value={seats} one="# seat" other="# seats" /></Trans>) },
        { id: 'total', title: t`Total`, cell: ({ total }) => <Money amount={total} />,
          numeric: true },
        { id: 'pdf', title: t`File`, cell: ({ number }) => (
          <a href={`/graphql/invoices/${number}.pdf?language=${i18n.locale}`}>
            {t`PDF`}<span className="visually-hidden"> {number}</span>
          </a>
        ) },
      ]}
    />
  );
}

/** Its number, and what nobody has ordered. */
function Numbered({ invoice: { number, shortfallOf } }: { invoice: Invoice }) {
  return (
    <>
      <span className="nowrap">{number}</span>
      {shortfallOf !== null && (
        <><br /><span className="soft"><Trans>beyond what was bought</Trans></span></>
      )}
    </>
  );
}

function State({ invoice }: { invoice: Invoice }) {
  const { today } = useSession();
  const { status, paidOn, dueOn } = invoice;
  if (status === 'PAID' && paidOn) {
    return (
      <span className="badge badge-ok"><Trans>Paid <When at={paidOn} absoluteOnly /></Trans></span>
    );
  }
  if (status === 'CANCELLED') return <span className="badge"><Trans>Cancelled</Trans></span>;
  if (dueOn < today) {
    return (
      <span className="badge badge-warn">
        <Trans>Overdue since <When at={dueOn} absoluteOnly /></Trans>
      </span>
    );
  }
  return <span className="badge"><Trans>Due <When at={dueOn} absoluteOnly /></Trans></span>;
}
