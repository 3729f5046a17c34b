import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BadFile } from './bad-file.ts';
import { CarefulCommand } from './careful-command.ts';
import { verifyYearFile } from './read-year.ts';

/** `npm run report -- verify FILE --key KEY`: exit 0 and a sentence, or 1 and what is broken. */
async function verify(path: string, { key }: { readonly key: string }): Promise<void> {
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    throw new BadFile('--key must be the vault\'s public key: 64 hex digits');
  }
  const place = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  const text = await readFile(place, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new BadFile(`${path} cannot be read (${code ?? 'unknown'}): name a file that is yours`);
  });
  const verdict = await verifyYearFile(text, Buffer.from(key, 'hex'));
  process.stdout.write(verdict.kind === 'kept'
    ? 'Signed by the vault, planned from the terms, and told and settled by the rule.\n'
    : `Not kept: ${verdict.promise}\n`);
  process.exitCode = verdict.kind === 'kept' ? 0 : 1;
}

const program = new CarefulCommand('report')
  .description('Check a year\'s signed reports, from the file and the vault\'s public key alone.')
  .exitOverride((error) => {
    if (error.exitCode === 0) throw error;
    throw new BadFile(error.code === 'commander.help' ? program.helpInformation().trimEnd()
      : error.message);
  })
  .configureOutput({ writeErr: () => undefined });
program.command('verify').argument('<file>')
  .requiredOption('--key <key>', 'the vault\'s public key, 64 hex digits')
  .action(verify);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof BadFile) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (!(error instanceof Error && 'exitCode' in error && error.exitCode === 0)) throw error;
}
