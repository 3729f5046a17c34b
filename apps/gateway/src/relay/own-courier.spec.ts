import { randomBytes } from 'node:crypto';
import { readDocuments } from '#server/pages/web-build';
import { startRig, type Rig } from '../../testing/rig.ts';
import { claimingDocuments } from '../http/claims-elsewhere.ts';

const ORIGIN = 'https://care.example';
const SECRET = randomBytes(32).toString('hex');
const ECHO = {
  ask: (request: string) => Promise.resolve({ kind: 'answered' as const, value: request }),
};

describe('a gateway with a courier of its own', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig(() => Promise.resolve(ECHO),
      { COURIER_ORIGIN: ORIGIN, COURIER_SECRET: SECRET });
  });
  afterAll(() => rig.close());

  const relay = (authorization?: string) => rig.app.inject({
    method: 'POST', url: '/relay', payload: randomBytes(4096),
    headers: { 'content-type': 'message/ohttp-req', ...(authorization ? { authorization } : {}) },
  });

  it.each([
    undefined, 'Courier', `Courier ${SECRET.slice(1)}`, `Courier ${SECRET}0`, SECRET,
    `Bearer ${SECRET}`, `courier ${SECRET}`,
  ])('takes no sealed request from whoever says %p', async (authorization) => {
    const { statusCode, body } = await relay(authorization);
    expect(statusCode).toBe(403);
    expect(JSON.parse(body)).toEqual({ code: 'FORBIDDEN', message: expect.any(String) });
    expect(body).not.toContain(SECRET.slice(0, 8));
  });

  it('takes the courier\'s, as many as it brings: it has counted them itself', async () => {
    const statuses = await Promise.all(Array.from({ length: 200 }, async () =>
      (await relay(`Courier ${SECRET}`)).statusCode));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  const graphql = (origin: string, method: 'OPTIONS' | 'POST') => rig.app.inject({
    method, url: '/graphql',
    headers: {
      origin, 'content-type': 'application/json', 'x-sotto-client': 'web',
      'access-control-request-method': 'POST',
    },
    payload: method === 'POST' ? '{"documentId":"sha256:0"}' : '',
  });

  it('lets exactly that origin ask, and without credentials', async () => {
    for (const method of ['OPTIONS', 'POST'] as const) {
      const { headers, statusCode } = await graphql(ORIGIN, method);
      expect([method, statusCode]).toEqual([method, method === 'OPTIONS' ? 204 : 400]);
      expect(headers['access-control-allow-origin']).toBe(ORIGIN);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['set-cookie']).toBeUndefined();
      for (const other of ['https://care.example.org', 'http://care.example', 'null', `${ORIGIN}:8443`]) {
        const refused = await graphql(other, method);
        expect([other, refused.headers['access-control-allow-origin']]).toEqual([other, undefined]);
        if (method === 'OPTIONS') expect(refused.statusCode).toBe(405);
      }
    }
    const { headers } = await rig.app.inject({ url: '/issued/0-0', headers: { origin: ORIGIN } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

it('members\' page may ask from elsewhere what claiming takes, and nothing else of all documents', () => {
  const all = readDocuments('gateway');
  const names = (documents: Iterable<string>) => [...documents]
    .map((text) => /^\s*(?:query|mutation) (\w+)/.exec(text)?.[1]).sort();
  expect(all.size).toBeGreaterThan(20);
  expect(names(claimingDocuments(all).values()))
    .toEqual(['ClaimCode', 'IssueCredits', 'PublishedKeys']);
});
