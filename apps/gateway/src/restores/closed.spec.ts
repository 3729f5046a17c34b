import { randomBytes } from 'node:crypto';
import { withoutPartner, type State } from '#platform/restores/standing-watch';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, newBuyer, openPeriod, PASSWORD, signedInOwner,
} from '../../testing/story.ts';

const STANDING = '{ restoreStanding { state atMost } }';
const ACCEPT = 'mutation ($upTo: Int!) { acceptRestore(upTo: $upTo) { state } }';

describe('a gateway that was restored', () => {
  let rig: Rig;
  let state: State = 'open';
  let accepted = 0;
  const standings = {
    ...withoutPartner, state: () => state, settled: () => Promise.resolve(state),
    accept: () => {
      accepted += 1;
      return Promise.resolve();
    },
  };
  beforeAll(async () => { rig = await startRig(undefined, {}, standings); });
  afterAll(() => rig.close());
  const operator = () => {
    const client = rig.client();
    client.authorization = `Operator ${rig.operatorToken}`;
    return client;
  };

  it.each<State>(['restored', 'partner-restored', 'unheard'])(
    'claims, opens and creates nothing while it is %s, and reading and signing in go on',
    async (closed) => {
      state = 'open';
      const email = `${closed}@example.org`;
      const owner = await signedInOwner(rig, email);
      await newBuyer(rig, `buyer-${email}`);
      const programmeId = await createProgramme(owner);
      await openPeriod(rig, owner, programmeId);
      const [letter] = await letters(rig, programmeId, 1);
      state = closed;
      const claim = { code: letter!.code, claimKey: randomBytes(32).toString('hex') };
      await expect(rig.client().field(CLAIM, claim)).rejects.toThrow('UNAVAILABLE');
      await expect(openPeriod(rig, owner, programmeId, false)).rejects.toThrow('UNAVAILABLE');
      await expect(signedInOwner(rig, `other-${email}`)).rejects.toThrow('UNAVAILABLE');
      // What an operator is refused is on the record too.
      expect(await rig.cluster.query('gateway', `SELECT operator, outcome FROM operator_deed
        WHERE deed = 'createEmployer' ORDER BY number DESC LIMIT 1`))
        .toEqual([{ operator: 'operator', outcome: 'UNAVAILABLE' }]);
      expect(await letters(rig, programmeId, 1)).toHaveLength(1);
      const signedIn = await rig.client().field<{ __typename: string }>(
        `mutation ($email: String!, $password: String!) {
           signIn(email: $email, password: $password) { __typename } }`,
        { email: `buyer-${email}`, password: PASSWORD });
      expect(signedIn.__typename).toBe('SignedIn');
      state = 'open';
      expect((await rig.client().field<{ __typename: string }>(CLAIM, claim)).__typename)
        .toBe('MemberSession');
    });

  it('says what going on may cost, and goes on for no lower word than that', async () => {
    state = 'open';
    const { atMost } = await operator().field<{ atMost: number }>(STANDING);
    // 155 letters of each of the three periods, nothing issued: an entry and eight session credits.
    expect(atMost).toBe(3 * 155 * 9);
    await expect(operator().field(ACCEPT, { upTo: atMost })).rejects.toThrow('Nothing is to be');
    state = 'restored';
    await expect(operator().field(ACCEPT, { upTo: atMost - 1 })).rejects.toThrow(`Up to ${atMost}`);
    expect(accepted).toBe(0);
    await operator().field(ACCEPT, { upTo: atMost });
    expect(accepted).toBe(1);
    await expect(rig.client().field(STANDING)).rejects.toThrow('UNAUTHENTICATED');
  });
});
