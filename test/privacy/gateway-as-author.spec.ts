import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { keysRegistered, termsProposed } from '#contracts/jobs';
import { MalformedJob, parseJob } from '#contracts/contract';
import { planTerms, type PlannedTerms, type Terms } from '#disclosure/terms';
import { MirrorKeysProcessor } from '../../apps/worker/src/keys/mirror-keys.processor.ts';
import { ProposeTermsProcessor } from '../../apps/worker/src/terms/propose-terms.processor.ts';
import { confirm, departmentsOf, termsOf } from '../../apps/worker/test/terms.ts';
import { issuerKey, openVault, type Vault } from '../../apps/worker/test/vault.ts';

/*
 * The gateway as author: whoever runs it sends the vault any job of the treaty, to make up groups
 * around one person, to sell what was never agreed, or to mark her by a key. The vault's operator
 * has a contract on paper, and confirms that and nothing else.
 */

let vault: Vault;
beforeAll(async () => { vault = await openVault(); });
afterAll(() => vault.close());

type Json = Record<string, unknown>;
const DAYS = { notBefore: '2026-10-01', notAfter: '2027-09-30' };

/** A job as it comes from the queue: what has another shape is never handled. */
async function send(job: 'terms' | 'keys', payload: Json): Promise<string | null> {
  try {
    if (job === 'terms') {
      await vault.app.get(ProposeTermsProcessor, { strict: false })
        .process(parseJob(termsProposed, payload));
    } else {
      await vault.app.get(MirrorKeysProcessor, { strict: false })
        .process(parseJob(keysRegistered, payload));
    }
    return null;
  } catch (error) {
    if (error instanceof MalformedJob) return 'malformed';
    throw error;
  }
}

const proposal = (terms: object, more: object = {}): Json =>
  ({ proposal: randomUUID(), terms: { ...terms, ...more }, confirmation: null });
const registration = (terms: Terms, ...keys: object[]): Json =>
  ({ programme: terms.programme, period: terms.period, keys });

/** Keys made once: which they are does not matter to the vault. */
const PAIRS = Array.from({ length: 8 }, (_, at) => issuerKey(at % 2 ? 'session' : 'entry'));
const keyFor = (at: number, block: string | null, more: object = {}) => {
  const { keyId, spki } = PAIRS[at % PAIRS.length]!;
  return { keyId, spki, kind: block === null ? 'session' : 'entry', block, ...DAYS, ...more };
};
/** Keys of a programme of its own, which no other has used. */
const freshKey = (block: string | null, more: object = {}) => {
  const { keyId, spki } = issuerKey(block === null ? 'session' : 'entry');
  return { keyId, spki, kind: block === null ? 'session' : 'entry', block, ...DAYS, ...more };
};

/** All that stands of a programme: whatever an attack does, this must not grow by it. */
async function standing(programme: string) {
  const rows = await Promise.all([
    `SELECT period, opens::text, closes::text, releases::text, k, sessions_per_member AS each,
       session_price_minor::text AS price FROM programme_period WHERE programme = $1 ORDER BY 1`,
    `SELECT period, block, headcount, site FROM programme_block WHERE programme = $1 ORDER BY 1, 2`,
    `SELECT period, kind, block, key_id FROM issuer_key WHERE programme = $1 ORDER BY 1, 2, 3`,
  ].map((sql) => vault.cluster.query<Json>('vault', sql, [programme])));
  const [periods = [], blocks = [], keys = []] = rows;
  return { periods, blocks, keys };
}

/** What the vault told the gateway, and wrote down as an alarm. */
async function alarms(programme: string): Promise<string[]> {
  const rows = await vault.cluster.query<{ reason: string }>('vault',
    `SELECT reason FROM terms_refusal WHERE programme = $1
     UNION SELECT reason FROM issuer_key_refusal WHERE programme = $1 ORDER BY 1`, [programme]);
  return rows.map(({ reason }) => reason);
}

const CONTRACT = { departments: departmentsOf(90, 65), contract: 'C-4F21A7B0' };

/** A programme whose contract the operator has confirmed, with its keys. */
async function confirmed(): Promise<Terms> {
  const terms = termsOf(CONTRACT);
  await send('terms', proposal(terms));
  expect((await confirm(vault, terms)).__typename).toBe('TermsConfirmed');
  await send('keys', registration(terms, freshKey('B1'), freshKey('B2'), freshKey(null)));
  return terms;
}

describe('a gateway that makes things up', () => {
  it('invents a programme: it waits until somebody confirms it, and no key of it is taken', async () => {
    const invented = termsOf({ departments: departmentsOf(60) });
    await send('terms', proposal(invented));
    await send('keys', registration(invented, freshKey('B1'), freshKey(null)));
    expect(await standing(invented.programme)).toEqual({ periods: [], blocks: [], keys: [] });
    expect(await alarms(invented.programme)).toEqual(['not-confirmed']);
    expect(await confirm(vault, invented, { people: 155 })).toMatchObject({ code: 'TERMS_DIFFER' });
  });

  const moved = [{ number: 1, site: 1, people: 60 }, { number: 2, site: 2, people: 95 }];
  it.each<[string, object, string | 'malformed']>([
    ['doubles the seats', { departments: departmentsOf(180, 130) }, 'conflict'],
    ['adds a department', { departments: departmentsOf(90, 65, 60) }, 'conflict'],
    ['moves people to another department', { departments: moved }, 'conflict'],
    ['joins two sites', { departments: [
      { number: 1, site: 1, people: 90 }, { number: 2, site: 1, people: 65 }] }, 'conflict'],
    ['changes the price', { sessionPriceMinor: '19500' }, 'conflict'],
    ['changes the currency', { currency: 'KWD' }, 'conflict'],
    ['adds a session for each', { sessionsPerMember: 9 }, 'conflict'],
    ['changes the threshold', { k: 12 }, 'conflict'],
    ['changes the stated rate', { rateBps: 1000 }, 'conflict'],
    ['names another contract', { contract: 'C-OTHER' }, 'conflict'],
    ['plans by another version', { rules: 'year-2' }, 'conflict'],
    ['shifts its first day', { opens: '2026-10-02' }, 'malformed'],
    ['shifts its release', { releases: '2026-12-31' }, 'malformed'],
    ['draws blocks of its own', { blocks: [{ block: 'B1', headcount: 1, site: null }] }, 'malformed'],
    ['names a department', { departments: [
      { number: 1, site: 1, people: 155, name: 'Legal' }] }, 'malformed'],
  ])('%s of what was confirmed: refused by name, and nothing has changed', async (_what, more, by) => {
    const terms = await confirmed();
    const before = await standing(terms.programme);
    const answer = await send('terms', proposal(terms, more));
    expect(answer ?? await alarms(terms.programme)).toEqual(by === 'malformed' ? by : [by]);
    expect(await standing(terms.programme)).toEqual(before);
  });

  it.each<[string, (terms: Terms) => Json, string]>([
    ['marks somebody by a block of her own',
      (terms) => registration(terms, freshKey('B3')), 'not-in-terms'],
    ['marks her by a second session key', (terms) => registration(terms, freshKey(null)), 'replaces'],
    ['marks her by a second key of her block',
      (terms) => registration(terms, freshKey('B1')), 'replaces'],
    ['marks her by other days', (terms) => registration(
      terms, freshKey('B1', { notBefore: '2026-10-02' })), 'odd-period'],
    ['has keys for a year that nobody confirmed', (terms) => registration(
      { ...terms, period: '2027-10' }, freshKey(null)), 'not-confirmed'],
    ['gives a session key a block', (terms) => registration(
      terms, { ...freshKey(null), block: 'B1' }), 'not-a-key'],
  ])('%s: the key is refused by name, and alarmed', async (_what, made, reason) => {
    const terms = await confirmed();
    const before = await standing(terms.programme);
    await send('keys', made(terms));
    expect(await alarms(terms.programme)).toEqual([reason]);
    expect(await standing(terms.programme)).toEqual(before);
  });

  it('registers one key twice, for itself and for another programme: the first use stays', async () => {
    const [terms, other] = [termsOf(CONTRACT), termsOf(CONTRACT)];
    for (const one of [terms, other]) {
      await send('terms', proposal(one));
      await confirm(vault, one);
    }
    const key = freshKey('B1');
    await send('keys', registration(terms, key));
    await send('keys', registration(terms, { ...key, block: 'B2' }));
    await send('keys', registration(other, key));
    expect((await standing(terms.programme)).keys).toHaveLength(1);
    expect((await standing(other.programme)).keys).toEqual([]);
    expect([await alarms(terms.programme), await alarms(other.programme)])
      .toEqual([['replaces'], ['replaces']]);
  });
});

interface Scene {
  readonly programmes: readonly string[];
  /** By programme and period, the terms that the operator's contracts on paper have. */
  readonly paper: ReadonlyMap<string, Terms>;
}

const someProgramme = fc.integer({ min: 0, max: 2 });
const somePeriod = fc.constantFrom('2026-10', '2027-10');
const someTerms = fc.record({
  sessionsPerMember: fc.constantFrom(8, 8, 8, 40), sessionPriceMinor: fc.constantFrom('9500', '9500', '1'),
  rules: fc.constantFrom('year-1', 'year-1', 'year-1', 'year-9'), k: fc.constantFrom(5, 6),
  departments: fc.constantFrom(
    departmentsOf(90, 65), departmentsOf(90, 65), departmentsOf(155), departmentsOf(65, 90),
    departmentsOf(600, 600), departmentsOf(59)),
});
const someKey = fc.record({
  at: fc.nat({ max: 7 }), block: fc.constantFrom('B1', 'B2', 'B3', null),
  notBefore: fc.constantFrom('2026-10-01', '2026-10-01', '2027-10-01', '2026-10-02'),
  notAfter: fc.constantFrom('2027-09-30', '2027-09-30', '2028-09-30'),
});
const step = fc.oneof(
  fc.record({ do: fc.constant('propose' as const), programme: someProgramme, period: somePeriod,
    more: someTerms }),
  fc.record({ do: fc.constant('register' as const), programme: someProgramme, period: somePeriod,
    keys: fc.array(someKey, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('confirm' as const), programme: someProgramme, period: somePeriod }));
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function play({ programmes, paper }: Scene, one: Step): Promise<void> {
  const programme = programmes[one.programme]!;
  const { period } = one;
  if (one.do === 'propose') {
    await send('terms', proposal(termsOf({ ...CONTRACT, ...one.more, programme, period })));
  } else if (one.do === 'register') {
    const keys = one.keys.map(({ at, block, ...days }) => keyFor(at, block, days));
    await send('keys', { programme, period, keys });
  } else {
    // She has paper of one programme; what is asked of her for others she has none of.
    const terms = paper.get(`${programme} ${period}`);
    if (terms) await confirm(vault, terms);
  }
}

it('whatever jobs it sends and in which order, nothing is accepted beyond what was confirmed',
  async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const programmes = [randomUUID(), randomUUID(), randomUUID()];
      // Keys are used up by a programme: each run has the pool for itself.
      await vault.cluster.query('vault', 'DELETE FROM issuer_key');
      const honest = termsOf({ ...CONTRACT, programme: programmes[0]! });
      const paper = new Map([[`${honest.programme} 2026-10`, honest]]);
      for (const one of steps) await play({ programmes, paper }, one);
      const plan = planTerms(honest) as PlannedTerms;
      for (const programme of programmes) {
        const { periods, blocks, keys } = await standing(programme);
        if (programme !== honest.programme) expect([periods, blocks, keys]).toEqual([[], [], []]);
        for (const period of periods) {
          expect(period).toMatchObject({
            period: '2026-10', opens: plan.opens, closes: plan.closes, releases: plan.releases,
            each: 8, price: '9500' });
        }
        const seats = blocks.reduce((sum, { headcount }) => sum + Number(headcount), 0);
        expect(seats).toBe(periods.length === 0 ? 0 : plan.seats);
        expect(blocks.every(({ headcount }) => Number(headcount) >= 60)).toBe(true);
        const own = new Set([...blocks.map(({ block }) => `entry ${String(block)}`), 'session null']);
        const uses = keys.map(({ kind, block }) => `${String(kind)} ${String(block)}`);
        expect(uses.every((use) => periods.length === 1 && own.has(use))).toBe(true);
        expect(new Set(uses).size).toBe(uses.length);
      }
    }), { numRuns: 40 });
  }, 60_000);
