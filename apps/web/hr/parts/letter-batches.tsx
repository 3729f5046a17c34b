import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { LetterBatchesQuery } from '../gql/gateway/graphql.ts';

/** Letters that a department gets at once. */
export type Batch = LetterBatchesQuery['letterBatches'][number];

interface BatchTableProps {
  readonly batches: readonly Batch[];
  readonly busy: boolean;
  /** None where the role or the contract allows no marks. */
  readonly onMark: ((id: string, handedOut: boolean) => void) | undefined;
}

/** How many letters each department gets, and how far they are. */
export function BatchTable({ batches, busy, onMark }: BatchTableProps) {
  const { t } = useLingui();
  const reasons: Record<string, string> = {
    EVERYBODY: t`everybody`, LOST: t`lost letters`, JOINED: t`people who joined` };
  const all = batches.reduce((sum, { letters }) => sum + letters, 0);
  return (
    <DataTable
      caption={<Plural value={all} one="# letter" other="# letters" />}
      rows={batches} keyOf={({ id }) => id}
      columns={[
        { id: 'department', title: t`Department`, cell: nameOf },
        { id: 'letters', title: t`Letters`, cell: ({ letters }) => letters, numeric: true },
        // With the mark in it, which is what the page is for: on a phone it is in sight.
        { id: 'state', title: t`State`, cell: (batch) => (
          <div className="batch-state">
            <span><BatchState batch={batch} /></span>
            {onMark && batch.madeOn && <Mark batch={batch} busy={busy} onMark={onMark} />}
          </div>
        ) },
        { id: 'reason', title: t`For`, cell: ({ reason }) => reasons[reason] ?? reason },
      ]}
    />
  );
}

interface MarkProps {
  readonly batch: Batch;
  readonly busy: boolean;
  readonly onMark: (id: string, handedOut: boolean) => void;
}

function Mark({ batch, busy, onMark }: MarkProps) {
  const { t } = useLingui();
  const { id, handedOutOn } = batch;
  return (
    <Button
      kind={handedOutOn ? 'quiet' : 'plain'} busy={busy}
      aria-label={handedOutOn ? t`Not after all: ${nameOf(batch)}` : t`Handed out: ${nameOf(batch)}`}
      onClick={() => { onMark(id, handedOutOn === null); }}
    >
      {handedOutOn ? t`Not after all` : t`Handed out`}
    </Button>
  );
}

function BatchState({ batch: { handedOutOn, madeOn } }: { batch: Batch }) {
  if (handedOutOn) return <Trans>Handed out on <When at={handedOutOn} absoluteOnly /></Trans>;
  if (madeOn) return <Trans>Made on <When at={madeOn} absoluteOnly />, to be handed out</Trans>;
  return <Trans>To be made by whoever runs the service</Trans>;
}

/** For whose key letters were made: HR knows her print shop, and compares. */
export function PrinterKeys({ batches }: { batches: readonly Batch[] }) {
  const { t } = useLingui();
  const keys = [...new Set(batches.flatMap(({ keyFingerprint }) => keyFingerprint ?? []))];
  return (
    <>
      {keys.length > 0 && (
        <Notice title={t`Ask your print shop to read its key’s fingerprint to you.`}>
          {keys.map((key) => <p key={key} className="mono">{key}</p>)}
          <Trans>
            Only the owner of this key could open the letters’ file. If the print shop’s is another
            one, don’t hand the letters out: whoever has this key may know the codes.
          </Trans>
        </Notice>
      )}
      {batches.some(({ isFolded }) => isFolded) && (
        <Notice kind="warn" title={t`Letters were printed without a print shop.`}>
          <Trans>
            They are to be folded and glued. Whoever printed them could read the codes. That person
            should not be one of yours.
          </Trans>
        </Notice>
      )}
    </>
  );
}

/** A department as its site names it. */
export function nameOf({ site, department }: Pick<Batch, 'site' | 'department'>): string {
  return `${site}: ${department}`;
}
