/** `npm run worker:health`: how the worker is, by the file that it writes; exit code 0 or 1. */
import { resolve } from 'node:path';
import { systemClock } from '#platform/clock';
import { readHealth } from './health-file.ts';
import { readOptions } from '#platform/settings/own-options';

const USAGE = `Usage: npm run worker:health [-- --file FILE] [--max-age SECONDS]

Says in one line whether the worker is ready, by the file that it writes every five seconds:
VAULT_HEALTH_FILE, or .sotto/worker-health.json. Exit code 0 when it is, else 1. One that is older
than 30 seconds, or SECONDS, is a dead worker's.`;

const { file, maxAge } = readArguments();
const { ready, line } = readHealth(file, systemClock.now(), maxAge);
(ready ? process.stdout : process.stderr).write(`${line}\n`);
process.exitCode = ready ? 0 : 1;

function readArguments(): { file: string; maxAge: number } {
  const options = {
    'file': { type: 'string' }, 'max-age': { type: 'string', default: '30' },
  } as const;
  try {
    const { values } = readOptions({ options }, USAGE);
    if (/^\d{1,6}$/.test(values['max-age'])) {
      const kept = process.env['VAULT_HEALTH_FILE'] ?? '.sotto/worker-health.json';
      const file = values.file === undefined
        ? resolve(kept) : resolve(process.env['INIT_CWD'] ?? '.', values.file);
      return { file, maxAge: Number(values['max-age']) };
    }
    process.stderr.write(`${USAGE}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
  }
  process.exit(1);
}
