import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { movedRoutes, surfaceRoutes } from './surface.routes.ts';
import { COURIER_SURFACES } from './surfaces.ts';

const PAGE = '<html><head><meta name="sotto-settings" content="{}"></head></html>';
const SUCCESSIONS = [{ key: 'ab'.repeat(32), signature: 'A'.repeat(86) }];
const clock = { now: () => new Date('2027-02-03T04:05:06.789Z') };
const GATEWAY = 'https://sotto.example';
const COURIER = 'https://care.example';

let folder: string;
let courier: FastifyInstance;
let gateway: FastifyInstance;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-web-'));
  for (const surface of ['hr', 'employee', 'therapist']) {
    mkdirSync(join(folder, surface, 'assets'), { recursive: true });
    writeFileSync(join(folder, surface, 'index.html'), PAGE);
    writeFileSync(join(folder, surface, 'assets/one.js'), 'export {};');
    writeFileSync(join(folder, surface, 'secret.txt'), 'not in the manifest');
    writeFileSync(join(folder, surface, 'files.json'),
      JSON.stringify({ 'assets/one.js': '0', 'index.html': '0' }));
  }
  const pages = { folder, isHttps: true, clock };
  const settings = {
    vaultKey: 'ab'.repeat(32), successions: SUCCESSIONS, organisations: 'three',
    beats: { touched: 50, untouched: 60 },
  } as const;
  courier = fastify();
  await surfaceRoutes(courier, COURIER_SURFACES, {
    ...pages, settings: { ...settings, gateway: GATEWAY } });
  gateway = fastify();
  await movedRoutes(gateway, COURIER_SURFACES, COURIER);
  await surfaceRoutes(gateway, ['hr'], { ...pages, settings: { ...settings, courier: COURIER } });
});
afterAll(async () => {
  await courier.close();
  await gateway.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, http = courier) => http.inject({ url });

test('a page is told where the gateway is and who runs what, at every deep link', async () => {
  const page = await get('/employee');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('&quot;base&quot;:&quot;/employee&quot;');
  expect(page.body).toContain('&quot;organisations&quot;:&quot;three&quot;');
  expect(page.body).toContain(`&quot;gateway&quot;:&quot;${GATEWAY}&quot;`);
  expect((await get('/employee/times')).body).toBe(page.body);
  expect((await get('/hr')).statusCode).toBe(404);
});

test('members\' page may ask the gateway beside its own origin, and no other page may', async () => {
  const connect = async (url: string, http?: FastifyInstance) =>
    /connect-src [^;]*/.exec(String((await get(url, http)).headers['content-security-policy']))?.[0];
  expect(await connect('/employee')).toBe(`connect-src 'self' ${GATEWAY}`);
  expect(await connect('/therapist')).toBe("connect-src 'self'");
  expect(await connect('/hr', gateway)).toBe("connect-src 'self'");
});

test('the gateway says where members\' pages are, and leads nobody through itself', async () => {
  for (const path of ['/employee', '/employee/settings', '/therapist']) {
    const { statusCode, headers, body } = await get(path, gateway);
    expect([statusCode, headers.location]).toEqual([404, undefined]);
    expect(body).toContain(`${COURIER}/${path.split('/')[1]}`);
  }
  expect((await get('/', gateway)).headers.location).toBe('/hr');
  expect((await get('/')).headers.location).toBe('/employee');
});

test('only files of the manifest are served', async () => {
  expect((await get('/employee/assets/one.js')).statusCode).toBe(200);
  for (const path of ['secret.txt', 'files.json.br', '..%2fhr%2fsecret.txt', 'assets/%2e%2e/x.txt']) {
    expect([path, (await get(`/employee/${path}`)).statusCode]).toEqual([path, 404]);
  }
});

test('the camera may be opened where codes are read, and nowhere else', async () => {
  const policy = async (url: string, http?: FastifyInstance) =>
    String((await get(url, http)).headers['permissions-policy']).split(',')[0];
  expect(await policy('/therapist')).toBe('camera=(self)');
  expect(await policy('/employee')).toBe('camera=(self)');
  expect(await policy('/hr', gateway)).toBe('camera=()');
});

test('over https browsers are told to stay there', async () => {
  expect((await get('/employee')).headers['strict-transport-security']).toContain('max-age');
});

test('the time is told to the minute: the same to everyone who asks within it', async () => {
  expect((await get('/time')).json()).toEqual({ now: '2027-02-03T04:05:00.000Z' });
});

it('tells every page the vault\'s key, and which keys before it signed which', async () => {
  for (const [surface, http] of [
    ['hr', gateway], ['employee', courier], ['therapist', courier]] as const) {
    const { body } = await get(`/${surface}`, http);
    const [, text = ''] = /content="([^"]+)"/.exec(body) ?? [];
    expect(JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))).toMatchObject(
      { vaultKey: 'ab'.repeat(32), successions: SUCCESSIONS, beats: { touched: 50, untouched: 60 } });
  }
});
