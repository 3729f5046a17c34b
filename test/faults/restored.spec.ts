import { setTimeout as pause } from 'node:timers/promises';
import { moveClock } from '#platform/clock';
import { asAdmin, restrictConnections } from '#platform/roles';
import { testCluster, type TestCluster } from '#platform/testing';
import { operatorCommands } from '../../apps/gateway/src/operator/program.ts';
import { openWorld, type World } from '../simulation/world.ts';

/**
 * The operator's guide, backups and restores, with the real processes: databases are copied while
 * the service is stopped, and one of them is put back after it went on.
 */

type Side = 'gateway' | 'vault';
const SIDES: readonly Side[] = ['gateway', 'vault'];

let cluster: TestCluster;
let world: World;
let offset = 0;
beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 2, seed: 7 }, { cluster });
}, 240_000);
afterAll(async () => {
  await world.close();
  await cluster.drop();
});

/** An operator's command; what it prints, or why it was not carried out. */
async function operator(command: string): Promise<string> {
  const { brief } = world;
  const lines: string[] = [];
  const program = operatorCommands({
    SOTTO_ORIGIN: brief.origin, GATEWAY_OPERATOR_TOKEN: brief.gatewayOperatorToken,
    VAULT_OPERATOR_TOKEN: brief.vaultOperatorToken,
    VAULT_SIGNING_PUBLIC_KEY: brief.vaultSigningPublicKey,
  }, (line) => lines.push(line));
  return program.parseAsync(['node', 'operator', ...command.split(' ')])
    .then(() => lines.join('\n'), (error: Error) => error.message);
}

async function statusUntil(...wanted: RegExp[]): Promise<string> {
  for (;;) {
    const status = await operator('restore status');
    if (wanted.every((one) => one.test(status))) return status;
    await pause(100);
  }
}

const numbers = () => Promise.all(SIDES.map(async (side) =>
  Number((await cluster.query<{ number: string }>(side, 'SELECT number FROM standing'))[0]!.number)));

/** Time passes until both domains have told each other more than once. */
async function timePasses(): Promise<void> {
  const before = await numbers();
  while ((await numbers()).some((number, n) => number < before[n]! + 2)) {
    moveClock(world.clockFile, offset += 31_000);
    await pause(100);
  }
}

/** Stop the service, do something to its databases, and start it again. */
async function whileStopped(work: (sql: (statement: string) => Promise<unknown>) => Promise<void>) {
  const stopped = world;
  await stopped.close();
  await asAdmin(cluster.adminUrl, (admin) => work((statement) => admin.query(statement)));
  await restrictConnections(cluster.adminUrl, cluster.names);
  world = await openWorld(stopped.brief, { cluster, secretsOf: stopped });
}

const backUp = () => whileStopped(async (sql) => {
  for (const side of SIDES) {
    const name = cluster.names[side];
    await sql(`CREATE DATABASE ${name}_backup TEMPLATE ${name} OWNER sotto_owner`);
  }
});
const restore = (side: Side) => whileStopped(async (sql) => {
  const name = cluster.names[side];
  await sql(`DROP DATABASE ${name}`);
  await sql(`ALTER DATABASE ${name}_backup RENAME TO ${name}`);
});

const CREATE = 'employer create --name Firma --email o@example.org --country DE --currency EUR';

it('a restored domain and its partner stay closed until the operator\'s word', async () => {
  await statusUntil(/^gateway: open/m, /^vault: open/m);
  await timePasses();
  await backUp();
  await statusUntil(/^gateway: open/m, /^vault: open/m);
  await timePasses();
  for (const [side, other, option] of [
    ['vault', 'gateway', ''], ['gateway', 'vault', ' --gateway']] as const) {
    await restore(side);
    const status = await statusUntil(
      new RegExp(`^${side}: restored`, 'm'), new RegExp(`^${other}: partner-restored`, 'm'));
    expect(await operator(CREATE)).toContain('UNAVAILABLE: Not now');
    expect(await operator('payouts run')).toContain('UNAVAILABLE: Not now');
    for (const part of ['gateway', 'worker'] as const) {
      expect(world.log(part)).toMatch(/"event":"standing","name":"(partner-)?restored"/);
    }
    const [, upTo] = /--up-to (\d+)/.exec(status)!;
    expect(await operator(`restore accept-double-spends --up-to ${upTo}${option}`))
      .toContain(`The ${side} goes on`);
    await statusUntil(/^gateway: open/m, /^vault: open/m);
    expect(await operator(CREATE)).toContain('Give this link to');
    await timePasses();
  }
}, 600_000);
