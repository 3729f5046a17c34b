/** `npm start`: the service on persistent data, until Ctrl-C. */
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Mode } from '#platform/clock';
import { ConfigError } from '#platform/settings/config';
import { withEnvFiles } from '#platform/settings/env-file';
import { launch } from './launch.ts';
import { readOptions } from '#platform/settings/own-options';
import { explain } from '#platform/process/processes';
import { userPath } from '#platform/process/user-files';

const say = (line: string) => process.stdout.write(`${line}\n`);
const wish = new AbortController();
// `disconnect`: the command that started this process was killed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
  process.on(signal, () => wish.abort());
}
process.stdout.on('error', () => undefined);

let code = 0;
try {
  const { port, folder, mode } = readArguments();
  const service = await launch({
    folder,
    port,
    mode,
    ...(process.env['SOTTO_CLOCK_FILE'] ? { clockFile: process.env['SOTTO_CLOCK_FILE'] } : {}),
    signal: wish.signal,
    onProgress: say,
    onGivenUp: (error) => {
      process.stderr.write(`${explain(error)}\n`);
      code = 1;
      wish.abort();
    },
  });
  say(`Sotto answers at ${service.pages} (process ${process.pid}; `
    + `data and logs in ${folder}).`);
  say('Ctrl-C stops it.');
  if (!wish.signal.aborted) await once(wish.signal, 'abort');
  say('Stopping: gateway, worker, PostgreSQL');
  await service.stop();
} catch (error) {
  if (!wish.signal.aborted) {
    process.stderr.write(`${explain(error)}\n`);
    code = 1;
  }
}
process.exit(code);

/** @throws ConfigError for an unknown option or an unfit value. */
function readArguments(): { port: number; folder: string; mode: Mode } {
  const options = {
    'port': { type: 'string' },
    'folder': { type: 'string' },
    'env': { type: 'string', multiple: true },
    'confirm-automatically': { type: 'boolean' },
  } as const;
  const { values } = readOptions({ options }, 'Usage: npm start [-- --port PORT] '
    + '[--folder FOLDER] [--env FILE]… [--confirm-automatically]');
  Object.assign(process.env, withEnvFiles(process.env, values.env ?? []));
  if (values['confirm-automatically']) process.env['VAULT_CONFIRM_AUTOMATICALLY'] = 'yes';
  const port = values.port ?? process.env['GATEWAY_PORT'] ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new ConfigError(`The port ${port} must be a number from 0 to 65535.`);
  }
  const mode = process.env['SOTTO_MODE'] ?? 'production';
  if (mode !== 'production' && mode !== 'demo' && mode !== 'test') {
    throw new ConfigError('SOTTO_MODE must be production, demo or test.');
  }
  return { port: Number(port), folder: values.folder === undefined ? resolve('.sotto') : userPath(values.folder), mode };
}
