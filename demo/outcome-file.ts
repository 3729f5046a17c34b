import { accessSync, constants, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userPath } from '#platform/process/user-files';

/**
 * The file of `--json`: it appears whole when the story has ended. What was there before stays as
 * it is until then, and for good when the story does not end.
 */
export class OutcomeFile {
  private readonly path: string;
  private readonly draft: string;

  /** Prove that it can be written before anything is run. @throws the system's error. */
  constructor(path: string) {
    this.path = userPath(path);
    this.draft = `${this.path}.${process.pid}.new`;
    if (existsSync(this.path)) accessSync(this.path, constants.W_OK);
    writeFileSync(this.draft, '');
  }

  /** Put the outcome in its place. */
  keep(outcome: object): void {
    writeFileSync(this.draft, `${JSON.stringify(outcome, null, 2)}\n`);
    renameSync(this.draft, this.path);
  }

  /** Leave nothing half done behind. */
  discard(): void {
    rmSync(this.draft, { force: true });
  }
}
