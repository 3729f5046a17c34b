import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { useLoaded } from '../../ui/task.ts';
import { LetterBatchesDocument } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';
import { useProgrammes } from './programmes.tsx';
import { useSession } from './session.tsx';

interface Step {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly to: string;
  readonly done: boolean;
}

/** What is still to be set up, in order; gone when all of it is done. */
export function Checklist({ purchased }: { purchased: number }) {
  const { t } = useLingui();
  const { contractEnded } = useSession();
  const steps = useSteps(purchased);
  const open = steps.filter(({ done }) => !done);
  if (open.length === 0 || contractEnded) return null;
  const [next] = open;
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
              {!step.done && (
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

function useSteps(purchased: number): Step[] {
  const { t } = useLingui();
  const { secondFactor, passkeys, may, today } = useSession();
  const { programme } = useProgrammes();
  const period = programme?.periods.find(({ closes, status }) =>
    closes > today && status !== 'REFUSED');
  const areHandedOut = useHandedOut(programme?.id, may('letterBatches') ? period?.label : undefined);
  const steps: (Step & { readonly for: boolean })[] = [
    { id: 'factor', for: true, to: '/account', done: secondFactor || passkeys.length > 0,
      title: t`Protect your account`,
      why: t`A second factor, an app or a passkey: two minutes, and a stolen password is worth nothing.` },
    { id: 'programme', for: may('createProgramme'), to: '/programme', done: programme !== undefined,
      title: t`Describe your programme`,
      why: t`How many sessions each person gets, and how many people work where. No list of names.` },
    { id: 'credits', for: may('purchaseCredits'), to: '/credits', done: purchased > 0,
      title: t`Buy session credits`,
      why: t`Prepaid, by invoice or card. Therapists are paid out of them.` },
    { id: 'period', for: may('openPeriod'), to: '/programme', done: period !== undefined,
      title: t`Open the year`,
      why: t`Freezes the headcounts, and makes one code letter for everybody.` },
    { id: 'letters', for: may('letterBatches'), to: '/letters', done: areHandedOut,
      title: t`Hand out the letters`,
      why: t`To everybody at once, unopened: then having a letter says nothing about anyone.` },
  ];
  return steps.filter((step) => step.for);
}

/** Whether your team has marked all letters of a year as handed out. */
function useHandedOut(programmeId?: string, period?: string): boolean {
  const { value } = useLoaded(async () => {
    if (programmeId === undefined || period === undefined) return false;
    const { letterBatches } = await gateway.ask(LetterBatchesDocument, { programmeId, period });
    return letterBatches.length > 0 && letterBatches.every(({ handedOutOn }) => handedOutOn !== null);
  }, `${programmeId} ${period}`);
  return value ?? false;
}
