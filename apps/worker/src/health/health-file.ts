import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { systemClock } from '#platform/clock';
import { failureOf } from '#platform/unavailable';
import type { Readiness } from '#platform/readiness';
import { writeWhole } from '#platform/process/whole-file';

const EVERY_MS = 5_000;
const SHAPE = z.object({
  at: z.iso.datetime(), pid: z.int(), ready: z.boolean(), checks: z.record(z.string(), z.string()),
});

/**
 * How a process that answers nobody is: a file that is written anew every few seconds, so that
 * its age tells of a process that hangs or is dead. It is removed by an ordinary stop.
 */
export class HealthFile {
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly file: string,
    private readonly readiness: Readiness,
    private readonly onTrouble: (code: string) => void,
  ) {}

  /** Write it for the first time, and from then on. @throws when it cannot be written at all. */
  async start(): Promise<void> {
    await this.write();
    this.timer = setInterval(() => {
      this.underWay = this.write().catch((error: unknown) => {
        this.onTrouble(failureOf(error).code ?? (error as Error).name);
      });
    }, EVERY_MS);
    this.timer.unref();
  }

  /** Stop writing, and take the file away. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.underWay;
    rmSync(this.file, { force: true });
  }

  private async write(): Promise<void> {
    const verdict = await this.readiness.verdict();
    // Whether it is fresh is asked by the machine's own clock, which nobody moves.
    const told = { at: systemClock.now().toISOString(), pid: process.pid, ...verdict };
    if (!this.stopped) writeWhole(this.file, `${JSON.stringify(told)}\n`);
  }
}

/** What a file says of its process, in one line, and whether that is good news. */
export function readHealth(
  file: string, now: Date, maxAgeSeconds: number,
): { readonly ready: boolean; readonly line: string } {
  const bad = (line: string) => ({ ready: false, line });
  let told: z.infer<typeof SHAPE>;
  try {
    told = SHAPE.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return bad(`The worker is not running, or writes elsewhere: there is no ${file}.`);
    }
    return bad(`${file} cannot be read (${code ?? 'no report'}): give it to this account.`);
  }
  const age = Math.round((now.getTime() - Date.parse(told.at)) / 1_000);
  if (Math.abs(age) > maxAgeSeconds) {
    return bad(`The worker (process ${told.pid}) has not been heard of for ${age} seconds: it was `
      + 'killed, or hangs; see its log, and start it again.');
  }
  if (told.ready) return { ready: true, line: `The worker is ready (${age} seconds ago).` };
  const wrong = Object.entries(told.checks).filter(([, found]) => found !== 'ok');
  return bad(`The worker is not ready: ${wrong.map(([name, found]) => `${name}: ${found}`).join('; ')}.`);
}
