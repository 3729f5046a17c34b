import { Trans } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { SignOutDocument } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';

/** Sign out where the page around it broke. */
export function SignOutAnyway() {
  const leave = () => {
    void gateway.ask(SignOutDocument).catch(() => undefined).then(() => { location.reload(); });
  };
  return <Button onClick={leave}><Trans>Sign out</Trans></Button>;
}
