import { once } from 'node:events';
import { fileFault } from './file-faults.ts';
import type { Log } from '../logging.ts';

/** A part of a process that was started, to be stopped. */
export interface Started {
  /** The port that it listens on, if any. */
  readonly port?: number;
  /** Stops everything in order; called once. */
  stop(): Promise<void>;
}

/** What a process tells its launcher once it serves, as one JSON line on stdout and by IPC. */
export interface ReadyLine {
  readonly ready: true;
  readonly part: string;
  readonly port?: number;
}

/** A failure whose message is one line for the operator: what is wrong, and what to do. */
const PLAIN = new Set([
  'ConfigError',
  'DatabaseUnavailable',
  'SchemaError',
  'EmbeddedPostgresError',
  'FolderInUse',
  'LaunchError',
  'ForeignQueue',
]);

const STOP_WITHIN_MS = 15_000;

/** What differs between processes. */
export interface ProcessKind {
  /** It is its operator's own command: whoever passes signals on to it is no launcher. */
  readonly isCommand?: boolean;
  /** How its operator chooses its port; `--port` by default. */
  readonly portBy?: string;
}

/**
 * Run a process from start to end: start it, say that it is ready, and stop it in order at SIGINT,
 * SIGTERM, SIGHUP, or when the launcher that started it is gone or asks for it. A failure to start
 * is one line on stderr and exit code 1.
 *
 * A process with a launcher leaves SIGINT to it: a Ctrl-C in the terminal reaches all processes at
 * once, and they stop in order. A command has nobody to leave it to.
 */
export async function runProcess(
  part: string,
  log: Log,
  start: () => Promise<Started>,
  { isCommand = false, portBy }: ProcessKind = {},
): Promise<void> {
  watchForCrash(log);
  const wish = stopWish(isCommand);
  let started: Started;
  try {
    started = await start();
  } catch (error) {
    process.stderr.write(`${part}: ${explain(error, portBy)}\n`);
    process.exit(1);
  }
  if (!wish.aborted) {
    announce({ ready: true, part, ...(started.port ? { port: started.port } : {}) });
    await once(wish, 'abort');
  }
  setTimeout(() => {
    log.write('error', { event: 'stop-overdue' });
    process.exit(1);
  }, STOP_WITHIN_MS).unref();
  await started.stop();
  log.write('info', { event: 'stopped' });
  process.exit(0);
}

/**
 * One line for the operator. Of an error that we did not foresee, its name, its code and where it
 * was thrown, but not its message: that can quote what somebody sent.
 *
 * @param portBy how the operator chooses the port.
 */
export function explain(error: unknown, portBy = '--port'): string {
  const { name, message, code, syscall, port } = error as NodeJS.ErrnoException & { port?: number };
  if (PLAIN.has(name)) return message;
  if (code === 'EADDRINUSE') return portInUse(port, portBy);
  if (code === 'EACCES' && syscall === 'listen') {
    return `Port ${port ?? ''} may not be used by this account: `
      + `choose one above 1023 with ${portBy}.`;
  }
  const fault = fileFault(error);
  if (fault) return fault;
  if (error instanceof AggregateError && !code) {
    return error.errors.map((one) => explain(one)).join('; ');
  }
  const frame = (error as Error).stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  return `unexpected ${name}${code ? ` ${code}` : ''}${frame.replace(/^\s+/, ' ')}`;
}

/** The line for a port that another program has. */
export function portInUse(port: number | undefined, portBy = '--port'): string {
  const which = port === undefined ? 'The port' : `Port ${port}`;
  return `${which} is in use: stop the program that has it, or choose another with ${portBy}.`;
}

function announce(line: ReadyLine): void {
  // A launcher that went away meanwhile is noticed by `disconnect`.
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.send?.(line);
}

/** Becomes aborted at the first of all the ways to be asked to stop; later ones change nothing. */
function stopWish(isCommand: boolean): AbortSignal {
  const wish = new AbortController();
  const stop = () => wish.abort();
  const launched = process.send !== undefined;
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  process.on('SIGINT', () => {
    if (isCommand || !launched) stop();
  });
  process.on('disconnect', stop);
  process.on('message', (message) => {
    if (message === 'stop') stop();
  });
  // The launcher may have gone before anybody listened.
  if (launched && !process.connected) stop();
  return wish.signal;
}

/** A bug ends the process (its launcher starts it again); its text is not printed. */
function watchForCrash(log: Log): void {
  const crash = (error: unknown) => {
    const { name, code } = error as NodeJS.ErrnoException;
    log.write('fatal', { event: 'crash', code: code ? `${name} ${code}` : String(name) });
    process.stderr.write(`${explain(error)}\n`);
    process.exit(70);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
