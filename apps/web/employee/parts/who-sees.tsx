import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

interface WhoSeesProps {
  readonly employer: ReactNode;
  readonly therapist: ReactNode;
  readonly nobody: ReactNode;
}

/** Who learns what by this step. */
export function WhoSees({ employer, therapist, nobody }: WhoSeesProps) {
  const { t } = useLingui();
  return (
    <section className="who" aria-label={t`Who sees what`}>
      <dl>
        <div><dt>{t`Your employer sees`}</dt><dd>{employer}</dd></div>
        <div><dt>{t`A therapist sees`}</dt><dd>{therapist}</dd></div>
        <div><dt>{t`Nobody sees`}</dt><dd>{nobody}</dd></div>
      </dl>
    </section>
  );
}
