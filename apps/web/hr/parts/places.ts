import { useLingui } from '@lingui/react/macro';
import type { HrRole } from '../gql/gateway/graphql.ts';
import { useSession } from './session.tsx';

/** A screen that one can go to. */
export interface Place {
  readonly to: string;
  readonly label: string;
  /** A shorter one for the bar. */
  readonly short: string;
  /** Other words that somebody may search by. */
  readonly words: string;
  readonly inBar: boolean;
  /** Letter that leads there after `g`. */
  readonly key: string;
}

/** The screens that the signed-in role may use. */
export function usePlaces(): Place[] {
  const { t } = useLingui();
  const { may } = useSession();
  const place = (
    to: string, key: string, label: string, words: string, role: HrRole, short = label,
  ) => ({ to, key, label, words, role, short, inBar: short !== '' });
  return [
    place('/', 'o', t`Overview`, t`start home set-up checklist balance`, 'VIEWER'),
    place('/programme', 'p', t`Programme`, t`sites departments headcounts CSV period`, 'VIEWER'),
    place('/letters', 'l', t`Code letters`, t`print codes QR eligibility`, 'ADMIN', t`Letters`),
    place('/credits', 'b', t`Buy credits`, t`purchase order card price sessions`, 'BILLING'),
    place('/invoices', 'i', t`Invoices`, t`PDF payment due CSV`, 'BILLING'),
    place('/usage', 'u', t`Usage`, t`report chart release k trend`, 'VIEWER'),
    place('/team', 't', t`Team`, t`roles invite remove password`, 'ADMIN'),
    place('/unseen', 'n', t`What you can never see`, t`privacy data schema`, 'VIEWER',
      t`Never seen`),
    place('/activity', 'a', t`Team activity`, t`audit log history`, 'ADMIN', ''),
    place('/account', 's', t`Your account`, t`second factor authenticator TOTP recovery`, 'VIEWER',
      ''),
  ].filter(({ role }) => may(role));
}
