import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { OwnGroup } from '../parts/own-group.tsx';
import { TermsRefused } from '../parts/terms-refused.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { dayName } from '../parts/words.ts';
import type { Printed } from './code-entry.tsx';
import { NotUsable } from './not-usable.tsx';
import { claimCredits, type Claimed, type ClaimStep } from '#wallet/claim';
import { newestGroup, type LetterGroup } from '#wallet/credits';
import type { Wallet } from '#wallet/wallet';

interface ClaimingProps {
  readonly wallet: Wallet;
  readonly code: string;
  readonly printed: Printed;
  readonly onDone: () => void;
  /** Back to the code, to enter another one. */
  readonly onOther: () => void;
}

type State =
  | { readonly kind: 'working'; readonly step: ClaimStep; readonly done?: number | undefined }
  | { readonly kind: 'ended'; readonly claimed: Claimed }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' };

const ORDER: readonly ClaimStep[] = ['claim', 'compare', 'blind', 'issue', 'check'];

/** Gets the credits for a code, and shows how far it is. */
export function Claiming({ wallet, code, printed, onDone, onOther }: ClaimingProps) {
  const { state, run, cancel } = useClaiming(wallet, code, printed);
  const { t } = useLingui();
  const retry = <Button kind="primary" onClick={run}><Trans>Go on</Trans></Button>;
  if (state.kind === 'cancelled') {
    return (
      <Notice title={<Trans>Stopped: nothing was asked for</Trans>} next={retry}>
        <p><Trans>Your code is as good as before.</Trans></p>
      </Notice>
    );
  }
  if (state.kind === 'failed') return <Trouble kind={troubleOf(state.error)} onRetry={run} />;
  if (state.kind === 'ended') {
    const group = newestGroup(wallet.content);
    return <Outcome claimed={state.claimed} group={group} onDone={onDone} onOther={onOther} />;
  }
  return (
    <div className="stack">
      <Steps step={state.step} done={state.done} onCancel={cancel} />
      <WhoSees
        employer={t`nothing. The sessions of everybody’s letter look the same to it.`}
        therapist={t`nothing.`}
        nobody={t`the finished sessions: they are signed through an envelope, and opened on this device alone.`}
      />
    </div>
  );
}

function useClaiming(wallet: Wallet, code: string, printed: Printed) {
  const [state, setState] = useState<State>({ kind: 'working', step: 'claim' });
  const current = useRef<AbortController>(undefined);
  const run = useCallback(() => {
    current.current?.abort();
    const mine = new AbortController();
    current.current = mine;
    const set = (next: State) => { if (current.current === mine) setState(next); };
    set({ kind: 'working', step: 'claim' });
    claimCredits(wallet, code, {
      signal: mine.signal, printed,
      onStep: (step, done) => { set({ kind: 'working', step, done }); },
    }).then(
      (claimed) => { set({ kind: 'ended', claimed }); },
      (error: unknown) => { set({ kind: 'failed', error }); },
    );
  }, [wallet, code, printed]);
  useEffect(() => { run(); }, [run]);
  const cancel = () => {
    current.current?.abort();
    current.current = undefined;
    setState({ kind: 'cancelled' });
  };
  return { state, run, cancel };
}

interface StepsProps {
  readonly step: ClaimStep;
  readonly done: number | undefined;
  readonly onCancel: () => void;
}

/** All steps, and true progress within those that are counted. */
function Steps({ step, done, onCancel }: StepsProps) {
  const { t } = useLingui();
  const names: Record<ClaimStep, string> = {
    claim: t`Showing the code`,
    compare: t`Comparing both copies of the keys`,
    blind: t`Putting your sessions into envelopes`,
    issue: t`Having them signed, unseen`,
    check: t`Checking every signature`,
  };
  const at = ORDER.indexOf(step);
  const percent = done === undefined ? undefined : `${Math.round(done * 100)} %`;
  return (
    <>
      <ol className="steps">
        {ORDER.map((one, index) => (
          <li
            key={one}
            className={index < at ? 'step-done' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            {names[one]}
          </li>
        ))}
      </ol>
      {step === 'compare' && <Waiting label={names[step]} />}
      {step !== 'compare' && (
        <Progress
          label={names[step]}
          {...(done === undefined ? {} : { value: done })}
          {...(percent === undefined ? {} : { text: percent })}
        />
      )}
      {at < ORDER.indexOf('issue') && (
        <div><Button kind="quiet" onClick={onCancel}><Trans>Stop</Trans></Button></div>
      )}
    </>
  );
}

function Outcome({ claimed, group, onDone, onOther }: {
  claimed: Claimed; group: LetterGroup | null; onDone: () => void; onOther: () => void;
}) {
  const { t } = useLingui();
  const other = <Button onClick={onOther}><Trans>Enter another code</Trans></Button>;
  if (claimed.kind === 'issued') {
    const { sessions } = claimed;
    return (
      <Notice
        kind="ok"
        title={t`${plural(sessions, { one: '# session is on this device', other: '# sessions are on this device' })}`}
        next={<Button kind="primary" onClick={onDone}><Trans>Go on</Trans></Button>}
      >
        <p><Trans>You need not decide anything now. Nobody can tell whether you will ever use
          them.</Trans></p>
        {group && <OwnGroup group={group} />}
      </Notice>
    );
  }
  if (claimed.kind === 'terms-refused') {
    return <TermsRefused fault={claimed.fault} at="claiming" next={other} />;
  }
  if (claimed.kind === 'expired') {
    return <><Trouble kind="expired" /><div className="row">{other}</div></>;
  }
  if (claimed.kind === 'early') return <Early from={claimed.from} other={other} />;
  if (claimed.kind === 'keys-refused') {
    return (
      <Notice kind="error" title={<Trans>This page stopped to protect you</Trans>} next={other}>
        <p><Trans>The keys that were offered could be used to recognise you later. Nothing was asked
          for. Tell your employer’s benefits office that the key check failed: it concerns
          everybody.</Trans></p>
      </Notice>
    );
  }
  if (claimed.kind === 'not-ready' || claimed.kind === 'ended') {
    return <NothingNow kind={claimed.kind} other={other} />;
  }
  if (claimed.kind === 'not-usable') return <NotUsable other={other} />;
  return (
    <Notice
      kind="warn"
      title={<Trans>The sessions of this letter were fetched before</Trans>}
      next={other}
    >
      <p><Trans>Come back with your twelve words: they bring the sessions to this device.</Trans></p>
    </Notice>
  );
}

/** A letter that came before its year. */
function Early({ from, other }: { from: string; other: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <Notice kind="warn" title={<Trans>This letter is for a year to come</Trans>} next={other}>
      <p><Trans>Its sessions can be fetched from {dayName(from, i18n.locale)} on: keep the letter, and
        enter its code again then. Nobody else can use it any more.</Trans></p>
    </Notice>
  );
}

/** A year that nobody gets sessions of: not now, or not any more. */
function NothingNow({ kind, other }: { kind: 'not-ready' | 'ended'; other: ReactNode }) {
  if (kind === 'ended') {
    return (
      <Notice
        kind="warn" title={<Trans>This letter brings no sessions any more</Trans>} next={other}
      >
        <p><Trans>Its year was ended early for everybody, after a fault of the service. The
          letter of the next year brings new sessions. What was booked before takes
          place.</Trans></p>
      </Notice>
    );
  }
  return (
    <Notice
      kind="warn" title={<Trans>No sessions can be fetched with this letter now</Trans>}
      next={other}
    >
      <p><Trans>The service has no keys for its year at the moment. Nothing was asked for, and
        the letter was not used up. Try again tomorrow. If it is still so, tell your employer’s
        benefits office: it concerns everybody.</Trans></p>
    </Notice>
  );
}
