import { Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import { deskStore, storeOf, type OpenDesk } from '../messages/desk-here.ts';
import { EnterWords } from '../messages/enter-words.tsx';
import { Inbox } from '../messages/inbox.tsx';
import { arePublished, publishFirst, readOwnKeys } from '../messages/own-keys.ts';
import { SetUp } from '../messages/set-up.tsx';
import { Forget, UnlockDesk } from '../messages/unlock-desk.tsx';
import { Failure } from '../parts/failure.tsx';

/** What a therapist and her clients write to each other. */
export default function Messages() {
  const open = useSyncExternalStore(deskStore.subscribe, deskStore.read);
  return open ? <Opened open={open} /> : <Closed />;
}

/** Nothing is open yet: what there is decides how it is opened. */
function Closed() {
  const { t } = useLingui();
  const known = useLoaded(async (signal) => {
    const own = await readOwnKeys(signal);
    return { own, locks: await storeOf(own.providerId).readLocks() };
  });
  if (known.value) {
    const { own, locks } = known.value;
    if (locks) {
      return (
        <UnlockDesk
          providerId={own.providerId} hasPasskey={locks.second !== undefined}
          onForgotten={() => { void known.run(); }}
        />
      );
    }
    if (own.newest === null) return <SetUp providerId={own.providerId} />;
    if (own.newest !== 'broken') return <EnterWords own={own} />;
  }
  return (
    <Page title={t`Messages`}>
      {known.busy && <p role="status"><Trans>Opening your messages …</Trans></p>}
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.run(); }} />}
      {known.value && <NoChain />}
    </Page>
  );
}

/** What is open is held against what the vault tells everybody, before anything is exchanged. */
function Opened({ open }: { open: OpenDesk }) {
  const { t } = useLingui();
  const { providerId, keyring } = open;
  const check = useLoaded(async (signal) => {
    const own = await readOwnKeys(signal);
    // The page was closed between keeping the first keys and publishing them.
    if (own.newest === null) return publishFirst(signal, providerId, keyring);
    return arePublished(own, keyring);
  }, open);
  if (check.value) return <Inbox open={open} />;
  return (
    <Page title={t`Messages`}>
      {check.busy && <p role="status"><Trans>Opening your messages …</Trans></p>}
      {check.error !== undefined
        && <Failure error={check.error} onRetry={() => { void check.run(); }} />}
      {check.value === false && (
        <Notice
          kind="error" title={<Trans>The vault names other keys of yours than this device has</Trans>}
          next={<Forget providerId={providerId} onForgotten={() => undefined} />}
        >
          <p><Trans>Did you set up keys on another device, with other words? Then delete what this device
            keeps, and enter those. If you did not, somebody passes for you: delete nothing, write
            nothing here, and tell the operator.</Trans></p>
        </Notice>
      )}
    </Page>
  );
}

function NoChain() {
  return (
    <Notice kind="error" title={<Trans>What the vault names as your keys is signed by nobody</Trans>}>
      <p><Trans>It is no chain of keys of yours. Do not type your twelve words here; tell the
        operator.</Trans></p>
    </Notice>
  );
}
