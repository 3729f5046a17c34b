import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { webRoutes } from './web.routes.ts';

const PAGE = '<html><head><meta name="sotto-settings" content="{}"></head></html>';
const OWN = 'care.example';
const SUCCESSIONS = [{ key: 'ab'.repeat(32), signature: 'A'.repeat(86) }];
const clock = { now: () => new Date('2027-02-03T04:05:06.789Z') };

let folder: string;
let http: FastifyInstance;
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
  http = fastify();
  await webRoutes(http, folder, {
    publicOrigin: 'https://sotto.example', employeeOrigin: `https://${OWN}`,
    vaultSigningPublicKey: 'ab'.repeat(32), vaultKeySuccessions: SUCCESSIONS,
    beats: { touched: 50, untouched: 60 },
  }, clock);
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true });
});

const get = (url: string, host = 'sotto.example') => http.inject({ url, headers: { host } });

test('the employee portal on its own origin has that portal at its root, and no other surface', async () => {
  const page = await get('/', OWN);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('&quot;base&quot;:&quot;&quot;');
  expect(page.body).toContain('&quot;beats&quot;:{&quot;touched&quot;:50,&quot;untouched&quot;:60}');
  expect((await get('/sessions', OWN)).body).toBe(page.body);
  expect((await get('/employee/assets/one.js', OWN)).statusCode).toBe(200);
  for (const other of ['/hr', '/hr/assets/one.js', '/therapist', '/therapist/today']) {
    expect([other, (await get(other, OWN)).statusCode]).toEqual([other, 404]);
  }
});

test('the public origin sends employees to theirs', async () => {
  const { statusCode, headers } = await get('/employee/any');
  expect([statusCode, headers.location]).toEqual([302, `https://${OWN}/`]);
  expect((await get('/hr')).statusCode).toBe(200);
});

test('only files of the manifest are served', async () => {
  expect((await get('/hr/assets/one.js')).statusCode).toBe(200);
  for (const path of ['secret.txt', 'files.json.br', '..%2femployee%2fsecret.txt', 'assets/%2e%2e/x.txt']) {
    expect([path, (await get(`/hr/${path}`)).statusCode]).toEqual([path, 404]);
  }
});

test('the camera may be opened where codes are read, and nowhere else', async () => {
  const policy = async (url: string, host?: string) =>
    String((await get(url, host)).headers['permissions-policy']).split(',')[0];
  expect(await policy('/therapist')).toBe('camera=(self)');
  expect(await policy('/', OWN)).toBe('camera=(self)');
  expect(await policy('/hr')).toBe('camera=()');
});

test('over https browsers are told to stay there', async () => {
  expect((await get('/hr')).headers['strict-transport-security']).toContain('max-age');
});

test('the time is told to the minute: the same to everyone who asks within it', async () => {
  expect((await get('/time')).json()).toEqual({ now: '2027-02-03T04:05:00.000Z' });
});

it('tells every page the vault\'s key, and which keys before it signed which', async () => {
  for (const surface of ['hr', 'employee', 'therapist']) {
    const headers = surface === 'employee' ? { host: OWN } : {};
    const { body } = await http.inject({ url: surface === 'employee' ? '/' : `/${surface}`, headers });
    const [, text = ''] = /content="([^"]+)"/.exec(body) ?? [];
    expect(JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))).toMatchObject(
      { vaultKey: 'ab'.repeat(32), successions: SUCCESSIONS });
  }
});
