import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { CodeForm } from './code-form.tsx';
import { Notice } from './notice.tsx';
import { ProofForm, type Had, type Prove } from './proof-form.tsx';
import type { FactorNeeded, Proof } from './prove.ts';
import { QrImage } from './qr-image.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import './second-factor.css';

/** What a step came to: its recovery codes, or which thing was wrong. */
export type FactorStep =
  | { readonly kind: 'on'; readonly recoveryCodes: readonly string[] }
  | { readonly kind: 'off' } | { readonly kind: 'refused'; readonly code: string };

/** What beginning came to: a secret for an app, or which thing was wrong. */
export type FactorBegun =
  | { readonly kind: 'begun'; readonly uri: string; readonly typed: string }
  | { readonly kind: 'refused'; readonly code: string };

/** The account's second factor as its server knows it, and what can be asked of that. */
export interface SecondFactorProps {
  readonly isOn: boolean;
  readonly had: Had;
  /** Recovery codes that are left. */
  readonly left: number;
  readonly begin: (proof: Proof) => Promise<FactorBegun | FactorNeeded>;
  readonly confirm: (code: string) => Promise<FactorStep>;
  readonly renew: (code: string) => Promise<FactorStep>;
  readonly switchOff: (proof: Proof) => Promise<FactorStep | FactorNeeded>;
  /** It was switched on or off, or its codes were kept: look at the account again. */
  readonly onChanged: () => Promise<unknown>;
  /** How the surface tells of what went wrong on the way. */
  readonly failure: (error: unknown, retry?: () => unknown) => ReactNode;
}

/** Set an authenticator app up, renew its recovery codes, switch it off. */
export function SecondFactor(props: SecondFactorProps) {
  const [codes, setCodes] = useState<readonly string[]>();
  const take = (step: FactorStep) => {
    if (step.kind === 'on') setCodes(step.recoveryCodes);
    return step;
  };
  if (codes) {
    const kept = async () => {
      await props.onChanged();
      setCodes(undefined);
    };
    return <RecoveryCodes codes={codes} onKept={kept} />;
  }
  return props.isOn ? <SwitchedOn {...props} take={take} /> : <SetUp {...props} take={take} />;
}

type Taking = SecondFactorProps & { readonly take: (step: FactorStep) => FactorStep };

function SetUp({ begin, confirm, had, onChanged, failure, take }: Taking) {
  const { t } = useLingui();
  const [begun, setBegun] = useState<FactorBegun & { readonly kind: 'begun' }>();
  const start = async (prove: Prove) => {
    const outcome = await prove(begin);
    if (outcome.kind === 'begun') setBegun(outcome);
    // Switched on meanwhile, on another device.
    else if (outcome.code === 'ALREADY_ON') await onChanged();
    return outcome;
  };
  if (!begun) {
    return (
      <>
        <p>
          <Trans>
            An authenticator app on your phone shows a code that changes every 30 seconds. With it,
            a stolen password alone opens nothing.
          </Trans>
        </p>
        <ProofForm
          had={had} deed={t`Set up a second factor`} run={start} onChanged={onChanged}
          failure={failure} labels={{ password: t`Present password`, code: t`Code of the app` }}
        />
      </>
    );
  }
  const { uri, typed } = begun;
  return (
    <div className="card">
      <ol>
        <li>
          <Trans>Scan this with your authenticator app.</Trans>
          <div className="totp-qr"><QrImage text={uri} label={t`Secret for the app`} /></div>
          <details>
            <summary><Trans>Or type the secret</Trans></summary>
            <p className="mono secret-to-type">{typed.match(/.{1,4}/g)?.join(' ')}</p>
          </details>
        </li>
        <li><Trans>Enter the code that it shows.</Trans></li>
      </ol>
      <CodeForm
        deed={t`Switch it on`} failure={failure}
        send={async (code) => take(await confirm(code))}
      />
    </div>
  );
}

function SwitchedOn({ left, had, renew, switchOff, onChanged, failure, take }: Taking) {
  const { t } = useLingui();
  const [deed, setDeed] = useState<'renew' | 'off'>();
  return (
    <>
      <Notice kind={left < 3 ? 'warn' : 'ok'} title={t`It is on.`}>
        <Plural value={left} one="# recovery code is left." other="# recovery codes are left." />
      </Notice>
      <div className="row">
        <Button onClick={() => { setDeed('renew'); }}>{t`New recovery codes`}</Button>
        <Button kind="quiet" onClick={() => { setDeed('off'); }}>{t`Switch it off`}</Button>
      </div>
      {deed === 'renew' && (
        <CodeForm
          key="renew" deed={t`Make new recovery codes`} failure={failure}
          send={async (code) => take(await renew(code))}
        />
      )}
      {deed === 'off' && (
        <ProofForm
          had={had} deed={t`Switch the second factor off`} onChanged={onChanged} failure={failure}
          labels={{ password: t`Present password`, code: t`Code of the app` }}
          run={async (prove) => {
            const step = await prove(switchOff);
            if (step.kind === 'off') await onChanged();
            return step;
          }}
        />
      )}
    </>
  );
}
