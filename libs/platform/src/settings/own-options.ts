import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConfigError } from './config.ts';
import { slips } from './setting-names.ts';

/**
 * A command's options, as `parseArgs` reads them. Asked for its usage, the command says it and ends
 * with 0.
 *
 * @param usage how the command is used, in one line.
 * @throws ConfigError that says what is wrong, with the nearest right option, and the usage.
 */
export function readOptions<T extends ParseArgsConfig>(
  config: T, usage: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const fault = faultOf(error, Object.keys(config.options ?? {}));
    if (fault !== null) throw new ConfigError(`${fault} ${usage}`);
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
}

/** What is wrong; null for who asks for nothing but the usage. */
function faultOf(error: unknown, known: readonly string[]): string | null {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, written = ''] = /'(-[^' ]*)/.exec(message) ?? [];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${message.split('\n')[0]?.split('. ')[0] ?? ''}.`;
  const name = written.replace(/^-+/, '');
  if (name === 'help' || name === 'h') return null;
  const far = (one: string) => one.includes(name) || name.includes(one) ? 0 : slips(name, one);
  const nearest = known.reduce((best, one) => far(one) < far(best) ? one : best);
  return `There is no option ${written}: --${nearest} was probably meant.`;
}
