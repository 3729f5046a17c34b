import { LIST_PRICE_MINOR } from '../employers/list-price.ts';
import type { Ask, Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { amount, facts, table, type Amount } from './table.ts';
import { typedAmount } from './typed-amount.ts';

const CUSTOMER = `id name contractNumber country currency contact createdOn deactivatedOn endsOn people programmes
  sessionPrice { minor currency } seatPrice { minor currency }`;
const LIST_CUSTOMERS = `query ($active: Boolean) { customers(active: $active) { ${CUSTOMER} } }`;
const SHOW_CUSTOMER = `query ($employer: ID!) { customer(employerId: $employer) { ${CUSTOMER} } }`;
const CREATE_EMPLOYER = `mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) {
  ... on EmployerCreated { employerId contractNumber invitation { link expiresOn } }
  ... on EmployerRefused { code message } } }`;
const CHANGED = `... on CustomerChanged { customer { ${CUSTOMER} } }
  ... on CustomerRefused { code message }`;
const CHANGE_CUSTOMER = `mutation ($input: ChangeCustomerInput!) {
  changeCustomer(input: $input) { ${CHANGED} } }`;
const DEACTIVATE_CUSTOMER = `mutation ($employer: ID!) {
  deactivateCustomer(employerId: $employer) { ${CHANGED} } }`;
const REACTIVATE_CUSTOMER = `mutation ($employer: ID!) {
  reactivateCustomer(employerId: $employer) { ${CHANGED} } }`;

const ANNOUNCE_END = `mutation ($input: AnnounceEndInput!) { announceEnd(input: $input) { ${CHANGED} } }`;

interface Customer {
  readonly id: string;
  readonly name: string;
  readonly contractNumber: string;
  readonly country: string;
  readonly currency: string;
  readonly contact: string;
  readonly createdOn: string;
  readonly deactivatedOn: string | null;
  readonly endsOn: string | null;
  readonly people: number;
  readonly programmes: number;
  readonly sessionPrice: Amount;
  readonly seatPrice: Amount | null;
}

interface Created {
  readonly employerId: string;
  readonly contractNumber: string;
  readonly invitation: { readonly link: string; readonly expiresOn: string } | null;
}

const ID = '0b6f2c1e-8a47-4d0c-9f3e-5b7a61d2c844';

const TELL_THE_VAULT = 'Give the vault\'s operator a copy of the contract: its number, people, sessions, '
  + 'prices, smallest group and stated use. She confirms by it what HR proposes, and nobody gets a '
  + 'letter before.';

const TOLD_TO_MEMBERS = 'All members read the day when they open their page. Until then they claim, '
  + 'book and have sessions as before, for days up to it; what is booked later already stays and is '
  + 'paid. Afterwards no session of theirs is good. Deactivate the customer once it is over.';

/** As the currencies have it that most are billed in. */
const LIST_PRICE = amount({ minor: `${LIST_PRICE_MINOR}`, currency: 'EUR' }).replace(' EUR', '');

/** The currency that a customer is billed in: a price may be typed in no other. */
async function currencyOf(gateway: Ask, employer?: string, typed?: string): Promise<string> {
  const { currency } = await gateway<Customer>(SHOW_CUSTOMER, { employer });
  if (typed === undefined || typed === currency) return currency;
  throw new OperatorError(
    `--currency ${JSON.stringify(typed)} must be that of the customer, ${currency}.`);
}

/** Words for a customer after a change. */
function one(customer: Customer): string {
  return facts({
    'Customer': customer.id, 'Name': customer.name, 'Contract': customer.contractNumber,
    'Country': customer.country,
    'Contact': customer.contact, 'Price of a session': amount(customer.sessionPrice),
    'Flat price of a seat and year': customer.seatPrice ? amount(customer.seatPrice)
      : 'none, but by sessions',
    'Since': customer.createdOn, 'Last day': customer.endsOn ?? 'none announced',
    'Deactivated': customer.deactivatedOn ?? 'no',
    'People in the HR team': customer.people, 'Programmes': customer.programmes,
  });
}

/** What was handed over: the whole link, how long it lives and for whom. */
export function handedOver(
  { link, expiresOn }: { readonly link: string; readonly expiresOn: string }, email: string,
): string {
  return `Give this link to ${email} yourself; nothing is sent by mail. It works once, until the `
    + `end of ${expiresOn}:\n${link}`;
}

/** Commands about customers. */
export const CUSTOMERS: readonly Deed[] = [
  {
    name: 'employer list', about: 'all customers, with the ids that other commands take',
    example: '',
    options: (command) => command.option('--active', 'only those who are active')
      .option('--inactive', 'only those who were deactivated'),
    run: async ({ gateway }, { active, inactive }) => {
      const wanted = active ? true : inactive ? false : null;
      const customers = await gateway<Customer[]>(LIST_CUSTOMERS, { active: wanted });
      return {
        data: customers,
        text: [table(customers, 'There are no such customers: create one by `employer create`.', {
          'id': ({ id }) => id, 'name': ({ name }) => name,
          'contract': ({ contractNumber }) => contractNumber, 'country': ({ country }) => country,
          'session': ({ sessionPrice }) => amount(sessionPrice),
          'seat and year': ({ seatPrice }) => seatPrice && amount(seatPrice), 'people': ({ people }) => people,
          'programmes': ({ programmes }) => programmes, 'since': ({ createdOn }) => createdOn,
          'deactivated': ({ deactivatedOn }) => deactivatedOn,
        })],
      };
    },
  },
  {
    name: 'employer show', about: 'one customer', example: `--employer ${ID}`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`'),
    run: async ({ gateway }, { employer }) => {
      const customer = await gateway<Customer>(SHOW_CUSTOMER, { employer });
      return { data: customer, text: [one(customer)] };
    },
  },
  {
    name: 'employer create', about: 'create a customer; prints the link for its first administrator',
    example: '--name "Fernside Ltd" --email pat@fernside.example --country DE --currency EUR --contract C-FERN-2026',
    options: (command) => command.requiredOption('--name <name>', 'name on invoices')
      .requiredOption('--email <address>', 'who administrates')
      .requiredOption('--country <code>', 'ISO 3166-1 alpha-2, such as DE')
      .requiredOption('--currency <code>', 'ISO 4217, such as EUR')
      .option('--price <amount>', `of a session as lists show it; else ${LIST_PRICE}`)
      .option('--seat-price <amount>', 'flat, of each seat for a whole year; else paid by sessions')
      .option('--contract <number>', 'as the vault\'s operator has it; else one is made'),
    run: async ({ gateway }, typed) => {
      const { name, email = '', country, currency = '', price, seatPrice, contract } = typed;
      const sessionPriceMinor = price === undefined ? undefined
        : typedAmount('--price', price, currency);
      const seatPriceMinor = seatPrice === undefined ? undefined
        : typedAmount('--seat-price', seatPrice, currency);
      const input = {
        name, country, currency, ownerEmail: email, sessionPriceMinor, seatPriceMinor,
        contractNumber: contract,
      };
      const created = await gateway<Created>(CREATE_EMPLOYER, { input });
      const { employerId, contractNumber, invitation } = created;
      return {
        data: created,
        text: [facts({ 'Customer': employerId, 'Contract': contractNumber,
          'Price of a session': amount({ minor: sessionPriceMinor ?? `${LIST_PRICE_MINOR}`, currency }),
          ...seatPriceMinor !== undefined && {
            'Flat price of a seat and year': amount({ minor: seatPriceMinor, currency }) },
        }), TELL_THE_VAULT,
        invitation ? handedOver(invitation, email)
          : 'Somebody has joined already: there is no link. The team signs in at the page /hr.'],
      };
    },
  },
  {
    name: 'employer change',
    about: 'another name on invoices to come, another contact, a price before anything is sold, or how '
      + 'years are paid that are opened from now on',
    example: `--employer ${ID} --name "Fernside GmbH"`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`')
      .option('--name <name>', 'name on invoices')
      .option('--contact <address>', 'e-mail of who is asked about invoices')
      .option('--price <amount>', 'of a session as lists show it (95.00)')
      .option('--seat-price <amount>', 'flat, of each seat for a whole year (24.00); none: by sessions')
      .option('--currency <code>', 'of these prices, if you want it checked: EUR'),
    run: async ({ gateway }, { employer, name, contact, price, seatPrice, currency }) => {
      if (price === undefined && seatPrice === undefined && currency !== undefined) {
        throw new OperatorError(
          `--currency ${JSON.stringify(currency)} must have --price or --seat-price.`);
      }
      const minorOf = async (option: string, text: string | undefined) => (text === undefined
        ? undefined : typedAmount(option, text, await currencyOf(gateway, employer, currency)));
      const input = {
        employerId: employer, name, contact, sessionPriceMinor: await minorOf('--price', price),
        seatPriceMinor: seatPrice === 'none' ? '0' : await minorOf('--seat-price', seatPrice) };
      const { customer } = await gateway<{ customer: Customer }>(CHANGE_CUSTOMER, { input });
      return { data: customer, text: [one(customer)] };
    },
  },
  {
    name: 'employer deactivate',
    about: 'end a contract: its HR reads, and changes and buys nothing; members keep their credits',
    example: `--employer ${ID}`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`'),
    run: async ({ gateway }, { employer }) => {
      const { customer } = await gateway<{ customer: Customer }>(DEACTIVATE_CUSTOMER, { employer });
      return { data: customer, text: [one(customer)] };
    },
  },
  {
    name: 'employer end',
    about: 'announce the last day of a customer\'s programmes, for all members alike, or withdraw it',
    example: `--employer ${ID} --last-day 2027-03-31`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`')
      .option('--last-day <day>', 'two weeks ahead or more: the last on which credits can be used')
      .option('--withdraw', 'there is no end any more'),
    run: async ({ gateway }, { employer, lastDay, withdraw }) => {
      if ((lastDay === undefined) === (withdraw === undefined)) {
        throw new OperatorError('Give --last-day, or --withdraw: one of the two.');
      }
      const input = { employerId: employer, lastDay: lastDay ?? null };
      const { customer } = await gateway<{ customer: Customer }>(ANNOUNCE_END, { input });
      return { data: customer, text: [one(customer), lastDay === undefined
        ? 'Members are told that their sessions are good as before.' : TOLD_TO_MEMBERS] };
    },
  },
  {
    name: 'employer reactivate', about: 'undo a deactivation', example: `--employer ${ID}`,
    options: (command) => command.requiredOption('--employer <id>', 'from `employer list`'),
    run: async ({ gateway }, { employer }) => {
      const { customer } = await gateway<{ customer: Customer }>(REACTIVATE_CUSTOMER, { employer });
      return { data: customer, text: [one(customer)] };
    },
  },
];
