import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { readSettings } from '../../ui/settings.ts';

interface InvitationLinkProps {
  readonly email: string;
  readonly token: string;
  readonly isReset?: boolean;
}

/** The link of an invitation, to copy and hand over. */
export function InvitationLink({ email, token, isReset = false }: InvitationLinkProps) {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  // In the fragment, so that no log of any server has it.
  const link = `${location.origin}${readSettings().base}/join#${encodeURIComponent(token)}`;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <Notice
      kind="ok"
      title={isReset ? t`A new password for ${email}` : t`An invitation for ${email}`}
      next={(
        <Button onClick={() => { void copy(); }}>{copied ? t`Copied` : t`Copy the link`}</Button>
      )}
    >
      <p>
        <Trans>
          Hand over this link yourself; nothing is sent by mail. It works once, for 14 days.
        </Trans>
      </p>
      <p className="mono link-to-copy">{link}</p>
    </Notice>
  );
}
