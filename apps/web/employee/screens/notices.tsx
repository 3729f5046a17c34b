import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { LettersToCome } from '../parts/letters-to-come.tsx';
import { TermsRefused } from '../parts/terms-refused.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { dayName, momentName } from '../parts/words.ts';
import { today } from '../device/clock.ts';
import { underWay } from '#wallet/intents';
import type { HomeProps } from './home.tsx';
import { NewsOfCare } from './news.tsx';

/** The person is asked for her words this long after she last showed that she has them. */
const REMIND_AFTER_MS = 45 * 86_400_000;

/** What is under way or out of date, and what to do about it. */
export function Notices({ content, wallet, sync, onSync }: HomeProps) {
  const { t, i18n } = useLingui();
  const go = useGo();
  const begun = underWay(wallet);
  // A booking says of itself that there is no answer yet.
  const isWaiting = sync.kind === 'syncing' && begun.length > 0
    && begun.every(({ kind }) => kind !== 'book');
  return (
    <>
      {content.logFault && <TermsRefused fault={content.logFault} at="looking" />}
      {content.endsOn && <ProgrammeEnds day={content.endsOn} />}
      {content.claiming && (
        <Notice
          kind="warn"
          title={<Trans>Your sessions have not all come yet</Trans>}
          next={<Button onClick={() => { go('/code'); }}><Trans>Go on fetching them</Trans></Button>}
        />
      )}
      <LettersToCome wallet={wallet} />
      {begun.some(({ kind }) => kind === 'open-case') && (
        <Notice title={<Trans>What you agreed to is on its way</Trans>}>
          <p><Trans>There is no answer yet. It comes here by itself; then you can find a time.</Trans></p>
        </Notice>
      )}
      {isWaiting && <Waiting label={t`Finishing what you began`} />}
      {sync.kind === 'trouble' && (
        <Trouble kind={sync.trouble} onRetry={onSync}>
          {content.careSeenAt && (
            <p><Trans>What you see is from {momentName(content.careSeenAt, i18n.locale)}.</Trans></p>
          )}
        </Trouble>
      )}
      <NewsOfCare wallet={wallet} content={content} />
      {isLongAgo(content.phraseKnownOn) && (
        <Notice
          title={<Trans>Do you still have your twelve words?</Trans>}
          next={<Button onClick={() => { go('/settings'); }}><Trans>Check it</Trans></Button>}
        />
      )}
    </>
  );
}

/** The employer's contract ends: one day for everybody, said to everybody. */
function ProgrammeEnds({ day }: { day: string }) {
  const { i18n } = useLingui();
  const when = dayName(day, i18n.locale);
  if (day < today()) {
    return (
      <Notice kind="warn" title={<Trans>The programme of your employer ended on {when}</Trans>}>
        <p><Trans>Your sessions can’t be used any more. Appointments that you have stay as they
          are.</Trans></p>
      </Notice>
    );
  }
  return (
    <Notice kind="warn" title={<Trans>The programme of your employer ends on {when}</Trans>}>
      <p><Trans>It is so for everybody, and says nothing about you. Book appointments that are held
        until that day: later your sessions can’t be used. What you have booked already stays.</Trans></p>
    </Notice>
  );
}

function isLongAgo(day: string | null): boolean {
  return day === null || Date.parse(today()) - Date.parse(day) > REMIND_AFTER_MS;
}
