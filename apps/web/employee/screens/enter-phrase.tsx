import { useLingui } from '@lingui/react/macro';
import { EnterPhrase as Entry, type EnterProps } from '../../ui/enter-phrase.tsx';
import { WhoSees } from '../parts/who-sees.tsx';

/** The twelve words as a person types or pastes them, and who sees them. */
export function EnterPhrase(props: Omit<EnterProps, 'children'>) {
  const { t } = useLingui();
  return (
    <Entry {...props}>
      <WhoSees
        employer={t`nothing.`}
        therapist={t`nothing.`}
        nobody={t`the words: they stay on this device.`}
      />
    </Entry>
  );
}
