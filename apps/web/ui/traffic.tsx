import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { beQuiet, isQuiet } from './beats.ts';
import { Check } from './field.tsx';

/** What this page sends and why, what that costs, and the choice to send less. */
export function Traffic() {
  const { t } = useLingui();
  const [quiet, setQuiet] = useState(isQuiet);
  const choose = (chosen: boolean) => {
    beQuiet(chosen);
    setQuiet(chosen);
  };
  return (
    <>
      <h2><Trans>What this page sends</Trans></h2>
      <p><Trans>While it can be seen, this page sends at random moments: more often while you use it,
        whatever you use it for. Whoever watches your connection can tell that it is open and when you
        use it, and from these times, over weeks, probably what for; not what you read or write.</Trans></p>
      <p><Trans>That is about 33 MB in an hour in which you use it, and about 3 MB in one in which it only
        lies open. In a tab that is not shown it sends nothing.</Trans></p>
      <Check
        label={t`Send less while it lies open`}
        hint={t`About 0.8 MB an hour. What is new shows a minute or two later; while you use the page, nothing changes.`}
        checked={quiet}
        onChecked={choose}
      />
    </>
  );
}
