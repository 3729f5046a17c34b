import { randomBytes } from 'node:crypto';
import { freePort } from '#local/postmaster';
import { PACE } from './pace.ts';
import { start, type Running } from './processes.ts';

/** A courier of its own beside a service: where it will be, and how it is started. */
export interface OwnCourier {
  /** Where browsers reach it. */
  readonly origin: string;
  /** What the gateway is told of it. */
  readonly gatewaySettings: Readonly<Record<string, string>>;
  /** Start its process. @param vaultKey the vault's public key, hex. */
  start(gatewayOrigin: string, vaultKey: string, clockFile: string): Promise<Running>;
}

/** Plan a courier: the gateway has to know its address before either is there. */
export async function planCourier(
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnCourier> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const shared = { COURIER_ORIGIN: origin, COURIER_SECRET: randomBytes(32).toString('hex') };
  return {
    origin,
    gatewaySettings: shared,
    start: (gatewayOrigin, vaultKey, clockFile) => start('dist/apps/courier/src/main.js', {
      ...shared, SOTTO_MODE: 'test', SOTTO_CLOCK_FILE: clockFile, COURIER_PORT: String(port),
      GATEWAY_ORIGIN: gatewayOrigin, VAULT_SIGNING_PUBLIC_KEY: vaultKey, LOG_LEVEL: 'debug',
      ...PACE, ...settings,
    }),
  };
}
