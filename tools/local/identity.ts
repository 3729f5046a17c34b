import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { naming } from '#platform/process/whole-file';

/** A folder is in use by another living process. One line; says what to do. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * What tells a process from a later one with the same number: its start time (and the boot).
 * Containers reuse low process ids at once, so a bare pid proves nothing.
 *
 * @returns undefined when no such process lives.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): after the command in parentheses come state (field 3) … starttime (field 22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

/**
 * Take the lock file of a folder for this process; a lock left by a dead process is taken over.
 *
 * @returns a function that gives it back.
 * @throws FolderInUse naming the process that has it.
 */
export function lockFolder(folder: string, file: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (writeNew(file, mine)) {
      return () => {
        if (readOrEmpty(file) === mine) rmSync(file, { force: true });
      };
    }
    const holder = readOrEmpty(file);
    const { pid, identity } = parseHolder(holder);
    if (pid && identity && processIdentity(pid) === identity) {
      throw new FolderInUse(
        `The folder ${folder} is in use by process ${pid}: stop that one first, or name another folder.`,
      );
    }
    // Only the file that was read is removed: a rival may have replaced it in between.
    if (readOrEmpty(file) === holder) rmSync(file, { force: true });
  }
  throw new FolderInUse(`The folder ${folder} is being taken by other processes: try again.`);
}

/** Create `file` with its text in one step (a link appears whole), unless it exists. */
function writeNew(file: string, text: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  try {
    naming(file, () => writeFileSync(draft, text, { mode: 0o600 }));
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parseHolder(text: string): { pid?: number; identity?: string } {
  try {
    return JSON.parse(text) as { pid?: number; identity?: string };
  } catch {
    return {};
  }
}
