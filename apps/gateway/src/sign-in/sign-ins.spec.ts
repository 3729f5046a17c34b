import { randomUUID } from 'node:crypto';
import type { OpenSignIn } from '#server/sign-ins';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newBuyer, PASSWORD } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!, $browser: Browser) {
  signIn(email: $email, password: $password, browser: $browser) {
    ... on SignedIn { csrfToken } } }`;
const LIST = '{ signIns { id browser since lastUsed isThis } }';
const END = 'mutation ($id: ID!) { endSignIn(id: $id) { id isThis } }';
const END_OTHERS = 'mutation { endOtherSignIns { id isThis } }';

describe('one\'s own open sign-ins', () => {
  let rig: Rig;
  let email: string;
  let here: Client;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    rig.clock.moveTo('2026-11-02');
    email = `${randomUUID()}@example.org`;
    here = await newBuyer(rig, email);
  });

  async function elsewhere(browser?: string): Promise<Client> {
    const client = rig.client();
    client.csrfToken = (await client.field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD, browser })).csrfToken;
    return client;
  }
  const list = (client = here) => client.field<OpenSignIn[]>(LIST);
  const actions = () => rig.cluster.query('gateway', `SELECT action, subject FROM hr_action a
    JOIN hr_user u ON u.id = a.user_id WHERE u.email = $1 AND action = 'SIGN_INS_ENDED'`, [email]);

  it('are listed by hours and families of browsers, the one that asks first', async () => {
    rig.clock.goOn(1_200);
    await elsewhere('FIREFOX');
    const [own, other] = await list();
    expect(own).toMatchObject({ isThis: true, browser: 'OTHER', since: '2026-11-02T09:00:00.000Z' });
    expect(other).toMatchObject({
      isThis: false, browser: 'FIREFOX', since: '2026-11-02T09:00:00.000Z',
      lastUsed: '2026-11-02T09:00:00.000Z' });
    const [row] = await rig.cluster.query<Record<string, unknown>>('gateway',
      'SELECT * FROM hr_session LIMIT 1');
    expect(Object.keys(row ?? {}).toSorted())
      .toEqual(['browser', 'expires_at', 'id', 'token_hash', 'used_at', 'user_id']);
  });

  it('end one by one from elsewhere, at once, and the record says so', async () => {
    const lost = await elsewhere();
    const [, { id }] = await list() as [OpenSignIn, OpenSignIn];
    expect(await here.field(END, { id })).toEqual([{ id: expect.any(String), isThis: true }]);
    expect(await lost.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await here.codeOf('{ me { id } }')).toBe('none');
    expect(await here.field(END, { id })).toHaveLength(1);
    expect(await actions()).toEqual([{ action: 'SIGN_INS_ENDED', subject: '1' }]);
  });

  it('end all but this one, and are no business of anybody else\'s', async () => {
    const others = [await elsewhere(), await elsewhere(), await elsewhere()];
    const stranger = await newBuyer(rig);
    const [{ id }] = await list() as [OpenSignIn];
    const [own] = await stranger.field<OpenSignIn[]>(END, { id });
    expect(own?.id).not.toBe(id);
    expect(await here.codeOf('{ me { id } }')).toBe('none');
    expect(await here.field(END_OTHERS)).toEqual([{ id, isThis: true }]);
    for (const one of others) expect(await one.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await stranger.codeOf('{ me { id } }')).toBe('none');
    expect(await actions()).toEqual([{ action: 'SIGN_INS_ENDED', subject: '3' }]);
  });

  it('keep their family of browsers when the password is changed', async () => {
    const client = await elsewhere('SAFARI');
    client.csrfToken = (await client.field<{ csrfToken: string }>(`mutation {
      changePassword(current: "${PASSWORD}", next: "amber kites over nine harbours") {
        ... on SignedIn { csrfToken } } }`)).csrfToken;
    expect(await list(client)).toMatchObject([{ isThis: true, browser: 'SAFARI' }]);
  });

  it('take no other word for a browser than the five', async () => {
    const named = await rig.client().send(SIGN_IN, { email, password: PASSWORD, browser: 'Ada’s' });
    expect(named.text).toContain('BAD_USER_INPUT');
  });
});

describe('a sign-in that nobody uses', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(undefined, { HR_IDLE_MINUTES: '10' }); });
  afterAll(() => rig.close());

  it('ends after the minutes that are set, which the page is told', async () => {
    const owner = await newBuyer(rig);
    expect(await owner.field('{ session { idleMinutes } }')).toEqual({ idleMinutes: 10 });
    rig.clock.goOn(600);
    expect(await owner.codeOf('{ me { id } }')).toBe('none');
    rig.clock.goOn(661);
    expect(await owner.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
  });

  it('goes on for as long as it is used, up to twelve hours', async () => {
    rig.clock.moveTo('2026-11-02');
    const owner = await newBuyer(rig);
    for (let minutes = 9; minutes < 720; minutes += 9) {
      rig.clock.goOn(540);
      expect([minutes, await owner.codeOf('{ me { id } }')]).toEqual([minutes, 'none']);
    }
    rig.clock.goOn(540);
    expect(await owner.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
  });

  it('is dropped by the next that begins, and is no more in anybody\'s list', async () => {
    rig.clock.moveTo('2026-11-03');
    const email = 'drops@example.org';
    await newBuyer(rig, email);
    rig.clock.goOn(700);
    const client = rig.client();
    await client.field(SIGN_IN, { email, password: PASSWORD });
    expect(await client.field(LIST)).toMatchObject([{ isThis: true }]);
    expect(await rig.cluster.query('gateway', `SELECT FROM hr_session s
      JOIN hr_user u ON u.id = s.user_id WHERE u.email = $1`, [email])).toHaveLength(1);
  });
});
