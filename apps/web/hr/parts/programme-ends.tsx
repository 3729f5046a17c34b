import { Trans } from '@lingui/react/macro';
import { When } from '../../ui/amounts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useProgrammes } from './programmes.tsx';
import { useSession } from './session.tsx';

/** Tells on every screen until when members can use what they have, as they are told it too. */
export function ProgrammeEnds() {
  const { today } = useSession();
  const day = useProgrammes().programme?.endsOn;
  if (!day) return null;
  return (
    <Notice kind="warn" title={day < today
      ? <Trans>The programme ended on <When at={day} absoluteOnly />.</Trans>
      : <Trans>The programme ends on <When at={day} absoluteOnly />.</Trans>}
    >
      <Trans>
        All members are told so. Until then they use their sessions as before, for appointments up to
        that day; what is booked later already stays. Afterwards no session can be used, and no year
        that begins later is opened.
      </Trans>
    </Notice>
  );
}
