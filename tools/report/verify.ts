import { CommanderError } from 'commander';
import { DisclosureError } from '#disclosure/disclosure-error';
import { UserFileError } from '#platform/process/user-files';
import { reportProgram } from './program.ts';

try {
  await reportProgram((lines, isKept) => {
    process.stdout.write(`${lines.join('\n')}\n`);
    process.exitCode = isKept ? 0 : 1;
  }).parseAsync();
} catch (error) {
  // Commander has said what is wrong with the line, or printed the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UserFileError || error instanceof DisclosureError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
