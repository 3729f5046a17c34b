import { withEnvFiles } from '#platform/settings/env-file';
import { openLog } from '#platform/logging';
import { readOptions } from '#platform/settings/own-options';
import { runProcess } from '#platform/process/processes';
import { startCourier } from './start-courier.ts';

/** The courier as a process of its own. A failure to start is one line, and exit code 1. */
const log = openLog('info', 'courier');
await runProcess('courier', log, () => startCourier(withEnvFiles(process.env, filesGiven())),
  { isCommand: true, portBy: 'COURIER_PORT' });

/** @throws ConfigError for an unknown option. */
function filesGiven(): readonly string[] {
  return readOptions({ options: { env: { type: 'string', multiple: true } } },
    'Usage: npm run courier [-- --env FILE]…').values.env ?? [];
}
