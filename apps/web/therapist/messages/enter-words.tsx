import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { keyringOf } from '#messages/keyring';
import { EnterPhrase } from '../../ui/enter-phrase.tsx';
import { Page } from '../../ui/page.tsx';
import { LockDesk } from './set-up.tsx';
import { arePublished, type OwnKeys } from './own-keys.ts';

/** Her keys again, on a device that keeps nothing yet: by the words that they follow from. */
export function EnterWords({ own }: { own: OwnKeys }) {
  const { t } = useLingui();
  const [phrase, setPhrase] = useState<string>();
  const [refused, setRefused] = useState(false);
  const check = async (read: string) => {
    const isHers = arePublished(own, await keyringOf(read));
    setRefused(!isHers);
    if (isHers) setPhrase(read);
  };
  if (phrase !== undefined) return <LockDesk providerId={own.providerId} phrase={phrase} />;
  return (
    <Page title={t`Messages`}>
      <p><Trans>This device does not have your keys yet. They come with the twelve words that you wrote
        down when you set them up; the words stay on this device.</Trans></p>
      <EnterPhrase
        deed={t`Open your messages`}
        refused={refused ? t`These are twelve proper words, but your keys follow from others. Compare them with your paper.` : undefined}
        onPhrase={(read) => { void check(read); }}
      />
    </Page>
  );
}
