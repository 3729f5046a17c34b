import { randomBytes } from 'node:crypto';
import { startRig, type Rig } from '../../testing/rig.ts';
import { RelayLimit } from './relay-limit.ts';

const TYPE = { 'content-type': 'message/ohttp-req' };
const ECHO = {
  ask: (request: string) => Promise.resolve({ kind: 'answered' as const, value: request }),
};

describe('the limit of the relay', () => {
  let time = 0;
  const limit = () => new RelayLimit(4, () => time);
  const many = (one: () => boolean, times: number) =>
    Array.from({ length: times }, one).filter(Boolean).length;

  it('counts each address by itself, for a minute', () => {
    const relay = limit();
    expect(many(() => relay.admits('192.0.2.1'), 9)).toBe(4);
    expect(relay.admits('192.0.2.2')).toBe(true);
    time += 60_001;
    expect(relay.admits('192.0.2.1')).toBe(true);
  });

  it('takes the addresses of one IPv6 network for one', () => {
    const relay = limit();
    let host = 0;
    expect(many(() => relay.admits(`2001:db8:0:7::${(host += 1).toString(16)}`), 9)).toBe(4);
    expect(relay.admits('2001:0db8::7:1:2:3:4')).toBe(false);
    expect(relay.admits('2001:db8:0:8::1')).toBe(true);
  });

  it('takes a mapped IPv4 address for what it is', () => {
    const relay = limit();
    expect(many(() => relay.admits('192.0.2.9'), 4)).toBe(4);
    expect(relay.admits('::ffff:192.0.2.9')).toBe(false);
    expect(relay.admits('::ffff:192.0.2.10')).toBe(true);
  });

  it('ends for all together, wherever they come from', () => {
    const relay = limit();
    let host = 0;
    const stranger = () => relay.admits(`10.0.${(host += 1) >> 8}.${host & 255}`);
    expect(many(stranger, 600)).toBe(400);
  });

  it('holds no address', () => {
    const relay = limit();
    relay.admits('192.0.2.77');
    const held: string[] = [];
    JSON.stringify(relay, (key, value: unknown) => {
      held.push(key, String(value));
      return value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value;
    });
    expect(held.join(' ')).toContain('windows');
    expect(held.join(' ')).not.toContain('192.0.2.77');
  });
});

describe('a gateway behind a proxy', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(() => Promise.resolve(ECHO),
      { TRUSTED_PROXIES: '10.9.0.0/16', RELAY_REQUESTS_PER_MINUTE: '3' });
  });
  afterAll(() => rig.close());

  const post = (remoteAddress: string, forwarded: string) => rig.app.inject({
    method: 'POST', url: '/relay', remoteAddress, headers: { ...TYPE, 'x-forwarded-for': forwarded },
    payload: randomBytes(4096),
  });

  it('counts those whom the proxy names, and says when to come again', async () => {
    const statuses = [];
    for (let n = 0; n < 4; n += 1) {
      const { statusCode } = await post('10.9.0.1', `203.0.113.${n}, 198.51.100.5`);
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await post('10.9.0.1', '198.51.100.5');
    expect(refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.headers['retry-after']).toBe('60');
    expect((await post('10.9.0.1', '198.51.100.6')).statusCode).toBe(200);
  });

  it('believes nobody else on who is calling', async () => {
    const statuses = [];
    for (let n = 0; n < 5; n += 1) {
      statuses.push((await post('192.0.2.50', `198.51.100.${100 + n}`)).statusCode);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('takes all that a proxy inside brings that is not named, and says so once', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 8; n += 1) {
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
