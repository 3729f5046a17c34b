import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded, useTask } from '../../ui/task.ts';
import {
  RevokeInvitationDocument, TeamDocument, type TeamPartsFragment,
} from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { Invite } from '../parts/invite.tsx';
import { useKept } from '../parts/kept.ts';
import { useSession } from '../parts/session.tsx';
import { Members } from '../parts/team-members.tsx';
import { Waiting } from '../parts/waiting.tsx';

/** The HR team: who is in it, as what, and who is invited. */
export default function TeamScreen() {
  const { t } = useLingui();
  const { may } = useSession();
  const { state, run } = useLoaded(() => gateway.ask(TeamDocument));
  const team = useKept(state.kind === 'done' ? state.value.team : undefined);
  return (
    <Page title={t`Team`} aside={<Link href="/activity">{t`What the team did`}</Link>}>
      {state.kind === 'failed' && <Failure error={state.error} retry={run} />}
      {!team && state.kind === 'busy' && <Waiting />}
      {team && (
        <>
          <Members members={team.members} reload={run} />
          <Invitations invitations={team.invitations} reload={run} />
          {may('inviteHrUser') && <Invite onInvited={run} />}
        </>
      )}
    </Page>
  );
}

interface InvitationsProps {
  readonly invitations: TeamPartsFragment['invitations'];
  readonly reload: () => Promise<unknown>;
}

function Invitations({ invitations, reload }: InvitationsProps) {
  const { t } = useLingui();
  const { may } = useSession();
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
          ...may('revokeInvitation') ? [{
            id: 'deed', title: t`Change`,
            cell: ({ id, email }: TeamPartsFragment['invitations'][number]) => (
              <Button kind="quiet" aria-label={t`Take back the invitation of ${email}`}
                onClick={() => { void revoke.run(id); }}>{t`Take back`}</Button>
            ),
          }] : [],
        ]}
      />
    </section>
  );
}
