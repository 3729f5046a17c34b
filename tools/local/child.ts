import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyLine } from '#platform/process/processes';
import { openPrivateLog } from '#platform/process/whole-file';

/** The service could not be started, or not be kept running. One line; says what to do. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

/** One of our own processes. */
export interface ChildOptions {
  readonly part: string;
  /** The compiled main file. */
  readonly main: string;
  /** Its whole environment: its own domain's secrets and no other's. */
  readonly env: Readonly<Record<string, string>>;
  /** Its stdout and stderr. */
  readonly logFile: string;
  /** Hears that it died and was started again. */
  readonly onRestart: (part: string) => void;
  /** It died too often, or does not start any more. */
  readonly onGivenUp: (error: LaunchError) => void;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
/** A process that dies more often than this within the window is not started again. */
const RESTARTS = 20;
const WINDOW_MS = 60_000;

/** A process of ours: started, watched, started again when it dies, stopped when asked. */
export class Child {
  private process: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();
  private becomesReady: Promise<ReadyLine> | undefined;
  private stopping = false;
  private readonly deaths: number[] = [];

  constructor(private readonly options: ChildOptions) {}

  /** The present process; undefined between a death and the next start. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /**
   * Start, and wait until it says that it is ready. From then on it is started again when it dies.
   *
   * @throws LaunchError with what it said last.
   */
  start(): Promise<ReadyLine> {
    this.becomesReady = this.spawnOnce();
    return this.becomesReady;
  }

  /** Resolves once the present process, or the one that replaces a dead one, is ready. */
  ready(): Promise<ReadyLine> {
    return this.becomesReady ?? this.start();
  }

  /** Ask it to stop, and wait for that; after a while it is killed. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { process: child } = this;
    if (!child) return;
    if (child.connected) child.send('stop', () => undefined);
    else child.kill('SIGTERM');
    const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await this.exited;
    clearTimeout(overdue);
  }

  private async spawnOnce(): Promise<ReadyLine> {
    const { part, main, env, logFile } = this.options;
    const log = openPrivateLog(logFile);
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env,
      // In a process group of its own: a Ctrl-C in the terminal is for the launcher, which stops
      // its children in order.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.process = child;
    this.exited = new Promise((done) => {
      child.once('exit', () => done());
      child.once('error', () => done());
    });
    const said = new Promise<ReadyLine>((done) => {
      child.once('message', (line) => done(line as ReadyLine));
    });
    const timer = new AbortController();
    const late = pause(READY_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
    const line = await Promise.race([said, this.exited, late]);
    timer.abort();
    if (!line) {
      child.kill('SIGKILL');
      throw new LaunchError(lastWords(logFile) || `${part} did not start: see ${logFile}.`);
    }
    void this.exited.then(() => this.died());
    return line;
  }

  private died(): void {
    this.process = undefined;
    if (this.stopping) return;
    this.becomesReady = this.again();
    this.becomesReady.catch((error: unknown) => this.options.onGivenUp(error as LaunchError));
  }

  private async again(): Promise<ReadyLine> {
    for (;;) {
      const now = performance.now();
      this.deaths.push(now);
      const recent = this.deaths.filter((death) => death > now - WINDOW_MS).length;
      const { part, logFile } = this.options;
      if (recent > RESTARTS) {
        throw new LaunchError(`${part} died ${recent} times within a minute: see ${logFile}.`);
      }
      await pause(Math.min(2_000, 50 * 2 ** Math.max(0, recent - 1)));
      if (this.stopping) throw new LaunchError(`${part} was stopped.`);
      try {
        const line = await this.spawnOnce();
        this.options.onRestart(part);
        return line;
      } catch {
        // What it needs (the database) may be restarting too: the bound above ends this.
      }
    }
  }
}

/** The last line that is not one of the log's own. */
function lastWords(file: string): string {
  const lines = readFileSync(file, 'utf8').slice(-4_000).trimEnd().split('\n');
  return lines.findLast((line) => line !== '' && !line.startsWith('{'))?.trim() ?? '';
}
