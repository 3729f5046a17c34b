import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { useLoaded } from '../../ui/task.ts';
import { TeamActionsDocument, type TeamActionsQuery } from '../gql/gateway/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { Waiting } from '../parts/waiting.tsx';

type Action = TeamActionsQuery['teamActions'][number];
const PAGE = 50;

/** What one's own team did: append-only, and never about members or care. */
export default function ActivityScreen() {
  const { t } = useLingui();
  const [before, setBefore] = useState<number | null>(null);
  const { state, run } = useLoaded(
    () => gateway.ask(TeamActionsDocument, { first: PAGE, before }), before);
  return (
    <Page title={t`Team activity`}>
      <p>
        <Trans>
          Everything that your team did here, numbered without gaps; nobody can change or delete it.
          It is about your team alone. What employees do is nowhere written down for you.
        </Trans>
      </p>
      {state.kind === 'failed' && <Failure error={state.error} retry={run} />}
      {state.kind === 'busy' && <Waiting />}
      {state.kind === 'done' && (
        <>
          <Actions actions={state.value.teamActions} />
          <div className="row">
            {before !== null && <Button onClick={() => { setBefore(null); }}>{t`Newest`}</Button>}
            {state.value.teamActions.length === PAGE && (
              <Button
                onClick={() => { setBefore(state.value.teamActions.at(-1)?.number ?? null); }}
              >
                {t`Older`}
              </Button>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

function Actions({ actions }: { actions: readonly Action[] }) {
  const { t } = useLingui();
  const words = useActionWords();
  return (
    <DataTable
      caption={t`Actions, newest first`} hideCaption rows={actions}
      keyOf={({ number }) => String(number)}
      columns={[
        { id: 'number', title: t`No.`, cell: ({ number }) => number },
        { id: 'at', title: t`When`, cell: ({ at }) => <When at={at} absoluteOnly /> },
        { id: 'actor', title: t`Who`, cell: ({ actor }) => actor },
        { id: 'action', title: t`What`, cell: ({ action }) => words[action] ?? action },
        { id: 'subject', title: t`To what`, cell: ({ subject }) => subject },
      ]}
    />
  );
}

function useActionWords(): Record<string, string> {
  const { t } = useLingui();
  return {
    SIGNED_IN: t`Signed in`, SIGN_INS_ENDED: t`Ended sign-ins of their own elsewhere`,
    SIGN_IN_REFUSED: t`Refused at sign-in: wrong password`,
    CODE_REFUSED: t`Refused at sign-in: right password, wrong code`,
    RECOVERY_CODE_USED: t`Used a recovery code`,
    RECOVERY_CODES_RENEWED: t`Made new recovery codes`,
    SECOND_FACTOR_ON: t`Set up a second factor`,
    PASSKEY_ADDED: t`Added a passkey`, PASSKEY_REMOVED: t`Removed a passkey`,
    PASSKEY_REFUSED: t`Refused at sign-in: right password, wrong passkey`,
    SECOND_FACTOR_OFF: t`Switched the second factor off`,
    SECOND_FACTOR_RESET: t`Took a second factor away`, PASSWORD_CHANGED: t`Changed the password`,
    PASSWORD_SET: t`Set a new password by a link`,
    JOINED: t`Set a password and joined`,
    INVITED: t`Invited`, INVITATION_REVOKED: t`Took an invitation back`,
    PASSWORD_RESET: t`Let set a new password`, ROLE_CHANGED: t`Changed a role`,
    REMOVED: t`Removed from the team`, PROGRAMME_CREATED: t`Created a programme`,
    HEADCOUNTS_REPLACED: t`Replaced the headcounts`, PERIOD_OPENED: t`Opened a year`,
    PERIOD_WITHDRAWN: t`Took a year back`, SESSIONS_CHANGED: t`Changed the sessions of each person`,
    OPERATORS_LET_IN: t`Let administrate this team`,
    CONTRACT_CHANGED: t`Changed the contract’s name, contact or price`,
    END_ANNOUNCED: t`Announced the last day of the contract`,
    END_WITHDRAWN: t`Took back the announced end`,
    CONTRACT_ENDED: t`Ended the contract`, CONTRACT_RESUMED: t`Resumed the contract`,
    BACKUP_RESTORED: t`Put a backup back: passwords, roles and factors are those of its day`,
    INVOICE_CANCELLED: t`Cancelled an invoice`,
    PAYMENT_REVERSED: t`Took a payment back that was recorded by mistake`,
    LETTERS_ORDERED: t`Ordered spare letters`, LETTERS_MADE: t`Made a file of letters`,
    LETTERS_HANDED_OUT: t`Marked letters as handed out`,
    LETTERS_NOT_HANDED_OUT: t`Took the mark of handed-out letters away`,
    CREDITS_ORDERED: t`Placed an order`,
    CARD_DECLINED: t`Tried to buy; the card was declined`,
  };
}
