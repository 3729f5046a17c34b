import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Boundary } from './boundary.tsx';
import { Button } from './button.tsx';
import { isMissingPart } from './failure.ts';
import { Notice } from './notice.tsx';

interface SafeProps {
  /** What can be done besides loading the page again: leave, sign out. */
  readonly ways?: ReactNode;
  readonly resetKey?: string;
  readonly children: ReactNode;
}

/** A part of a page that may break without taking the rest with it. */
export function Safe({ ways, resetKey, children }: SafeProps) {
  return (
    <Boundary
      {...(resetKey === undefined ? {} : { resetKey })}
      fallback={(error) => <Broken missing={isMissingPart(error)} ways={ways} />}
    >
      {children}
    </Boundary>
  );
}

function Broken({ missing, ways }: { missing: boolean; ways?: ReactNode }) {
  return (
    <div className="page">
      <Notice
        kind="error"
        title={missing ? <Trans>A part of this page did not come</Trans>
          : <Trans>This page broke</Trans>}
        next={
          <div className="row">
            <Button kind="primary" onClick={() => { location.reload(); }}>
              <Trans>Load the page again</Trans>
            </Button>
            {ways}
          </div>
        }
      >
        <p>{missing
          ? <Trans>It was replaced by a newer one, or the connection is away.</Trans>
          : <Trans>It is a mistake of ours. What you had sent is not touched by it.</Trans>}</p>
      </Notice>
    </div>
  );
}
