import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Money, When } from '../../ui/amounts.tsx';
import { useLoaded } from '../../ui/task.ts';
import {
  BalanceDocument, PreviewYearDocument, type PreviewYearQuery,
} from '../gql/gateway/graphql.ts';
import { dayBefore } from './calendar.ts';
import { Count } from './count.tsx';
import { CoverageNote } from './coverage-note.tsx';
import { Failure } from './failure.tsx';
import { useForesight } from './foresight.ts';
import { gateway } from './gateway.ts';
import type { Programme } from './programmes.tsx';
import { useSession } from './session.tsx';
import { WhatYouWillSee } from './what-you-will-see.tsx';
import { YEAR_REFUSALS } from './year-refusals.ts';

type Preview = Extract<PreviewYearQuery['previewYear'], { __typename: 'YearPreview' }>;

interface YearPreviewProps {
  readonly programme: Programme;
  /** Label of the year. */
  readonly period: string;
}

/** What a year would be, before it is opened: seats, price, groups, days, and what comes next. */
export function YearPreview({ programme, period }: YearPreviewProps) {
  const { i18n } = useLingui();
  const foresight = useForesight(programme.id);
  const { state, run } = useLoaded(() => Promise.all([
    gateway.ask(PreviewYearDocument, { programmeId: programme.id, period }),
    gateway.ask(BalanceDocument, { programmeId: programme.id }),
  ]), `${programme.id} ${period}`);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (state.kind !== 'done') return <p className="soft" role="status"><Trans>Adding up…</Trans></p>;
  const [{ previewYear }, { balance }] = state.value;
  if (previewYear.__typename !== 'YearPreview') {
    return <p>{i18n._(YEAR_REFUSALS[previewYear.code])}</p>;
  }
  return (
    <>
      <Price preview={previewYear} />
      {!previewYear.seatPrice && <CoverageNote
        each={previewYear.sessionsPerMember} seats={previewYear.seats}
        prepaid={balance.displayed}
      />}
      <Days preview={previewYear} />
      <Groups preview={previewYear} />
      <WhatYouWillSee programme={programme} foresight={foresight} />
      <Next preview={previewYear} />
    </>
  );
}

function Price({ preview }: { preview: Preview }) {
  const { people, spareSeats, seats, sessionsPerMember, sessions, sessionPrice, seatPrice, total } = preview;
  return (
    <>
      <dl className="lines">
        <div>
          <dt>
            <Trans>
              Seats: <Count value={people} /> people, and <Count value={spareSeats} /> for people
              who join
            </Trans>
          </dt>
          <dd><Count value={seats} /></dd>
        </div>
        <div>
          <dt><Trans>Sessions: up to {sessionsPerMember} for each seat</Trans></dt>
          <dd><Count value={sessions} /></dd>
        </div>
        <div className="lines-total">
          <dt>
            {seatPrice ? <Trans>All seats at a flat <Money amount={seatPrice} /></Trans>
              : <Trans>All of them at <Money amount={sessionPrice} /></Trans>}
          </dt>
          <dd><Money amount={total} /></dd>
        </div>
      </dl>
      <p className="soft">
        {seatPrice ? (
          <Trans>
            Before tax, at the price of your contract: invoiced once, when the year is confirmed.
            Nothing is billed or given back afterwards, however many sessions are used.
          </Trans>
        ) : (
          <Trans>
            Before tax, at the price of your contract. It never comes to more; you prepay as many
            sessions as you choose.
          </Trans>
        )}
      </p>
    </>
  );
}

function Days({ preview: { opens, closes, startsBooking, reports } }: { preview: Preview }) {
  const { today } = useSession();
  return (
    <>
      {opens < today && (
        <p>
          <Trans>
            It began on <When at={opens} absoluteOnly />, and its last day stays the same: what has
            passed of it is lost.
          </Trans>
        </p>
      )}
      <dl className="facts">
        {startsBooking > today && (
          <>
            <dt><Trans>Credits can be had from</Trans></dt>
            <dd><When at={startsBooking} absoluteOnly /></dd>
          </>
        )}
        <dt><Trans>First day of sessions</Trans></dt><dd><When at={opens} absoluteOnly /></dd>
        <dt><Trans>Last day</Trans></dt><dd><When at={dayBefore(closes)} absoluteOnly /></dd>
        <dt><Trans>Numbers appear</Trans></dt>
        <dd>
          {reports.map(({ label, releases }) => (
            <div key={label}><When at={releases} absoluteOnly /></div>
          ))}
        </dd>
      </dl>
    </>
  );
}

function Groups({ preview: { blocks } }: { preview: Preview }) {
  return (
    <details>
      <summary>
        <Plural
          value={blocks.length} one="Reports will be about # group"
          other="Reports will be about # groups"
        />
      </summary>
      <ul>
        {blocks.map(({ block, label, headcount, spare }) => (
          <li key={block}>
            <Trans>
              {label}: <Count value={headcount} /> people, and <Count value={spare} /> seats for
              people who join
            </Trans>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Next({ preview: { confirmBy, startsBooking, opens } }: { preview: Preview }) {
  const { today } = useSession();
  return (
    <>
      <h3><Trans>What happens next</Trans></h3>
      <ol>
        <li>
          <Trans>
            You open it: these headcounts are frozen for it. Until it is confirmed it can be
            declined, and opened anew.
          </Trans>
        </li>
        <li>
          <Trans>
            It waits for somebody who knows your contract and not your people, and is due by{' '}
            <When at={confirmBy} absoluteOnly />. Once confirmed it stays as it is.
          </Trans>
        </li>
        <li>
          <Trans>
            Once it is confirmed, your contact at Sotto has its letters made, one for everybody.
          </Trans>
        </li>
        <li>
          {startsBooking > today ? (
            <Trans>
              You hand them out. Credits can be had from <When at={startsBooking} absoluteOnly /> on,
              for sessions from <When at={opens} absoluteOnly /> on.
            </Trans>
          ) : <Trans>You hand them out. Credits can be had at once.</Trans>}
        </li>
      </ol>
    </>
  );
}
