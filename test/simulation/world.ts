import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moveClock } from '#platform/clock';
import type { Launched, LaunchOptions } from '#local/launch';
import type { Role } from '#local/roles';
import type { Domain, TestCluster } from '#local/testing';
import type { Brief } from '../../demo/story/scenario.ts';
import { calendar } from './calendar.ts';
import type { OwnCourier } from './courier.ts';
import type { Running } from './processes.ts';
import { PACE } from './pace.ts';
import { openScenario, type OpenScenario } from './scenario.ts';

/** How large a world is, and what is chosen in it. */
export interface WorldSize {
  readonly members: number;
  readonly providers: number;
  readonly seed: number;
}

/** The service as its operators start it, with a client that knows both sides. */
export interface World {
  readonly service: Launched;
  readonly scenario: OpenScenario;
  /** Holds the processes' logs and secrets. */
  readonly folder: string;
  readonly brief: Brief;
  readonly clockFile: string;
  /** The courier's process, where it has one of its own. */
  readonly courier: Running | undefined;
  /** What a process has logged so far. */
  log(part: 'gateway' | 'worker'): string;
  close(): Promise<void>;
}

/** What a world is opened on besides its size. */
export interface WorldSetting {
  /** Databases of the shared server; without, an embedded and durable server of its own. */
  readonly cluster?: TestCluster;
  /** The secrets of another world, to go on in a copy of it. */
  readonly secretsOf?: World;
  /** A courier of its own; without, the gateway is the courier. */
  readonly courier?: OwnCourier;
  /** Whether the vault confirms terms by itself; else its operator does, as the story plays her. */
  readonly confirmsAutomatically?: boolean;
  /** When sealed answers leave, in milliseconds after their requests came. */
  readonly answerMs?: number;
  /** The service's time at its start, ISO 8601; the day on which the story's HR sets up. */
  readonly startsAt?: string;
}

/** What processes of a jest run compiled, so that the next ones need not. */
const COMPILED = join(process.env['SOTTO_TEST_FOLDER'] ?? tmpdir(), 'compiled');

/** Start the service from what was compiled before the tests. */
export async function openWorld(size: WorldSize, setting: WorldSetting = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-world-'));
  const clockFile = join(folder, 'clock');
  moveClock(clockFile, Date.parse(setting.startsAt ?? calendar.setUp) - Date.now());
  const { launch } = (await import(pathToFileURL('dist/tools/local/launch.js').href)) as {
    launch(options: LaunchOptions): Promise<Launched>;
  };
  const env = {
    PATH: process.env['PATH'], LOG_LEVEL: 'debug', ...PACE, NODE_COMPILE_CACHE: COMPILED,
    ...(setting.cluster ? urlsOf(setting.cluster) : {}),
    ...setting.secretsOf?.service.secrets.gateway, ...setting.secretsOf?.service.secrets.vault,
    ...setting.courier?.gatewaySettings,
    ...(setting.confirmsAutomatically ? { VAULT_CONFIRM_AUTOMATICALLY: 'yes' } : {}),
    ...(setting.answerMs ? { VAULT_ANSWER_MS: String(setting.answerMs) } : {}),
  };
  const service = await launch({ folder, port: 0, mode: 'test', clockFile, env });
  const brief: Brief = {
    ...size, origin: service.origin, present: calendar.present,
    gatewayOperatorToken: service.secrets.gateway['GATEWAY_OPERATOR_TOKEN'] ?? '',
    vaultOperatorToken: service.secrets.vault['VAULT_OPERATOR_TOKEN'] ?? '',
    vaultSigningPublicKey: service.secrets.gateway['VAULT_SIGNING_PUBLIC_KEY'] ?? '',
  };
  const ownerUrl = (domain: Domain) =>
    setting.cluster?.ownerUrl(domain) ?? service.postgres?.ownerUrl(domain) ?? '';
  const courier = await setting.courier?.start(
    service.origin, brief.vaultSigningPublicKey, clockFile);
  const loot = { gatewayUrl: ownerUrl('gateway'), vaultUrl: ownerUrl('vault'),
    queueUrl: ownerUrl('queue'),
    settings: service.secrets.vault };
  const scenario = await openScenario(brief, clockFile, loot, setting.courier?.origin);
  return {
    courier, service, scenario, folder, brief, clockFile,
    log: (part) => readFileSync(join(folder, `${part}.log`), 'utf8'),
    close: async () => {
      await scenario.close();
      await courier?.stop();
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function urlsOf(cluster: TestCluster): Record<string, string> {
  const url = (role: Role, domain: Domain) => cluster.urlOf(role, domain);
  return {
    GATEWAY_DATABASE_URL: url('gateway_app', 'gateway'),
    VAULT_DATABASE_URL: url('worker_app', 'vault'),
    QUEUE_URL: url('gateway_app', 'queue'),
    VAULT_QUEUE_URL: url('queue_worker', 'queue'),
    GATEWAY_DATABASE_OWNER_URL: cluster.ownerUrl('gateway'),
    VAULT_DATABASE_OWNER_URL: cluster.ownerUrl('vault'),
    QUEUE_OWNER_URL: cluster.ownerUrl('queue'),
  };
}
