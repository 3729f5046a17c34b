import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { TypedConfirmation } from '../../ui/dialog.tsx';
import { useTask } from '../../ui/task.ts';
import {
  ChangeHrRoleDocument, RemoveHrUserDocument, ResetHrPasswordDocument,
  ResetHrSecondFactorDocument, type HrRole, type TeamPartsFragment,
} from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { InvitationLink } from './invitation-link.tsx';
import { useRoles } from './roles.ts';
import { useSession } from './session.tsx';

type Member = TeamPartsFragment['members'][number];

interface MembersProps {
  readonly members: readonly Member[];
  readonly reload: () => Promise<unknown>;
}

/** The people of the team, and what an administrator does with them. */
export function Members({ members, reload }: MembersProps) {
  const { t } = useLingui();
  const [reset, setReset] = useState<{ email: string; token: string }>();
  const [asked, setAsked] = useState<{ member: Member; deed: 'remove' | 'factor' }>();
  const work = useTask(async (_signal, deed: () => Promise<unknown>) => {
    await deed();
    await reload();
  });
  const columns = useColumns({
    busy: work.busy,
    onRole: ({ id: userId }, role) => {
      void work.run(() => gateway.ask(ChangeHrRoleDocument, { userId, role }));
    },
    onReset: (member) => {
      void work.run(async () => { setReset(await newInvitationOf(member)); });
    },
    onFactor: (member) => { setAsked({ member, deed: 'factor' }); },
    onRemove: (member) => { setAsked({ member, deed: 'remove' }); },
  });
  const of = (deed: 'remove' | 'factor') => (asked?.deed === deed ? asked.member : undefined);
  return (
    <>
      {work.error !== undefined && <Failure error={work.error} retry={reload} />}
      {reset && <InvitationLink {...reset} isReset />}
      <DataTable
        caption={t`People of your team`} hideCaption rows={members} keyOf={({ id }) => id}
        columns={columns}
      />
      <Confirmation
        member={of('remove')} title={t`Remove from the team?`} deed={t`Remove`}
        keep={t`Keep in the team`}
        onClose={() => { setAsked(undefined); }}
        onConfirm={({ id: userId }) => work.run(() =>
          gateway.ask(RemoveHrUserDocument, { userId }))}
      >
        <Trans>Their sign-ins end at once. You can invite them again later.</Trans>
      </Confirmation>
      <Confirmation
        member={of('factor')} title={t`Take the second factor away?`} deed={t`Take it away`}
        keep={t`Leave it on`}
        onClose={() => { setAsked(undefined); }}
        onConfirm={({ id: userId }) => work.run(() =>
          gateway.ask(ResetHrSecondFactorDocument, { userId }))}
      >
        <Trans>
          Only if phone and recovery codes are both lost, and you have made sure who asks. The
          password alone opens the account then.
        </Trans>
      </Confirmation>
    </>
  );
}

async function newInvitationOf({ id: userId, email }: Member) {
  const { resetHrPassword } = await gateway.ask(ResetHrPasswordDocument, { userId });
  return resetHrPassword.__typename === 'PasswordResetBegun'
    ? { email, token: resetHrPassword.token } : undefined;
}

interface Deeds {
  readonly busy: boolean;
  readonly onRole: (member: Member, role: HrRole) => void;
  readonly onReset: (member: Member) => void;
  readonly onFactor: (member: Member) => void;
  readonly onRemove: (member: Member) => void;
}

function useColumns(deeds: Deeds): Column<Member>[] {
  const { t } = useLingui();
  const { may } = useSession();
  return [
    { id: 'email', title: t`E-mail`,
      cell: ({ email, isSelf }) => (isSelf ? t`${email} (you)` : email) },
    { id: 'role', title: t`Role`, cell: (member) => <Role member={member} deeds={deeds} /> },
    { id: 'factor', title: t`Second factor`,
      cell: ({ secondFactor }) => (secondFactor ? t`on` : t`off`) },
    { id: 'joined', title: t`Since`, cell: ({ joinedOn }) => <When at={joinedOn} absoluteOnly /> },
    ...may('removeHrUser') ? [{ id: 'deeds', title: t`Change`,
      cell: (member: Member) => !member.isSelf && <MemberDeeds member={member} deeds={deeds} /> }] : [],
  ];
}

interface MemberProps {
  readonly member: Member;
  readonly deeds: Deeds;
}

function Role({ member, deeds }: MemberProps) {
  const { t } = useLingui();
  const { may } = useSession();
  const roles = useRoles();
  if (member.isSelf || !may('changeHrRole')) return <>{roles.find(({ value }) => value === member.role)?.label}</>;
  return (
    <select
      className="role-choice" aria-label={t`Role of ${member.email}`} value={member.role}
      disabled={deeds.busy}
      onChange={(event) => { deeds.onRole(member, event.target.value as HrRole); }}
    >
      {roles.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
    </select>
  );
}

function MemberDeeds({ member, deeds }: MemberProps) {
  const { t } = useLingui();
  const { email } = member;
  const deed = (label: string, name: string, act: (member: Member) => void) => (
    <Button kind="quiet" onClick={() => { act(member); }} aria-label={name}>{label}</Button>
  );
  return (
    <div className="row deeds">
      {deed(t`New password`, t`New password for ${email}`, deeds.onReset)}
      {member.secondFactor
        && deed(t`Lost second factor`, t`Lost second factor of ${email}`, deeds.onFactor)}
      {deed(t`Remove`, t`Remove ${email}`, deeds.onRemove)}
    </div>
  );
}

interface MemberConfirmationProps {
  readonly member: Member | undefined;
  readonly title: string;
  readonly deed: string;
  readonly keep: string;
  readonly onClose: () => void;
  readonly onConfirm: (member: Member) => Promise<unknown>;
  readonly children: ReactNode;
}

function Confirmation(props: MemberConfirmationProps) {
  const { member, title, deed, keep, onClose, onConfirm, children } = props;
  return (
    <TypedConfirmation
      open={member !== undefined} title={title} typed={member?.email ?? ''} deed={deed}
      keep={keep} onClose={onClose}
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
