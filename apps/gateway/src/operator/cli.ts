#!/usr/bin/env node
import { CommanderError } from 'commander';
import { UserFileError } from '#platform/process/user-files';
import { operatorCommands } from './program.ts';
import { OperatorError } from './operator-settings.ts';

/** `npm run --silent operator -- …`: results on stdout; a failure is one line on stderr, and 1. */
const print = (line: string) => { process.stdout.write(`${line}\n`); };
try {
  await operatorCommands(process.env, print).parseAsync();
} catch (error) {
  const known = error instanceof OperatorError || error instanceof UserFileError;
  // Commander has said what is wrong with the line, or printed the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    process.stderr.write(`${known ? error.message : `unexpected ${(error as Error).name}`}\n`);
    process.exitCode = 1;
  }
}
