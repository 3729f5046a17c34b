import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';

/** What the demo was asked to run. */
export interface DemoOptions {
  /** Stop everything at the end instead of leaving the service running. */
  readonly exit: boolean;
  /** Where to write the counted outcome, or undefined. */
  readonly json: string | undefined;
  /** Folder for the rows of both databases as the story leaves them, or undefined. */
  readonly rows: string | undefined;
  readonly members: number;
  readonly providers: number;
  readonly seed: number;
  readonly port: number;
}

/** Of so many people those who come find free times with one therapist. */
const PEOPLE_PER_PROVIDER = 600;

/** The command line was wrong (or asked for help): what to print, and the exit code. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(message: string, readonly exitCode: number) {
    super(message);
  }
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/**
 * Read the demo's flags.
 *
 * @throws UsageError with one clear line (exit code 1), or with the help text (exit code 0).
 */
export function readOptions(argv: readonly string[]): DemoOptions {
  let printed = '';
  const command = new Command('npm run demo --')
    .description('Play the main job on the real system: buy, issue blind, redeem, bill, pay, report.')
    .option('--exit', 'stop everything at the end', false)
    .option('--json <file>', 'write the counted outcome to a file')
    .option('--rows <folder>', 'write the rows of both databases there, for the test of migrations')
    .option('--members <n>', 'people of the first employer; a second one has a tenth', whole(SMALLEST_BLOCK, 5_000), 1_200)
    .option('--providers <n>', 'therapists', whole(4, 200), 8)
    .option('--seed <s>', 'chooses who does what in the story', whole(0, 4_294_967_295), 1)
    .option('--port <p>', 'port of the gateway on 127.0.0.1', whole(1, 65_535), 3000)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => { printed += text; },
      writeErr: (text) => { printed += text; },
      outputError: (text) => { printed += text; },
    });
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(printed.trim(), error.exitCode);
  }
  const options = command.opts<DemoOptions>();
  const fewest = Math.ceil(options.members / PEOPLE_PER_PROVIDER);
  if (options.providers < fewest) {
    throw new UsageError(
      `error: ${options.members} people need ${fewest} therapists or more: give --providers.`, 1);
  }
  return options;
}
