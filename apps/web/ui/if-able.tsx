import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { IfNothingLacks } from './if-nothing-lacks.tsx';
import { Lacking, useLackingTitle } from './lacking.tsx';
import {
  hasKeys, missingOf, packs, random, seals, type Requirement, type ToTry,
} from './requirements.ts';
import { Page } from './page.tsx';
import { Preferences } from './shell.tsx';

/** HR asks the gateway over its own connection, and draws keys so that nothing is done twice. */
const SIGNED_IN: ToTry = { everywhere: {}, secured: { random } };
/** Therapists seal what they ask the vault, and prove whose key it is. */
const SEALED: ToTry = {
  everywhere: { packing: packs }, secured: { random, keys: hasKeys, sealing: seals },
};
const FIND = { hr: () => missingOf(SIGNED_IN), therapist: () => missingOf(SEALED) };

interface IfAbleProps {
  readonly console: keyof typeof FIND;
  readonly children: ReactNode;
}

/** Shows a console where the browser has what it needs, and else what it lacks. */
export function IfAble({ console: name, children }: IfAbleProps) {
  return (
    <IfNothingLacks
      find={FIND[name]}
      meanwhile={null}
      unable={(missing) => <Unable missing={missing} />}
    >
      {children}
    </IfNothingLacks>
  );
}

function Unable({ missing }: { missing: readonly Requirement[] }) {
  return (
    <main id="main" className="alone">
      <Page title={useLackingTitle(missing)}>
        <Lacking
          missing={missing}
          why={<Trans>To sign in here a browser has to have some things. In this one these are
            missing, blocked or out of order:</Trans>}
          instead={<Trans>Your password and your links stay good. Use them in another browser or on
            another device.</Trans>}
        />
      </Page>
      <Preferences />
    </main>
  );
}
