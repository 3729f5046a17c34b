import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { IfNothingLacks } from '../../ui/if-nothing-lacks.tsx';
import type { Requirement } from '../../ui/requirements.ts';
import { Lacking, useLackingTitle } from '../../ui/lacking.tsx';
import { missingRequirements } from '../device/requirements.ts';
import { Screen } from './screen.tsx';

interface IfAbleProps {
  /** What is shown while it is tried. */
  readonly meanwhile: ReactNode;
  readonly children: ReactNode;
  /** Hears that it cannot, as that is said; the same function at each render. */
  readonly onUnable?: (isUnable: true) => void;
}

/** Shows its children where this browser can keep a wallet, and what it lacks where it cannot. */
export default function IfAble(props: IfAbleProps) {
  return (
    <IfNothingLacks
      {...props}
      find={missingRequirements}
      unable={(missing) => <Unable missing={missing} />}
    />
  );
}

function Unable({ missing }: { missing: readonly Requirement[] }) {
  return (
    <Screen title={useLackingTitle(missing)}>
      <Lacking
        missing={missing}
        why={<Trans>Your sessions are kept on your device alone. For that a browser has to have some
          things. In this one these are missing, blocked or out of order:</Trans>}
        instead={<Trans>Your letter stays good. Enter its code in another browser or on another
          device.</Trans>}
      />
    </Screen>
  );
}
