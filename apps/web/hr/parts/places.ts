import { useLingui } from '@lingui/react/macro';
import { SCREENS, type ScreenPath } from './rights.ts';
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
    to: ScreenPath, key: string, label: string, words: string, short = label,
  ) => ({ to, key, label, words, short, inBar: short !== '' });
  return [
    place('/', 'o', t`Overview`, t`start home set-up checklist balance`),
    place('/programme', 'p', t`Programme`, t`sites departments headcounts CSV period`),
    place('/letters', 'l', t`Hand out the letters`, t`code print lost spare joined`, t`Letters`),
    place('/credits', 'b', t`Buy credits`, t`purchase order card price sessions`),
    place('/invoices', 'i', t`Invoices`, t`PDF payment due CSV`),
    place('/usage', 'u', t`Usage`, t`report chart release k trend`),
    place('/team', 't', t`Team`, t`roles invite remove password`),
    place('/unseen', 'n', t`What you can never see`, t`privacy data schema`, t`Privacy`),
    place('/activity', 'a', t`Team activity`, t`audit log history`, ''),
    place('/account', 's', t`Your account`, t`second factor authenticator TOTP recovery`, ''),
  ].filter(({ to }) => may(SCREENS[to]));
}
