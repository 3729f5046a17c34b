/** A file or option that the command cannot use; the message names the line and what to do. */
export class BadFile extends Error {
  constructor(message: string, readonly line?: number) {
    super(line === undefined ? message : `line ${line}: ${message}`);
    this.name = 'BadFile';
  }
}
