import { Trans, useLingui } from '@lingui/react/macro';
import { passkeysFit } from '../../ui/passkey.ts';
import { Passkeys } from '../../ui/passkeys.tsx';
import { SecondFactor } from '../../ui/second-factor.tsx';
import { beginFactor, confirmFactor, renewRecovery, switchFactorOff } from './credentials.ts';
import { Failure } from './failure.tsx';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './own-passkeys.ts';
import { useDoor, useSession } from './session.tsx';

/** One's own second factors: an authenticator app, and passkeys. */
export function OwnFactors() {
  const { t } = useLingui();
  const { secondFactor, recoveryCodes, passkeys, passkeyHost } = useSession();
  const { look } = useDoor();
  const had = { app: secondFactor, passkeys: passkeys.length > 0 };
  const failure = (error: unknown, retry?: () => unknown) => (
    <Failure error={error} {...(retry && { retry })} />
  );
  return (
    <>
      <h2><Trans>Second factor: authenticator app</Trans></h2>
      <SecondFactor
        isOn={secondFactor} had={had} left={recoveryCodes} begin={beginFactor}
        confirm={confirmFactor} renew={renewRecovery} switchOff={switchFactorOff} onChanged={look}
        failure={failure}
      />
      <h2 className="after">{t`Second factor: passkeys`}</h2>
      <Passkeys
        passkeys={passkeys} had={had} fits={passkeysFit(passkeyHost)} begin={beginPasskey}
        add={addPasskey} rename={renamePasskey} remove={removePasskey} onChanged={look}
        failure={failure}
      />
    </>
  );
}
