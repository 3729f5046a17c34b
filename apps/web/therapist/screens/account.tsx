import { Trans, useLingui } from '@lingui/react/macro';
import { ChangePassword } from '../../ui/change-password.tsx';
import { Page } from '../../ui/page.tsx';
import { SignIns } from '../../ui/sign-ins.tsx';
import { Traffic } from '../../ui/traffic.tsx';
import { AccountDocument } from '../gql/vault/graphql.ts';
import { changePassword } from '../parts/credentials.ts';
import { Failure } from '../parts/failure.tsx';
import { OwnFactors } from '../parts/own-factors.tsx';
import { endOtherSignIns, endSignIn, signIns } from '../parts/sign-ins.ts';
import { useAnswer } from '../parts/use-answer.ts';

/** How she signs in: her login, the second factor, the password. */
export default function Account() {
  const { t } = useLingui();
  const known = useAnswer('account', AccountDocument, {});
  const account = known.value?.provider;
  const own = known.value?.providerPasskeys;
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
          <OwnFactors
            isOn={account.secondFactor} left={account.recoveryCodes} {...own}
            onChanged={known.refresh}
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
