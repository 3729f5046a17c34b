import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The time as a dependency: domain code asks a clock, so that tests and the demo can move it. */
export interface Clock {
  /** The present moment. */
  now(): Date;
}

/** A mode in which a process runs; only `demo` and `test` may move time. */
export type Mode = 'production' | 'demo' | 'test';

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** The present day in UTC as `YYYY-MM-DD`: the finest time that the vault keeps for a case. */
export function today(clock: Clock): string {
  return clock.now().toISOString().slice(0, 10);
}

/**
 * A clock which is ahead of the machine's by the milliseconds written in `file` (0 when the file
 * is absent). All processes that read the same file agree, and a move is seen at the next `now()`.
 *
 * @throws Error when the mode is `production`: nobody moves time in a service that bills people.
 */
export function movableClock(file: string, mode: Mode): Clock {
  if (mode !== 'demo' && mode !== 'test') {
    throw new Error('A movable clock is refused: set SOTTO_MODE to demo or test, or unset SOTTO_CLOCK_FILE.');
  }
  return { now: () => new Date(Date.now() + readOffset(file)) };
}

/** The clock for a configuration: movable when a clock file is named, else the machine's. */
export function openClock(config: { mode: Mode; clockFile?: string | undefined }): Clock {
  return config.clockFile ? movableClock(config.clockFile, config.mode) : systemClock;
}

/**
 * Set how far the movable clocks on `file` are ahead of the machine, in milliseconds. The file is
 * replaced whole, so that a reader never sees half a number.
 */
export function moveClock(file: string, offsetMs: number): void {
  writeFileSync(`${file}.next`, String(Math.trunc(offsetMs)));
  renameSync(`${file}.next`, file);
}

/** The offset in `file`, in milliseconds; 0 when there is no such file. */
export function readOffset(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  if (!/^-?\d{1,15}$/.test(text)) throw new Error(`The clock file ${file} holds no whole number.`);
  return Number(text);
}
