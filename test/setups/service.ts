import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { signingPublicKey } from '#local/domain-secrets';

/** One process of the service as a supervisor starts it, and what it said. */
export interface Running {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const secret = () => randomBytes(32).toString('hex');

/** Fresh secrets of both domains, each for its own process. */
export function freshSecrets(): Record<'gateway' | 'worker', Record<string, string>> {
  const [seed, ...treaty] = [secret(), secret(), secret()] as const;
  return {
    gateway: {
      SOTTO_MODE: 'test', GATEWAY_PORT: '0', SESSION_KEY: secret(), GATEWAY_KEK: secret(),
      MEMBER_PEPPER: secret(), CODE_SECRET: secret(), GATEWAY_OPERATOR_TOKEN: secret(),
      VAULT_SIGNING_PUBLIC_KEY: signingPublicKey(seed),
      GATEWAY_TREATY_SEED: treaty[0], VAULT_TREATY_PUBLIC_KEY: signingPublicKey(treaty[1]),
    },
    worker: {
      SOTTO_MODE: 'test', VAULT_SIGNING_SEED: seed,
      VAULT_KEK: secret(), VAULT_OPERATOR_TOKEN: secret(),
      VAULT_TREATY_SEED: treaty[1], GATEWAY_TREATY_PUBLIC_KEY: signingPublicKey(treaty[0]),
    },
  };
}

/** Start the compiled gateway or worker on an environment of its own. */
export function startPart(part: 'gateway' | 'worker', env: Record<string, string>): Running {
  const child = spawn(process.execPath, [`dist/apps/${part}/src/main.js`], {
    env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, said: () => text };
}

/** What a started part says once it serves. */
export async function readyLine(running: Running): Promise<{ port?: number }> {
  const line = () => running.said().split('\n').find((one) => one.startsWith('{"ready":true'));
  await until(() => line() !== undefined || running.child.exitCode !== null);
  const said = line();
  if (said === undefined) throw new Error(`ended early: ${running.said()}`);
  return JSON.parse(said) as { port?: number };
}

/** Wait until something holds, however long a loaded machine takes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!await holds()) await pause(50);
}

/** `npm run worker:health`'s program, to its end. */
export function workerHealth(...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath, ['dist/apps/worker/src/health/cli.js', ...args], { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}
