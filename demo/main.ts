/** `npm run demo`: the service on fresh data, and the story that a separate client runs on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveClock } from '#platform/clock';
import { userPath } from '#platform/process/user-files';
import { launch, type Launched } from '#local/launch';
import { explain } from '#platform/process/processes';
import { keepRows } from './kept-rows.ts';
import { readOptions, UsageError, type DemoOptions } from './options.ts';
import { OutcomeFile } from './outcome-file.ts';
import { StoryProcess } from './story-process.ts';
import { storyCalendar } from './story/calendar.ts';
import { exitCodeOf } from './story/promises.ts';
import { tellWhereItIs } from './whereabouts.ts';
import { narratorFor } from './telling/page.ts';

const startedAt = Date.now();
/** The story ends today, as the clocks of people have it. */
const present = new Date(startedAt).toISOString();
const narrator = narratorFor(process.stdout, process.env);
const interrupted = Promise.withResolvers<'interrupted'>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => { interrupted.resolve('interrupted'); });
}
// Whoever started this is gone.
process.on('disconnect', () => { interrupted.resolve('interrupted'); });
process.stdout.on('error', () => undefined);
/** The conventional exit code of a program that was interrupted. */
const INTERRUPTED = 130;

process.exitCode = await run();
process.exit();

async function run(): Promise<number> {
  let options: DemoOptions;
  let file: OutcomeFile | undefined;
  try {
    options = readOptions(process.argv.slice(2));
    if (options.json !== undefined) file = new OutcomeFile(options.json);
  } catch (error) {
    return refuse(error);
  }
  const folder = mkdtempSync(join(tmpdir(), 'sotto-demo-'));
  try {
    return await withService(options, folder, file);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  } finally {
    file?.discard();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Wrong flags, or a file that cannot be written: one line. */
function refuse(error: unknown): number {
  if (error instanceof UsageError) {
    const to = error.exitCode === 0 ? process.stdout : process.stderr;
    to.write(`${error.message}\n`);
    return error.exitCode === 0 ? 0 : 1;
  }
  const { code } = error as NodeJS.ErrnoException;
  process.stderr.write(`The file of --json cannot be written (${code ?? 'unknown'}): name another.\n`);
  return 1;
}

async function withService(
  options: DemoOptions, folder: string, file: OutcomeFile | undefined,
): Promise<number> {
  const clockFile = join(folder, 'clock');
  moveClock(clockFile, Date.parse(storyCalendar(present).setUp) - startedAt);
  const lost = Promise.withResolvers<number>();
  narrator.title('Sotto: the main job, end to end',
    `${options.members} people, ${options.providers} therapists, seed ${options.seed}; `
      + 'PostgreSQL, the queue, the cryptography, HTTP and both processes are real');
  const service = await launch({
    folder, clockFile, port: options.port, mode: 'demo', env: ownEnvironment(),
    onGivenUp: (error) => {
      process.stderr.write(`${error.message}\n`);
      lost.resolve(1);
    },
  });
  try {
    const code = await Promise.race([
      runStory(options, service, clockFile, file), interrupted.promise, lost.promise]);
    if (code === 'interrupted') return INTERRUPTED;
    if (code !== 0 || options.exit) return code;
    narrator.say('Ctrl-C stops everything.');
    return await Promise.race([lost.promise, interrupted.promise.then(() => 0)]);
  } finally {
    await service.stop();
  }
}

/**
 * The demo never touches anybody's servers or secrets: it is always embedded and fresh. Its vault
 * answers as soon as a vault may, for a year of answers is waited for.
 */
function ownEnvironment(): NodeJS.ProcessEnv {
  const passed = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'LOG_LEVEL', 'NODE_EXTRA_CA_CERTS'];
  return { ...Object.fromEntries(passed.map((name) => [name, process.env[name]])),
    VAULT_ANSWER_MS: '100' };
}

async function runStory(
  options: DemoOptions, service: Launched, clockFile: string, file: OutcomeFile | undefined,
): Promise<number> {
  const story = new StoryProcess(clockFile, present, {
    gatewayUrl: service.postgres?.ownerUrl('gateway') ?? '',
    vaultUrl: service.postgres?.ownerUrl('vault') ?? '',
    queueUrl: service.postgres?.ownerUrl('queue') ?? '',
    settings: service.secrets.vault,
  });
  void interrupted.promise.then(() => { story.kill(); });
  const ended = await story.run({
    origin: service.origin,
    gatewayOperatorToken: service.secrets.gateway['GATEWAY_OPERATOR_TOKEN'] ?? '',
    vaultOperatorToken: service.secrets.vault['VAULT_OPERATOR_TOKEN'] ?? '',
    vaultSigningPublicKey: service.secrets.gateway['VAULT_SIGNING_PUBLIC_KEY'] ?? '',
    members: options.members, providers: options.providers, seed: options.seed, present,
  }, startedAt, !options.exit);
  if (ended.result) file?.keep(ended.result.outcome);
  if (ended.result && options.rows !== undefined) await keepAll(service, userPath(options.rows));
  if (ended.result && !options.exit) tellWhereItIs(narrator, service, ended.result.ready);
  return exitCodeOf(ended.code, ended.result?.promises);
}

/** The rows of both databases, as an auditor of both would copy them. */
async function keepAll({ postgres }: Launched, folder: string): Promise<void> {
  for (const domain of ['gateway', 'vault'] as const) {
    await keepRows(postgres?.ownerUrl(domain) ?? '', join(folder, domain));
  }
}
