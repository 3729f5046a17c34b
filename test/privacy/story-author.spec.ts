import { randomUUID } from 'node:crypto';
import type { WorkerConfig } from '#platform/settings/config';
import { written } from '#wallet/documents';
import { inventedTerms } from '../../demo/attacks/invented.ts';
import {
  countRefused, fundedForNothing, inventedMoney, payoutsUnfunded,
} from '../../demo/attacks/unfunded.ts';
import { REDEEM, type Claim } from '../../demo/story/billing.ts';
import type { Kind } from '../../demo/story/kinds.ts';
import type { Therapist } from '../../demo/story/practices.ts';
import { WORKER_CONFIG } from '../../apps/worker/src/foundation/tokens.ts';
import { ProposeTermsProcessor } from '../../apps/worker/src/terms/propose-terms.processor.ts';
import { confirm, departmentsOf, propose, termsOf } from '../../apps/worker/test/terms.ts';
import {
  openPeriod, openVault, registerTherapist, type Vault,
} from '../../apps/worker/test/vault.ts';
import { clientOf, scenarioOn, type Careless } from './vault-scenario.ts';

/*
 * The gateway of the story, which says to the vault what was never agreed, before a real vault:
 * it wins where somebody there does not do her part, and comes to nothing where she does.
 */

let vault: Vault;
beforeAll(async () => { vault = await openVault(); });
afterAll(() => vault.close());

const PERIOD = '2026-10';

/** An employer whose contract was confirmed, and the scenario in which its gateway goes on. */
async function confirmed(careless?: Careless) {
  const terms = termsOf({ departments: departmentsOf(90, 65), spareSeats: 3 });
  await propose(vault, terms);
  expect((await confirm(vault, terms)).__typename).toBe('TermsConfirmed');
  const scenario = await scenarioOn(vault, PERIOD, { terms: [terms] }, careless);
  return { scenario, employer: { programmeId: terms.programme } };
}

const counted = ({ attacks }: Awaited<ReturnType<typeof confirmed>>['scenario'], name: string) =>
  attacks.list().find((one) => one.name === name);

describe('a gateway that makes terms up', () => {
  it('has more seats, twice the price, and all of it twice, where one confirms what is shown', async () => {
    const shown = new Map<unknown, object>();
    const { scenario, employer } = await confirmed({
      asks: (text, { input }) => {
        if (!text.includes('confirmTerms')) return;
        Object.assign(input as object, shown.get((input as Json)['checkNumber']), { also: true });
      },
      reads: ({ proposedTerms = [] }: { proposedTerms?: Shown[] }) => {
        for (const { checkNumber, people, price } of proposedTerms) {
          shown.set(checkNumber, { people, priceMinor: price.minor });
        }
      },
    });
    await inventedTerms(scenario, employer);
    expect(counted(scenario, 'terms that no contract has')).toMatchObject({ succeeded: 3 });
  });

  it('has nothing, before one who goes by the contract', async () => {
    const { scenario, employer } = await confirmed();
    await inventedTerms(scenario, employer);
    expect(counted(scenario, 'terms that no contract has')).toMatchObject({ attempts: 9, succeeded: 0 });
  });
});

type Json = Record<string, unknown>;

describe('a gateway that speaks of money', () => {
  const NAME = 'money that nobody has paid in';
  const therapist = async () => {
    const { authorization } = await registerTherapist(vault);
    return { console: clientOf(vault, authorization) };
  };

  it('has funded more than the contract comes to, if the vault believes of it what it likes', async () => {
    const { scenario, employer } = await confirmed({
      reads: ({ proposedTerms = [] }: { proposedTerms?: Shown[] }) => {
        for (const { total } of proposedTerms) total.minor = '1';
      },
    });
    await fundedForNothing(scenario, employer);
    expect(counted(scenario, NAME)).toMatchObject({ attempts: 2, succeeded: 1 });
  });

  it('has funded no more than that, as the vault is', async () => {
    const { scenario, employer } = await confirmed();
    await fundedForNothing(scenario, employer);
    expect(counted(scenario, NAME)).toMatchObject({ attempts: 2, succeeded: 0 });
  });

  it.each([[true, 3], [false, 0]])(
    'with a vault that confirms by itself (%s) has credits of its own redeemed: %i', async (itself, won) => {
      const { scenario, employer } = await confirmed();
      const config = vault.app.get<WorkerConfig>(WORKER_CONFIG, { strict: false });
      const proposals = vault.app.get(ProposeTermsProcessor, { strict: false });
      Object.assign(proposals, { config: { ...config, confirmsAutomatically: itself } });
      await inventedMoney(scenario, employer, await therapist());
      Object.assign(proposals, { config });
      expect(counted(scenario, NAME)).toMatchObject({ attempts: 3, succeeded: won });
    });

  it.each([[9, 1, 1], [0, 2, 0]])(
    'with %i sessions paid in, of %i tries by one operator %i pays', async (sessions, attempts, won) => {
      const scenario = await scenarioOn(vault, PERIOD);
      const { mint } = await openPeriod(vault, { period: PERIOD, sessions });
      const { console } = await therapist();
      const session = { serviceDate: '2026-11-01', modality: 'VIDEO' };
      const { redeemBearerCredit } = await console.ask(written<Redeemed>(REDEEM), { input: {
        idempotencyKey: randomUUID(), credit: mint('session'), minutes: 50, ...session } });
      const claim: Claim = {
        ...session, authorisationNumber: redeemBearerCredit.authorisation.number, units: 1,
        serviceCode: '90834', fee: { minor: '9500', currency: 'EUR' } };
      await payoutsUnfunded(scenario, { console } as Therapist, claim);
      expect(counted(scenario, 'a payout beyond what was paid in')).toMatchObject(
        { attempts, succeeded: won });
    });
});

describe('HR, who books until it is refused', () => {
  it.each([[3, true], [Number.POSITIVE_INFINITY, false]])(
    'learns from a fund of %d sessions that it is at its end: %s', async (fund, learns) => {
      let left = fund;
      const answers: boolean[] = [];
      await countRefused(Array.from({ length: 9 }), () =>
        Promise.resolve((left -= 1) >= 0 ? 'booked' : 'not-now'), (isRefused) => {
        answers.push(isRefused);
      });
      expect(answers.includes(true)).toBe(learns);
    });

  it('learns nothing from times that somebody took', async () => {
    const answers: boolean[] = [];
    await countRefused(['slot-taken', 'booked', 'slot-taken'], (time) => Promise.resolve(time),
      (isRefused) => { answers.push(isRefused); });
    expect(answers).toEqual([false]);
  });
});

interface Redeemed { redeemBearerCredit: Kind & { authorisation: { number: string } } }
interface Shown {
  checkNumber: string;
  people: number;
  price: { minor: string };
  total: { minor: string };
}
