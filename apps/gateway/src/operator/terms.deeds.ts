import { Option, type Command } from 'commander';
import { readPeriod } from '#calendar/periods';
import { isCurrency } from '#billing/money';
import { DECLINE_REASONS } from '#contracts/refusals';
import { whole, type Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { PREVIEW } from './preview.deeds.ts';
import { amount, facts, table, type Amount } from './table.ts';
import { typedAmount } from './typed-amount.ts';

const FIELDS = `contract programme checkNumber period rules state proposedOn confirmBy confirmedOn confirmedBy
  endedOn declinedFor opens last endsOn releases people spareSeats sessionsPerMember k rateBps refusals
  price { minor currency } seatPrice { minor currency } total { minor currency }
  departments { number site people } blocks { block people spare site departments }`;
const LIST = `query ($contract: String, $period: String, $ended: Boolean) {
  proposedTerms(contract: $contract, period: $period, ended: $ended) { ${FIELDS} } }`;
const CONFIRM = `mutation ($input: ConfirmTermsInput!) { confirmTerms(input: $input) {
  ... on TermsConfirmed { terms { ${FIELDS} } }
  ... on TermsNotConfirmed { code message } } }`;

const DECLINE = `mutation ($input: DeclineTermsInput!) { declineTerms(input: $input) {
  ... on TermsDeclined { contract programme period }
  ... on TermsNotDeclined { code message } } }`;

interface ProposedTerms {
  readonly contract: string;
  readonly programme: string;
  readonly checkNumber: string | null;
  readonly period: string;
  readonly rules: string;
  readonly state: string;
  readonly proposedOn: string;
  readonly confirmBy: string;
  readonly confirmedOn: string | null;
  readonly confirmedBy: string | null;
  readonly endedOn: string | null;
  readonly declinedFor: string | null;
  readonly opens: string;
  readonly last: string;
  readonly endsOn: string | null;
  readonly releases: string;
  readonly people: number;
  readonly spareSeats: number;
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly rateBps: number;
  readonly refusals: number;
  readonly price: Amount;
  readonly seatPrice: Amount | null;
  readonly total: Amount;
  readonly departments: readonly {
    readonly number: number; readonly site: number; readonly people: number }[];
  readonly blocks: readonly {
    readonly block: string; readonly people: number; readonly spare: number;
    readonly site: number | null;
    readonly departments: readonly number[] }[];
}

const EXAMPLE = '--contract C-4F21A7B0 --period 2027-10';

const LEGEND = 'Sites and departments are numbers here: what they are called the vault is never '
  + 'told. In brackets: the people of a department.';

/** A number of people as it was typed: six digits, since a customer may have more than a list. */
function countedOf(option: string, text: string): number {
  if (/^(?:0|[1-9]\d{0,6})$/.test(text)) return Number(text);
  throw new OperatorError(`${option} must be a whole number, not ${JSON.stringify(text)}.`);
}

/** Basis points of a percentage that was typed as lists show it: `4.5`, or `4.5 %`. */
function percentOf(option: string, text: string): number {
  const [, whole = '', part = ''] = /^(\d{1,2})(?:\.(\d{1,2}))?(?: ?%)?$/.exec(text) ?? [];
  if (whole !== '') return Number(whole) * 100 + Number(part.padEnd(2, '0'));
  throw new OperatorError(`${option} must be a percentage as lists show it, such as 4.5, not `
    + `${JSON.stringify(text.slice(0, 40))}.`);
}

const byContract = (command: Command) => command
  .requiredOption('--contract <number>', 'number of the contract')
  .requiredOption('--period <label>', 'such as 2027-10');

function sums(terms: ProposedTerms): Record<string, unknown> {
  return {
    'Contract': terms.contract, 'Period': terms.period, 'Programme': terms.programme,
    'State': terms.state, 'Proposed on': terms.proposedOn, 'To be confirmed by': terms.confirmBy,
    'Confirmed': terms.confirmedOn && `${terms.confirmedOn}, ${terms.confirmedBy}`,
    'People': terms.people, 'Spare seats, for who joins': terms.spareSeats,
    'Sessions for each': terms.sessionsPerMember,
    'Price of a session': amount(terms.price),
    'Flat price of a seat and year': terms.seatPrice ? amount(terms.seatPrice)
      : 'none, but by sessions',
    'Total at most': amount(terms.total),
    'Smallest group told': terms.k, 'Stated use in a year': `${terms.rateBps / 100} %`,
    'Check number': terms.checkNumber,
  };
}

/** The last day of credits, where an announced end goes before it. */
function lastDay({ opens, last, endsOn }: ProposedTerms): string {
  if (endsOn === null || endsOn >= last) return last;
  return endsOn < opens ? `none: the programme ends on ${endsOn}`
    : `${endsOn}: the programme ends, before ${last}`;
}

/** The days on which the numbers of its reporting periods appear. */
function numbersAppear({ period, releases }: ProposedTerms): string[] {
  return readPeriod(period)?.reports.map((report) => report.releases) ?? [releases];
}

/** Commands by which the vault's operator reads and confirms what customers buy. */
export const TERMS: readonly Deed[] = [
  PREVIEW,
  {
    name: 'terms list', about: 'what waits to be confirmed, the longest due first; and what was',
    example: '',
    options: (command) => command.option('--contract <number>', 'of one contract')
      .option('--all', 'those that are confirmed, over, declined or withdrawn as well'),
    run: async ({ vault }, { contract, all }) => {
      const asked = { contract: contract ?? null, ended: all !== undefined };
      const rows = (await vault<ProposedTerms[]>(LIST, asked))
        .filter(({ state }) => all || state === 'WAITING' || state === 'OVERDUE');
      return {
        data: rows,
        text: [table(rows, 'Nothing waits to be confirmed.', {
          'contract': (row) => row.contract, 'period': ({ period }) => period,
          'state': ({ state }) => state, 'since': ({ proposedOn }) => proposedOn,
          'confirm by': ({ confirmBy }) => confirmBy, 'people': ({ people }) => people,
          'spare': ({ spareSeats }) => spareSeats,
          'sessions each': (row) => row.sessionsPerMember, 'price': ({ price }) => amount(price),
          'flat, a seat': ({ seatPrice }) => seatPrice && amount(seatPrice),
          'total': ({ total }) => amount(total), 'refused others': ({ refusals }) => refusals,
          'ends': ({ endsOn }) => endsOn, 'check': ({ checkNumber }) => checkNumber,
          ...(all && { 'declined for': ({ declinedFor }: ProposedTerms) => declinedFor }),
          'programme': ({ programme }) => programme,
        })],
      };
    },
  },
  {
    name: 'terms show', about: 'terms with their dates, groups and departments', example: EXAMPLE,
    options: byContract,
    run: async ({ vault }, { contract, period }) => {
      const found = await vault<ProposedTerms[]>(LIST, { contract, period });
      if (found.length === 0) {
        throw new OperatorError('No such terms were proposed: `terms list --all` has them.');
      }
      return { data: found, text: found.flatMap((terms) => [facts({
        ...sums(terms), 'First day': terms.opens, 'Last day': lastDay(terms),
        'Numbers appear': numbersAppear(terms), 'Rules': terms.rules, 'Others refused': terms.refusals,
      }), '', table(terms.blocks, '', {
        'group': ({ block }) => block, 'people': ({ people }) => people,
        'spare seats': ({ spare }) => spare,
        'site': ({ site }) => site ?? 'several',
        'departments': ({ departments }) => departments.map((number) =>
          `${number} (${terms.departments[number - 1]?.people ?? 0})`),
      }), LEGEND]) };
    },
  },
  {
    name: 'terms confirm',
    about: 'confirm what a contract says, with all of it (--also may be left out; --seat-price '
      + 'where it has a flat price, and only then), of the proposal that you have read: nothing is confirmed that says anything else',
    example: `${EXAMPLE} --check 4821-7306 --people 330 --spare 30 --sessions 8 --price 95.00 --currency EUR `
      + '--group 10 --use 4.5',
    options: (command) => byContract(command)
      .requiredOption('--check <number>', 'check number of what you have read, from `terms show`')
      .requiredOption('--people <n>', 'people by the contract, without those who join later')
      .requiredOption('--spare <n>', 'seats for who joins: a tenth of each group at most; 0: none')
      .requiredOption('--sessions <n>', 'sessions for each', whole)
      .requiredOption('--price <amount>', 'of a session as lists show it (95.00)')
      .option('--seat-price <amount>', 'flat, of each seat for the whole year (24.00)')
      .requiredOption('--currency <code>', 'ISO 4217, such as EUR')
      .requiredOption('--group <n>', 'smallest group that reports tell of', whole)
      .requiredOption('--use <percent>', 'stated use in a year as lists show it (4.5)')
      .option('--also', 'the contract has this period for another programme as well'),
    run: async ({ vault }, typed) => {
      const { contract, period, check, people = '', spare = '', sessions, also } = typed;
      const { price = '', seatPrice, currency = '', group, use = '' } = typed;
      if (!isCurrency(currency)) {
        throw new OperatorError(`--currency ${JSON.stringify(currency)} must be one that is billed in.`);
      }
      const input = {
        contract, period, checkNumber: check, people: countedOf('--people', people),
        spareSeats: countedOf('--spare', spare), sessionsPerMember: Number(sessions),
        currency, k: Number(group), rateBps: percentOf('--use', use),
        priceMinor: typedAmount('--price', price, currency), also: also !== undefined,
        ...seatPrice !== undefined && {
          seatPriceMinor: typedAmount('--seat-price', seatPrice, currency) },
      };
      const { terms } = await vault<{ terms: ProposedTerms }>(CONFIRM, { input });
      return {
        data: terms,
        text: ['Confirmed, for good. Keys and letters follow by themselves.', facts(sums(terms))],
      };
    },
  },
  {
    name: 'terms decline',
    about: 'they are not what the contract says: the customer is told what is not, and proposes others',
    example: `${EXAMPLE} --reason people`,
    options: (command) => byContract(command)
      .option('--programme <id>', 'where the contract has several, from `terms list`')
      .addOption(new Option('--reason <word>', 'what is not the contract\'s; group: the smallest that '
        + 'is told; year: it begins with another month; contract: there is none')
        .choices(DECLINE_REASONS).makeOptionMandatory()),
    run: async ({ vault }, { contract, period, programme, reason }) => {
      const declined = await vault<{ contract: string; period: string }>(DECLINE,
        { input: { contract, period, programmeId: programme, reason } });
      return { data: declined, text: [
        `Declined: ${declined.contract}, ${declined.period}. Its HR reads why and proposes others.`] };
    },
  },
];
