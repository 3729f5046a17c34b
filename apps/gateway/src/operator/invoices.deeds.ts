import { Option } from 'commander';
import { whole, type Deed } from './deed.ts';
import { amount, facts, table, type Amount } from './table.ts';

/** Fields of a receivable, for documents that answer with one. */
export const RECEIVABLE_FIELDS = `employer { id name } programme
  paid { minor currency } open { minor currency }
  surplus { minor currency } isOverdue
  invoice { number status method sessions period seats issuedOn dueOn paidOn total { minor currency } }`;
const LIST_INVOICES = `query ($input: ReceivablesInput!) { receivables(input: $input) {
  ${RECEIVABLE_FIELDS} } }`;
const CANCEL_INVOICE = `mutation ($invoice: String!) { cancelInvoice(invoiceNumber: $invoice) {
  ... on InvoiceCancelled { receivable { ${RECEIVABLE_FIELDS} } }
  ... on InvoiceNotCancelled { code message } } }`;

/** An invoice as the operator sees it. */
export interface Receivable {
  readonly employer: { readonly id: string; readonly name: string };
  readonly programme: string;
  readonly paid: Amount;
  readonly open: Amount;
  readonly surplus: Amount;
  readonly isOverdue: boolean;
  readonly invoice: {
    readonly number: string; readonly status: string; readonly method: string;
    readonly sessions: number; readonly period: string | null; readonly seats: number | null;
    readonly issuedOn: string; readonly dueOn: string;
    readonly paidOn: string | null; readonly total: Amount;
  };
}

/** Words for one invoice. */
export function oneInvoice(row: Receivable): string {
  const { invoice, employer } = row;
  return facts({
    'Invoice': invoice.number, 'Customer': `${employer.name} (${employer.id})`,
    'Programme': row.programme, 'Sessions': invoice.sessions,
    ...invoice.period !== null && {
      'Flat price of the year': invoice.period, 'Seats': invoice.seats },
    'Total': amount(invoice.total),
    'Status': row.isOverdue ? `${invoice.status}, overdue` : invoice.status,
    'By': invoice.method, 'Issued': invoice.issuedOn, 'Due': invoice.dueOn,
    'Paid on': invoice.paidOn, 'Received': amount(row.paid), 'Open': amount(row.open),
    'Surplus in suspense': amount(row.surplus),
  });
}

/** Commands about invoices. */
export const INVOICES: readonly Deed[] = [
  {
    name: 'invoice list', about: 'invoices, newest first; by status and by customer',
    example: '--status overdue',
    options: (command) => command
      .option('--employer <id>', 'of one customer, from `employer list`')
      .addOption(new Option('--status <status>', 'only those')
        .choices(['open', 'overdue', 'paid', 'cancelled']))
      .option('--first <n>', 'so many at most', whole, '200'),
    run: async ({ gateway }, { employer, status, first }) => {
      const rows = await gateway<Receivable[]>(LIST_INVOICES, {
        input: { employerId: employer, status: status?.toUpperCase(), first: Number(first) },
      });
      return {
        data: rows,
        text: [table(rows, 'There are no such invoices.', {
          'invoice': ({ invoice }) => invoice.number, 'customer': (row) => row.employer.name,
          'status': (row) => row.isOverdue ? 'OVERDUE' : row.invoice.status,
          'issued': ({ invoice }) => invoice.issuedOn, 'due': ({ invoice }) => invoice.dueOn,
          'total': ({ invoice }) => amount(invoice.total), 'received': (row) => amount(row.paid),
          'open': (row) => amount(row.open), 'surplus': (row) => amount(row.surplus),
        })],
      };
    },
  },
  {
    name: 'invoice show', about: 'one invoice', example: '--invoice INV-2026-000001',
    options: (command) => command.requiredOption('--invoice <number>', 'from `invoice list`'),
    run: async ({ gateway }, { invoice }) => {
      const input = { invoiceNumber: invoice };
      const rows = await gateway<Receivable[]>(LIST_INVOICES, { input });
      return { data: rows[0], text: rows.map(oneInvoice) };
    },
  },
  {
    name: 'invoice cancel', about: 'cancel an invoice that is not paid; the book is put right',
    example: '--invoice INV-2026-000001',
    options: (command) => command.requiredOption('--invoice <number>', 'from `invoice list`'),
    run: async ({ gateway }, { invoice }) => {
      const { receivable } = await gateway<{ receivable: Receivable }>(CANCEL_INVOICE, { invoice });
      const next = receivable.surplus.minor === '0' ? []
        : ['What was received for it lies in suspense: send it back, and record that by '
          + '`payment return`.'];
      return { data: receivable, text: [oneInvoice(receivable), ...next] };
    },
  },
];
