import { Trans } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { endSession } from './session.ts';

/** Sign out where the page around it broke: what this tab holds is forgotten. */
export function SignOutAnyway() {
  const leave = () => {
    endSession();
    location.reload();
  };
  return <Button onClick={leave}><Trans>Sign out</Trans></Button>;
}
