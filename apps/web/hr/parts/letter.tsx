import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { When } from '../../ui/amounts.tsx';
import { QrImage } from '../../ui/qr-image.tsx';
import { readSettings } from '../../ui/settings.ts';
import type { CodeLettersQuery } from '../gql/gateway/graphql.ts';
import type { Programme } from './programmes.tsx';

interface LetterProps {
  readonly letter: CodeLettersQuery['codeLetters'][number];
  readonly programme: Programme;
  readonly period: string;
}

/** One letter: outside to whom it goes, below the fold what its reader does with it. */
export function Letter({ letter, programme, period }: LetterProps) {
  const { t } = useLingui();
  const { site, department, number, code } = letter;
  const own = programme.periods.find(({ label }) => label === period);
  const closes = own?.closes;
  const address = `${new URL(readSettings().courier || location.origin).host}/employee`;
  return (
    <article className="letter" aria-label={t`Letter ${number}`}>
      <header className="letter-outside">
        <p>{site}<br />{department}</p>
        <p className="letter-mark"><Trans>Hand out unopened</Trans></p>
        <p className="letter-number">{t`No. ${number}`}</p>
      </header>
      <p className="letter-fold" aria-hidden="true"><Trans>fold here</Trans></p>
      <div className="letter-inside">
        <h2>{programme.name}</h2>
        <p>
          <Trans>
            You have{' '}
            <Plural value={programme.sessionsPerMember} one="# session" other="# sessions" />
            {' '}with a therapist, paid for by your employer.
          </Trans>
        </p>
        <ol>
          <li>
            <Trans>At home, on your own phone or computer, open <strong>{address}</strong></Trans>
          </li>
          <li><Trans>Enter this code, or scan it:</Trans></li>
        </ol>
        <p className="letter-code">{code}</p>
        <div className="letter-qr"><QrImage text={code} label={t`The code for scanning`} /></div>
        <p>
          <Trans>
            You give no name, no e-mail and no account. Your employer is never told whether you use
            it, and can’t find out. Everybody gets such a letter.
          </Trans>
        </p>
        {closes && (
          <p>
            <Trans>
              Enter it this week, even if you need nothing: then the day on which you do so says
              nothing about you. It can be entered before <When at={closes} absoluteOnly />.
            </Trans>
          </p>
        )}
        {own?.confirmedBy === 'AUTOMATIC' && (
          <p>
            <Trans>
              This service is being tried out: nobody has compared its terms with a contract, so
              that who runs it could make up groups of people.
            </Trans>
          </p>
        )}
        <p className="letter-crisis">
          <Trans>In an emergency call 112. This service isn’t for emergencies.</Trans>
        </p>
      </div>
    </article>
  );
}
