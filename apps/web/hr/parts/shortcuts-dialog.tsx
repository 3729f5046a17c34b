import { Trans, useLingui } from '@lingui/react/macro';
import { Dialog } from '../../ui/dialog.tsx';
import { usePlaces } from './places.ts';

/** The list of keyboard shortcuts. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const places = usePlaces();
  return (
    <Dialog open title={t`Keyboard shortcuts`} keep={t`Close`} onClose={onClose}>
      <dl className="shortcuts">
        <dt><kbd>/</kbd></dt><dd><Trans>Search</Trans></dd>
        <dt><kbd>?</kbd></dt><dd><Trans>This list</Trans></dd>
        {places.map(({ to, key, label }) => (
          <div key={to}><dt><kbd>g</kbd> <kbd>{key}</kbd></dt><dd>{label}</dd></div>
        ))}
      </dl>
    </Dialog>
  );
}
