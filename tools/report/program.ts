import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { PERIOD_LABEL, readPeriod } from '#calendar/periods';
import { publishedIn } from '#disclosure/year/close';
import { verifyYearFile, type SignedYear } from '#disclosure/year/verify-file';
import { CarefulCommand } from '#platform/process/careful-command';
import { readUserJson } from '#platform/process/user-files';

interface Typed {
  readonly key: readonly string[];
  readonly programme?: string;
  readonly year?: string;
  readonly before?: string;
  readonly beforeYear?: string;
}

/** Whose file it is, and whether all is kept. */
async function verify(path: string, { key, programme, year, before, beforeYear }: Typed) {
  const keys = key.map((one) => Buffer.from(one, 'hex'));
  const beside = before === undefined ? undefined : readUserJson(before);
  const verdict = await verifyYearFile(readUserJson(path), keys,
    { programme, period: year, ...before !== undefined && { before: beside } });
  const last = before === undefined ? undefined
    : (await verifyYearFile(beside, keys)).year?.[0]?.report.period;
  const promise = verdict.kind === 'broken' ? verdict.promise
    : last === undefined ? null : notBefore(last, verdict.year[0]?.report.period ?? '', beforeYear);
  const isKept = promise === null;
  return { isKept, lines: [
    ...verdict.year ? linesOf(verdict.year, last) : [],
    isKept ? 'Signed by the vault, planned from the terms, and told and settled by the rule.'
      : `Not kept: ${promise}`,
  ] };
}

/** Of which year the file of the year before should have been, if it is not; `named` says which. */
function notBefore(last: string, own: string, named: string | undefined): string | null {
  if (named !== undefined) {
    return last === named ? null : `The file of the year before is of the year ${named}.`;
  }
  return readPeriod(last)?.closes === readPeriod(own)?.opens ? null
    : `The year ${last} ends where ${own} begins.`;
}

/** Whose file it is, and what it says, so that a reader sees that it is hers and whole. */
function linesOf(year: SignedYear, beside: string | undefined): string[] {
  const reports = year.map(({ report }) => report);
  const [first] = reports;
  if (!first) return [];
  const { programme, period, terms } = first;
  const settled = reports.at(-1)?.release.settled ?? null;
  const covered = terms.departments.reduce((sum, { people }) => sum + people, 0);
  const before = !terms.before ? 'none, by its terms'
    : beside !== undefined ? `${beside}, by its file` : 'by its terms alone: --before FILE checks it';
  const facts = [
    ['programme', programme], ['year', period], ['reports', `${year.length} of 4`],
    ['people told', `${publishedIn(reports.map(({ release }) => release))} of ${covered}`],
    ['smallest group', String(terms.k)],
    ['settled sessions', settled === null ? 'none: a flat price' : String(settled)],
    ['year before', before],
    ...year.map(({ report, text }) => [report.report,
      `SHA-256 ${createHash('sha256').update(text).digest('hex')}`]),
  ];
  return facts.map(([name = '', fact = '']) => `${name.padEnd(18)}${fact}`);
}

function oneMoreKey(text: string, keys: readonly string[] = []): string[] {
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new InvalidArgumentError('It must be the vault\'s public key: 64 hex digits.');
  }
  return [...keys, text];
}

function yearLabel(text: string): string {
  if (!PERIOD_LABEL.test(text)) {
    throw new InvalidArgumentError('It must be the first month of the year, such as 2026-10.');
  }
  return text;
}

/**
 * `npm run report -- verify FILE --key KEY`, which says lines and whether all is kept.
 *
 * @throws CommanderError for what is typed wrongly; UserFileError, DisclosureError `bad-file`.
 */
export function reportProgram(
  say: (lines: readonly string[], isKept: boolean) => void,
): CarefulCommand {
  const program = new CarefulCommand('report').exitOverride();
  program.description('Check a year\'s signed reports, from the file and the vault\'s key alone.')
    .command('verify').argument('<file>')
    .requiredOption('--key <key>', 'the vault\'s public key, 64 hex digits; again for each key that '
      + 'it had in these years, in their order', oneMoreKey)
    .option('--programme <id>', 'refuse the file of another programme')
    .option('--year <label>', 'refuse the file of another year; 2026-10 begins in October 2026',
      yearLabel)
    .option('--before <file>', 'file of the last year before: what was taken over is checked')
    .option('--before-year <label>', 'which year that was, where it does not end as this one begins',
      yearLabel)
    .action(async (path: string, typed: Typed, command: CarefulCommand) => {
      if (typed.beforeYear !== undefined && typed.before === undefined) {
        command.error('error: --before-year says of which year the file is that --before gives.');
      }
      const { lines, isKept } = await verify(path, typed);
      say(lines, isKept);
    });
  return program;
}
