import { Plural, Trans } from '@lingui/react/macro';
import { Money, When } from '../../ui/amounts.tsx';
import type { PreviewPurchaseQuery } from '../gql/gateway/graphql.ts';

/** An order line by line, as its invoice will have it. */
export function PreviewLines({ preview }: { preview: PreviewPurchaseQuery['previewPurchase'] }) {
  const { sessions, unitPrice, net, tax, taxBps, total, dueOn } = preview;
  return (
    <>
      <dl className="lines">
        <div>
          <dt>
            <Trans>
              <Plural value={sessions} one="# session" other="# sessions" />{' '}
              at <Money amount={unitPrice} />
            </Trans>
          </dt>
          <dd><Money amount={net} /></dd>
        </div>
        <div>
          <dt>{taxBps === 0 ? <Trans>No tax is charged</Trans>
            : <Trans>Tax, {taxBps / 100} %</Trans>}</dt>
          <dd><Money amount={tax} /></dd>
        </div>
        <div className="lines-total">
          <dt><Trans>Total</Trans></dt><dd><Money amount={total} /></dd>
        </div>
      </dl>
      <p className="soft"><Trans>By invoice it is due on <When at={dueOn} />.</Trans></p>
    </>
  );
}
