import { Plural, Trans } from '@lingui/react/macro';
import type { BalanceQuery } from '../gql/gateway/graphql.ts';

/** What reports have settled beyond what was bought, and how it is paid; nothing where all is. */
export function Shortfall({ balance }: { readonly balance: BalanceQuery['balance'] }) {
  const { shortfall, shortfallInvoiced } = balance;
  if (shortfall === 0) return null;
  return (
    <p>
      <strong>
        <Plural
          value={shortfall}
          one="# session beyond what was bought." other="# sessions beyond what was bought."
        />
      </strong>
      {' '}
      {shortfallInvoiced === shortfall
        ? <Trans>Your open invoices ask for all of that.</Trans>
        : (
            <Trans>
              What you don’t order before is invoiced with the year’s last report. Care goes on, and no
              employee notices.
            </Trans>
          )}
    </p>
  );
}
