import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { relayKeyBody } from '#pseudonym/relay-key';
import { deriveRelayKey } from '#pseudonym/sealed';
import { signingPublicKey } from '#pseudonym/signed';
import { leadsTo, readSuccession } from '#pseudonym/succession';
import { startRig, type Rig } from '../../testing/rig.ts';
import { operatorCommands } from './program.ts';

describe('the operator\'s commands', () => {
  let rig: Rig;
  let origin: string;
  beforeAll(async () => {
    rig = await startRig();
    await rig.app.listen(0, '127.0.0.1');
    origin = await rig.app.getUrl();
  });
  afterAll(() => rig.close());

  /** What a command prints as JSON. */
  const run = (args: string, env: Record<string, string> = {}) => shown(`${args} --json`, env);
  /** What a command prints for people. */
  async function shown(args: string, env: Record<string, string> = {}): Promise<string> {
    const lines: string[] = [];
    const tokens = { SOTTO_ORIGIN: origin, GATEWAY_OPERATOR_TOKEN: rig.operatorToken };
    const program = operatorCommands({ ...tokens, ...env }, (line) => lines.push(line));
    const words = [...args.matchAll(/"([^"]*)"|(\S+)/g)]
      .map(([, quoted, word]) => quoted ?? word!);
    await program.parseAsync(['node', 'operator', ...words]);
    return lines.join('\n');
  }
  const create = 'employer create --name Firma --email o@example.org --country DE --currency EUR';

  it('create an employer, and say the same when they are repeated', async () => {
    const first = await run(create);
    expect(JSON.parse(first)).toEqual(
      { employerId: expect.any(String), contractNumber: expect.stringMatching(/^C-[0-9A-F]{8}$/),
        invitation: expect.any(Object) });
    expect(await run(create)).toBe(first);
    await expect(run(`${create} --price 1.00`)).rejects.toThrow('EMPLOYER_EXISTS: This owner');
    await expect(run(`${create} --contract C-OTHER`)).rejects.toThrow('EMPLOYER_EXISTS');
    const { contractNumber } = JSON.parse(first) as { contractNumber: string };
    expect(await run(`${create} --contract ${contractNumber}`)).toBe(first);
    await expect(run(`${create.replace('Firma', 'Andere')} --contract ${contractNumber}`))
      .rejects.toThrow('CONTRACT_NUMBER_TAKEN: Another customer');
  });

  it('refuse an owner who signs in for another employer, and create nothing then', async () => {
    const other = create.replace('o@example', 'taken@example');
    const { invitation } = JSON.parse(await run(other)) as { invitation: { link: string } };
    const token = new URL(invitation.link).hash.slice(1);
    await rig.client().field(`mutation ($token: String!) {
      acceptInvitation(token: $token, password: "calm harbour lamp") { __typename } }`, { token });
    await expect(run(other.replace('Firma', 'Zweite'))).rejects.toThrow('OWNER_ELSEWHERE: This');
    expect(JSON.parse(await run(other))).toEqual(expect.objectContaining(
      { employerId: expect.any(String) }));
    expect(await rig.cluster.query('gateway', `SELECT FROM employer WHERE name = 'Zweite'`))
      .toEqual([]);
  });

  it('count what there is', async () => {
    expect(JSON.parse(await run('operations'))).toMatchObject({ members: 0, issuedEntry: 0 });
  });

  it('take tokens and the pinned key from the data folder, and no secret of the vault', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'operator-'));
    const seed = randomBytes(32).toString('hex');
    const key = 'ab'.repeat(32);
    writeFileSync(join(folder, 'gateway.json'), JSON.stringify(
      { GATEWAY_OPERATOR_TOKEN: rig.operatorToken, VAULT_SIGNING_PUBLIC_KEY: key }));
    const env = { GATEWAY_OPERATOR_TOKEN: '' };
    expect(await run(`--folder ${folder} operations`, env)).toContain('members');
    expect(await shown(`--folder ${folder} vault-key`)).toBe(key);
    // Where the vault runs, its key is told from its seed. No other command looks for one.
    writeFileSync(join(folder, 'gateway.json'), '{}');
    writeFileSync(join(folder, 'vault.json'), JSON.stringify({ VAULT_SIGNING_SEED: seed }));
    const own = Buffer.from(await signingPublicKey(Buffer.from(seed, 'hex'))).toString('hex');
    expect(await shown(`--folder ${folder} vault-key`)).toBe(own);
    // Nor does any but the one that signs the next key by it.
    const next = Buffer.from(await signingPublicKey(randomBytes(32))).toString('hex');
    const printed = await shown(`--folder ${folder} vault-key-succession --to ${next}`);
    expect(await leadsTo(own, next, [readSuccession(printed)!])).toBe(true);
    await expect(run(`--folder ${folder} vault-key-succession --to 7`))
      .rejects.toThrow('--to "7" must be an Ed25519 public key');
    await expect(run(`--folder ${folder} operations --vault`))
      .rejects.toThrow('VAULT_SIGNING_PUBLIC_KEY is not set');
  });

  it('let nobody in by one operator without a name', async () => {
    const { employerId } = JSON.parse(await run(create)) as { employerId: string };
    await expect(run(`team let-in --employer ${employerId} --email o@example.org`))
      .rejects.toThrow('NEEDS_NAMES: Two operators do this, by their names');
  });

  it.each([
    ['operations', { GATEWAY_OPERATOR_TOKEN: 'x'.repeat(64) }, 'UNAUTHENTICATED: This token is none of'],
    ['--folder /nowhere operations', { GATEWAY_OPERATOR_TOKEN: '' }, 'GATEWAY_OPERATOR_TOKEN is not set'],
    ['operations', { SOTTO_ORIGIN: 'http://127.0.0.1:1' }, 'Nobody answers at http://127.0.0.1:1'],
    ['--courier http://127.0.0.1:1 operations --vault',
      { VAULT_OPERATOR_TOKEN: 'x', VAULT_SIGNING_PUBLIC_KEY: 'ab'.repeat(32) },
      'Nobody answers at http://127.0.0.1:1: start the courier, or give --courier.'],
    ['--origin nonsense operations', {}, '--origin must be a URL'],
    ['payment record --invoice INV-2026-000009 --amount 5.00 --reference R', {}, 'NOT_FOUND: There is no invoice'],
    ['payment record --invoice 7 --amount 5.00 --reference R', {}, '--invoice "7" must be an invoice number'],
    ['payouts run', { VAULT_OPERATOR_TOKEN: 'x', VAULT_SIGNING_PUBLIC_KEY: 'ab'.repeat(32) },
      'The vault has not published its key yet'],
    ['operations --vault', { VAULT_SIGNING_PUBLIC_KEY: 'short' }, 'VAULT_SIGNING_PUBLIC_KEY must be'],
    ['employer create --name F --email nobody --country D --currency EUR', {},
      '--email "nobody" must be an e-mail address; --country "D" must be a country code'],
    ['employer create --name F --email a@example.org --country XX --currency EUR', {},
      '--country "XX" must be an assigned country code such as DE.'],
    ['employer create --name F --email a@example.org --country DE --currency EUR --price 95.0', {},
      '--price must be an amount of EUR as lists show it, such as 11400.00, not "95.0"'],
    ['provider change --login ada-brandt-k3v9', {}, 'Say what changes: --name, --languages'],
    [`provider register --file /nowhere/${randomUUID()}`, {}, 'there is no such file'],
  ])('say in one line what is wrong: %s', async (args, env, message) => {
    await expect(run(args, env as Record<string, string>)).rejects.toThrow(message);
    await expect(run(args, env as Record<string, string>)).rejects.not.toThrow('\n');
  });

  it('seal for no vault but the pinned one, and for no key that is out of date', async () => {
    const { config } = await deriveRelayKey(randomBytes(32));
    const job = await rig.sign('relay-key',
      relayKeyBody([{ day: '2020-01-01', config }], new Date('2020-01-01'), 0));
    await rig.cluster.query('gateway', 'INSERT INTO vault_statement VALUES ($1, $2, $3)',
      [job.type, job.body, job.signature]);
    const env = { VAULT_OPERATOR_TOKEN: 'x', VAULT_SIGNING_PUBLIC_KEY: 'ab'.repeat(32) };
    await expect(run('operations --vault', env)).rejects.toThrow('not signed by the vault');
    const known = { ...env, VAULT_SIGNING_PUBLIC_KEY: rig.config.vaultSigningPublicKey };
    await expect(run('operations --vault', known)).rejects.toThrow('good until 2020-01-01');
  });
});
