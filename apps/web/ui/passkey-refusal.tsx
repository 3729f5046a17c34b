import { Trans, useLingui } from '@lingui/react/macro';
import { Notice } from './notice.tsx';

/** Why a passkey was not taken, and what to do. */
export function PasskeyRefusal({ code }: { code: string | undefined }) {
  const { t } = useLingui();
  switch (code) {
    case 'given-up': return (
      <Notice kind="warn" title={t`The browser did not use a passkey.`}>
        <Trans>It was cancelled, took too long, or there is none here. Try again.</Trans>
      </Notice>
    );
    case 'known': return (
      <Notice kind="warn" title={t`This device has a passkey of yours already.`} />
    );
    case 'WRONG_PASSKEY': return (
      <Notice kind="error" title={t`This passkey was not taken.`}>
        <Trans>Try again, and confirm by your finger, face or PIN.</Trans>
      </Notice>
    );
    case 'TOO_MANY': return (
      <Notice kind="error" title={t`You have as many passkeys as there can be.`}>
        <Trans>Remove one, then add another.</Trans>
      </Notice>
    );
    case 'TOO_LARGE': return (
      <Notice kind="error" title={t`The passkey of this device is too large to be kept here.`}>
        <Trans>Use another device, or set up an authenticator app.</Trans>
      </Notice>
    );
    case 'ELSEWHERE': return (
      <Notice kind="error" title={t`Your passkeys are not good at this address, or in this browser.`}>
        <Trans>Open the page at its usual address, and give one of them there.</Trans>
      </Notice>
    );
    case 'NOT_HERE': return (
      <Notice kind="error" title={t`Passkeys cannot be used at this address.`}>
        <Trans>Set up an authenticator app.</Trans>
      </Notice>
    );
    default: return null;
  }
}
