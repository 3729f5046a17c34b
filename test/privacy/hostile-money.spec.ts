import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { FundCreditsProcessor } from '../../apps/worker/src/funding/fund-credits.processor.ts';
import { WithdrawCreditsProcessor } from '../../apps/worker/src/funding/withdraw-credits.processor.ts';
import { MirrorKeysProcessor } from '../../apps/worker/src/keys/mirror-keys.processor.ts';
import { operatorNamed } from '../../apps/worker/test/setting.ts';
import { departmentsOf, hold, propose, termsOf } from '../../apps/worker/test/terms.ts';
import {
  issuerKey, mintUnder, openVault, registerTherapist, type Vault,
} from '../../apps/worker/test/vault.ts';

/*
 * The gateway has the issuer keys and says what was paid: with a therapist of its own it can mint
 * credits and redeem them. Whatever it sends, and in which order, no more is set aside or paid of a
 * programme than its confirmed terms come to.
 */

const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on BearerRedeemed { authorisation { number } } } }`;
const CLAIM = `mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) { __typename } }`;
const RUN = 'mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { count } }';

const SECRETS = 'of a vault with an operator';

let vault: Vault;
let therapist: Awaited<ReturnType<typeof registerTherapist>>;
beforeAll(async () => {
  vault = await openVault(8, undefined, { secrets: SECRETS, operators: ['anna'] });
  therapist = await registerTherapist(vault);
});
afterAll(() => vault.close());

/** What is set aside or paid of a programme, in sessions and money, by authorisations and books. */
async function spent(programme: string) {
  const authorised = await vault.row<{ sessions: number; minor: string }>(
    `SELECT count(*)::int AS sessions, coalesce(sum(fee_cap_minor), 0)::text AS minor
     FROM authorisation WHERE programme = $1 AND status IN ('held', 'claimed')`, [programme]);
  const books = await vault.row<{ sessions: string; minor: string }>(
    `SELECT coalesce(sum(sign * balance) FILTER (WHERE unit = 'SES'), 0)::text AS sessions,
       coalesce(sum(sign * balance) FILTER (WHERE unit = 'EUR'), 0)::text AS minor
     FROM account JOIN (VALUES ('funding', 1), ('overdraft', 1), ('fund', -1)) AS f (family, sign)
       ON code LIKE family || ':programme/' || $1 || '/%'`, [programme]);
  return {
    sessions: [authorised.sessions, Number(books.sessions)],
    minor: [Number(authorised.minor), Number(books.minor)],
  };
}

const PEOPLE = 2;
const EACH = 2;
/** A dear year and a cheap one: sessions of the one must not pay for the other's. */
const YEARS = [
  { period: '2026-10', price: 9_500 }, { period: '2027-10', price: 500 },
] as const;
const DAYS = {
  '2026-10': { notBefore: '2026-10-01', notAfter: '2027-09-30', day: '2027-09-20' },
  '2027-10': { notBefore: '2027-10-01', notAfter: '2028-09-30', day: '2027-10-12' },
} as const;

const year = fc.nat({ max: 1 });
const step = fc.oneof(
  fc.record({ do: fc.constant('propose' as const), year, people: fc.constantFrom(2, 900) }),
  fc.record({ do: fc.constant('confirm' as const), year }),
  fc.record({ do: fc.constant('register' as const), year }),
  fc.record({ do: fc.constant('fund' as const), sessions: fc.constantFrom<number>(1, 3, 5_000),
    minor: fc.constantFrom<number>(1, 9_500, 28_500, 810_000_000) }),
  fc.record({ do: fc.constant('withdraw' as const), which: fc.nat({ max: 4 }) }),
  fc.record({ do: fc.constant('redeem' as const), year, times: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant('pay' as const) }));
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One hostile gateway with its programme. */
class Scene {
  readonly programme = randomUUID();
  /** What credits of each year came to. */
  readonly redeemed: string[][] = YEARS.map(() => []);
  readonly confirmed = new Set<number>();
  private readonly fundings: string[] = [];
  private readonly keys = YEARS.map(() => issuerKey('session'));

  async play(one: Step): Promise<void> {
    const { programme } = this;
    const at = 'year' in one ? YEARS[one.year]! : YEARS[0];
    const terms = (people: number) => termsOf({
      programme, period: at.period, sessionsPerMember: EACH, sessionPriceMinor: String(at.price),
      departments: departmentsOf(people) });
    switch (one.do) {
      case 'propose':
        // Before they are confirmed none of these fits what is on paper: it is put there below.
        if (this.confirmed.has(one.year)) await propose(vault, terms(one.people));
        return;
      case 'confirm':
        if (!this.confirmed.has(one.year)) await hold(vault, terms(PEOPLE));
        this.confirmed.add(one.year);
        return;
      case 'register': {
        const { keyId, spki } = this.keys[one.year]!;
        const { notBefore, notAfter } = DAYS[at.period];
        await vault.app.get(MirrorKeysProcessor, { strict: false }).process({
          programme, period: at.period,
          keys: [{ keyId, spki, kind: 'session', block: null, notBefore, notAfter }] });
        return;
      }
      case 'fund': {
        const funding = randomUUID();
        this.fundings.push(funding);
        await vault.app.get(FundCreditsProcessor, { strict: false }).process({
          programme, funding, sessions: one.sessions, amountMinor: String(one.minor),
          currency: 'EUR' });
        return;
      }
      case 'withdraw': {
        const funding = this.fundings[one.which];
        if (funding) {
          await vault.app.get(WithdrawCreditsProcessor, { strict: false })
            .process({ programme, funding });
        }
        return;
      }
      case 'redeem':
        vault.clock.set(`${DAYS[at.period].day}T18:00:00Z`);
        // Who signed in on another day was idle since.
        therapist = await registerTherapist(vault);
        await Promise.all(Array.from({ length: one.times }, () => this.redeem(one.year)));
        return;
      default:
        await vault.get(RUN, { key: randomUUID() }, operatorNamed('anna', SECRETS));
    }
  }

  private async redeem(at: number): Promise<void> {
    const { period, price } = YEARS[at]!;
    const { day } = DAYS[period];
    const answer = await vault.get<{ __typename: string; authorisation?: { number: string } }>(
      REDEEM, { input: {
        idempotencyKey: randomUUID(), credit: mintUnder(this.keys[at]!), serviceDate: day,
        modality: 'VIDEO', minutes: 50 } }, therapist.authorization);
    this.redeemed[at]!.push(answer.__typename);
    if (!answer.authorisation) return;
    await vault.get(CLAIM, { input: {
      idempotencyKey: randomUUID(), authorisationNumber: answer.authorisation.number,
      serviceDate: day, units: 1, serviceCode: '90834', modality: 'VIDEO',
      fee: { minor: String(price), currency: 'EUR' } } }, therapist.authorization);
  }

  /** What its confirmed terms come to. */
  get cap() {
    const years = [...this.confirmed].map((at) => YEARS[at]!);
    return {
      sessions: years.length * PEOPLE * EACH,
      minor: years.reduce((sum, { price }) => sum + PEOPLE * EACH * price, 0),
    };
  }
}

async function expectWithin(scene: Scene): Promise<void> {
  // What one operator pays, therapists get of what was paid in, and never of another's.
  const paid = await vault.row<{ isPaidIn: boolean }>(
    `SELECT coalesce(sum(c.paid_minor), 0) <= (SELECT coalesce(sum(amount_minor - beyond_minor), 0)
       FROM funding WHERE programme = $1) AS "isPaidIn"
     FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
     WHERE a.programme = $1 AND c.payout_id IS NOT NULL`, [scene.programme]);
  expect(paid).toEqual({ isPaidIn: true });
  // Nobody is refused for money: only for credits beyond all that were issued.
  for (const kinds of scene.redeemed) {
    const good = kinds.filter((kind) => kind === 'BearerRedeemed').length;
    expect(kinds.includes('NotNow') ? good : PEOPLE * EACH).toBe(PEOPLE * EACH);
  }
  const { sessions, minor } = await spent(scene.programme);
  for (const count of sessions) expect(count).toBeLessThanOrEqual(scene.cap.sessions);
  for (const amount of minor) expect(amount).toBeLessThanOrEqual(scene.cap.minor);
}

it('nothing is paid beyond what was confirmed, whatever is funded and in which order', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
    const scene = new Scene();
    for (const one of steps) await scene.play(one);
    await expectWithin(scene);
  }), { numRuns: 15 });
  expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
}, 60_000);

it('the attack as it was: eight millions funded for nothing, and credits minted for them', async () => {
  const scene = new Scene();
  for (const one of [
    { do: 'confirm', year: 0 }, { do: 'register', year: 0 },
    { do: 'fund', sessions: 5_000, minor: 810_000_000 },
    { do: 'redeem', year: 0, times: 4 }, { do: 'redeem', year: 0, times: 4 }, { do: 'pay' },
    { do: 'propose', year: 0, people: 900 }, { do: 'redeem', year: 0, times: 4 },
  ] satisfies Step[]) await scene.play(one);
  // All that was confirmed, and not one session more.
  expect(await spent(scene.programme)).toEqual({
    sessions: [PEOPLE * EACH, PEOPLE * EACH], minor: [38_000, 38_000] });
  await expectWithin(scene);
});

/** HR tries credits of its own until one is refused, and so counts what is left: as it once was. */
async function countLeft(tryOne: () => Promise<boolean>, most: number): Promise<number> {
  let left = 0;
  while (left < most && await tryOne()) left += 1;
  return left;
}

describe('HR, who spends credits of its own to see when it is refused', () => {
  const OWN = 2;

  it('counted what colleagues used, where a fund had so much and was lent so much', async () => {
    const ofOld = (used: number) => {
      let room = OWN + 2 - used;
      return () => Promise.resolve(room > 0 && (room -= 1) >= 0);
    };
    expect(await Promise.all([1, 2, 3].map((used) => countLeft(ofOld(used), OWN + 9))))
      .toEqual([3, 2, 1]);
  });

  it('counts its own credits, whatever was paid and however many colleagues used', async () => {
    const counted: number[] = [];
    for (const [paid, used] of [[0, 0], [0, 2], [1, 0], [1, 1], [4, 2]] as const) {
      const scene = new Scene();
      await scene.play({ do: 'confirm', year: 0 });
      await scene.play({ do: 'register', year: 0 });
      if (paid > 0) await scene.play({ do: 'fund', sessions: paid, minor: paid * 9_500 });
      if (used > 0) await scene.play({ do: 'redeem', year: 0, times: used });
      counted.push(await countLeft(async () => {
        await scene.play({ do: 'redeem', year: 0, times: 1 });
        return scene.redeemed[0]!.at(-1) === 'BearerRedeemed';
      }, OWN));
    }
    expect(counted).toEqual([OWN, OWN, OWN, OWN, OWN]);
  });
});
