import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Secret, TOTP } from 'otpauth';
import { TreatySeal } from '#contracts/envelope';
import {
  gatewayTicked, keysMirrored, keysRegistered, termsConfirmed, termsProposed, vaultTicked,
} from '#contracts/jobs';
import { handle } from '#platform/queue/job-worker';
import { explain, type Started } from '#platform/process/processes';
import { QueueFactory } from '#platform/queue/queues';
import { testCluster, type TestCluster } from '#local/testing';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { startGateway } from './start-gateway.ts';

describe('the gateway process', () => {
  let cluster: TestCluster;
  let env: Record<string, string>;
  const vaultSeed = randomBytes(32);
  const [gatewayTreaty, vaultTreaty] = [randomBytes(32), randomBytes(32)];
  beforeAll(async () => {
    cluster = await testCluster();
    const secret = () => randomBytes(32).toString('hex');
    env = {
      SOTTO_MODE: 'test', LOG_LEVEL: 'silent', GATEWAY_PORT: '0',
      GATEWAY_DATABASE_URL: cluster.urls.gateway, QUEUE_URL: cluster.urls.queue,
      SESSION_KEY: secret(), GATEWAY_KEK: secret(), MEMBER_PEPPER: secret(), CODE_SECRET: secret(),
      GATEWAY_OPERATOR_TOKEN: secret(),
      VAULT_SIGNING_PUBLIC_KEY: Buffer.from(await signingPublicKey(vaultSeed)).toString('hex'),
      GATEWAY_TREATY_SEED: gatewayTreaty.toString('hex'),
      VAULT_TREATY_PUBLIC_KEY: Buffer.from(await signingPublicKey(vaultTreaty)).toString('hex'),
    };
  });
  afterAll(() => cluster.drop());

  const excuse = (started: Promise<Started>) => started.then(
    async ({ stop }) => {
      await stop();
      return 'started';
    },
    (error: unknown) => explain(error),
  );

  it.each([
    ['a missing secret', { GATEWAY_KEK: '' }, /^GATEWAY_KEK is missing/],
    ['a weak one', { SESSION_KEY: '0'.repeat(64) }, /^SESSION_KEY is too weak/],
    ['the other domain\'s secret', { VAULT_KEK: 'ab'.repeat(32) }, /^VAULT_KEK must not reach/],
    ['a database that is away', { GATEWAY_DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' },
      /^The database at 127.0.0.1:1\/x cannot be reached/],
  ])('does not start with %s, and says so in one line', async (_what, change, line) => {
    const said = await excuse(startGateway({ ...env, ...change }));
    expect(said).toMatch(line);
    expect(said).not.toContain('\n');
  });

  it('does not start on a schema that it does not know', async () => {
    const version = 'SELECT max(version) AS version FROM schema_migration';
    const [{ version: newest }] = await cluster.query<{ version: number }>(
      'gateway', version) as [{ version: number }];
    await cluster.query('gateway', `INSERT INTO schema_migration
      VALUES ($1, '0099-later.sql', 'x', '2026-11-02')`, [newest + 1]);
    expect(await excuse(startGateway(env))).toMatch(/^The schema is at version \d+ .* newer/);
    await cluster.query('gateway', 'DELETE FROM schema_migration WHERE version > $1', [newest]);
  });

  it('does not start on a busy port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await excuse(startGateway({ ...env, GATEWAY_PORT: String(port) })))
      .toBe(`Port ${port} is in use: stop the program that has it, or choose another with --port.`);
    other.close();
  });

  it('serves, publishes what it owes the vault, and takes what the vault answers', async () => {
    const gateway = await startGateway(env);
    const seal = await TreatySeal.of('vault', vaultTreaty,
      [Buffer.from(await signingPublicKey(gatewayTreaty)).toString('hex')]);
    const vault = new QueueFactory(cluster.urls.queueWorker, { seal });
    const proposed = Promise.withResolvers<unknown>();
    await vault.work(termsProposed.queue, [
      handle(gatewayTicked, async ({ body }) => {
        const { number, challenge } = JSON.parse(Buffer.from(body, 'base64url').toString()) as {
          number: number; challenge: string };
        const signed = await signStatement(vaultSeed, 'vault-tick', {
          number: 0, challenge: 'ab'.repeat(32), seen: { number, challenge }, asks: false });
        await vault.add(vaultTicked, {
          type: 'vault-tick', signature: signed.signature,
          body: Buffer.from(signed.body).toString('base64url'),
        });
      }),
      handle(termsProposed, async ({ terms }) => {
        proposed.resolve(terms);
        const { programme, period } = terms;
        const word = { version: 1, programme, period, terms, by: 'operator' };
        const signed = await signStatement(vaultSeed, 'terms', word as unknown as JsonValue);
        await vault.add(termsConfirmed, {
          type: 'terms', signature: signed.signature,
          body: Buffer.from(signed.body).toString('base64url'),
        });
      }),
      handle(keysRegistered, async ({ programme, period, keys }) => {
        await vault.add(keysMirrored, { programme, period, keyIds: keys.map((key) => key.keyId) });
      }),
    ]);
    const origin = `http://127.0.0.1:${gateway.port}`;
    const session = { cookie: '', csrf: '' };
    const ask = async (query: string, authorization = '') => {
      const answer = await fetch(`${origin}/graphql`, {
        method: 'POST', body: JSON.stringify({ query }),
        headers: {
          'content-type': 'application/json', 'x-sotto-client': 'spec', authorization,
          'cookie': session.cookie, 'x-csrf-token': session.csrf,
        },
      });
      session.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? session.cookie;
      const { data, errors } = await answer.json() as { data: never; errors?: unknown };
      expect(errors).toBeUndefined();
      return Object.values(data)[0] as Record<string, unknown>;
    };
    const { invitationToken } = await ask(`mutation { createEmployer(input: {
      name: "F", currency: "EUR", country: "DE", ownerEmail: "o@example.org" }) {
      ... on EmployerCreated { invitationToken } } }`, `Operator ${env['GATEWAY_OPERATOR_TOKEN']}`);
    const password = randomUUID();
    const accepted = await ask(`mutation { acceptInvitation(token: "${String(invitationToken)}",
      password: "${password}") { ... on SignedIn { csrfToken } } }`);
    session.csrf = String(accepted['csrfToken']);
    const { typed } = await ask(`mutation { beginSecondFactor(password: "${password}") {
      ... on SecondFactorBegun { typed } } }`);
    const app = new TOTP({ secret: Secret.fromBase32(String(typed)) });
    await ask(`mutation { confirmSecondFactor(code: "${app.generate()}") { __typename } }`);
    const created = await ask(`mutation { createProgramme(input: { name: "P", sessionsPerMember: 8,
      sites: [{ name: "S", departments: [{ name: "D", headcount: 61 }] }] }) {
      ... on ProgrammeCreated { programme { id } } } }`);
    const { id } = created['programme'] as { id: string };
    const label = new Date().toISOString().slice(0, 7);
    const mirrored = () => ask(`{ keyDirectory(programmeId: "${id}", period: "${label}") {
      keys { kind } } }`);
    await ask(`mutation { openPeriod(programmeId: "${id}", period: "${label}") { __typename } }`);
    expect(await proposed.promise).toMatchObject({
      programme: id, period: label, k: 10, spareSeats: 6, sessionPriceMinor: '9500',
      departments: [{ number: 1, site: 1, people: 61 }],
    });
    let directory = await mirrored();
    while ((directory['keys'] as unknown[]).length === 0) directory = await mirrored();
    expect(directory).toEqual({ keys: [{ kind: 'session' }, { kind: 'entry' }] });
    await vault.close();
    await gateway.stop();
    await expect(fetch(`${origin}/health/live`)).rejects.toThrow('fetch failed');
  });
});
