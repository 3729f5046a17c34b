import { whole, type Ask, type Deed } from './deed.ts';
import { oneInvoice, RECEIVABLE_FIELDS, type Receivable } from './invoices.deeds.ts';
import { amount, facts, table, type Amount } from './table.ts';
import { typedAmount } from './typed-amount.ts';

const LIST_PAYMENTS = `query ($input: ReceiptsInput!) { receipts(input: $input) {
  reference kind channel day invoiceNumber employer { id name } amount { minor currency } } }`;
const LIST_SURPLUS = `query ($input: ReceivablesInput!) { receivables(input: $input) {
  employer { id name } surplus { minor currency } invoice { number status } } }`;
const FIND_CURRENCY = `query ($input: ReceivablesInput!) { receivables(input: $input) {
  invoice { total { minor currency } } } }`;
const RECORD_PAYMENT = `mutation ($invoice: String!, $amount: String!, $reference: String!) {
  recordPayment(invoiceNumber: $invoice, amountMinor: $amount, reference: $reference) {
    ... on PaymentRecorded { invoice { number status } missing { minor currency }
      surplus { minor currency } recordedOn isRepeated }
    ... on PaymentRefused { code message } } }`;
const RETURN_SURPLUS = `mutation ($invoice: String!, $amount: String!, $reference: String!) {
  returnSurplus(invoiceNumber: $invoice, amountMinor: $amount, reference: $reference) {
    ... on SurplusReturned { receivable { ${RECEIVABLE_FIELDS} } recordedOn isRepeated }
    ... on SurplusNotReturned { code message } } }`;
const REVERSE_PAYMENT = `mutation ($invoice: String!, $reference: String!, $reason: String!) {
  reversePayment(invoiceNumber: $invoice, reference: $reference, reason: $reason) {
    ... on PaymentReversed { unfunded receivable { ${RECEIVABLE_FIELDS} } }
    ... on PaymentNotReversed { code message } } }`;

interface Receipt {
  readonly reference: string;
  readonly kind: string;
  readonly channel: string;
  readonly day: string;
  readonly invoiceNumber: string;
  readonly employer: { readonly id: string; readonly name: string };
  readonly amount: Amount;
}

/** Whether a reference counts since now, or since an earlier day. */
interface Counted {
  readonly recordedOn: string;
  readonly isRepeated: boolean;
}

interface Recorded extends Counted {
  readonly invoice: { readonly number: string; readonly status: string };
  readonly missing: Amount;
  readonly surplus: Amount;
}

/** Commands about what customers paid. */
export const PAYMENTS: readonly Deed[] = [
  {
    name: 'payment list', about: 'what was received, taken back and sent back, newest first',
    example: '--invoice INV-2026-000001',
    options: (command) => command
      .option('--employer <id>', 'of one customer, from `employer list`')
      .option('--invoice <number>', 'for one invoice')
      .option('--first <n>', 'so many at most', whole, '200'),
    run: async ({ gateway }, { employer, invoice, first }) => {
      const rows = await gateway<Receipt[]>(LIST_PAYMENTS, {
        input: { employerId: employer, invoiceNumber: invoice, first: Number(first) },
      });
      return {
        data: rows,
        text: [table(rows, 'There are no such payments.', {
          'reference': ({ reference }) => reference, 'what': ({ kind }) => kind,
          'day': ({ day }) => day, 'by': ({ channel }) => channel,
          'invoice': ({ invoiceNumber }) => invoiceNumber, 'customer': (row) => row.employer.name,
          'amount': (row) => amount(row.amount),
        })],
      };
    },
  },
  {
    name: 'payment surplus', about: 'what lies in suspense: paid beyond an invoice, or for a cancelled one',
    example: '',
    run: async ({ gateway }) => {
      const rows = await gateway<Receivable[]>(LIST_SURPLUS, { input: { hasSurplus: true } });
      return {
        data: rows,
        text: [table(rows, 'Nothing lies in suspense.', {
          'invoice': ({ invoice }) => invoice.number, 'status': ({ invoice }) => invoice.status,
          'customer': (row) => row.employer.name, 'surplus': (row) => amount(row.surplus),
        })],
      };
    },
  },
  {
    name: 'payment record', about: 'record a bank payment; the same reference counts once',
    example: '--invoice INV-2026-000001 --amount 950.00 --reference "SEPA 4711"',
    options: (command) => command.requiredOption('--invoice <number>', 'from `invoice list`')
      .requiredOption('--amount <amount>', 'as lists show it: 950.00')
      .requiredOption('--reference <text>', 'the bank\'s reference'),
    run: async ({ gateway }, { invoice, amount: text, reference }) => {
      const typed = await amountOf(gateway, invoice, text);
      const recorded = await gateway<Recorded>(
        RECORD_PAYMENT, { invoice, amount: typed.minor, reference });
      const next = recorded.surplus.minor === '0' ? []
        : ['The surplus lies in suspense: send it back, and record that by `payment return`.'];
      return {
        data: recorded,
        text: [facts({
          ...counted('Recorded', amount(typed), recorded), Invoice: recorded.invoice.number,
          Status: recorded.invoice.status,
          Missing: amount(recorded.missing), Surplus: amount(recorded.surplus),
        }), ...next],
      };
    },
  },
  {
    name: 'payment reverse',
    about: 'take back a payment that was recorded by mistake; its reference may be recorded again',
    example: '--invoice INV-2026-000001 --reference "SEPA 4711" --reason "Meant for INV-2026-000002"',
    options: (command) => command
      .requiredOption('--invoice <number>', 'on which it was recorded, from `payment list`')
      .requiredOption('--reference <text>', 'the bank\'s reference, from `payment list`')
      .requiredOption('--reason <text>', 'why; the customer reads it'),
    run: async ({ gateway }, { invoice, reference, reason }) => {
      const reversed = await gateway<{ receivable: Receivable; unfunded: boolean }>(
        REVERSE_PAYMENT, { invoice, reference, reason });
      const unfunded = reversed.unfunded
        ? ['The invoice is open again and its sessions are withdrawn: HR reads so, with the reason.']
        : [];
      return {
        data: reversed,
        text: [facts({ 'Taken back': reference ?? '' }), oneInvoice(reversed.receivable), ...unfunded,
          'Record the money where it belongs by `payment record`, with the same reference.'],
      };
    },
  },
  {
    name: 'payment return', about: 'record that a surplus was sent back; the same reference counts once',
    example: '--invoice INV-2026-000001 --amount 5.00 --reference "RETURN 4712"',
    options: (command) => command.requiredOption('--invoice <number>', 'from `payment surplus`')
      .requiredOption('--amount <amount>', 'as lists show it: 5.00')
      .requiredOption('--reference <text>', 'the bank\'s reference of the transfer'),
    run: async ({ gateway }, { invoice, amount: text, reference }) => {
      const typed = await amountOf(gateway, invoice, text);
      const returned = await gateway<Counted & { receivable: Receivable }>(
        RETURN_SURPLUS, { invoice, amount: typed.minor, reference });
      return {
        data: returned.receivable,
        text: [facts(counted('Sent back', amount(typed), returned)), oneInvoice(returned.receivable)],
      };
    },
  },
];

/** What was done, or that it was done before, with its day: nothing has changed then. */
function counted(
  deed: string, sum: string, { recordedOn, isRepeated }: Counted,
): Record<string, string> {
  return isRepeated
    ? { [`${deed} already`]: `${sum}, on ${recordedOn}; nothing has changed now` } : { [deed]: sum };
}

/** What was typed, in the currency of the invoice that it is about. */
async function amountOf(gateway: Ask, invoice: string | undefined, text = ''): Promise<Amount> {
  const [found] = await gateway<Pick<Receivable, 'invoice'>[]>(
    FIND_CURRENCY, { input: { invoiceNumber: invoice } });
  const currency = found?.invoice.total.currency ?? '';
  return { minor: typedAmount('--amount', text, currency), currency };
}
