import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveClock } from '#platform/clock';
import { launch, type Launched } from '#local/launch';
import { storyCalendar } from '../../demo/story/calendar.ts';
import { openScenario } from '../../demo/story/open-scenario.ts';
import type { Scenario } from '../../demo/story/scenario.ts';
import { Narrator } from '../../demo/telling/narrator.ts';
import { residentMb, type Note } from './measure.ts';

/** The whole service, as real as in the demo, and a client of it. */
export interface Bench {
  readonly service: Launched;
  readonly scenario: Scenario;
  /** Say how much memory gateway and worker hold now. */
  noteMemory(when: string): void;
  close(): Promise<void>;
}

/** Own servers may be named, so that a bench can be run on Redis; secrets are always fresh. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'GATEWAY_DATABASE_URL',
  'VAULT_DATABASE_URL', 'QUEUE_URL'];

/** Start the service on fresh data with a client for `members` people. */
export async function startBench(members: number, note: Note): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const clockFile = join(folder, 'clock');
  const env = Object.fromEntries(PASSED.map((name) => [name, process.env[name]]));
  let aheadMs = 0;
  const clock = {
    now: () => new Date(Date.now() + aheadMs),
    moveTo: (instant: string) => {
      aheadMs = Date.parse(instant) - Date.now();
      moveClock(clockFile, aheadMs);
      return Promise.resolve();
    },
  };
  const present = new Date().toISOString();
  await clock.moveTo(storyCalendar(present).setUp);
  const service = await launch({ folder, port: 0, mode: 'demo', clockFile, env });
  const { gateway, vault } = service.secrets;
  const { scenario, close } = await openScenario({
    origin: service.origin,
    gatewayOperatorToken: gateway['GATEWAY_OPERATOR_TOKEN'] ?? '',
    vaultOperatorToken: vault['VAULT_OPERATOR_TOKEN'] ?? '',
    vaultSigningPublicKey: gateway['VAULT_SIGNING_PUBLIC_KEY'] ?? '',
    members, providers: 4, seed: 1, present,
  }, Narrator.silent(), clock, { stolen: nobody, said: nobody });
  return {
    service, scenario,
    noteMemory: (when) => {
      note(`memory ${when}: gateway ${residentMb(service.pidOf('gateway'))} MB, `
        + `worker ${residentMb(service.pidOf('worker'))} MB`);
    },
    close: async () => {
      await close();
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nobody steals here, and the gateway says what it has to say. */
function nobody(): Promise<never> {
  return Promise.reject(new Error('nobody of a bench does this'));
}
