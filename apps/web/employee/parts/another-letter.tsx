import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { today } from '../device/clock.ts';
import { Button } from '../../ui/button.tsx';
import { now } from '../../ui/clock.ts';
import { readCase } from '#wallet/care';
import { lastDay } from '#wallet/credits';
import { isToCome } from '#wallet/news';
import { programmesBeside, turnTo, type Beside } from '#wallet/programmes';
import type { Wallet } from '#wallet/wallet';
import { LeftByYear, spansYears } from './left-by-year.tsx';
import { dayName, momentName } from './words.ts';

interface AnotherLetterProps {
  readonly wallet: Wallet;
  /** The case that she turned to could not be read. */
  readonly onFailed: () => void;
}

/** What else there is, by letters of other programmes, and the way to it. */
export function AnotherLetter({ wallet, onFailed }: AnotherLetterProps) {
  const turn = async (programme: string) => {
    await turnTo(wallet, programme);
    await readCase(wallet).catch(onFailed);
  };
  return programmesBeside(wallet).map((beside) => (
    <BySomeLetter
      key={beside.programme}
      beside={beside}
      onTurn={() => { void turn(beside.programme); }}
    />
  ));
}

function BySomeLetter({ beside, onTurn }: { beside: Beside; onTurn: () => void }) {
  const { i18n } = useLingui();
  const { programme, seen } = beside;
  const ahead = seen?.care.authorisations.filter((one) => isToCome(one, now()))
    .map(({ startsAt }) => startsAt ?? '').sort() ?? [];
  return (
    <section aria-labelledby={`by-${programme}`}>
      <h2 id={`by-${programme}`}><Trans>By another letter of yours</Trans></h2>
      <p className="lines"><WhatIsLeft beside={beside} /></p>
      {!seen && <p><Trans>What you booked with them shows once you turn to them.</Trans></p>}
      {ahead.length > 0 && (
        <ul>
          {ahead.map((startsAt) => (
            <li key={startsAt}><Trans>Booked: {momentName(startsAt, i18n.locale)}</Trans></li>
          ))}
        </ul>
      )}
      <p><Button onClick={onTurn}><Trans>Turn to these sessions</Trans></Button></p>
    </section>
  );
}

/** How much, where its case was seen, and until when. */
function WhatIsLeft({ beside: { period, left, seen } }: { beside: Beside }) {
  const { t, i18n } = useLingui();
  const [first] = left;
  const until = dayName(first?.last ?? lastDay(period), i18n.locale);
  if (spansYears(left, today())) {
    return seen ? <LeftByYear left={left} today={today()} />
      : <Trans>How many are left, and until when, shows once you turn to them.</Trans>;
  }
  const sessions = first?.sessions ?? 0;
  return seen
    ? t`${plural(sessions, { one: '# session left', other: '# sessions left' })}, until ${until}.`
    : t`Its sessions can be used until ${until}.`;
}
