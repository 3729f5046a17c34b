import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice, Field, Select } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import {
  PreviewPurchaseDocument, type PaymentMethod, type PreviewPurchaseQuery,
} from '../gql/gateway/graphql.ts';
import { useShortShare } from '../charts/shares.ts';
import { flatPrice } from '../parts/calendar.ts';
import { Failure } from '../parts/failure.tsx';
import { likelyUse, useForesight, type Foreseen } from '../parts/foresight.ts';
import { FlatWords } from '../parts/flat-card.tsx';
import { gateway } from '../parts/gateway.ts';
import { NoProgramme } from '../parts/no-programme.tsx';
import { OrderUnderWay } from '../parts/order-under-way.tsx';
import { PreviewLines } from '../parts/preview-lines.tsx';
import { useProgrammes, type Programme } from '../parts/programmes.tsx';
import { canProposeAnew } from '../parts/refused-year.tsx';
import { useSession } from '../parts/session.tsx';
import { WhatYouWillSee } from '../parts/what-you-will-see.tsx';
import { useOrder, type Outcome } from '../parts/use-order.ts';

const MOST = 100_000;

/** Buy session credits: how many, how to pay, what it costs, and only then the order. */
export default function BuyScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  return (
    <Page title={t`Buy credits`}>
      {!programme ? <NoProgramme />
        : programme.endsOn ? <Counter key={programme.id} programme={programme} seen={null} />
          : <CounterAndView key={programme.id} programme={programme} />}
    </Page>
  );
}

/** What is bought above what it will show: the look ahead suggests how much. */
function CounterAndView({ programme }: { programme: Programme }) {
  const foresight = useForesight(programme.id);
  return (
    <>
      <Counter programme={programme} seen={foresight.value} />
      <WhatYouWillSee programme={programme} foresight={foresight} />
    </>
  );
}

interface CounterProps {
  readonly programme: Programme;
  /** Undefined until it is known; null where nothing is suggested. */
  readonly seen: Foreseen | undefined;
}

function Counter({ programme, seen }: CounterProps) {
  const { t } = useLingui();
  const { today } = useSession();
  const flat = flatPrice(programme, today);
  if (!flat) return <Order programme={programme} seen={seen} />;
  return (
    <Notice kind="info" title={t`There is nothing to buy: your year has a flat price`}
      next={<Link className="button button-plain" href="/invoices">{t`See the invoices`}</Link>}
    >
      <FlatWords seatPrice={flat} />
    </Notice>
  );
}

function Order({ programme, seen }: CounterProps) {
  const { t, i18n } = useLingui();
  const share = useShortShare();
  const use = likelyUse(seen ?? null);
  const [typed, setSessions] = useState<string | null>(null);
  const sessions = typed ?? (use ? String(use.credits) : '');
  const [method, setMethod] = useState<PaymentMethod>('INVOICE');
  const [card, setCard] = useState('sandbox-ok');
  const count = /^\d{1,6}$/.test(sessions) && Number(sessions) <= MOST ? Number(sessions) : 0;
  const order = useOrder(programme.id);
  const most = useMost(programme.id, order.outcome !== undefined);
  const place = () => order.place({
    programmeId: programme.id, sessions: count, method, cardToken: method === 'CARD' ? card : null,
  });
  const again = (next?: PaymentMethod) => {
    if (next) setMethod(next);
    order.reset();
  };
  if (order.outcome) return <After outcome={order.outcome} again={again} />;
  if (order.pending) return <OrderUnderWay {...order} order={order.pending} />;
  const change = <T,>(set: (value: T) => void) => (value: T) => { set(value); order.reset(); };
  return (
    <>
      <Field
        label={t`Sessions`} inputMode="numeric" value={sessions} onValue={change(setSessions)}
        hint={(
          <>
            {use && (
              <>
                <Trans>
                  Suggested for a year in which {share(use.useBps)} of your people use it, by the table
                  below.
                </Trans>{' '}
              </>
            )}
            <Trans>Prepaid for {programme.name}. What is not used stays in your balance.</Trans>
          </>
        )}
        error={count > 0 || sessions === '' ? undefined
          : most > 0 ? t`A whole number from 1 to ${most.toLocaleString(i18n.locale)}.`
            : t`You can buy no more sessions now`}
      />
      {order.error !== undefined && <Failure error={order.error} retry={place} />}
      {count > 0 && (
        <Preview key={count} programme={programme} sessions={count} onSessions={change(setSessions)}>
          {({ total, sessions: ordered, methods }, language) => (
            <>
              <Methods offered={methods} value={method} onValue={change(setMethod)} />
              {method === 'CARD' && <TestCards value={card} onValue={change(setCard)} />}
              <Button kind="primary" busy={order.busy} onClick={() => { void place(); }}>
                {method === 'CARD'
                  ? t`Pay ${formatMoney(total, language)} for ${plural(ordered, { one: '# session', other: '# sessions' })}`
                  : t`Order ${plural(ordered, { one: '# session', other: '# sessions' })} for ${formatMoney(total, language)}`}
              </Button>
            </>
          )}
        </Preview>
      )}
    </>
  );
}

/** How many can be bought now; until that is known, what one order holds. */
function useMost(programmeId: string, isOrdered: boolean): number {
  const { value } = useLoaded(
    () => gateway.ask(PreviewPurchaseDocument, { programmeId, sessions: 1 }), isOrdered);
  return Math.min(MOST, value?.previewPurchase.mostSessions ?? MOST);
}

interface MethodsProps {
  /** What the service takes: no card where no processor is connected. */
  readonly offered: readonly PaymentMethod[];
  readonly value: PaymentMethod;
  readonly onValue: (value: PaymentMethod) => void;
}

function Methods({ offered, value, onValue }: MethodsProps) {
  const { t } = useLingui();
  if (!offered.includes('CARD')) {
    return <p><Trans>By invoice: due in 30 days; the credits count once it is paid.</Trans></p>;
  }
  return (
    <Choice
      label={t`How to pay`} name="method" value={value}
      onValue={(chosen) => { onValue(chosen as PaymentMethod); }}
      options={[
        { value: 'INVOICE', label: t`By invoice`,
          hint: t`Due in 30 days; the credits count once it is paid.` },
        { value: 'CARD', label: t`By card`, hint: t`The credits count at once.` },
      ]}
    />
  );
}

function TestCards({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Test card`} value={value} onValue={onValue}
      hint={t`No card processor is connected here, so that no real card is charged.`}
      options={[
        { value: 'sandbox-ok', label: t`A card that is accepted` },
        { value: 'sandbox-declined', label: t`A card that the bank declines` },
        { value: 'sandbox-insufficient', label: t`A card without enough funds` },
      ]}
    />
  );
}

interface PreviewProps {
  readonly programme: Programme;
  readonly sessions: number;
  readonly onSessions: (sessions: string) => void;
  readonly children: (
    preview: PreviewPurchaseQuery['previewPurchase'], language: string,
  ) => ReactNode;
}

function Preview({ programme, sessions, onSessions, children }: PreviewProps) {
  const { i18n } = useLingui();
  const { state, run } = useLoaded(
    () => gateway.ask(PreviewPurchaseDocument, { programmeId: programme.id, sessions }));
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <p className="soft" role="status"><Trans>Adding up…</Trans></p>;
  const { previewPurchase } = state.value;
  const { mostSessions } = previewPurchase;
  if (sessions > mostSessions) {
    return <TooMany programme={programme} most={mostSessions} onSessions={onSessions} />;
  }
  return (
    <section className="card preview" aria-labelledby="preview">
      <h2 id="preview"><Trans>What it costs</Trans></h2>
      <PreviewLines preview={previewPurchase} />
      {children(previewPurchase, i18n.locale)}
    </section>
  );
}

type TooManyProps = Pick<PreviewProps, 'programme' | 'onSessions'> & { readonly most: number };

/** More than can ever be used, by the years that were opened: it would be paid for nothing. */
function TooMany({ programme, most, onSessions }: TooManyProps) {
  const { t, i18n } = useLingui();
  const { today } = useSession();
  const hasYears = programme.periods.some((one) => !canProposeAnew(one) && one.closes > today);
  const shown = most.toLocaleString(i18n.locale);
  return (
    <Notice
      kind="warn"
      title={most > 0 ? t`You can buy ${shown} at most now`
        : t`You can buy no more sessions now`}
      next={most > 0 && (
        <Button onClick={() => { onSessions(String(most)); }}>{t`Buy ${shown}`}</Button>
      )}
    >
      {hasYears ? (
        <Trans>It is what the years that you have opened allow, less what you have ordered. To buy for the
          next year, open it first.</Trans>
      ) : (
        <Trans>No year is opened yet: so it is what your people could use in one, less what you have
          ordered.</Trans>
      )}
    </Notice>
  );
}

function After({ outcome, again }: { outcome: Outcome; again: (method?: PaymentMethod) => void }) {
  const { t, i18n } = useLingui();
  if (outcome.__typename === 'Purchased') {
    const { number, sessions, status, total } = outcome.invoice;
    return (
      <Notice
        kind="ok"
        title={status === 'PAID' ? t`Paid: invoice ${number}.` : t`Ordered: invoice ${number}.`}
        next={(
          <div className="row">
            <a className="button button-primary"
              href={`/graphql/invoices/${number}.pdf?language=${i18n.locale}`}
            >{t`Download the invoice`}</a>
            <Link className="button button-plain" href="/invoices">{t`See the invoices`}</Link>
            <Button kind="quiet" onClick={() => { again(); }}>{t`Buy more`}</Button>
          </div>
        )}
      >
        <Plural value={sessions} one="# session" other="# sessions" />{', '}
        {formatMoney(total, i18n.locale)}
      </Notice>
    );
  }
  const declined = outcome.__typename === 'CardDeclined';
  return (
    <Notice
      kind="error"
      title={declined ? t`The card was declined.` : t`The order was not taken.`}
      next={(
        <div className="row">
          <Button kind="primary" onClick={() => { again('CARD'); }}>{t`Use another card`}</Button>
          <Button onClick={() => { again('INVOICE'); }}>{t`Pay by invoice instead`}</Button>
        </div>
      )}
    >
      {declined
        ? (
            <Trans>
              Nothing was charged and nothing was bought. The bank does not say more than that.
            </Trans>
          )
        : <Refused code={outcome.code} />}
    </Notice>
  );
}

function Refused({ code }: { code: string }) {
  if (code === 'BEYOND_TERMS') {
    return <Trans>With what you have ordered it is more than your people can use.</Trans>;
  }
  return code === 'NO_CARDS' ? <Trans>Cards are not taken here. Pay by invoice.</Trans>
    : <Trans>It is more than we handle at once. Order fewer sessions.</Trans>;
}
