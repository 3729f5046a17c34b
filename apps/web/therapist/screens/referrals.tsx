import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { now } from '../../ui/clock.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import {
  AnswerReferralDocument, ReferralsDocument, type AnswerReferralMutation, type ReferralsQuery,
} from '../gql/vault/graphql.ts';
import { ClientName } from '../parts/client-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { ask } from '../parts/session.ts';
import { dayAway } from '../parts/times.ts';
import { keyOf, settleKey } from '../parts/deed-keys.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { useSaidOf } from '../parts/use-said-of.ts';

type Provider = ReferralsQuery['provider'];
type Referral = Provider['referrals'][number];
type AnsweredReferral = AnswerReferralMutation['answerReferral'];

/** Who was referred: new ones to answer, clients, and those who were declined. */
export default function Referrals() {
  const { t } = useLingui();
  const known = useAnswer('referrals', ReferralsDocument, { from: dayAway(-1) });
  const provider = known.value?.provider;
  return (
    <Page title={t`Referrals`}>
      <p className="soft">
        <Trans>
          You know clients by a handle and a colour. Another therapist of the same person sees
          another handle; nobody can join the two.
        </Trans>
      </p>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!provider && known.busy && <p role="status"><Trans>Opening your referrals …</Trans></p>}
      {provider && <Lists provider={provider} onChange={known.refresh} />}
    </Page>
  );
}

/** Answering referrals, one at a time; declining asks once more. */
function useAnswering(list: unknown, onChange: () => Promise<unknown>) {
  const [declining, setDeclining] = useState<Referral>();
  const [answered, say] = useSaidOf<AnsweredReferral>(list);
  const task = useTask(async (signal, referral: Referral, said: 'ACCEPT' | 'DECLINE') => {
    const deed = `${said}:${referral.id}`;
    const input = { idempotencyKey: keyOf(deed), referralId: referral.id, answer: said };
    const { answerReferral } = await ask(signal, AnswerReferralDocument, { input });
    settleKey(deed);
    setDeclining(undefined);
    say(answerReferral);
    void onChange();
    return { said, handle: referral.handle, answerReferral };
  });
  /** As its answer says, until another list has come. */
  const asItIs = (one: Referral): Referral => (
    answered?.__typename === 'ReferralAnswered' && answered.referral.id === one.id
      ? { ...one, ...answered.referral } : one);
  return { ...task, declining, setDeclining, asItIs };
}

type Answering = ReturnType<typeof useAnswering>;

function Lists({ provider, onChange }: { provider: Provider; onChange: () => Promise<unknown> }) {
  const answer = useAnswering(provider, onChange);
  const all = provider.referrals.map(answer.asItIs);
  const fresh = all.filter((one) => one.status === 'open' && !one.accepted);
  const clients = all.filter((one) => one.status === 'open' && one.accepted);
  const gone = all.filter((one) => one.status !== 'open');
  const coming = ({ id }: Referral) => provider.appointments.filter((one) =>
    one.referralId === id && one.status === 'held' && new Date(one.startsAt ?? 0) > now()).length;
  const line = (one: Referral, actions?: ReactNode) => (
    <Line key={one.id} referral={one} coming={coming(one)} actions={actions} />
  );
  return (
    <>
      {answer.error !== undefined && <Failure error={answer.error} />}
      {answer.value && <Answered {...answer.value} />}
      <h2><Trans>To answer</Trans> ({fresh.length})</h2>
      {fresh.length === 0 ? <NobodyNew /> : (
        <ul className="plain-list">
          {fresh.map((one) => line(one, <Answers referral={one} answer={answer} />))}
        </ul>
      )}
      {clients.length > 0 && (
        <>
          <h2><Trans>Your clients</Trans> ({clients.length})</h2>
          <ul className="plain-list">
            {clients.map((one) => line(one, <End referral={one} answer={answer} />))}
          </ul>
        </>
      )}
      {gone.length > 0 && (
        <details>
          <summary><Trans>Declined and closed</Trans> ({gone.length})</summary>
          <ul className="plain-list">{gone.map((one) => line(one))}</ul>
        </details>
      )}
      <Declining answer={answer} coming={coming} />
    </>
  );
}

function NobodyNew() {
  const { t } = useLingui();
  return (
    <EmptyState title={t`No referral waits for you`}>
      <p><Trans>New ones appear here and on Today. Nobody is told how many you have.</Trans></p>
    </EmptyState>
  );
}

interface AnswersProps { readonly referral: Referral; readonly answer: Answering }

function Answers({ referral, answer }: AnswersProps) {
  const { t } = useLingui();
  return (
    <>
      <Button
        kind="primary" busy={answer.busy} aria-label={t`Accept ${referral.handle}`}
        onClick={() => { void answer.run(referral, 'ACCEPT'); }}
      >
        {t`Accept`}
      </Button>
      <Button
        onClick={() => { answer.setDeclining(referral); }}
        aria-label={t`Decline ${referral.handle}`}
      >
        {t`Decline`}
      </Button>
    </>
  );
}

function End({ referral, answer }: AnswersProps) {
  const { t } = useLingui();
  return (
    <Button
      kind="quiet" onClick={() => { answer.setDeclining(referral); }}
      aria-label={t`End with ${referral.handle}`}
    >
      {t`End`}
    </Button>
  );
}

interface DecliningProps {
  readonly answer: Answering;
  readonly coming: (referral: Referral) => number;
}

function Declining({ answer, coming }: DecliningProps) {
  const { t } = useLingui();
  const { declining } = answer;
  return (
    <Dialog
      open={declining !== undefined}
      title={declining?.accepted ? t`End with this client?` : t`Decline this referral?`}
      keep={declining?.accepted ? t`Keep the client` : t`Keep the referral`}
      onClose={() => { answer.setDeclining(undefined); }}
      actions={(
        <Button
          kind="danger" busy={answer.busy}
          onClick={() => { if (declining) void answer.run(declining, 'DECLINE'); }}
        >
          {declining?.accepted ? t`End for good` : t`Decline for good`}
        </Button>
      )}
    >
      {answer.error !== undefined && <Failure error={answer.error} />}
      {declining && (
        <>
          <p><ClientName {...declining} /></p>
          <ul>
            <li><Trans>The client is told, and is free to ask another therapist.</Trans></li>
            <li>
              <Plural
                value={coming(declining)}
                _0="No session is booked." one="# session to come goes back to the client."
                other="# sessions to come go back to the client."
              />
            </li>
            <li>
              <Trans>It can’t be taken back. Sessions that took place can still be claimed.</Trans>
            </li>
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface LineProps {
  readonly referral: Referral;
  readonly coming: number;
  readonly actions?: ReactNode;
}

function Line({ referral, coming, actions }: LineProps) {
  return (
    <li className="session">
      <div className="session-when"><When at={referral.madeOn} /></div>
      <div className="session-what">
        <p><ClientName {...referral} /></p>
        <p className="soft">
          <Trans>Sessions take place in {referral.jurisdiction}</Trans> ·{' '}
          <Plural
            value={coming} _0="nothing booked" one="# session booked" other="# sessions booked"
          />
        </p>
      </div>
      <div className="row">{actions}</div>
    </li>
  );
}

interface AnsweredProps {
  readonly said: string;
  readonly handle: string;
  readonly answerReferral: { readonly __typename?: string; readonly returnedSessions?: number };
}

function Answered({ said, handle, answerReferral }: AnsweredProps) {
  const { t } = useLingui();
  if (answerReferral.__typename === 'ReferralSettled') {
    return <Notice kind="warn" title={t`${handle} was declined or closed before.`} />;
  }
  const returned = answerReferral.returnedSessions ?? 0;
  if (said === 'ACCEPT') return <Notice kind="ok" title={t`${handle} is your client now.`} />;
  return (
    <Notice kind="ok" title={t`${handle} is free to ask another therapist.`}>
      {returned > 0 && (
        <p><Plural value={returned} one="# session went back." other="# sessions went back." /></p>
      )}
    </Notice>
  );
}
