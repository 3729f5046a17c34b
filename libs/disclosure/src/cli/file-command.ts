import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DisclosureError } from '../disclosure-error.ts';
import { BadFile } from './bad-file.ts';
import { CarefulCommand } from './careful-command.ts';

/** A file by the path that the user typed, wherever npm runs us. */
export function place(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** The bytes of a file of hers. @throws BadFile saying what to do where it cannot be read. */
export async function bytesOf(path: string): Promise<Buffer> {
  return readFile(place(path)).catch(({ code }: NodeJS.ErrnoException) => {
    throw new BadFile(code === 'ENOENT' ? `${path}: there is no such file`
      : `${path} cannot be read (${code ?? 'unknown'}): name a file that is yours`);
  });
}

/** A command on files, for which {@link runToEnd} says what it cannot use. */
export function fileCommand(name: string, description: string): CarefulCommand {
  const program = new CarefulCommand(name);
  return program.description(description)
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw new BadFile(error.code === 'commander.help' ? program.helpInformation().trimEnd()
        : error.message);
    })
    .configureOutput({ writeErr: () => undefined });
}

/** Run it as it was typed: exit 2 and a line for a file or an option that it cannot use. */
export async function runToEnd(program: CarefulCommand): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof BadFile || error instanceof DisclosureError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    } else if (!(error instanceof Error && 'exitCode' in error && error.exitCode === 0)) throw error;
  }
}
