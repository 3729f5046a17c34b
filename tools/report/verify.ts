import { CommanderError } from 'commander';
import { DisclosureError } from '#disclosure/disclosure-error';
import { verifyYearFile } from '#disclosure/year/verify-file';
import { CarefulCommand } from '#platform/process/careful-command';
import { readUserJson, UserFileError } from '#platform/process/user-files';

/** `npm run report -- verify FILE --key KEY`: exit 0 and a sentence, or 1 and what is broken. */
async function verify(path: string, { key }: { readonly key: string }): Promise<void> {
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    throw new UserFileError('--key must be the vault\'s public key: 64 hex digits');
  }
  const verdict = await verifyYearFile(readUserJson(path), Buffer.from(key, 'hex'));
  process.stdout.write(verdict.kind === 'kept'
    ? 'Signed by the vault, planned from the terms, and told and settled by the rule.\n'
    : `Not kept: ${verdict.promise}\n`);
  process.exitCode = verdict.kind === 'kept' ? 0 : 1;
}

const program = new CarefulCommand('report').exitOverride()
  .description('Check a year\'s signed reports, from the file and the vault\'s public key alone.');
program.command('verify').argument('<file>')
  .requiredOption('--key <key>', 'the vault\'s public key, 64 hex digits')
  .action(verify);
try {
  await program.parseAsync();
} catch (error) {
  // Commander has said what is wrong with the line, or printed the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UserFileError || error instanceof DisclosureError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
