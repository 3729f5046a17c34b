import { Secret, TOTP } from 'otpauth';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { PASSWORD, signedInOwner } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename } }`;

/** What a team reads of sign-ins to its accounts that were refused. */
describe('a refused sign-in', () => {
  let rig: Rig;
  let owner: Client;
  const email = 'owner@example.org';
  const tried = (password: string, code?: string, to = email) =>
    rig.client().field(SIGN_IN, { email: to, password, code });
  const record = () => rig.cluster.query('gateway', `SELECT action, email AS actor, subject
    FROM hr_action a JOIN hr_user u ON u.id = a.user_id
    WHERE action LIKE '%\\_REFUSED' ORDER BY number`);
  const entry = (action: string) => ({ action, actor: email, subject: '' });

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, email);
  });
  afterAll(() => rig.close());

  it('is on the team\'s record once an hour, however many were tried at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => tried('not hers at all')));
    expect(await owner.field('{ teamActions(first: 1) { action actor subject } }'))
      .toEqual([entry('SIGN_IN_REFUSED')]);
    expect(await record()).toEqual([entry('SIGN_IN_REFUSED')]);
  });

  it('with the right password and a wrong code has a name of its own', async () => {
    await rig.cluster.query('gateway', 'DELETE FROM hr_passkey');
    const { typed } = await owner.field<{ typed: string }>(`mutation {
      beginSecondFactor(password: "${PASSWORD}") { ... on SecondFactorBegun { typed } } }`);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    const timestamp = rig.clock.now().getTime();
    await owner.field(`mutation ($code: String!) { confirmSecondFactor(code: $code) {
      __typename } }`, { code: app.generate({ timestamp }) });
    await tried(PASSWORD, '000000');
    await tried(PASSWORD, '000001');
    expect(await record()).toEqual([entry('SIGN_IN_REFUSED'), entry('CODE_REFUSED')]);
  });

  it('is written down again an hour later', async () => {
    rig.clock.moveTo('2026-11-03');
    await tried('not hers at all');
    await tried('not hers at all');
    expect((await record()).slice(2)).toEqual([entry('SIGN_IN_REFUSED')]);
  });

  it('to an address that nobody has, or to somebody removed, leaves nothing', async () => {
    const count = async () => (await rig.cluster.query('gateway', 'SELECT FROM hr_action')).length;
    const before = await count();
    await tried('not hers at all', undefined, 'nobody@example.org');
    await rig.cluster.query('gateway', `UPDATE hr_user SET removed_on = '2026-11-03'`);
    rig.clock.moveTo('2026-11-04');
    await tried('not hers at all');
    expect(await count()).toBe(before);
  });

  it('has no address of where it came from, anywhere', async () => {
    const rows = await rig.cluster.query<{ row: string }>('gateway',
      'SELECT t::text AS row FROM hr_action t');
    expect(rows.length).toBeGreaterThan(3);
    for (const { row } of rows) expect(row).not.toMatch(/\b10\.0\.\d+\.\d+\b/);
  });
});
