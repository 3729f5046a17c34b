import { Trans } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { leaveNow } from './quick-exit.ts';

/** The way out: in the frame, and where the frame itself broke. */
export function LeaveQuickly() {
  return <Button kind="plain" onClick={leaveNow}><Trans>Leave quickly</Trans></Button>;
}
