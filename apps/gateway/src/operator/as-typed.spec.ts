import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { asTyped } from './as-typed.ts';
import { CHAPTERS } from './chapters.ts';
import type { Ask, Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { operatorCommands } from './program.ts';

/** What may stand in an option, as somebody types it by mistake. */
const BAD = ['x-7', 'xx', '"7', 'INV-1', 'must be', 'a: b; c', '7.555', 'Zürich 漢', '\u0000',
  'y'.repeat(90)];
/** Values that commands read themselves before they ask a domain. */
const GOOD: Record<string, string> = {
  '--amount': '950.00', '--price': '95.00', '--seat-price': '24.00', '--currency': 'EUR', '--up-to': '12', '--first': '9',
  '--status': 'open', '--gender': 'FEMALE', '--specialities': 'STRESS', '--modalities': 'VIDEO',
  '--printer': 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
  '--out': join(tmpdir(), `as-typed-${randomUUID()}`),
  'terms confirm --people': '330', '--spare': '30', '--sessions': '8', '--people': '120,240', '--stated': '4.5%', '--group': '10', '--use': '4.5',
  'terms decline --reason': 'people',
};
/** Files are looked at where they lie. */
const FILES = ['--file', '--out'];
/** Options without which a command does nothing; what is tried comes after them. */
const SWITCHES: Record<string, readonly string[]> = {
  'letters seal': ['--codes-in-the-open'], 'employer end': ['--last-day=2026-12-31'],
  'provider change': ['--name=fine'],
};
/** Names of the domains' own that nobody types. */
const INNER = new RegExp(['employerId', 'invoiceNumber', 'amountMinor', 'checkNumber', 'requestId', 'programmeId',
  'payoutId', 'runId', 'contractNumber', 'sessionsPerMember', 'spareSeats', 'rateBps', 'ownerEmail', 'idempotencyKey', 'PriceMinor', '[$]input', 'input[.]'].join('|'));

const ALL = CHAPTERS.flatMap(({ deeds }) => deeds);
const optionsOf = (deed: Deed) => {
  const command = new Command();
  deed.options?.(command);
  return command.options.filter((option) => option.required);
};

/** Where a text stands among variables: `input.languages.0`. */
function placeOf(value: unknown, text: string, path = ''): string | undefined {
  // Codes are written as the domains have them.
  if (typeof value === 'string' && value.toLowerCase() === text.toLowerCase()) return path;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).map(([name, inner]) =>
    placeOf(inner, text, path === '' ? name : `${path}.${name}`)).find((found) => found !== undefined);
}

/** What a command says when the domain refuses `bad`, in either domain's way of saying so. */
async function saidOf(deed: Deed, flag: string, bad: string, quotes: boolean): Promise<string> {
  const ask = ((_query: string, variables: object = {}) => {
    const place = placeOf(variables, bad)?.replace(/^input\./, '');
    return place === undefined
      ? Promise.resolve(Object.assign(
          [{ invoice: { total: { minor: '0', currency: 'EUR' } } }], { currency: 'EUR' }))
      : Promise.reject(new OperatorError(
          `BAD_USER_INPUT: ${quotes ? `"${place}"` : place} must be as it is documented.`));
  }) as Ask;
  const words = optionsOf(deed).filter((option) => option.mandatory || option.long === flag)
    .map(({ long }) => `${long}=${long === flag ? bad : GOOD[`${deed.name} ${long}`] ?? GOOD[long!] ?? 'fine'}`);
  const domains = { gateway: ask, vault: ask, vaultKey: () => Promise.resolve(''),
    therapistPage: 'http://127.0.0.1:3000/therapist', signNextKey: () => Promise.resolve('') };
  try {
    const program = operatorCommands({}, () => undefined, () => domains);
    const quiet = (command: Command): void => {
      command.configureOutput({ writeErr: () => undefined });
      command.commands.forEach(quiet);
    };
    quiet(program);
    await program.parseAsync(
      ['node', 'operator', ...deed.name.split(' '), ...SWITCHES[deed.name] ?? [], ...words]);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a refusal of what was typed', () => {
  it.each(ALL.flatMap((deed) => optionsOf(deed)
    .filter(({ long }) => !FILES.includes(long!))
    .map(({ long }) => [deed.name, long!, deed] as const)))(
    '%s %s names the option and the value, and no field of the domains', async (_, flag, deed) => {
      for (const bad of BAD) {
        for (const quotes of [true, false]) {
          const said = await saidOf(deed, flag, bad, quotes);
          expect(said).toContain(flag);
          expect(said).not.toMatch(INNER);
          expect(said).not.toMatch(/[.?:]{2}|: ?:|is "[^"]*" is|\?\.$/);
          if (/option '/.test(said)) continue;
          expect(said.toLowerCase()).toContain(JSON.stringify(bad).slice(0, 40).toLowerCase());
        }
      }
    });

  it('of one in a list says which', () => {
    const command = new Command().option('--languages <codes>').option('--modalities <names>');
    command.parse(['node', 'x', '--languages', 'en, xx,de', '--modalities', 'VIDEO,FAX']);
    expect(asTyped('The options: languages.1 is "xx" and must be an ISO 639-1 code; '
      + 'modalities.1 is "FAX" and must be one of VIDEO, PHONE.', command))
      .toBe('--languages "xx" must be an ISO 639-1 code; --modalities "FAX" must be one of VIDEO, PHONE.');
  });

  it('keeps what is about no option, and every fault of several', () => {
    const command = new Command().option('--name <name>').option('--currency <code>');
    command.parse(['node', 'x', '--name', 'A', '--currency', 'eur']);
    expect(asTyped('NOT_FOUND: There is no customer of this id.', command))
      .toBe('NOT_FOUND: There is no customer of this id.');
    expect(asTyped('BAD_USER_INPUT: name must be longer; currency must be one that we bill in.', command))
      .toBe('--name "A" must be longer; --currency "eur" must be one that we bill in.');
    expect(asTyped('The options: name is "A" and must be other.', command))
      .toBe('--name "A" must be other.');
  });

  it('has a page of its own for what comes after a restore, as every subject has', () => {
    const program = operatorCommands({}, () => undefined);
    for (const subject of program.commands.filter(({ commands }) => commands.length > 0)) {
      const page = subject.helpInformation();
      const others = program.commands.filter((one) => one !== subject && one.commands.length > 0);
      for (const other of others) expect(page).not.toMatch(new RegExp(`^  ${other.name()} `, 'm'));
      for (const command of subject.commands) {
        expect(page).toContain(`${subject.name()} ${command.name()}`);
      }
    }
  });
});
