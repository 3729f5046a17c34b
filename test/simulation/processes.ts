import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A running process of the service. */
export interface Running {
  readonly pid: number;
  /** What it said when it was ready, such as its port. */
  readonly ready: Record<string, unknown>;
  /** Everything that it has written so far, on both streams. */
  written(): string;
  /** End it as a crash would, and wait until it is gone. */
  crash(): Promise<void>;
  /** Ask it to end in order, and wait for that. @returns its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Start a compiled entry point in an environment of its own, and wait for its ready line.
 *
 * @throws Error with what it wrote when it ends before it is ready.
 */
export async function start(script: string, env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written: string[] = [];
  child.stderr.on('data', (piece: Buffer) => written.push(piece.toString()));
  const ready = await readyLine(child, written);
  return {
    pid: child.pid ?? 0,
    ready,
    written: () => written.join(''),
    crash: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  };
}

async function readyLine(
  child: ChildProcess, written: string[],
): Promise<Record<string, unknown>> {
  const lines = createInterface({ input: child.stdout! });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      written.push(`${line}\n`);
      if (!line.includes('"ready"')) return;
      resolve(JSON.parse(line) as Record<string, unknown>);
    });
    child.once('exit', (code) =>
      reject(new Error(`the process ended with ${String(code)}: ${written.join('')}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}
