import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer, get, type IncomingHttpHeaders, type Server, type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, today } from '#platform/clock';
import { relayKeyBody } from '#pseudonym/relay-key';
import { deriveRelayKey } from '#pseudonym/sealed';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { signSuccession, writeSuccession } from '#pseudonym/succession';
import { startCourier } from './start-courier.ts';

/** A gateway that writes down what comes, and answers as it is told. */
interface Gateway {
  readonly server: Server;
  readonly came: { url: string; headers: IncomingHttpHeaders; bytes: number }[];
  answer: (response: ServerResponse, url: string) => void;
}

const SECRET = randomBytes(32).toString('hex');
const seed = randomBytes(32);
const TYPE = { 'content-type': 'message/ohttp-req' };
const sealed = (response: ServerResponse) => {
  response.setHeader('content-type', 'message/ohttp-res').end(Buffer.alloc(8192, 7));
};
const refused = (status: number, code: string) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ code, message: 'x' }));
};

let gateway: Gateway;
let courier: Awaited<ReturnType<typeof startCourier>>;
let origin: string;
let settings: Record<string, string>;
beforeAll(async () => {
  const came: Gateway['came'] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
      const { url = '', headers } = request;
      came.push({ url, headers, bytes: Buffer.concat(pieces).length });
      gateway.answer(response, url);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  gateway = { server, came, answer: sealed };
  settings = {
    SOTTO_MODE: 'test', LOG_LEVEL: 'silent', COURIER_PORT: '0',
    COURIER_ORIGIN: 'http://127.0.0.1:1', COURIER_SECRET: SECRET,
    GATEWAY_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    VAULT_SIGNING_PUBLIC_KEY: hexOf(await signingPublicKey(seed)),
    COURIER_PAGES_PER_ADDRESS: '5',
  };
  courier = await startCourier(settings);
  origin = `http://127.0.0.1:${courier.port}`;
});
afterAll(async () => {
  await courier.stop();
  gateway.server.closeAllConnections();
  gateway.server.close();
});
beforeEach(() => {
  gateway.came.length = 0;
  gateway.answer = sealed;
});

const post = (headers: Record<string, string> = {}, body = randomBytes(4096)) =>
  fetch(`${origin}/relay`, { method: 'POST', headers: { ...TYPE, ...headers }, body });

describe('a courier', () => {
  it('passes on the bytes and its own name, and of the browser neither address nor header', async () => {
    await post();
    const marked = await post({
      'cookie': 'a=b', 'authorization': 'Member x', 'user-agent': 'Marked/1.0', 'x-mark': '1',
      'accept-language': 'gl', 'x-forwarded-for': '203.0.113.7', 'referer': 'https://a.example/',
      'forwarded': 'for=203.0.113.7', 'traceparent': '00-0af7651916cd43dd8448eb211c80319c-01',
    });
    expect(marked.status).toBe(200);
    expect(marked.headers.get('content-type')).toBe('message/ohttp-res');
    expect((await marked.arrayBuffer()).byteLength).toBe(8192);
    const [plain, second] = gateway.came;
    expect(second).toEqual(plain);
    expect(plain).toMatchObject({
      url: '/relay', bytes: 4096, headers: { authorization: `Courier ${SECRET}` } });
  });

  it.each([
    ['unreadable', refused(400, 'BAD_USER_INPUT'), 400, 'BAD_USER_INPUT'],
    ['busy', refused(503, 'OVERLOADED'), 503, 'OVERLOADED'],
    ['late', refused(503, 'UNAVAILABLE'), 503, 'UNAVAILABLE'],
    ['not taken from it', refused(403, 'FORBIDDEN'), 503, 'UNAVAILABLE'],
    ['of another size', (response: ServerResponse) => {
      response.setHeader('content-type', 'message/ohttp-res').end(Buffer.alloc(8191, 7));
    }, 503, 'UNAVAILABLE'],
    ['a page of somebody else', (response: ServerResponse) => { response.end('<html>'); },
      503, 'UNAVAILABLE'],
    ['led elsewhere', (response: ServerResponse) => {
      response.writeHead(302, { location: '/other' }).end();
    }, 503, 'UNAVAILABLE'],
    ['cut off', (response: ServerResponse) => { response.destroy(); }, 503, 'UNAVAILABLE'],
  ])('says of what the gateway answers: %s', async (_what, answer, status, code) => {
    gateway.answer = answer;
    const told = await post();
    expect(told.status).toBe(status);
    expect(await told.json()).toEqual({ code, message: expect.any(String) });
    expect(gateway.came.filter(({ url }) => url !== '/relay')).toEqual([]);
  });

  it('takes no other size, and does not trouble the gateway with it', async () => {
    for (const length of [0, 1, 1024, 4095, 4097, 8192]) {
      expect([length, (await post({}, randomBytes(length))).status >= 400]).toEqual([length, true]);
    }
    expect(gateway.came).toEqual([]);
  });

  it('fetches a file once for all, and only asks whether it changed after that', async () => {
    let version = 1;
    gateway.answer = (response) => {
      const etag = `W/"${version}"`;
      const same = gateway.came.at(-1)?.headers['if-none-match'] === etag;
      response.writeHead(same ? 304 : 200, {
        'content-type': 'application/json; charset=utf-8', etag, 'cache-control': 'public, max-age=0',
      }).end(same ? undefined : JSON.stringify({ version }));
    };
    const read = async () => await (await fetch(`${origin}/signed/directory.json`, {
      headers: { cookie: 'a=b', authorization: 'Bearer mine' } })).json() as { version: number };
    const many = await Promise.all(Array.from({ length: 20 }, read));
    expect(new Set(many.map((one) => one.version))).toEqual(new Set([1]));
    expect(gateway.came.length).toBeLessThan(20);
    version = 2;
    expect(await read()).toEqual({ version: 2 });
    expect(await read()).toEqual({ version: 2 });
    expect(gateway.came.every(({ headers }) => headers.cookie === undefined
      && headers.authorization === `Courier ${SECRET}`)).toBe(true);
  });

  it('hands out nothing but these files, and repeats no address that was asked', async () => {
    gateway.answer = (response) => { response.writeHead(404).end(); };
    for (const path of ['/graphql', '/hr', '/metrics', '/signed/', '/issued/a/b', '/secret-page', '/%']) {
      const answer = await fetch(`${origin}${path}`);
      expect([path, answer.status >= 400]).toEqual([path, true]);
      const text = await answer.text();
      expect(text).not.toContain('secret-page');
    }
    expect(gateway.came.filter(({ url }) => !/^\/(signed|issued)/.test(url))).toEqual([]);
  });

  it.each([
    '/signed/..', '/signed/.', '/signed/...', '/issued/..', '/issued/.', '/signed/%2e%2e', '/signed/%2E',
    '/signed/directory', '/signed/.json', '/signed/..json', '/signed/Directory.json', '/signed/a.b.json',
    '/signed/a1.json', '/signed/a_b.json', '/signed/directory.json.', '/signed/..;directory.json',
    '/signed', '/issued/x', '/issued/1', '/issued/1-', '/issued/-1', '/issued/1-2-3', '/issued/1-2.',
    '/issued/1.2', '/issued/1-%32', '/issued/..%2fsigned', '/issued/123-1', '/issued/1-123456789',
  ])('asks the gateway for no such name as %s', async (path) => {
    expect(await rawGet(path)).toBe(404);
    expect(gateway.came).toEqual([]);
  });

  it('asks the gateway once for a name without a file, however often it is asked', async () => {
    gateway.answer = refused(404, 'NOT_FOUND');
    for (let times = 0; times < 5; times += 1) {
      expect((await fetch(`${origin}/issued/3-9`)).status).toBe(404);
    }
    expect(gateway.came.map(({ url }) => url)).toEqual(['/issued/3-9']);
  });

  it('is ready while the gateway is there and takes what it brings, and says what is not so', async () => {
    expect(await readinessWith(handingOut(await keyOf(seed)))).toEqual([200, 'ok']);
    expect(await readinessWith(refused(403, 'FORBIDDEN')))
      .toEqual([503, expect.stringContaining('COURIER_SECRET')]);
    expect(await readinessWith((response) => { response.destroy(); }))
      .toEqual([503, expect.stringContaining('GATEWAY_ORIGIN')]);
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  });

  it('is not ready where its pages could not check the vault by the key that it gives them', async () => {
    const other = randomBytes(32);
    const next = await signSuccession(seed, hexOf(await signingPublicKey(other)));
    const followed = { VAULT_KEY_SUCCESSIONS: writeSuccession(next) };
    const theirs = handingOut(await keyOf(other));
    expect(await readinessWith(theirs))
      .toEqual([503, expect.stringMatching(/VAULT_SIGNING_PUBLIC_KEY has not signed: set it to/)]);
    expect(await readinessWith(theirs, followed)).toEqual([503,
      expect.stringMatching(/of VAULT_KEY_SUCCESSIONS: set VAULT_SIGNING_PUBLIC_KEY to/)]);
    const moved = { ...followed, VAULT_SIGNING_PUBLIC_KEY: next.key };
    expect(await readinessWith(theirs, moved)).toEqual([200, 'ok']);
    expect(await readinessWith(handingOut(await keyOf(seed, '2020-01-01')))).toEqual([200, 'ok']);
    for (const text of ['{}', '<html>', 'null']) {
      expect(await readinessWith(handingOut(text)))
        .toEqual([503, expect.stringContaining('does not hand out the vault\'s relay key')]);
    }
    expect(await readinessWith((response, url) => {
      refused(url === '/relay' ? 415 : 404, 'NOT_FOUND')(response);
    })).toEqual([503, expect.stringContaining('start the vault\'s worker')]);
  });
});

/** A path as it is, where `fetch` would resolve its dots. */
function rawGet(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: courier.port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The file of the relay key of a day, as the vault of this seed signs it. */
async function keyOf(signer: Uint8Array, day = today(systemClock)): Promise<string> {
  const { config } = await deriveRelayKey(randomBytes(32));
  const body = relayKeyBody([{ day, config }], new Date(day), 0);
  return JSON.stringify(await signStatement(signer, 'relay-key', body));
}

/** A gateway that is well, with this file of the relay key. */
function handingOut(text: string): Gateway['answer'] {
  return (response, url) => {
    if (url === '/relay') refused(415, 'BAD_USER_INPUT')(response);
    else response.setHeader('content-type', 'application/json').end(text);
  };
}

/** What a courier answers that has just been started beside such a gateway. */
async function readinessWith(answer: Gateway['answer'], more: Record<string, string> = {}) {
  gateway.answer = answer;
  const one = await startCourier({ ...settings, ...more });
  try {
    const told = await fetch(`http://127.0.0.1:${one.port}/health/ready`);
    const { checks } = await told.json() as { checks: { gateway: string } };
    return [told.status, checks.gateway];
  } finally {
    await one.stop();
  }
}
