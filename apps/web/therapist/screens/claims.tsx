import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { formatMoney, Money, When } from '../../ui/amounts.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { ClaimsDocument, type ClaimRowFragment } from '../gql/vault/graphql.ts';
import { ClaimFix, type FixedClaim } from '../parts/claim-fix.tsx';
import { ClientName } from '../parts/client-name.tsx';
import { Failure } from '../parts/failure.tsx';
import { canTakeBack, TakeBack } from '../parts/take-back.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { FIXES, OUTCOMES, REASONS, SERVICES } from '../parts/words.ts';

const PAGE = 50;
type View = 'all' | 'fix' | 'due' | 'paid';

const VIEWS: Readonly<Record<View, (claim: ClaimRowFragment) => boolean>> = {
  all: () => true,
  fix: ({ fix }) => Boolean(fix),
  due: ({ status, payoutId }) => status === 'PAID' && !payoutId,
  paid: ({ payoutId }) => Boolean(payoutId),
};

/** All claims, the newest service day first, each with its reason, and a way to mend what was refused. */
export default function Claims() {
  const { t } = useLingui();
  const [page, setPage] = useState(0);
  const known = useAnswer(`claims ${page}`, ClaimsDocument, { first: PAGE, skip: page * PAGE });
  const claims = known.value?.claims;
  const [view, setView] = useState<View>('all');
  const [fixing, setFixing] = useState<ClaimRowFragment>();
  const [sent, setSent] = useState<FixedClaim>();
  const views: readonly [View, string][] = [
    ['all', t`All`], ['fix', t`To fix`], ['due', t`Paid next`], ['paid', t`Paid out`],
  ];
  return (
    <Page title={t`Claims`}>
      {known.error !== undefined
        && <Failure error={known.error} onRetry={() => { void known.refresh(); }} />}
      {!claims && known.busy && <p role="status"><Trans>Opening your claims …</Trans></p>}
      {sent && <Sent outcome={sent} />}
      {claims && (
        <>
          <div className="filters" role="group" aria-label={t`Which claims`}>
            {views.map(([id, label]) => (
              <Button key={id} aria-pressed={view === id} onClick={() => { setView(id); }}>
                {label} ({claims.filter(VIEWS[id]).length})
              </Button>
            ))}
          </div>
          <p className="soft"><Trans>The newest day of session is first.</Trans></p>
          <ClaimList
            claims={claims.filter(VIEWS[view])} view={view} onFix={setFixing}
            onTakenBack={known.refresh}
          />
          <Pages page={page} last={claims.length < PAGE} onPage={setPage} />
        </>
      )}
      {fixing && (
        <ClaimFix
          key={fixing.id} claim={fixing} onClose={() => { setFixing(undefined); }}
          onSent={async (outcome) => {
            setSent(outcome);
            setFixing(undefined);
            await known.refresh();
          }}
        />
      )}
    </Page>
  );
}

interface PagesProps {
  readonly page: number;
  readonly last: boolean;
  readonly onPage: (page: number) => void;
}

function Pages({ page, last, onPage }: PagesProps) {
  const { t } = useLingui();
  if (page === 0 && last) return null;
  return (
    <div className="row">
      <Button disabled={page === 0} onClick={() => { onPage(page - 1); }}>{t`Newer`}</Button>
      <Button disabled={last} onClick={() => { onPage(page + 1); }}>{t`Older`}</Button>
    </div>
  );
}

interface ClaimListProps {
  readonly claims: readonly ClaimRowFragment[];
  readonly view: View;
  readonly onFix: (claim: ClaimRowFragment) => void;
  readonly onTakenBack: () => Promise<unknown>;
}

function ClaimList({ claims, view, onFix, onTakenBack }: ClaimListProps) {
  const { t } = useLingui();
  if (claims.length > 0) {
    return (
      <ul className="plain-list" aria-label={t`Claims, the newest day of session first`}>
        {claims.map((claim) => (
          <ClaimLine key={claim.id} claim={claim} onFix={onFix} onTakenBack={onTakenBack} />
        ))}
      </ul>
    );
  }
  return view === 'fix' ? (
    <EmptyState title={t`Nothing to fix`}>
      <p><Trans>Every claim that can be mended has been.</Trans></p>
    </EmptyState>
  ) : (
    <EmptyState
      title={t`No claims here`}
      next={<Link href="/" className="button button-primary">{t`Confirm a session`}</Link>}
    >
      <p>
        <Trans>Confirming a session on Today makes its claim; there is nothing to fill in.</Trans>
      </p>
    </EmptyState>
  );
}

interface ClaimLineProps {
  readonly claim: ClaimRowFragment;
  readonly onFix: (claim: ClaimRowFragment) => void;
  readonly onTakenBack: () => Promise<unknown>;
}

function ClaimLine(props: ClaimLineProps) {
  const { claim } = props;
  const { i18n } = useLingui();
  const { serviceCode, outcome } = claim;
  const words = serviceCode ? SERVICES[serviceCode] : OUTCOMES[outcome];
  return (
    <li className="session claim">
      <div className="session-when">
        <strong><When at={claim.serviceDate} absoluteOnly /></strong>
        <span className="soft">{words ? i18n._(words) : serviceCode}</span>
      </div>
      <div className="session-what">
        <p><ClientName {...claim} /></p>
        <p>
          <State claim={claim} />
        </p>
        <Reasons {...props} />
      </div>
      <div className="claim-money">
        <strong><Money amount={claim.paid} /></strong>
        <span className="soft"><Trans>of</Trans> <Money amount={claim.billed} /></span>
      </div>
    </li>
  );
}

function State({ claim: { status, payoutId } }: { claim: ClaimRowFragment }) {
  const { t } = useLingui();
  if (status === 'PAID') {
    return <span className="pill pill-ok">{payoutId ? t`Paid out` : t`Paid next`}</span>;
  }
  if (status === 'WITHDRAWN') return <span className="pill">{t`Taken back`}</span>;
  return <span className="pill pill-error">{t`Refused`}</span>;
}

function Reasons({ claim, onFix, onTakenBack }: ClaimLineProps) {
  const { t, i18n } = useLingui();
  const name = claim.handle ?? t`Paper credit`;
  return (
    <>
      <ul className="reasons">
        {claim.adjustments.map(({ group, code, text }) => (
          <li key={code}>
            {REASONS[code] ? i18n._(REASONS[code]) : text}{' '}
            <span className="soft">({group}-{code})</span>
          </li>
        ))}
      </ul>
      {claim.fix && <p><strong>{i18n._(FIXES[claim.fix.kind])}</strong></p>}
      {claim.fix && (
        <Button
          kind="primary" onClick={() => { onFix(claim); }}
          aria-label={t`Fix the claim for ${name} on ${claim.serviceDate}`}
        >
          {t`Fix`}
        </Button>
      )}
      {canTakeBack(claim) && <TakeBack claim={claim} label={t`Take back`} onDone={onTakenBack} />}
      {claim.status === 'DENIED' && !claim.fix && (
        <p className="soft"><Trans>Nothing is left to do.</Trans></p>
      )}
    </>
  );
}

function Sent({ outcome }: { outcome: FixedClaim }) {
  const { t, i18n } = useLingui();
  if (outcome.__typename !== 'ClaimAdjudicated') {
    return (
      <Notice kind="error" title={t`We know no authorisation of yours with this number.`}>
        <p><Trans>Look at your calendar: the session may be somebody else’s.</Trans></p>
      </Notice>
    );
  }
  const { claim } = outcome;
  const amount = formatMoney(claim.paid, i18n.locale);
  if (claim.status === 'PAID') return <Notice kind="ok" title={t`Fixed: ${amount} is paid next`} />;
  const reason = REASONS[claim.adjustments[0]?.code ?? ''];
  return (
    <Notice kind="error" title={t`It was refused again`}>
      {reason && <p>{i18n._(reason)}</p>}
    </Notice>
  );
}
