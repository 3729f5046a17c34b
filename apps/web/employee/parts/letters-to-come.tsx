import { Trans, useLingui } from '@lingui/react/macro';
import { readPeriod } from '#calendar/periods';
import { lettersToCome, takeUp, type LetterToCome } from '#wallet/letters';
import type { Wallet } from '#wallet/wallet';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from './go.ts';
import { dayName } from './words.ts';

/** Letters of hers whose sessions are not here yet, with the day from which on they can be had. */
export function LettersToCome({ wallet }: { wallet: Wallet }) {
  const go = useGo();
  const fetch = async (letter: LetterToCome) => {
    await takeUp(wallet, letter);
    go('/code');
  };
  return lettersToCome(wallet).map((letter) => (
    letter.from > wallet.today ? <Early key={letter.j} letter={letter} /> : (
      <Notice
        key={letter.j}
        title={<Trans>A letter of yours has sessions that are not here yet</Trans>}
        next={<Button onClick={() => { void fetch(letter); }}><Trans>Fetch them</Trans></Button>}
      />
    )));
}

function Early({ letter: { period, from, code } }: { letter: LetterToCome }) {
  const { i18n } = useLingui();
  const opens = dayName(readPeriod(period)?.opens ?? '', i18n.locale);
  const day = dayName(from, i18n.locale);
  return (
    <Notice title={<Trans>Your letter for the year from {opens} is noted here</Trans>}>
      <p>{code === undefined
        ? <Trans>Its sessions can be fetched from {day} on. Enter its code again then.</Trans>
        : <Trans>Its sessions can be fetched from {day} on. Come back then: this device keeps the
          code.</Trans>}</p>
    </Notice>
  );
}
