import { keysMirrored, keysRefused } from '#contracts/jobs';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';

describe('a period whose keys the vault does not take', () => {
  let rig: Rig;
  let owner: Client;
  let programme: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    owner = await signedInOwner(rig);
    programme = await createProgramme(owner);
    await openPeriod(rig, owner, programme, false);
  });

  const deliver = (job: typeof keysRefused | typeof keysMirrored, more: object) =>
    rig.deliver(job, { programme, period: PERIOD, ...more });
  type Reason = (typeof keysRefused.schema)['_output']['reason'];
  const refused = (reason: Reason) => deliver(keysRefused, { reason });
  const keys = async () => (await rig.cluster.query<{ id: string }>('gateway',
    'SELECT key_id AS id FROM issuer_key WHERE programme_id = $1', [programme])).map(({ id }) => id);

  /** What HR and what an operator see: it must be one. */
  async function seen(): Promise<{ status: string; refusal: string | null }> {
    const [{ periods: [own] }] = await owner.field<[{ periods: [never] }]>(
      '{ programmes { periods { status refusal } } }');
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    const [listed] = await operator.field<[never]>(
      `{ allPeriods(programmeId: "${programme}") { status refusal } }`);
    expect(listed).toEqual(own);
    return own;
  }

  it.each<Reason>(['not-confirmed', 'not-in-terms', 'replaces', 'odd-period', 'not-a-key'])(
    'is refused and no more opening, with the reason: %s', async (reason) => {
      expect(await seen()).toEqual({ status: 'CONFIRMED', refusal: null });
      await refused(reason);
      expect(await seen()).toEqual({ status: 'REFUSED', refusal: reason });
      // Told twice, or for another of its keys: the first reason stays.
      await refused('odd-period');
      expect(await seen()).toEqual({ status: 'REFUSED', refusal: reason });
    });

  it('stays so while one key is not mirrored, and opens with the last', async () => {
    await refused('replaces');
    const [last, ...others] = await keys();
    await deliver(keysMirrored, { keyIds: others });
    expect(await seen()).toEqual({ status: 'REFUSED', refusal: 'replaces' });
    await deliver(keysMirrored, { keyIds: [last] });
    expect(await seen()).toEqual({ status: 'OPEN', refusal: null });
    // A refusal that comes late takes nothing away from what is mirrored.
    await refused('not-in-terms');
    expect(await seen()).toEqual({ status: 'OPEN', refusal: null });
  });

  it('is over and released like any other, whatever was refused', async () => {
    await refused('replaces');
    await rig.cluster.query('gateway',
      `UPDATE period SET closes = '2026-11-01' WHERE programme_id = $1`, [programme]);
    expect(await seen()).toMatchObject({ status: 'CLOSED' });
    await rig.cluster.query('gateway', `INSERT INTO report_release
      VALUES ($1, $2 || '.4', $2, 'body', 'signature', '2027-01-30', 0)`, [programme, PERIOD]);
    expect(await seen()).toMatchObject({ status: 'RELEASED' });
  });

  it('is nothing to a gateway that does not know it', async () => {
    await rig.deliver(keysRefused, { programme, period: '2027-10', reason: 'replaces' });
    expect(await seen()).toEqual({ status: 'CONFIRMED', refusal: null });
  });
});
