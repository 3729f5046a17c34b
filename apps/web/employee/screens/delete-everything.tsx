import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TypedConfirmation } from '../../ui/dialog.tsx';
import { useGo } from '../parts/go.ts';
import { deleteHere } from '../device/session-state.ts';

/** A button that deletes all that this site keeps here, once a word was typed. */
export function DeleteEverything() {
  const { t } = useLingui();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const deleteAll = async () => {
    setBusy(true);
    await deleteHere();
    go('/');
  };
  return (
    <>
      <Button kind="danger" onClick={() => { setAsking(true); }}>
        <Trans>Delete everything here</Trans>
      </Button>
      <TypedConfirmation
        open={asking}
        title={t`Delete everything on this device?`}
        typed={t`delete`}
        deed={t`Delete everything here`}
        keep={t`Keep everything`}
        busy={busy}
        onClose={() => { setAsking(false); }}
        onConfirm={() => { void deleteAll(); }}
      >
        <p><Trans>Sessions, appointments and settings go from this device. With your twelve words you
          can bring them back; without them they are gone for good.</Trans></p>
        <p><Trans>What is booked stays booked: your therapist expects you, and the session counts as used.
          Cancel first what you do not want, a day before it begins at the latest. Without the page you
          can only tell your therapist.</Trans></p>
      </TypedConfirmation>
    </>
  );
}
