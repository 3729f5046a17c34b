import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState, type ReactNode } from 'react';
import { When } from './amounts.tsx';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';
import { createPasskey } from './passkey.ts';
import { ProofForm, type Had, type Prove } from './proof-form.tsx';
import type { FactorNeeded, Proof } from './prove.ts';
import { useTask } from './task.ts';

/** A passkey of one's own. */
export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  /** Days, YYYY-MM-DD. */
  readonly addedOn: string;
  readonly usedOn: string | null;
}

/** What a step with passkeys came to. */
export type PasskeyStep =
  | { readonly kind: 'begun'; readonly options: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly code: string };

/** The account's passkeys as its server knows them, and what can be asked of that. */
export interface PasskeysProps {
  readonly passkeys: readonly OwnPasskey[];
  /** Whether this page can have passkeys. */
  readonly fits: boolean;
  readonly had: Had;
  readonly begin: (proof: Proof) => Promise<PasskeyStep | FactorNeeded>;
  readonly add: (answer: string, name: string) => Promise<PasskeyStep>;
  readonly rename: (id: string, name: string) => Promise<PasskeyStep>;
  readonly remove: (id: string, proof: Proof) => Promise<PasskeyStep | FactorNeeded>;
  /** Something changed: look at the account again. */
  readonly onChanged: () => Promise<unknown>;
  /** How the surface tells of what went wrong on the way. */
  readonly failure: (error: unknown, retry?: () => unknown) => ReactNode;
}

/** One's own passkeys: add, name, remove. */
export function Passkeys(props: PasskeysProps) {
  const { t } = useLingui();
  const [at, setAt] = useState<{ readonly deed: 'rename' | 'remove'; readonly id: string }>();
  const chosen = props.passkeys.find(({ id }) => id === at?.id);
  const all = useRef<HTMLDivElement>(null);
  const done = async () => {
    setAt(undefined);
    await props.onChanged();
    // The form that had the focus is gone: whoever goes by keyboard stays at her passkeys.
    all.current?.focus();
  };
  return (
    <div ref={all} tabIndex={-1} role="group" aria-label={t`Your passkeys`}>
      <p>
        <Trans>
          A passkey is kept by your device or your password manager. You confirm by finger, face or
          PIN in place of a code, and it works on no page but ours.
        </Trans>
      </p>
      {props.passkeys.length > 0 && (
        <DataTable
          caption={t`Your passkeys`} hideCaption rows={props.passkeys} keyOf={({ id }) => id}
          columns={[
            { id: 'name', title: t`Name`, cell: ({ name }) => name },
            { id: 'added', title: t`Added`, cell: ({ addedOn }) => <When at={addedOn} absoluteOnly /> },
            { id: 'used', title: t`Last used`, cell: ({ usedOn }) => (
              usedOn === null ? t`never` : <When at={usedOn} absoluteOnly />) },
            { id: 'deeds', title: <span className="visually-hidden">{t`Change it`}</span>,
              cell: ({ id, name }) => (
                <span className="row">
                  <Button
                    kind="quiet" aria-label={t`Rename “${name}”`}
                    onClick={() => { setAt({ deed: 'rename', id }); }}
                  >
                    {t`Rename`}
                  </Button>
                  <Button
                    kind="quiet" aria-label={t`Remove “${name}”`}
                    onClick={() => { setAt({ deed: 'remove', id }); }}
                  >
                    {t`Remove`}
                  </Button>
                </span>
              ) },
          ]}
        />
      )}
      {chosen && at?.deed === 'rename' && (
        <Rename key={chosen.id} {...props} passkey={chosen} onDone={done} />
      )}
      {chosen && at?.deed === 'remove' && (
        <Remove key={chosen.id} {...props} passkey={chosen} onDone={done} />
      )}
      {props.fits ? <Add {...props} /> : (
        <p className="soft">
          <Trans>At this address, or in this browser, no passkey can be added.</Trans>
        </p>
      )}
    </div>
  );
}

function Add({ begin, add, had, onChanged, failure }: PasskeysProps) {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const [done, setDone] = useState(false);
  // Proved already: a browser that gave up is asked again, and she is not.
  const begun = useRef<string>(undefined);
  const run = async (prove: Prove) => {
    setDone(false);
    if (begun.current === undefined) {
      const first = await prove(begin);
      if (first.kind !== 'begun') return first;
      begun.current = first.options;
    }
    const made = await createPasskey(begun.current);
    if (made.kind === 'given-up') return { kind: 'refused', code: made.kind };
    begun.current = undefined;
    if (made.kind === 'known') return { kind: 'refused', code: made.kind };
    const kept = await add(made.answer, name);
    if (kept.kind === 'changed') {
      setName('');
      setDone(true);
      await onChanged();
    }
    return kept;
  };
  return (
    <ProofForm
      had={had} deed={t`Add a passkey`} run={run} onChanged={onChanged} failure={failure}
      labels={{
        password: t`Present password, for the passkey`, code: t`Code of the app, for the passkey` }}
    >
      {done && <Notice kind="ok" title={t`The passkey is added.`} />}
      <Field
        label={t`Name of the passkey`} value={name} required longest={60}
        onValue={(typed) => { setName(typed); setDone(false); }}
        hint={t`Such as: laptop at work`} autoComplete="off"
      />
    </ProofForm>
  );
}

type Changing = PasskeysProps & {
  readonly passkey: OwnPasskey;
  readonly onDone: () => Promise<unknown>;
};

function Rename({ passkey, rename, onDone, failure }: Changing) {
  const { t } = useLingui();
  const [name, setName] = useState(passkey.name);
  const task = useTask(async () => {
    const step = await rename(passkey.id, name);
    await onDone();
    return step;
  });
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      <Field
        label={t`New name of “${passkey.name}”`} value={name} onValue={setName} required
        longest={60} autoComplete="off" autoFocus
      />
      <Button kind="primary" type="submit" busy={task.busy}>{t`Save the name`}</Button>
    </form>
  );
}

function Remove({ passkey, remove, had, onDone, failure }: Changing) {
  const { t } = useLingui();
  const run = async (prove: Prove) => {
    const step = await prove((proof) => remove(passkey.id, proof));
    if (step.kind !== 'refused' || step.code === 'UNKNOWN_PASSKEY') await onDone();
    return step;
  };
  return (
    <ProofForm
      had={had} deed={t`Remove the passkey`} kind="danger" autoFocus run={run} failure={failure}
      onChanged={onDone}
      labels={{
        password: t`Present password, to remove “${passkey.name}”`,
        code: t`Code of the app, to remove “${passkey.name}”` }}
    />
  );
}
