import {
  closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync,
} from 'node:fs';

/**
 * Put a file in place whole, for its owner's eyes only: a crash leaves the old one or the new one,
 * and a full disk leaves the old one.
 *
 * @throws the system's error, with the file that could not be written as its `path`.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    naming(file, () => {
      const descriptor = openSync(draft, 'w', 0o600);
      try {
        writeFileSync(descriptor, content);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(draft, file);
    });
  } catch (error) {
    removeQuietly(draft);
    throw error;
  }
}

/** The fault that there was is the one to tell, whatever becomes of the draft. */
function removeQuietly(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // As above.
  }
}

/** Open a log to write on at its end; whoever made it, only its owner reads it from now on. */
export function openPrivateLog(file: string): number {
  return naming(file, () => {
    const descriptor = openSync(file, 'a', 0o600);
    fchmodSync(descriptor, 0o600);
    return descriptor;
  });
}

/** Do something to a file; an error of the system names that file, as not all of them do. */
export function naming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path: file });
  }
}
