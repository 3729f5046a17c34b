import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState, type ReactNode } from 'react';
import { When } from './amounts.tsx';
import { Button } from './button.tsx';
import { DataTable } from './data-table.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';
import { createPasskey } from './passkey.ts';
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
  readonly begin: (password: string) => Promise<PasskeyStep>;
  readonly add: (answer: string, name: string) => Promise<PasskeyStep>;
  readonly rename: (id: string, name: string) => Promise<PasskeyStep>;
  readonly remove: (id: string, password: string) => Promise<PasskeyStep>;
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

function Add({ begin, add, onChanged, failure }: PasskeysProps) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const task = useTask(async () => {
    const begun = await begin(password);
    if (begun.kind !== 'begun') return begun;
    const made = await createPasskey(begun.options);
    if (made.kind !== 'answered') return { kind: 'refused', code: made.kind } as const;
    const kept = await add(made.answer, name);
    if (kept.kind === 'changed') {
      setPassword('');
      setName('');
      await onChanged();
    }
    return kept;
  });
  const refused = task.value?.kind === 'refused' ? task.value.code : undefined;
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      {task.value?.kind === 'changed' && <Notice kind="ok" title={t`The passkey is added.`} />}
      <PasskeyRefusal code={refused} />
      <Field
        label={t`Name of the passkey`} value={name} onValue={setName} required longest={60}
        hint={t`Such as: laptop at work`} autoComplete="off"
      />
      <Field
        label={t`Present password, for the passkey`} type="password" value={password}
        onValue={setPassword} autoComplete="current-password" required
        error={refused === 'WRONG_PASSWORD' ? t`This is not your present password.` : undefined}
      />
      <Button kind="primary" type="submit" busy={task.busy}>{t`Add a passkey`}</Button>
    </form>
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

function Remove({ passkey, remove, onDone, failure }: Changing) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const task = useTask(async () => {
    const step = await remove(passkey.id, password);
    if (step.kind !== 'refused' || step.code === 'UNKNOWN_PASSKEY') await onDone();
    return step;
  });
  const isWrong = task.value?.kind === 'refused' && task.value.code === 'WRONG_PASSWORD';
  return (
    <form className="code-form" onSubmit={(event) => { event.preventDefault(); void task.run(); }}>
      {task.error !== undefined && failure(task.error)}
      <Field
        label={t`Present password, to remove “${passkey.name}”`} type="password" value={password}
        onValue={setPassword} autoComplete="current-password" required autoFocus
        error={isWrong ? t`This is not your present password.` : undefined}
      />
      <Button kind="danger" type="submit" busy={task.busy}>{t`Remove the passkey`}</Button>
    </form>
  );
}

/** Why a passkey was not taken, and what to do. */
export function PasskeyRefusal({ code }: { code: string | undefined }) {
  const { t } = useLingui();
  switch (code) {
    case 'given-up': return (
      <Notice kind="warn" title={t`The browser did not use a passkey.`}>
        <Trans>It was cancelled, took too long, or there is none here. Try again.</Trans>
      </Notice>
    );
    case 'known': return (
      <Notice kind="warn" title={t`This device has a passkey of yours already.`} />
    );
    case 'WRONG_PASSKEY': return (
      <Notice kind="error" title={t`This passkey was not taken.`}>
        <Trans>Try again, and confirm by your finger, face or PIN.</Trans>
      </Notice>
    );
    case 'TOO_MANY': return (
      <Notice kind="error" title={t`You have as many passkeys as there can be.`}>
        <Trans>Remove one, then add another.</Trans>
      </Notice>
    );
    case 'TOO_LARGE': return (
      <Notice kind="error" title={t`The passkey of this device is too large to be kept here.`}>
        <Trans>Use another device, or set up an authenticator app.</Trans>
      </Notice>
    );
    case 'NOT_HERE': return (
      <Notice kind="error" title={t`Passkeys cannot be used at this address.`}>
        <Trans>Set up an authenticator app.</Trans>
      </Notice>
    );
    default: return null;
  }
}
