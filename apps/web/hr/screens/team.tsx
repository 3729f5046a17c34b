import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { TypedConfirmation } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded, useTask } from '../../ui/task.ts';
import {
  ChangeHrRoleDocument, RemoveHrUserDocument, ResetHrPasswordDocument,
  ResetHrSecondFactorDocument, RevokeInvitationDocument, TeamDocument, type HrRole,
  type TeamPartsFragment,
} from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { InvitationLink } from '../parts/invitation-link.tsx';
import { Invite } from '../parts/invite.tsx';
import { useRoles } from '../parts/roles.ts';
import { Waiting } from '../parts/waiting.tsx';

type Member = TeamPartsFragment['members'][number];

/** The HR team: who is in it, as what, and who is invited. */
export default function TeamScreen() {
  const { t } = useLingui();
  const { state, run } = useLoaded(() => gateway.ask(TeamDocument));
  return (
    <Page title={t`Team`} aside={<Link href="/activity">{t`What the team did`}</Link>}>
      {state.kind === 'failed' && <Failure error={state.error} retry={run} />}
      {state.kind === 'busy' && <Waiting />}
      {state.kind === 'done' && (
        <>
          <Members members={state.value.team.members} reload={run} />
          <Invitations invitations={state.value.team.invitations} reload={run} />
          <Invite onInvited={run} />
        </>
      )}
    </Page>
  );
}

interface MembersProps {
  readonly members: readonly Member[];
  readonly reload: () => Promise<unknown>;
}

function Members({ members, reload }: MembersProps) {
  const { t } = useLingui();
  const roles = useRoles();
  const [reset, setReset] = useState<{ email: string; token: string }>();
  const [leaving, setLeaving] = useState<Member>();
  const [factorless, setFactorless] = useState<Member>();
  const work = useTask(async (_signal, deed: () => Promise<unknown>) => {
    await deed();
    await reload();
  });
  const changeRole = (member: Member, role: HrRole) => work.run(() =>
    gateway.ask(ChangeHrRoleDocument, { userId: member.id, role }));
  const resetPassword = (member: Member) => work.run(async () => {
    const { resetHrPassword } = await gateway.ask(ResetHrPasswordDocument, { userId: member.id });
    if (resetHrPassword.__typename === 'PasswordResetBegun') {
      setReset({ email: member.email, token: resetHrPassword.token });
    }
  });
  return (
    <>
      {work.error !== undefined && <Failure error={work.error} retry={reload} />}
      {reset && <InvitationLink {...reset} isReset />}
      <DataTable
        caption={t`People of your team`} hideCaption rows={members} keyOf={({ id }) => id}
        columns={[
          { id: 'email', title: t`E-mail`, cell: ({ email, isSelf }) =>
            (isSelf ? t`${email} (you)` : email) },
          { id: 'role', title: t`Role`, cell: (member) => (member.isSelf
            ? roles.find(({ value }) => value === member.role)?.label : (
              <select
                className="role-choice" aria-label={t`Role of ${member.email}`} value={member.role}
                disabled={work.busy}
                onChange={(event) => { void changeRole(member, event.target.value as HrRole); }}
              >
                {roles.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
              </select>
            )) },
          { id: 'factor', title: t`Second factor`,
            cell: ({ secondFactor }) => (secondFactor ? t`on` : t`off`) },
          { id: 'joined', title: t`Since`,
            cell: ({ joinedOn }) => <When at={joinedOn} absoluteOnly /> },
          { id: 'deeds', title: t`Change`, cell: (member) => !member.isSelf && (
            <Deeds
              member={member} onReset={() => { void resetPassword(member); }}
              onFactor={() => { setFactorless(member); }} onRemove={() => { setLeaving(member); }}
            />
          ) },
        ]}
      />
      <Confirmation
        member={leaving} title={t`Remove from the team?`} deed={t`Remove`}
        onClose={() => { setLeaving(undefined); }}
        onConfirm={({ id: userId }) => work.run(() => gateway.ask(RemoveHrUserDocument, { userId }))}
      >
        <Trans>Her sign-ins end at once. You can invite her again later.</Trans>
      </Confirmation>
      <Confirmation
        member={factorless} title={t`Take the second factor away?`} deed={t`Take it away`}
        onClose={() => { setFactorless(undefined); }}
        onConfirm={({ id: userId }) => work.run(() =>
          gateway.ask(ResetHrSecondFactorDocument, { userId }))}
      >
        <Trans>
          Only if phone and recovery codes are both lost, and you have made sure that it is really
          her who asks. She can sign in with her password alone then.
        </Trans>
      </Confirmation>
    </>
  );
}

interface DeedsProps {
  readonly member: Member;
  readonly onReset: () => void;
  readonly onFactor: () => void;
  readonly onRemove: () => void;
}

function Deeds({ member, onReset, onFactor, onRemove }: DeedsProps) {
  const { t } = useLingui();
  const { email } = member;
  return (
    <div className="row deeds">
      <Button kind="quiet" onClick={onReset} aria-label={t`New password for ${email}`}>
        {t`New password`}
      </Button>
      {member.secondFactor && (
        <Button kind="quiet" onClick={onFactor} aria-label={t`Lost second factor of ${email}`}>
          {t`Lost second factor`}
        </Button>
      )}
      <Button kind="quiet" onClick={onRemove} aria-label={t`Remove ${email}`}>{t`Remove`}</Button>
    </div>
  );
}

interface MemberConfirmationProps {
  readonly member: Member | undefined;
  readonly title: string;
  readonly deed: string;
  readonly onClose: () => void;
  readonly onConfirm: (member: Member) => Promise<unknown>;
  readonly children: React.ReactNode;
}

function Confirmation(props: MemberConfirmationProps) {
  const { member, title, deed, onClose, onConfirm, children } = props;
  return (
    <TypedConfirmation
      open={member !== undefined} title={title} typed={member?.email ?? ''} deed={deed}
      onClose={onClose}
      onConfirm={() => {
        if (member) void onConfirm(member);
        onClose();
      }}
    >
      <p><strong>{member?.email}</strong></p>
      <p>{children}</p>
    </TypedConfirmation>
  );
}

interface InvitationsProps {
  readonly invitations: TeamPartsFragment['invitations'];
  readonly reload: () => Promise<unknown>;
}

function Invitations({ invitations, reload }: InvitationsProps) {
  const { t } = useLingui();
  const revoke = useTask(async (_signal, invitationId: string) => {
    await gateway.ask(RevokeInvitationDocument, { invitationId });
    await reload();
  });
  if (invitations.length === 0) return null;
  return (
    <section>
      <h2><Trans>Open invitations</Trans></h2>
      {revoke.error !== undefined && <Failure error={revoke.error} retry={reload} />}
      <DataTable
        caption={t`Open invitations`} hideCaption rows={invitations} keyOf={({ id }) => id}
        columns={[
          { id: 'email', title: t`E-mail`, cell: ({ email }) => email },
          { id: 'for', title: t`For`,
            cell: ({ isReset }) => (isReset ? t`a new password` : t`joining`) },
          { id: 'until', title: t`Until`, cell: ({ expiresOn }) => <When at={expiresOn} /> },
          { id: 'deed', title: t`Change`, cell: ({ id, email }) => (
            <Button kind="quiet" aria-label={t`Take back the invitation of ${email}`}
              onClick={() => { void revoke.run(id); }}>{t`Take back`}</Button>
          ) },
        ]}
      />
    </section>
  );
}
