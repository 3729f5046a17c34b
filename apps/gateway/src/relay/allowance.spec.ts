import { randomBytes } from 'node:crypto';
import { BEATS_A_MINUTE, requestsOf } from '#server/courier/allowance';
import { startRig, type Rig } from '../../testing/rig.ts';

const TYPE = { 'content-type': 'message/ohttp-req' };
/** What one open page sends in a minute at most. */
const ROOM = requestsOf(1, BEATS_A_MINUTE);
const ECHO = {
  ask: (request: string) => Promise.resolve({ kind: 'answered' as const, value: request }),
};

describe('a gateway behind a proxy', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(() => Promise.resolve(ECHO),
      { TRUSTED_PROXIES: '10.9.0.0/16', COURIER_PAGES_PER_ADDRESS: '1' });
  });
  afterAll(() => rig.close());

  const post = (remoteAddress: string, forwarded: string) => rig.app.inject({
    method: 'POST', url: '/relay', remoteAddress, headers: { ...TYPE, 'x-forwarded-for': forwarded },
    payload: randomBytes(4096),
  });

  it('counts those whom the proxy names, and says when to come again', async () => {
    const statuses = [];
    for (let n = 0; n <= ROOM; n += 1) {
      const { statusCode } = await post('10.9.0.1', `203.0.113.${n}, 198.51.100.5`);
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: ROOM }, () => 200), 429]);
    const refused = await post('10.9.0.1', '198.51.100.5');
    expect(refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.headers['retry-after']).toBe('60');
    expect((await post('10.9.0.1', '198.51.100.6')).statusCode).toBe(200);
  });

  it('believes nobody else on who is calling', async () => {
    const statuses = [];
    for (let n = 0; n < ROOM + 2; n += 1) {
      statuses.push((await post('192.0.2.50', `198.51.100.${100 + n}`)).statusCode);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('takes all that a proxy inside brings that is not named, and says so once', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < ROOM + 8; n += 1) {
      statuses.add((await post('192.168.7.1', `198.51.100.${n}`)).statusCode);
    }
    expect([...statuses]).toEqual([200]);
    expect(rig.missing).toEqual(['TRUSTED_PROXIES']);
  });

  it('slows sign-ins by who is named, and answers whoever is right', async () => {
    const claim = (forwarded: string) => rig.app.inject({
      method: 'POST', url: '/graphql', remoteAddress: '10.9.0.1',
      headers: {
        'content-type': 'application/json', 'x-sotto-client': 'spec', 'x-forwarded-for': forwarded,
      },
      payload: JSON.stringify({ query: `mutation { signIn(email: "a@example.org",
        password: "wrong-password") { __typename } }` }),
    });
    for (let n = 0; n < 10; n += 1) await claim('198.51.100.20');
    const flood = await Promise.all(Array.from({ length: 20 }, () => claim('198.51.100.20')));
    expect(flood.filter(({ body }) => body.includes('OVERLOADED')).length).toBeGreaterThan(0);
    expect(flood.filter(({ body }) => body.includes('SignInRefused')).length).toBeGreaterThan(0);
    expect((await claim('198.51.100.21')).body).toContain('SignInRefused');
  });
});
