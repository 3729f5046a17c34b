import { Trans, useLingui } from '@lingui/react/macro';
import { ChangePassword } from '../../ui/change-password.tsx';
import { Page } from '../../ui/page.tsx';
import { passkeysFit } from '../../ui/passkey.ts';
import { Passkeys } from '../../ui/passkeys.tsx';
import { SecondFactor } from '../../ui/second-factor.tsx';
import { SignIns } from '../../ui/sign-ins.tsx';
import { Traffic } from '../../ui/traffic.tsx';
import { AccountDocument } from '../gql/vault/graphql.ts';
import {
  beginFactor, changePassword, confirmFactor, renewRecovery, switchFactorOff,
} from '../parts/credentials.ts';
import { Failure } from '../parts/failure.tsx';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from '../parts/own-passkeys.ts';
import { endOtherSignIns, endSignIn, signIns } from '../parts/sign-ins.ts';
import { useAnswer } from '../parts/use-answer.ts';

/** How she signs in: her login, the second factor, the password. */
export default function Account() {
  const { t } = useLingui();
  const known = useAnswer('account', AccountDocument, {});
  const account = known.value?.provider;
  const own = known.value?.providerPasskeys;
  const had = {
    app: account?.secondFactor === true, passkeys: (own?.passkeys.length ?? 0) > 0 };
  const failure = (error: unknown, retry?: () => unknown) => (
    <Failure error={error} {...(retry && { onRetry: () => { void retry(); } })} />
  );
  return (
    <Page title={t`Your account`}>
      {known.error !== undefined && failure(known.error, known.refresh)}
      {!account && known.busy && <p role="status"><Trans>Opening your account …</Trans></p>}
      {account && own && (
        <>
          <p><strong>{account.name}</strong> · <span className="mono">{account.login}</span></p>
          <h2><Trans>Second factor: authenticator app</Trans></h2>
          <SecondFactor
            isOn={account.secondFactor} had={had} left={account.recoveryCodes}
            begin={beginFactor} confirm={confirmFactor} renew={renewRecovery} switchOff={switchFactorOff}
            onChanged={known.refresh} failure={failure}
          />
          <h2 className="after"><Trans>Second factor: passkeys</Trans></h2>
          <Passkeys
            passkeys={own.passkeys} had={had} fits={passkeysFit(own.host)}
            begin={beginPasskey} add={addPasskey} rename={renamePasskey} remove={removePasskey}
            onChanged={known.refresh} failure={failure}
          />
          <h2 className="after"><Trans>Password</Trans></h2>
          <ChangePassword
            withCode={account.secondFactor} send={changePassword} failure={failure}
          />
          <h2 className="after"><Trans>Where you are signed in</Trans></h2>
          <SignIns load={signIns} end={endSignIn} endOthers={endOtherSignIns} failure={failure} />
          <section className="after"><Traffic /></section>
        </>
      )}
    </Page>
  );
}
