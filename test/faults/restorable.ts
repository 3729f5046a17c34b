import { setTimeout as pause } from 'node:timers/promises';
import { moveClock } from '#platform/clock';
import { testCluster, type TestCluster } from '#local/testing';
import { operatorCommands } from '../../apps/gateway/src/operator/program.ts';
import { calendar } from '../simulation/calendar.ts';
import { openWorld, type World } from '../simulation/world.ts';

/** One of the two domains. */
export type Side = 'gateway' | 'vault';
const SIDES: readonly Side[] = ['gateway', 'vault'];

/**
 * The real processes on databases that are copied while the service is stopped, as the operator's
 * guide says, and put back after it went on. Its time is the one that it is given.
 */
export class Restorable {
  private now = Date.parse(calendar.setUp);

  private constructor(readonly cluster: TestCluster, public world: World) {}

  /** Start the service. */
  static async open(): Promise<Restorable> {
    const cluster = await testCluster();
    return new Restorable(
      cluster, await openWorld({ members: 60, providers: 2, seed: 7 }, { cluster }));
  }

  /** End it all. */
  async close(): Promise<void> {
    await this.world.close();
    await this.cluster.drop();
  }

  /** An operator's command; what it prints, or why it was not carried out. */
  async operator(command: string): Promise<string> {
    const { brief } = this.world;
    const lines: string[] = [];
    const program = operatorCommands({
      SOTTO_ORIGIN: brief.origin, GATEWAY_OPERATOR_TOKEN: brief.gatewayOperatorToken,
      VAULT_OPERATOR_TOKEN: brief.vaultOperatorToken,
      VAULT_SIGNING_PUBLIC_KEY: brief.vaultSigningPublicKey,
    }, (line) => lines.push(line));
    return program.parseAsync(['node', 'operator', ...command.split(' ')])
      .then(() => lines.join('\n'), (error: Error) => error.message);
  }

  /** What `restore status` prints once it says all of this. */
  async statusUntil(...wanted: RegExp[]): Promise<string> {
    for (;;) {
      const status = await this.operator('restore status');
      if (wanted.every((one) => one.test(status))) return status;
      await pause(100);
    }
  }

  /** Both domains are open. */
  bothOpen(): Promise<string> {
    return this.statusUntil(/^gateway: open/m, /^vault: open/m);
  }

  /** Time passes until both domains have told each other more than once. */
  async timePasses(): Promise<void> {
    const before = await this.numbers();
    while ((await this.numbers()).some((number, n) => number < before[n]! + 2)) {
      this.moveTo(this.now + 31_000);
      await pause(100);
    }
  }

  /** It is this moment now: ISO 8601, or milliseconds. */
  moveTo(moment: string | number): void {
    this.now = typeof moment === 'number' ? moment : Date.parse(moment);
    moveClock(this.world.clockFile, this.now - Date.now());
  }

  /** Copy both databases. */
  async backUp(): Promise<void> {
    await this.whileStopped(async (admin) => {
      for (const side of SIDES) {
        const name = this.cluster.names[side];
        const sql = admin(side);
        await sql(`DROP DATABASE IF EXISTS ${name}_backup`);
        await sql(`CREATE DATABASE ${name}_backup TEMPLATE ${name} OWNER sotto_owner`);
      }
    });
    await this.bothOpen();
  }

  /** Put one copy back; both domains know it then. What `restore status` prints. */
  async restore(side: Side): Promise<string> {
    await this.whileStopped(async (admin) => {
      const sql = admin(side);
      const name = this.cluster.names[side];
      await sql(`DROP DATABASE ${name}`);
      await sql(`ALTER DATABASE ${name}_backup RENAME TO ${name}`);
    });
    const other = side === 'vault' ? 'gateway' : 'vault';
    return this.statusUntil(
      new RegExp(`^${side}: restored[^]*--up-to`, 'm'), new RegExp(`^${other}: partner-restored`, 'm'));
  }

  /** The operator bears what the status says, and both go on. What the command prints. */
  async accept(side: Side, status: string): Promise<string> {
    const [, upTo] = /--up-to (\d+)/.exec(status)!;
    const said = await this.operator(
      `restore accept-double-spends --up-to ${upTo}${side === 'gateway' ? ' --gateway' : ''}`);
    await this.bothOpen();
    return said;
  }

  private numbers(): Promise<number[]> {
    return Promise.all(SIDES.map(async (side) => {
      const [row] = await this.cluster.query<{ number: string }>(
        side, 'SELECT number FROM standing');
      return Number(row!.number);
    }));
  }

  private async whileStopped(
    work: (admin: (side: Side) => (statement: string) => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    const { cluster, world: stopped } = this;
    await stopped.close();
    await work((side) => (statement) =>
      cluster.asAdmin(side, (admin) => admin.query(statement)));
    await cluster.restrict();
    this.world = await openWorld(stopped.brief, {
      cluster, secretsOf: stopped, startsAt: new Date(this.now).toISOString() });
  }
}
