import { randomBytes } from 'node:crypto';
import { fastify } from 'fastify';
import { FILES_A_MINUTE, BEATS_A_MINUTE, requestsOf } from './allowance.ts';
import { courierAuthorization } from './admission.ts';
import { behindCourier, courierRoutes, type CourierParts } from './courier.ts';

const TYPE = 'message/ohttp-req';
const FILES = requestsOf(1, FILES_A_MINUTE);
const BEATS = requestsOf(1, BEATS_A_MINUTE);
const LIMITED = { code: 'RATE_LIMITED', message: expect.stringContaining('Wait a minute') as string };

/** A courier with room for one page of an address, and what it asked of the gateway. */
async function startOne(secret?: string) {
  const asked: string[] = [];
  const http = fastify();
  const parts: CourierParts = {
    pagesPerAddress: 1, onFault: () => undefined,
    carrier: { ask: () => {
      asked.push('/relay');
      return Promise.resolve({ kind: 'answered', sealed: randomBytes(8192) });
    } },
    find: (path) => {
      asked.push(path);
      return Promise.resolve(undefined);
    },
  };
  await (secret === undefined ? courierRoutes(http, parts) : behindCourier(http, secret, parts));
  const relay = (headers: Record<string, string> = {}, payload = randomBytes(4096)) => http.inject({
    method: 'POST', url: '/relay', payload, headers: { 'content-type': TYPE, ...headers } });
  const get = (url: string, headers: Record<string, string> = {}) => http.inject({ url, headers });
  return { asked, relay, get };
}

it('files have room for a handful a minute of each page, and then nothing is asked for', async () => {
  const { asked, relay, get } = await startOne();
  const statuses: number[] = [];
  for (let at = 0; at < FILES + 20; at += 1) statuses.push((await get(`/issued/9-${at}`)).statusCode);
  expect(statuses).toEqual([...Array<number>(FILES).fill(404), ...Array<number>(20).fill(429)]);
  expect(asked).toHaveLength(FILES);
  const refused = await get('/signed/relay-key.json');
  expect([refused.statusCode, refused.headers['retry-after'], refused.headers['cache-control']])
    .toEqual([429, '60', 'no-store']);
  expect(refused.json()).toEqual(LIMITED);
  expect((await relay()).statusCode).toBe(200);
});

it('a gateway with a courier of its own counts everybody else, and carries for that one alone', async () => {
  const { asked, relay, get } = await startOne('secret');
  const itsOwn = { authorization: courierAuthorization('secret') };
  for (let at = 0; at < FILES + 20; at += 1) {
    expect((await get(`/issued/9-${at}`)).statusCode).toBe(at < FILES ? 404 : 429);
  }
  expect(asked).toHaveLength(FILES);
  for (let at = 0; at < FILES; at += 1) {
    expect((await get(`/issued/9-${at}`, itsOwn)).statusCode).toBe(404);
  }
  expect((await get('/issued/9-1', { authorization: courierAuthorization('other') })).statusCode)
    .toBe(429);
  expect((await relay()).statusCode).toBe(403);
  expect((await relay(itsOwn)).statusCode).toBe(200);
});

it('names that no file can have spend nothing, and are not asked for', async () => {
  const { asked, get } = await startOne();
  for (let at = 0; at < FILES * 2; at += 1) {
    expect((await get(`/issued/x${at}`)).statusCode).toBe(404);
  }
  expect(asked).toEqual([]);
  expect((await get('/issued/4-11')).statusCode).toBe(404);
  expect(asked).toEqual(['/issued/4-11']);
});

it.each([
  ['nothing', {}, Buffer.alloc(0), 400],
  ['less', {}, Buffer.alloc(4095), 400],
  ['more', {}, Buffer.alloc(4097), 413],
  ['more, as it says', { 'content-length': '999999999' }, Buffer.alloc(0), 413],
  ['no number for a length', { 'content-length': 'x' }, Buffer.alloc(4096), 400],
  ['another type', { 'content-type': 'text/plain' }, Buffer.alloc(4096), 415],
  ['no type', { 'content-type': '' }, Buffer.alloc(4096), 415],
])('who sends %s has spent nothing of what an address may send', async (_what, headers, body, status) => {
  const { asked, relay } = await startOne();
  for (let times = 0; times < BEATS + 10; times += 1) {
    expect((await relay(headers, body)).statusCode).toBe(status);
  }
  expect(asked).toEqual([]);
  const statuses: number[] = [];
  for (let times = 0; times < BEATS + 2; times += 1) statuses.push((await relay()).statusCode);
  expect(statuses).toEqual([...Array<number>(BEATS).fill(200), 429, 429]);
  expect((await relay()).json()).toEqual(LIMITED);
});

it('nothing is read of a request that says it is too large, and none comes after it', async () => {
  const { relay } = await startOne();
  const { headers, statusCode } = await relay({ 'content-length': '999999999' }, Buffer.alloc(0));
  expect([statusCode, headers.connection]).toEqual([413, 'close']);
});
