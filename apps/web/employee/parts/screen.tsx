import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { type Place, useGo } from './go.ts';

interface ScreenProps {
  readonly title: string;
  /** Where "Back" leads; none at the beginning. */
  readonly back?: Place | (() => void);
  readonly children: ReactNode;
}

/** One screen. The document's title never says which. */
export function Screen({ title, back, children }: ScreenProps) {
  const { t } = useLingui();
  const go = useGo();
  return (
    <Page title={title} documentTitle={t`Appointments`}>
      {children}
      {back && (
        <p className="back">
          <Button kind="quiet" onClick={() => { if (typeof back === 'string') go(back); else back(); }}>
            <span aria-hidden="true">←</span> {t`Back`}
          </Button>
        </p>
      )}
    </Page>
  );
}
