import { randomUUID } from 'node:crypto';
import { silentLog } from '#platform/logging';
import { StandingWatch } from '#platform/standing-watch';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, signedInOwner } from '../../testing/story.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { VaultTickedProcessor } from './vault-ticked.processor.ts';

interface Told {
  readonly name: string;
  readonly payload: { keys?: { keyId: string }[] };
}

describe('a gateway whose vault was restored', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());

  const TREATY = `SELECT name, payload FROM outbox
    WHERE name IN ('period.opened', 'keys.registered', 'credits.funded', 'credits.withdrawn')
    ORDER BY position`;
  const told = async () => (await rig.cluster.query<Told>('gateway', TREATY))
    .map(({ name, payload: { keys, ...rest } }) => ({
      name, ...rest, keys: keys?.sort((a, b) => a.keyId.localeCompare(b.keyId)),
    }));

  it('tells it again, when it asks, all that it was told of periods, keys and fundings', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    await owner.field(
      `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }`,
      { input: { programmeId, sessions: 100, method: 'INVOICE', idempotencyKey: randomUUID() } });
    const operator = rig.client();
    operator.authorization = `Operator ${rig.config.operatorToken}`;
    await operator.field(`mutation { recordPayment(
      invoiceNumber: "INV-2026-000001", amountMinor: "950000", reference: "R") { __typename } }`);
    await operator.field(`mutation { reversePayment(
      invoiceNumber: "INV-2026-000001", reference: "R", reason: "Another\'s") { __typename } }`);
    const first = await told();
    expect(first.map(({ name }) => name))
      .toEqual(['period.opened', 'keys.registered', 'credits.funded', 'credits.withdrawn']);

    const watch = new StandingWatch(rig.db, silentLog, rig.clock, () => Promise.resolve());
    const { run } = new VaultTickedProcessor(
      rig.app.get(VaultVerifier, { strict: false }), watch).handler;
    const question = 'cd'.repeat(32);
    const tick = async (asked: object) => run(await rig.sign('vault-tick', {
      number: 1, challenge: 'ab'.repeat(32), asks: false, seen: { number: 0, challenge: null },
      ...asked }), { id: 'one', attempt: 1 });
    await tick({});
    expect(await told()).toEqual(first);
    await tick({ question });
    expect(await told()).toEqual([...first, ...first]);
    expect(await rig.cluster.query('gateway',
      `SELECT payload FROM outbox WHERE name = 'periods.listed'`)).toEqual([{ payload: {
      question, periods: [{ programme: programmeId, period: '2026-Q4' }] } }]);
  });
});
