import { randomBytes, randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '#platform/clock';
import { readGatewayConfig, type GatewayConfig } from '#platform/settings/config';
import type { JobName } from '#contracts/contract';
import type { Database } from '#platform/database';
import { withoutPartner, type Standings } from '#platform/restores/standing-watch';
import { testCluster, type TestCluster } from '#local/testing';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { JobHandlers } from '#server/jobs/job-handlers';
import { createGateway } from '../src/gateway.ts';
import type { SealedClient } from '../src/relay/relay.service.ts';
import { Client } from './client.ts';

/** A clock that a spec moves. */
class HandClock implements Clock {
  constructor(private time: Date) {}

  /** The moment that was set. */
  now(): Date {
    return this.time;
  }

  /** Move to the start of a day, `YYYY-MM-DD`. */
  moveTo(day: string): void {
    this.time = new Date(`${day}T09:00:00Z`);
  }

  /** Move on by so many seconds. */
  goOn(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000);
  }
}

/** A gateway on a database of its own, as specs use it. */
export interface Rig {
  readonly cluster: TestCluster;
  readonly app: NestFastifyApplication;
  readonly db: Database;
  readonly clock: HandClock;
  readonly config: GatewayConfig;
  /** Of the one operator, or of the first who has a name. */
  readonly operatorToken: string;
  readonly faults: string[];
  /** Somebody who has not signed in, at an address of her own. */
  client(): Client;
  /** A statement by the vault whose key this gateway pins, as jobs carry it. */
  sign(type: string, value: object): Promise<{ type: string; body: string; signature: string }>;
  /** What a handler makes of a job; `id` is the delivery's. @returns its answer. */
  deliver(contract: JobName, job: object, id?: string): Promise<unknown>;
  /** Settings that it said are missing. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

const NOBODY: SealedClient = {
  ask: () => Promise.reject(new Error('no vault in this spec')),
};

/** Start a gateway for a spec, on 2 November 2026; without a vault unless `clientOn` gives one. */
export async function startRig(
  clientOn: (cluster: TestCluster) => Promise<SealedClient> = () => Promise.resolve(NOBODY),
  settings: Readonly<Record<string, string>> = {}, standings: Standings = withoutPartner,
): Promise<Rig> {
  const cluster = await testCluster();
  const client = await clientOn(cluster);
  const db = await cluster.open('gateway', 8);
  const seed = randomBytes(32);
  const config = readGatewayConfig({ ...await environment(cluster, seed), ...settings });
  const clock = new HandClock(new Date('2026-11-02T09:00:00Z'));
  const faults: string[] = [];
  const onFault = (name: string) => { faults.push(name); };
  const missing: string[] = [];
  const onMissing = (setting: string) => { missing.push(setting); };
  const app = await createGateway({ config, clock, db, onFault, onMissing, standings }, client);
  let clients = 0;
  return {
    cluster, app, db, clock, config, faults, missing,
    operatorToken: config.operators[0]?.token ?? '',
    client: () => new Client(app, `10.0.${Math.floor((clients += 1) / 250)}.${clients % 250}`),
    sign: async (type, value) => {
      const json = JSON.parse(JSON.stringify(value)) as JsonValue;
      const { body, signature } = await signStatement(seed, type, json);
      return { type, body: Buffer.from(body).toString('base64url'), signature };
    },
    deliver: ({ queue, name }, job, id = randomUUID()) => {
      const handler = app.get(JobHandlers, { strict: false }).of(queue)
        .find(({ contract }) => contract.name === name);
      if (!handler) throw new Error(`${name} has no handler`);
      return handler.run(job, { id, attempt: 1 });
    },
    close: async () => {
      await app.close();
      await cluster.drop();
    },
  };
}

async function environment(cluster: TestCluster, seed: Uint8Array) {
  const secret = () => randomBytes(32).toString('hex');
  return {
    SOTTO_MODE: 'test',
    GATEWAY_PORT: '0',
    GATEWAY_DATABASE_URL: cluster.urls.gateway,
    QUEUE_URL: cluster.urls.gateway,
    SESSION_KEY: secret(), GATEWAY_KEK: secret(), MEMBER_PEPPER: secret(), CODE_SECRET: secret(),
    GATEWAY_OPERATOR_TOKEN: secret(), GATEWAY_TREATY_SEED: secret(),
    VAULT_TREATY_PUBLIC_KEY: secret(),
    VAULT_SIGNING_PUBLIC_KEY: Buffer.from(await signingPublicKey(seed)).toString('hex'),
  };
}
