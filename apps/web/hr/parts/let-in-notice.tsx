import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSession } from './session.tsx';

/** Tells a team, on every screen for thirty days, that operators let somebody administrate it. */
export function LetInNotice() {
  const { t } = useLingui();
  const { letIn } = useSession();
  return letIn.map(({ email, operators, at }) => (
    <Notice
      key={at} kind="warn" title={t`The service let ${email} administrate your team.`}
      next={<Link href="/activity">{t`Team activity`}</Link>}
    >
      <p>
        <Trans>
          Two of its operators ({operators}) did so on <When at={at} absoluteOnly />, because your
          team asked for it. Did nobody of you ask? Then remove this person and tell the service at
          once.
        </Trans>
      </p>
    </Notice>
  ));
}
