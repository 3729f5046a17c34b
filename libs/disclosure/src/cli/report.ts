import { BadFile } from './bad-file.ts';
import { bytesOf, fileCommand, runToEnd } from './file-command.ts';
import { verifyYearFile } from './read-year.ts';

/** `npm run report -- verify FILE --key KEY`: exit 0 and a sentence, or 1 and what is broken. */
async function verify(path: string, { key }: { readonly key: string }): Promise<void> {
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    throw new BadFile('--key must be the vault\'s public key: 64 hex digits');
  }
  const text = (await bytesOf(path)).toString('utf8');
  const verdict = await verifyYearFile(text, Buffer.from(key, 'hex'));
  process.stdout.write(verdict.kind === 'kept'
    ? 'Signed by the vault, planned from the terms, and told and settled by the rule.\n'
    : `Not kept: ${verdict.promise}\n`);
  process.exitCode = verdict.kind === 'kept' ? 0 : 1;
}

const program = fileCommand('report',
  'Check a year\'s signed reports, from the file and the vault\'s public key alone.');
program.command('verify').argument('<file>')
  .requiredOption('--key <key>', 'the vault\'s public key, 64 hex digits')
  .action(verify);
await runToEnd(program);
