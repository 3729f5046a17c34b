import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { signingPublicKey } from '#local/domain-secrets';
import { relayKeyBody } from '#pseudonym/relay-key';
import { deriveRelayKey } from '#pseudonym/sealed';
import { signStatement } from '#pseudonym/signed';

/** A courier as `npm run courier` runs it: tied to the command by IPC, which is no launcher. */
interface Courier {
  readonly child: ChildProcess;
  /** Resolves once it says that it is ready, or has ended. */
  readonly begun: Promise<unknown>;
  readonly ended: Promise<number | null>;
  /** What it wrote to stderr. */
  readonly said: () => string;
}

const opened: { stop(): void }[] = [];
afterEach(() => { for (const one of opened.splice(0)) one.stop(); });

function courier(settings: Record<string, string>): Courier {
  const child = spawn(process.execPath, ['dist/apps/courier/src/main.js'], {
    env: {
      PATH: process.env['PATH'] ?? '', SOTTO_MODE: 'test', COURIER_PORT: '0',
      COURIER_ORIGIN: 'http://127.0.0.1:2', COURIER_SECRET: randomBytes(32).toString('hex'),
      GATEWAY_ORIGIN: 'http://127.0.0.1:1',
      VAULT_SIGNING_PUBLIC_KEY: signingPublicKey(randomBytes(32).toString('hex')), ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  child.stderr?.on('data', (piece: Buffer) => (text += piece.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  opened.push({ stop: () => child.kill('SIGKILL') });
  return { child, ended, begun: Promise.race([once(child, 'message'), ended]), said: () => text };
}

async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push({ stop: () => { server.closeAllConnections(); server.close(); } });
  return (server.address() as AddressInfo).port;
}

const events = ({ said }: Courier) => said().trim().split('\n')
  .map((line) => JSON.parse(line) as { event: string; code?: string; port?: number });

test('Ctrl-C ends it, passed on once more by its command too, whoever is connected', async () => {
  const one = courier({});
  await one.begun;
  const port = events(one).find(({ event }) => event === 'listening')?.port ?? 0;
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  silent.on('error', () => undefined);
  one.child.kill('SIGINT');
  one.child.kill('SIGINT');
  expect(await one.ended).toBe(0);
  silent.destroy();
  expect(events(one).at(-1)?.event).toBe('stopped');
});

test('a gateway that is away from the start is told before anybody asks, with what to check', async () => {
  const one = courier({});
  await one.begun;
  expect(events(one).map(({ event, code }) => [event, code])).toEqual([
    ['listening', undefined], ['gateway-is-away', 'GATEWAY_ORIGIN']]);
});

test('a key of another vault is told before anybody asks, by the setting\'s name', async () => {
  const { config } = await deriveRelayKey(randomBytes(32));
  const statement = await signStatement(randomBytes(32), 'relay-key',
    relayKeyBody([{ day: '2026-11-02', config }], new Date(), 0));
  const gateway = createServer((request, response) => {
    response.writeHead(request.url === '/relay' ? 415 : 200).end(JSON.stringify(statement));
  });
  const one = courier({ GATEWAY_ORIGIN: `http://127.0.0.1:${await listening(gateway)}` });
  await one.begun;
  expect(events(one).map(({ event, code }) => [event, code])).toEqual([
    ['listening', undefined], ['setting-unfit', 'VAULT_SIGNING_PUBLIC_KEY']]);
});

test('a port in use is one line that names the setting to choose another with', async () => {
  const port = await listening(createServer());
  const one = courier({ COURIER_PORT: String(port) });
  expect(await one.ended).toBe(1);
  expect(one.said()).toBe(`courier: Port ${port} is in use: stop the program that has it, `
    + 'or choose another with COURIER_PORT.\n');
});
