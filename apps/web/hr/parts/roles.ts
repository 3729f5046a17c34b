import { useLingui } from '@lingui/react/macro';
import type { HrRole } from '../gql/gateway/graphql.ts';

/** The roles in words; each includes those before it. */
export function useRoles(): {
  readonly value: HrRole; readonly label: string; readonly hint: string;
}[] {
  const { t } = useLingui();
  return [
    { value: 'VIEWER', label: t`Viewer`, hint: t`Sees the programme, the balance and the releases.` },
    { value: 'BILLING', label: t`Billing`, hint: t`Also buys credits and sees invoices.` },
    { value: 'ADMIN', label: t`Administrator`, hint: t`Also sets up programmes, letters and the team.` },
  ];
}
