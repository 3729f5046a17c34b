import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/amounts.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ClaimRowFragment, ConfirmSessionMutation, TodayQuery } from '../gql/vault/graphql.ts';
import { TakeBack } from './take-back.tsx';
import { dayAway, dayInWords, nextPayDate } from './times.ts';
import { OUTCOMES, REASONS } from './words.ts';

/** What should not be forgotten: hours, new referrals, licences that end. */
export function Reminders({ provider }: { provider: TodayQuery['provider'] }) {
  const { t, i18n } = useLingui();
  const fresh = provider.referrals.filter((one) => one.status === 'open' && !one.accepted).length;
  const ending = provider.licences.filter(({ expires }) => expires < dayAway(60));
  return (
    <div className="reminders">
      {provider.availability.version === 0 && (
        <Notice
          kind="warn"
          title={t`You have no weekly hours yet`}
          next={(
            <Link href="/availability" className="button button-primary">{t`Set your hours`}</Link>
          )}
        >
          <p><Trans>They make times to book by themselves, eight weeks ahead.</Trans></p>
        </Notice>
      )}
      {fresh > 0 && (
        <Notice
          title={<Plural value={fresh} one="# new referral" other="# new referrals" />}
          next={<Link href="/referrals" className="button button-plain">{t`Answer referrals`}</Link>}
        />
      )}
      {ending.map(({ jurisdiction, expires }) => (
        <Notice
          key={jurisdiction}
          kind={expires < dayAway(0) ? 'error' : 'warn'}
          title={expires < dayAway(0)
            ? t`Your licence for ${jurisdiction} has ended`
            : t`Your licence for ${jurisdiction} ends on ${dayInWords(expires, i18n.locale)}`}
        >
          <p>
            <Trans>
              Send its renewal to the operator; after that day nobody there can book you.
            </Trans>
          </p>
        </Notice>
      ))}
    </div>
  );
}

/** What became of a session that was recorded, with the way to take it back. */
export type Recorded = ConfirmSessionMutation['confirmSession'] | 'taken-back';

interface ConfirmedProps {
  readonly outcome: Recorded;
  readonly onUndo: () => Promise<unknown>;
}

/** What became of a session that was recorded just now. */
export function Confirmed({ outcome, onUndo }: ConfirmedProps) {
  const { t, i18n } = useLingui();
  if (outcome === 'taken-back') {
    return <Notice kind="ok" title={t`Taken back: the session is as it was before`} />;
  }
  if (outcome.__typename === 'SessionNotBegun') {
    return <Notice kind="warn" title={t`This session has not begun: confirm it afterwards.`} />;
  }
  if (outcome.__typename === 'AuthorisationNotFound') {
    return <Notice kind="error" title={t`This session is not in your calendar any more.`} />;
  }
  const { claim } = outcome;
  if (claim.status === 'PAID') return <Paid claim={claim} onUndo={onUndo} />;
  const reason = REASONS[claim.adjustments[0]?.code ?? ''];
  return (
    <Notice
      kind="error"
      title={t`The claim was refused`}
      next={<Link href="/claims" className="button button-primary">{t`See claims`}</Link>}
    >
      {reason && <p>{i18n._(reason)}</p>}
    </Notice>
  );
}

function Paid({ claim, onUndo }: { claim: ClaimRowFragment; onUndo: () => Promise<unknown> }) {
  const { t, i18n } = useLingui();
  const amount = formatMoney(claim.paid, i18n.locale);
  const title = claim.outcome === 'TOOK_PLACE'
    ? t`Confirmed and claimed: ${amount}` : `${i18n._(OUTCOMES[claim.outcome])}: ${amount}`;
  return (
    <Notice
      kind="ok" title={title}
      next={<TakeBack claim={claim} label={t`Undo`} onDone={onUndo} />}
    >
      <p><Trans>It is paid on {dayInWords(nextPayDate(), i18n.locale)}.</Trans></p>
    </Notice>
  );
}
