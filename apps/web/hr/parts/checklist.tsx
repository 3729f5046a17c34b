import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useLoaded } from '../../ui/task.ts';
import { LetterBatchesDocument } from '../gql/gateway/graphql.ts';
import { currentPeriod } from './calendar.ts';
import { gateway } from './gateway.ts';
import type { Batch } from './letter-batches.tsx';
import { useProgrammes, type Programme } from './programmes.tsx';
import { isRefused } from './refused-year.tsx';
import { useSession } from './session.tsx';
import { isProposed } from './waiting-year.tsx';

interface Step {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** Where it is done; absent while it waits for somebody else. */
  readonly to?: string | undefined;
  readonly done: boolean;
}

interface Paying {
  /** Whether anything is paid: sessions, or the flat price of a year. */
  readonly isPaid: boolean;
  /** Whether the year is paid by a flat price. */
  readonly flat: boolean;
}

/** What is still to be set up, in order; gone when all of it is done. */
export function Checklist(paying: Paying) {
  const { t } = useLingui();
  const { contractEnded } = useSession();
  const steps = useSteps(paying);
  const open = steps.filter(({ done }) => !done);
  if (open.length === 0 || contractEnded) return null;
  const next = open.find(({ to }) => to !== undefined);
  return (
    <section className="card checklist" aria-labelledby="checklist">
      <h2 id="checklist"><Trans>Set up your programme</Trans></h2>
      <p className="soft">{t`${steps.length - open.length} of ${steps.length} done`}</p>
      <progress
        max={steps.length} value={steps.length - open.length} aria-label={t`Steps done`}
      />
      <ol>
        {steps.map((step) => (
          <li key={step.id} className={step.done ? 'done' : undefined}>
            <span className="step-sign" aria-hidden="true">{step.done ? '✓' : ''}</span>
            <div>
              <strong>{step.title}</strong>
              {step.done ? <span className="visually-hidden"> {t`(done)`}</span>
                : <p className="soft">{step.why}</p>}
              {!step.done && step.to !== undefined && (
                <div className="row">
                  <Link
                    className={`button ${step === next ? 'button-primary' : 'button-plain'}`}
                    href={step.to}
                  >
                    {step.title}
                  </Link>
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useSteps({ isPaid, flat }: Paying): Step[] {
  const { t } = useLingui();
  const { secondFactor, passkeys, may } = useSession();
  const { programme } = useProgrammes();
  const year = useYearSteps(programme);
  const steps: (Step & { readonly for: boolean })[] = [
    { id: 'factor', for: true, to: '/account', done: secondFactor || passkeys.length > 0,
      title: t`Protect your account`,
      why: t`A second factor, an app or a passkey: two minutes, and a stolen password is worth nothing.` },
    { id: 'programme', for: may('createProgramme'), to: '/programme', done: programme !== undefined,
      title: t`Describe your programme`,
      why: t`How many sessions each person gets, and how many people work where. No list of names.` },
    { id: 'credits', for: may('purchaseCredits') && !flat, to: '/credits', done: isPaid,
      title: t`Buy session credits`,
      why: t`Prepaid, by invoice or card. Therapists are paid out of them.` },
    { ...year.opened, for: may('openPeriod') },
    { id: 'flat', for: may('invoices') && flat, to: year.opened.done ? '/invoices' : undefined,
      done: isPaid, title: t`Pay the flat price`,
      why: t`One invoice for the whole year comes by itself once the year is confirmed.` },
    { ...year.letters, for: may('letterBatches') },
  ];
  return steps.filter((step) => step.for);
}

/** The first year: proposed, confirmed, its letters made and handed out. */
function useYearSteps(programme?: Programme): Record<'opened' | 'letters', Step> {
  const { t } = useLingui();
  const { today, may } = useSession();
  const period = programme && currentPeriod(programme, today);
  const isOn = period !== undefined && !isRefused(period);
  const isConfirmed = isOn && !isProposed(period);
  const { made, handedOut } = useLetters(
    programme?.id, isConfirmed && may('letterBatches') ? period.label : undefined);
  // Letters of later years are no more of setting up.
  const isLater = programme?.periods.some(({ closes, confirmedBy }) =>
    closes <= today && confirmedBy !== null) ?? false;
  return {
    opened: { id: 'period', title: t`Open the year`, done: isConfirmed || isLater,
      to: isOn ? undefined : '/programme',
      why: isOn
        ? t`Proposed: somebody who knows your contract compares it. Until then you can take it back on Programme.`
        : t`Freezes the headcounts and proposes them: somebody who knows your contract confirms them.` },
    letters: { id: 'letters', title: t`Hand out the letters`, done: handedOut || isLater,
      to: made ? '/letters' : undefined,
      why: made
        ? t`To everybody at once, unopened: then having a letter says nothing about anyone.`
        : t`Whoever runs the service has them made, one for everybody, once the year is confirmed.` },
  };
}

/** Whether the letters of a year are made, and whether your team has handed all of them out. */
function useLetters(programmeId?: string, period?: string) {
  const { value } = useLoaded(async () => {
    if (programmeId === undefined || period === undefined) return [];
    return (await gateway.ask(LetterBatchesDocument, { programmeId, period })).letterBatches;
  }, `${programmeId} ${period}`);
  // Spare ones that are ordered later change nothing of it.
  const batches = (value ?? []).filter(({ reason }) => reason === 'EVERYBODY');
  const all = (holds: (batch: Batch) => boolean) => batches.length > 0 && batches.every(holds);
  return {
    made: all(({ madeOn }) => madeOn !== null),
    handedOut: all(({ handedOutOn }) => handedOutOn !== null),
  };
}
