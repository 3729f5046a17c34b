import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState, type ReactNode } from 'react';
import { When } from './amounts.tsx';
import type { BrowserFamily } from './browser-family.ts';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';
import { Notice } from './notice.tsx';
import { useLoaded, useTask } from './task.ts';

/** An open sign-in of one's own. */
export interface OpenSignIn {
  readonly id: string;
  readonly browser: BrowserFamily;
  /** Hours, ISO 8601. */
  readonly since: string;
  readonly lastUsed: string;
  readonly isThis: boolean;
}

interface SignInsProps {
  readonly load: (signal: AbortSignal) => Promise<readonly OpenSignIn[]>;
  readonly end: (id: string) => Promise<readonly OpenSignIn[]>;
  readonly endOthers: () => Promise<readonly OpenSignIn[]>;
  /** How the surface tells of what went wrong on the way. */
  readonly failure: (error: unknown, retry?: () => unknown) => ReactNode;
}

/** Where one is signed in, and the way to end it there. */
export function SignIns({ load, end, endOthers, failure }: SignInsProps) {
  const { t } = useLingui();
  const [after, setAfter] = useState<readonly OpenSignIn[]>();
  const [asked, setAsked] = useState<string>();
  const all = useRef<HTMLDivElement>(null);
  const known = useLoaded(load);
  const ending = useTask(async (_signal, id?: string) => {
    setAsked(id);
    setAfter(await (id === undefined ? endOthers() : end(id)));
    // The button that had the focus is gone with its row.
    all.current?.focus();
  });
  const rows = after ?? known.value;
  return (
    <div ref={all} tabIndex={-1} role="group" aria-label={t`Where you are signed in`}>
      <p>
        <Trans>
          Nothing is kept of a device but the family of its browser, and of its use the hour. Is one
          of these not yours? End it, then change your password.
        </Trans>
      </p>
      {known.error !== undefined && failure(known.error, known.run)}
      {ending.error !== undefined && failure(ending.error)}
      {!rows && known.busy && <p role="status"><Trans>Looking …</Trans></p>}
      {ending.state.kind === 'done' && <Notice kind="ok" title={t`It is ended there.`} />}
      {rows && (
        <SignInTable
          rows={rows} busy={ending.busy ? asked ?? '' : undefined}
          onEnd={(id) => { void ending.run(id); }}
        />
      )}
      {rows && rows.length > 1 && (
        <Button busy={ending.busy && asked === undefined} onClick={() => { void ending.run(); }}>
          {t`End all others`}
        </Button>
      )}
    </div>
  );
}

interface TableProps {
  readonly rows: readonly OpenSignIn[];
  /** Of which the end is under way. */
  readonly busy: string | undefined;
  readonly onEnd: (id: string) => void;
}

function SignInTable({ rows, busy, onEnd }: TableProps) {
  const { t } = useLingui();
  const names: Record<BrowserFamily, string> = {
    CHROME: 'Chrome', EDGE: 'Edge', FIREFOX: 'Firefox', SAFARI: 'Safari', OTHER: t`Other browser`,
  };
  return (
    <DataTable
      caption={t`Where you are signed in`} hideCaption rows={rows} keyOf={({ id }) => id}
      columns={[
        { id: 'browser', title: t`Browser`, cell: ({ browser }) => names[browser] },
        { id: 'since', title: t`Since`, cell: ({ since }) => <When at={since} absoluteOnly /> },
        {
          id: 'used', title: t`Last used`,
          cell: ({ isThis, lastUsed }) => (isThis
            ? <strong><Trans>This one, now</Trans></strong> : <When at={lastUsed} absoluteOnly />),
        },
        {
          id: 'end', title: <span className="visually-hidden"><Trans>End it</Trans></span>,
          cell: ({ id, browser, isThis }) => (isThis ? null : (
            <Button
              kind="quiet" busy={busy === id} aria-label={t`End it: ${names[browser]}`}
              onClick={() => { onEnd(id); }}
            >
              {t`End it`}
            </Button>
          )),
        },
      ]}
    />
  );
}
