import { Trans } from '@lingui/react/macro';
import { passkeysFit } from '../../ui/passkey.ts';
import { Passkeys, type OwnPasskey } from '../../ui/passkeys.tsx';
import { SecondFactor } from '../../ui/second-factor.tsx';
import { beginFactor, confirmFactor, renewRecovery, switchFactorOff } from './credentials.ts';
import { Failure } from './failure.tsx';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './own-passkeys.ts';

interface OwnFactorsProps {
  /** Whether her app is on, and how many of its recovery codes are left. */
  readonly isOn: boolean;
  readonly left: number;
  /** Where passkeys are good; null: nowhere. */
  readonly host: string | null;
  readonly passkeys: readonly OwnPasskey[];
  readonly onChanged: () => Promise<unknown>;
}

/** One's own second factors: an authenticator app, and passkeys. */
export function OwnFactors({ isOn, left, host, passkeys, onChanged }: OwnFactorsProps) {
  const had = { app: isOn, passkeys: passkeys.length > 0 };
  const failure = (error: unknown, retry?: () => unknown) => (
    <Failure error={error} {...(retry && { onRetry: () => { void retry(); } })} />
  );
  return (
    <>
      <h2><Trans>Second factor: authenticator app</Trans></h2>
      <SecondFactor
        isOn={isOn} had={had} left={left} begin={beginFactor} confirm={confirmFactor}
        renew={renewRecovery} switchOff={switchFactorOff} onChanged={onChanged} failure={failure}
      />
      <h2 className="after"><Trans>Second factor: passkeys</Trans></h2>
      <Passkeys
        passkeys={passkeys} had={had} fits={passkeysFit(host)} begin={beginPasskey} add={addPasskey}
        rename={renamePasskey} remove={removePasskey} onChanged={onChanged} failure={failure}
      />
    </>
  );
}
