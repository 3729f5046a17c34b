import { useLingui } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import { useSession } from './session.tsx';

/** Tells on every screen that the contract has ended, and what that leaves. */
export function ContractNotice() {
  const { t } = useLingui();
  const { contractEnded } = useSession();
  return contractEnded && (
    <Notice kind="info" title={t`Your contract has ended.`}>
      <p>{t`You can read all that there is, and change nothing but your own account. Members keep the sessions that they have. To go on, ask your contact at Sotto.`}</p>
    </Notice>
  );
}
