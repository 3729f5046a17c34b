import { Trans, useLingui } from '@lingui/react/macro';
import { ChangePassword } from '../../ui/change-password.tsx';
import { Page } from '../../ui/page.tsx';
import { SignIns } from '../../ui/sign-ins.tsx';
import { changePassword } from '../parts/credentials.ts';
import { Failure } from '../parts/failure.tsx';
import { OwnFactors } from '../parts/own-factors.tsx';
import { useRoles } from '../parts/roles.ts';
import { endOtherSignIns, endSignIn, signIns } from '../parts/sign-ins.ts';
import { useSession } from '../parts/session.tsx';

/** One's own account: who one is here, the second factor, the password. */
export default function AccountScreen() {
  const { t } = useLingui();
  const { user, secondFactor, contractNumber } = useSession();
  const role = useRoles().find(({ value }) => value === user.role);
  const failure = (error: unknown, retry?: () => unknown) => (
    <Failure error={error} {...(retry && { retry })} />
  );
  return (
    <Page title={t`Your account`}>
      <dl className="facts">
        <dt><Trans>E-mail</Trans></dt><dd>{user.email}</dd>
        <dt><Trans>Number of your contract</Trans></dt><dd className="mono">{contractNumber}</dd>
        <dt><Trans>Role</Trans></dt><dd>{role?.label} <span className="soft">{role?.hint}</span></dd>
      </dl>
      <OwnFactors />
      <h2 className="after"><Trans>Password</Trans></h2>
      <ChangePassword withCode={secondFactor} send={changePassword} failure={failure} />
      <h2 className="after"><Trans>Where you are signed in</Trans></h2>
      <SignIns load={signIns} end={endSignIn} endOthers={endOtherSignIns} failure={failure} />
    </Page>
  );
}
