import { Trans } from '@lingui/react/macro';
import { Notice } from '../../ui/notice.tsx';
import type { BatchFault } from '#pseudonym/restore';
import { TermsRefused } from './terms-refused.tsx';

/** Letters that were found and not taken, each with why; the same reason once. */
export function LettersRefused({ faults }: { faults: readonly BatchFault[] }) {
  return [...new Set(faults)].map((fault) => <LetterRefused key={fault} fault={fault} />);
}

function LetterRefused({ fault }: { fault: BatchFault }) {
  if (fault === 'over') return null;
  if (fault === 'keys' || fault === 'signature') {
    return (
      <Notice kind="error" title={<Trans>The sessions of a letter were not taken</Trans>}>
        <p><Trans>What is kept of them was not signed by the keys of your programme. Come back tomorrow
          with the same words. If it is still so, tell your employer’s benefits office that the key
          check failed: it concerns everybody.</Trans></p>
      </Notice>
    );
  }
  return <TermsRefused fault={fault} at="restoring" />;
}
