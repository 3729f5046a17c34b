import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOtherCode } from '../../ui/other-code.ts';
import { Page } from '../../ui/page.tsx';
import QrScanner from '../../ui/qr-scanner.tsx';
import { codeOf, Refusal } from '#wallet/refusal';
import { useTask } from '../../ui/task.ts';
import { today } from '../../ui/clock.ts';
import { RedeemBearerDocument, type RedeemBearerMutation } from '../gql/vault/graphql.ts';
import { Failure } from '../parts/failure.tsx';
import { ask } from '../parts/session.ts';
import { dayInWords } from '../parts/times.ts';
import { redemptionKey, type Redemption } from '../parts/deed-keys.ts';
import { SessionFields, type HeldAs } from '../parts/session-fields.tsx';

/** A client brings a printed credit: it pays for one session, without an account or a name. */
export default function Redeem() {
  const { t } = useLingui();
  const [credit, setCredit] = useState('');
  const [held, setHeld] = useState<HeldAs>(
    { serviceDate: today(), modality: 'IN_PERSON', minutes: '50' });
  const [scanned, setScanned] = useState(false);
  const [strange, setStrange] = useState<string>();
  const other = useOtherCode(['credit']);
  const redeem = useTask(async (signal) => {
    const input = { ...held, credit: credit.trim(), minutes: Number(held.minutes) };
    const outcome = await redeemOnce(signal, input);
    if (outcome.__typename === 'BearerRedeemed') setCredit('');
    return outcome;
  });
  const submit = () => {
    const told = other(credit);
    setStrange(told);
    if (told === undefined) void redeem.run();
    else redeem.reset();
  };
  return (
    <Page title={t`Redeem a credit`}>
      <p className="soft">
        <Trans>
          A client may bring a credit on paper instead of booking. It pays for one session in its
          year. Redeem it before the session: it can be used once only.
        </Trans>
      </p>
      {redeem.value && <Redeemed outcome={redeem.value} />}
      {redeem.error !== undefined && <Unread error={redeem.error} />}
      {strange !== undefined && (
        <Notice kind="error" title={t`This is no credit`}>
          <p>{strange} <Trans>Nothing was used.</Trans></p>
        </Notice>
      )}
      <form className="card" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <QrScanner onText={(text) => { setCredit(text); setScanned(true); }} />
        {scanned && credit !== '' && (
          <p role="status"><Trans>The code was read. Check the day, then redeem it.</Trans></p>
        )}
        <CreditText value={credit} onValue={(text) => { setCredit(text); setScanned(false); }} />
        <SessionFields value={held} onValue={setHeld} />
        <Button kind="primary" type="submit" busy={redeem.busy}>{t`Redeem credit`}</Button>
      </form>
    </Page>
  );
}

async function redeemOnce(signal: AbortSignal, input: Redemption) {
  const { redeemBearerCredit } = await ask(signal, RedeemBearerDocument,
    { input: { ...input, idempotencyKey: redemptionKey(input) } });
  return redeemBearerCredit;
}

interface CreditTextProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function CreditText({ value, onValue }: CreditTextProps) {
  const id = useId();
  return (
    <div className="field credit-text">
      <label htmlFor={id}><Trans>Code of the credit</Trans></label>
      <textarea
        id={id} value={value} required rows={6} spellCheck={false} autoCapitalize="characters"
        autoComplete="off" aria-describedby={`${id}-hint`}
        onChange={(event) => { onValue(event.target.value); }}
      />
      <p className="field-hint" id={`${id}-hint`}>
        <Trans>Groups as they are printed. Capitals, spaces, dashes and words around them do not matter.</Trans>
      </p>
    </div>
  );
}

/** What can't be read names the group where the mistake is; nothing was spent. */
function Unread({ error }: { error: unknown }) {
  const { t } = useLingui();
  if (!(error instanceof Refusal) || codeOf(error) !== 'BAD_USER_INPUT') {
    return <Failure error={error} />;
  }
  const [, group] = /group (\d+)/.exec(error.message) ?? [];
  const untimely = error.message.includes('serviceDate');
  const several = error.message.includes('(several)');
  return (
    <Notice kind="error" title={untimely ? t`This day does not fit` : t`This code cannot be read`}>
      <p>
        {untimely && <Trans>The credit pays for a session of its year: correct the day.</Trans>}
        {!untimely && group
          && <Trans>Look at group {group}: a letter is wrong there, or before it.</Trans>}
        {several && <Trans>There is more than one credit in this: enter one.</Trans>}
        {!untimely && !group && !several && <Trans>Some groups are missing, or are not of a credit.</Trans>}
        {' '}<Trans>Nothing was used.</Trans>
      </p>
    </Notice>
  );
}

function Redeemed({ outcome }: { outcome: RedeemBearerMutation['redeemBearerCredit'] }) {
  const { t, i18n } = useLingui();
  switch (outcome.__typename) {
    case 'BearerRedeemed': return (
      <Notice
        kind="ok" title={t`Redeemed: the session is paid for`}
        next={<Link href="/" className="button button-primary">{t`Confirm it on Today`}</Link>}
      >
        <p>
          {dayInWords(outcome.authorisation.serviceDate, i18n.locale)} ·{' '}
          <span className="mono">{outcome.authorisation.number}</span>
        </p>
        <p>
          <Trans>
            Hold the session, then confirm it: that makes the claim. It is on Today until then, where
            you can correct its day.
          </Trans>
        </p>
        <p className="soft">
          <Trans>
            A credit pays for one session: who redeems it again for the same day, way and minutes
            sees this session again.
          </Trans>
        </p>
      </Notice>
    );
    case 'CreditNotUsable': return (
      <Notice kind="error" title={t`This credit cannot be used`}>
        <p>
          <Trans>
            It was used before, is of another year, or its year was ended early; nobody can
            say which. Ask the client for another one, or let the client book you.
          </Trans>
        </p>
      </Notice>
    );
    case 'NotNow': return (
      <Notice kind="warn" title={t`No credit can be redeemed now`}>
        <p><Trans>The credit was not used. Try again tomorrow.</Trans></p>
      </Notice>
    );
    default: return null;
  }
}
