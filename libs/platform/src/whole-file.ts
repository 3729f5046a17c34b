import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Put a file in place whole, for its owner's eyes only: a crash leaves the old one or the new one,
 * and a full disk leaves the old one.
 *
 * @throws the system's error, with the file that could not be written as its `path`.
 */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path: file });
  }
}
