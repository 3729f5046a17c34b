import type { Chapter } from './deed.ts';
import { COUNTS } from './counts.deeds.ts';
import { CUSTOMERS } from './customers.deeds.ts';
import { INVOICES } from './invoices.deeds.ts';
import { LETTERS } from './letters.deeds.ts';
import { PAYMENTS } from './payments.deeds.ts';
import { PAYOUTS } from './payouts.deeds.ts';
import { PROGRAMMES } from './programmes.deeds.ts';
import { TERMS } from './terms.deeds.ts';
import { TEAMS } from './teams.deeds.ts';
import { RESTORES } from './restore-commands.ts';
import { THERAPISTS } from './therapists.deeds.ts';
import { WAITING_DEEDS } from './waiting.deeds.ts';

/** The table of contents of what an operator does. */
export const CHAPTERS: readonly Chapter[] = [
  { title: 'Customers', deeds: CUSTOMERS },
  { title: 'Their HR teams', deeds: TEAMS },
  { title: 'Invoices', deeds: INVOICES },
  { title: 'Payments', deeds: PAYMENTS },
  { title: 'Programmes and periods', deeds: PROGRAMMES },
  { title: 'Terms, at the vault', deeds: TERMS },
  { title: 'Letters', deeds: LETTERS },
  { title: 'Therapists', deeds: THERAPISTS },
  { title: 'Payouts', deeds: PAYOUTS },
  { title: 'What waits', deeds: WAITING_DEEDS },
  { title: 'Counts and records', deeds: COUNTS },
  { title: 'After a restore', deeds: RESTORES },
];
