import { Trans, useLingui } from '@lingui/react/macro';
import { codeOf, Refusal } from '#wallet/refusal';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { InviteDocument, type HrRole } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { InvitationLink } from './invitation-link.tsx';
import { useRoles } from './roles.ts';

/** Whether a text has the parts of an address; the service looks closer. */
const isAddress = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim());
/** Whether the service refused the address as none. */
const isAboutAddress = (error: unknown) => error instanceof Refusal
  && codeOf(error) === 'BAD_USER_INPUT' && error.message.startsWith('email ');

/** Invite a colleague; the link is shown to be handed over, since nothing is sent by mail. */
export function Invite({ onInvited }: { onInvited: () => Promise<unknown> }) {
  const { t } = useLingui();
  const roles = useRoles();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<HrRole>('VIEWER');
  const [tried, setTried] = useState(false);
  const [invited, setInvited] = useState<{ email: string; token: string }>();
  const invite = useTask(async () => {
    const { inviteHrUser } = await gateway.ask(InviteDocument, { email, role });
    if (inviteHrUser.__typename === 'Invited') {
      setInvited({ email, token: inviteHrUser.token });
      setEmail('');
      setTried(false);
    }
    return inviteHrUser;
  });
  const isNoAddress = tried && (!isAddress(email) || isAboutAddress(invite.error));
  const refused = invite.value?.__typename === 'InviteRefused' ? invite.value.code : undefined;
  const submit = () => {
    setTried(true);
    if (isAddress(email)) void invite.run();
  };
  return (
    <section className="card" aria-labelledby="invite">
      <h2 id="invite"><Trans>Invite a colleague</Trans></h2>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {invite.error !== undefined && !isAboutAddress(invite.error)
          && <Failure error={invite.error} />}
        {refused !== undefined && (
          <Notice
            kind="error"
            title={refused === 'OWN_EMAIL' ? t`This is you.` : t`This person is in your team already.`}
          >
            <Trans>Change the role, or give a new password, in the list above.</Trans>
          </Notice>
        )}
        <Field
          label={t`Work e-mail`} type="email" value={email} required autoComplete="off"
          onValue={(typed) => { setEmail(typed); setTried(false); }}
          error={isNoAddress ? t`This is no whole e-mail address. Write it as ada@example.org.`
            : undefined}
        />
        <Choice label={t`Role`} name="role" value={role} options={roles}
          onValue={(value) => { setRole(value as HrRole); }} />
        <Button kind="primary" type="submit" busy={invite.busy}>{t`Make an invitation`}</Button>
      </form>
      {invited && (
        <>
          <InvitationLink {...invited} />
          <Button kind="quiet" onClick={() => { setInvited(undefined); void onInvited(); }}>
            {t`Done`}
          </Button>
        </>
      )}
    </section>
  );
}
