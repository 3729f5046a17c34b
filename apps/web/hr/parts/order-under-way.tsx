import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Failure } from './failure.tsx';
import type { PendingOrder } from './use-order.ts';

interface OrderUnderWayProps {
  readonly order: PendingOrder;
  readonly busy: boolean;
  readonly error: unknown;
  readonly again: () => unknown;
  readonly giveUp: () => void;
}

/** An order without its answer: what is known of it, and how to go on. */
export function OrderUnderWay({ order, busy, error, again, giveUp }: OrderUnderWayProps) {
  const { t } = useLingui();
  const { sessions, method } = order.input;
  return (
    <section className="card" aria-labelledby="under-way" aria-busy={busy}>
      <h2 id="under-way"><Trans>An order is under way</Trans></h2>
      <p>
        <Plural value={sessions} one="# session" other="# sessions" />{', '}
        {method === 'CARD' ? <Trans>by card</Trans> : <Trans>by invoice</Trans>}
      </p>
      {busy && (
        <p role="status">
          {order.tried
            ? <Trans>It may have been sent before. It is sent again now, and taken once.</Trans>
            : <Trans>It is being sent. Its answer is shown here.</Trans>}
        </p>
      )}
      {!busy && error !== undefined && (
        <>
          <Failure
            error={error} retry={again}
            fate={t`The order may have been taken. To send it again does not order twice.`}
          />
          <div className="row">
            <Link className="button button-plain" href="/invoices">
              <Trans>See the invoices</Trans>
            </Link>
            <Button kind="quiet" onClick={giveUp}><Trans>Do not send it again</Trans></Button>
          </div>
        </>
      )}
    </section>
  );
}
