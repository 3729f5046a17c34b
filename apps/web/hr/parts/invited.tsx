import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useOtherCode } from '../../ui/other-code.ts';
import { readInvitation } from './invitation-text.ts';

/** For somebody who has no password yet: how she gets in, and a place for her link. */
export function Invited() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const [pasted, setPasted] = useState('');
  const [tried, setTried] = useState(false);
  const other = useOtherCode(['invitation']);
  const token = readInvitation(pasted);
  const go = () => {
    setTried(true);
    // In the fragment, as in the link itself: no server is ever sent it.
    if (token !== undefined) navigate(`/join#${token}`);
  };
  return (
    <form className="card" onSubmit={(event) => { event.preventDefault(); go(); }}>
      <h2>{t`First time here?`}</h2>
      <p>
        <Trans>
          Open the whole link of your invitation, or paste it below. You have none, or it has
          expired? Ask an administrator of your team; if you are to be the first one, ask whoever
          runs Sotto for your company.
        </Trans>
      </p>
      <Field
        label={t`Link of your invitation`} value={pasted} onValue={setPasted} autoComplete="off"
        error={tried && token === undefined
          ? other(pasted)
          ?? t`There is no invitation in this. Copy the whole link, from https to its end.`
          : undefined}
      />
      <div className="row"><Button type="submit">{t`Go on`}</Button></div>
    </form>
  );
}
