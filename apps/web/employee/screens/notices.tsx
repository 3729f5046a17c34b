import { Trans, useLingui } from '@lingui/react/macro';
import { openIssuances } from '#pseudonym/journal';
import { Button } from '../../ui/button.tsx';
import { now } from '../../ui/clock.ts';
import { Notice } from '../../ui/notice.tsx';
import { useGo } from '../parts/go.ts';
import { Trouble } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { momentName } from '../parts/words.ts';
import { settle, unanswered } from '../wallet/care.ts';
import { today } from '../wallet/clock.ts';
import type { HomeProps } from './home.tsx';

/** The person is asked for her words this long after she last showed that she has them. */
const REMIND_AFTER_MS = 45 * 86_400_000;

/** What is under way or out of date, and what to do about it. */
export function Notices({ content, wallet, sync, onSync }: HomeProps) {
  const { t, i18n } = useLingui();
  const go = useGo();
  const begun = unanswered(wallet).length;
  const issuing = openIssuances(content.journal).length > 0 || content.code !== null;
  return (
    <>
      {issuing && (
        <Notice
          kind="warn"
          title={<Trans>Your sessions have not all come yet</Trans>}
          next={<Button onClick={() => { go('/code'); }}><Trans>Go on fetching them</Trans></Button>}
        />
      )}
      {sync.kind === 'syncing' && begun > 0 && <Waiting label={t`Finishing what you began`} />}
      {sync.kind === 'trouble' && (
        <Trouble kind={sync.trouble} onRetry={onSync}>
          {content.careSeenAt && (
            <p><Trans>What you see is from {momentName(content.careSeenAt, i18n.locale)}.</Trans></p>
          )}
        </Trouble>
      )}
      <Ended wallet={wallet} content={content} />
      {sync.kind === 'synced' && !content.backedUp && content.journal.credits.length > 0 && (
        <Notice
          kind="warn"
          title={<Trans>The last change is on this device only</Trans>}
          next={<Button onClick={onSync}><Trans>Back it up now</Trans></Button>}
        />
      )}
      {isLongAgo(content.phraseKnownOn) && (
        <Notice
          title={<Trans>Do you still have your twelve words?</Trans>}
          next={<Button onClick={() => { go('/settings'); }}><Trans>Check it</Trans></Button>}
        />
      )}
    </>
  );
}

/** What the other side ended: told once, with what to do. */
function Ended({ wallet, content: { care, settled } }: Pick<HomeProps, 'wallet' | 'content'>) {
  const { i18n } = useLingui();
  const isNews = ({ id }: { id: string }) => !settled.includes(id);
  const cancelled = care?.authorisations.filter((one) => one.status === 'cancelled'
    && new Date(one.startsAt ?? 0) > now() && isNews(one)) ?? [];
  const declined = care?.referrals.filter((one) => one.status === 'declined' && isNews(one)) ?? [];
  const seen = (id: string) => (
    <Button onClick={() => { void settle(wallet, id); }}><Trans>I have seen it</Trans></Button>
  );
  return (
    <>
      {cancelled.map(({ id, startsAt }) => (
        <Notice
          key={id}
          kind="warn"
          title={<Trans>Cancelled: {momentName(startsAt ?? '', i18n.locale)}</Trans>}
          next={seen(id)}
        >
          <p><Trans>The session is yours again. Book another time with it.</Trans></p>
        </Notice>
      ))}
      {declined.map(({ id, provider }) => (
        <Notice
          key={id}
          kind="warn"
          title={<Trans>{provider.name} has no room for somebody new</Trans>}
          next={seen(id)}
        >
          <p><Trans>It says nothing about you: a therapist does not know who asks. Choose somebody
            else.</Trans></p>
        </Notice>
      ))}
    </>
  );
}

function isLongAgo(day: string | null): boolean {
  return day === null || Date.parse(today()) - Date.parse(day) > REMIND_AFTER_MS;
}
