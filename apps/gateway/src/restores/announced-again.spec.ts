import { randomUUID } from 'node:crypto';
import { silentLog } from '#platform/logging';
import { StandingWatch } from '#platform/restores/standing-watch';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  createProgramme, openPeriod, proposePeriod, signedInOwner,
} from '../../testing/story.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { announceAgain } from './announced-again.ts';
import { VaultTickedProcessor } from './vault-ticked.processor.ts';

interface Told {
  readonly name: string;
  readonly payload: { keys?: { keyId: string }[]; confirmation?: { key: string } | null };
}

describe('a gateway whose vault was restored', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());

  const TREATY = `SELECT name, payload FROM outbox
    WHERE name IN ('terms.proposed', 'keys.registered', 'credits.funded', 'credits.withdrawn')
    ORDER BY position`;
  const told = async () => (await rig.cluster.query<Told>('gateway', TREATY))
    .map(({ name, payload: { keys, confirmation, ...rest } }) => ({
      name, confirmed: confirmation?.key, ...rest,
      keys: keys?.sort((a, b) => a.keyId.localeCompare(b.keyId)),
    }));

  it('tells it again, when it asks, all that it was told of periods, keys and fundings', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    await owner.field(
      `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }`,
      { input: { programmeId, sessions: 100, method: 'INVOICE', idempotencyKey: randomUUID() } });
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    await operator.field(`mutation { recordPayment(
      invoiceNumber: "INV-2026-000001", amountMinor: "950000", reference: "R") { __typename } }`);
    await operator.field(`mutation { reversePayment(
      invoiceNumber: "INV-2026-000001", reference: "R", reason: "Another\'s") { __typename } }`);
    const first = await told();
    expect(first.map(({ name }) => name))
      .toEqual(['terms.proposed', 'keys.registered', 'credits.funded', 'credits.withdrawn']);

    const watch = new StandingWatch(rig.db, silentLog, rig.clock, () => Promise.resolve());
    const ticked = new VaultTickedProcessor(
      rig.app.get(VaultVerifier, { strict: false }), watch);
    const question = 'cd'.repeat(32);
    const tick = async (asked: object) => ticked.process({
      ...await rig.sign('vault-tick', {
        number: 1, challenge: 'ab'.repeat(32), asks: false, seen: { number: 0, challenge: null },
        ...asked }),
      type: 'vault-tick' });
    await tick({});
    expect(await told()).toEqual(first);
    await tick({ question });
    // The vault's own word goes with the terms: it may have forgotten that it gave it.
    const [terms, ...others] = first;
    const again = [{ ...terms, confirmed: rig.config.vaultSigningPublicKey }, ...others];
    expect(await told()).toEqual([...first, ...again]);
    expect(await rig.cluster.query('gateway',
      `SELECT payload FROM outbox WHERE name = 'periods.listed'`)).toEqual([{ payload: {
      question, periods: [{ programme: programmeId, period: '2026-10' }] } }]);
  });

  it('lists no period that it never confirmed: nothing was issued for it', async () => {
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner, 'Waiting');
    await proposePeriod(owner, programmeId);
    await rig.db.transaction('again', (tx) => announceAgain(tx, 'ef'.repeat(32)));
    const jobs = await rig.cluster.query<{ name: string; payload: object }>('gateway',
      `SELECT name, payload FROM outbox WHERE payload::text LIKE '%' || $1 || '%' ORDER BY position`,
      [programmeId]);
    expect(jobs.map(({ name }) => name)).toEqual(['terms.proposed', 'terms.proposed']);
    expect(jobs[1]!.payload).toMatchObject({ confirmation: null });
  });
});
