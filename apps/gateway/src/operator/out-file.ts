import { closeSync, openSync, rmSync } from 'node:fs';
import { fileFault } from '#platform/process/file-faults';
import { userPath } from '#platform/process/user-files';
import { naming, writeWhole } from '#platform/process/whole-file';
import { OperatorError } from './operator-settings.ts';

/**
 * A file that a command is to write: its place is taken before anything is asked for, so that what
 * was made is not lost to a folder that is not there; and it is written whole, or not at all.
 */
export class OutFile {
  private constructor(readonly path: string, private readonly typed: string) {}

  /** Take the place. @throws OperatorError where there is a file already, or none can be. */
  static take(typed: string): OutFile {
    const path = userPath(typed);
    try {
      closeSync(naming(path, () => openSync(path, 'wx', 0o600)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw new OperatorError(`${typed} is there already: name another file by --out.`);
      }
      throw new OperatorError(fileFault(error) ?? `${typed} cannot be written.`);
    }
    return new OutFile(path, typed);
  }

  /** Put the file in place whole, for its owner's eyes only. @param cure for where it fails. */
  write(bytes: Uint8Array, cure: string): void {
    try {
      writeWhole(this.path, bytes);
    } catch (error) {
      this.leave();
      throw new OperatorError(`${fileFault(error) ?? `${this.typed} cannot be written.`} ${cure}`);
    }
  }

  /** Give the place up: nothing was made. */
  leave(): void {
    try {
      rmSync(this.path, { force: true });
    } catch {
      // What stands there now is not ours.
    }
  }
}
