import type { HeldCredit } from '#wallet/credits';
import { written } from '#wallet/documents';
import { together } from './together.ts';
import type { Company } from './company.ts';
import type { Balance, Book, Findings, Outcome, ReportCount } from './outcome.ts';
import type { Whereabouts } from './meeting-place.ts';
import type { Member } from './members.ts';
import { remittedTo } from './billing.ts';
import type { Therapist } from './practices.ts';
import { toldIn } from './report.ts';
import { CROWD, type Scenario } from './scenario.ts';

interface Sums { entries: number; debitsMinor: string; creditsMinor: string }

interface GatewayCounts {
  purchasedCredits: number;
  members: number;
  issuedEntry: number;
  issuedSession: number;
  ledger: Sums;
}

interface VaultCounts {
  cases: number;
  referrals: number;
  booked: number;
  cancelled: number;
  delivered: number;
  bearer: number;
  claimsSubmitted: number;
  claimsPaid: number;
  claimsRejected: number;
  payouts: number;
  payoutTotal: { minor: string; currency: string };
  spentEntry: number;
  spentSession: number;
  ledger: Sums & { openHoldsMinor: string };
}

/** What the story itself noticed on the way. */
export interface Noticed {
  readonly recoveredWallets: number;
  readonly walletsLost: number;
  readonly whereabouts: Whereabouts;
  readonly employerUnmoved: boolean;
  /** When the demo began, in milliseconds of the machine's clock. */
  readonly startedAt: number;
}

const GATEWAY = written<{ operations: GatewayCounts }>(
  `query { operations { purchasedCredits members issuedEntry issuedSession
  ledger { entries debitsMinor creditsMinor } } }`);
const VAULT = written<{ operations: VaultCounts }>(
  `query { operations { cases referrals booked cancelled delivered bearer
  claimsSubmitted claimsPaid claimsRejected payouts payoutTotal { minor currency }
  spentEntry spentSession ledger { entries debitsMinor creditsMinor openHoldsMinor } } }`);

const CLAIMS = written<{ claims: { status: string }[] }>(
  'query ($skip: Int!) { claims(first: 50, skip: $skip) { status } }');

/** What both operators counted, and the part of it that is no outcome. */
export interface Counted {
  readonly outcome: Outcome;
  readonly books: readonly Book[];
  readonly spentEntry: number;
  readonly spentSession: number;
}

/** Count everything from the system: both operators' queries, and what HR and wallets can ask. */
export async function countOutcome(
  scenario: Scenario, companies: readonly Company[], noticed: Noticed,
): Promise<Counted> {
  const { operations: gateway } = await scenario.gatewayOperator.ask(
    GATEWAY);
  const { operations: vault } = await scenario.vaultOperator.ask(VAULT);
  const books = [book('gateway', gateway.ledger), book('vault', vault.ledger)];
  const outcome: Outcome = {
    purchasedCredits: gateway.purchasedCredits,
    members: gateway.members,
    issued: { entry: gateway.issuedEntry, session: gateway.issuedSession },
    cases: vault.cases,
    referrals: vault.referrals,
    sessions: {
      booked: vault.booked, cancelled: vault.cancelled,
      delivered: vault.delivered, bearer: vault.bearer,
    },
    claims: {
      submitted: vault.claimsSubmitted, paid: vault.claimsPaid, rejected: vault.claimsRejected,
    },
    payouts: {
      count: vault.payouts, totalMinor: whole(vault.payoutTotal.minor),
      currency: vault.payoutTotal.currency,
    },
    attacks: scenario.attacks.list(),
    recoveredWallets: noticed.recoveredWallets,
    ledger: { ...sum(books), openHoldsMinor: whole(vault.ledger.openHoldsMinor) },
    reports: companies.map(reportOf),
    displayedBalance: companies.map(balanceOf).reduce((sum, { displayed }) => sum + displayed, 0),
    elapsedSeconds: Math.round((Date.now() - noticed.startedAt) / 100) / 10,
  };
  return { outcome, books, spentEntry: vault.spentEntry, spentSession: vault.spentSession };
}

/** Ask what only the parties themselves know: each wallet's credits, each therapist's money. */
export async function findOut(
  companies: readonly Company[], therapists: readonly Therapist[], counted: Counted,
  noticed: Noticed,
): Promise<Findings> {
  const members = companies.flatMap((company) => company.members);
  const known = knownTo(members);
  const remitted = await together(therapists, CROWD, remittedTo);
  return {
    entitled: companies.reduce((sum, company) =>
      sum + company.members.length * company.scenario.plot.sessionsPerMember, 0),
    spent: { known: known.spent, counted: counted.spentEntry + counted.spentSession },
    entrySpent: counted.spentEntry,
    claimsListed: await listedClaims(therapists),
    unspent: known.unspent,
    books: counted.books,
    walletsLost: noticed.walletsLost,
    whereabouts: noticed.whereabouts,
    remittedMinor: remitted.reduce((total, minor) => total + minor, 0),
    balances: companies.map(balanceOf),
    employerUnmoved: noticed.employerUnmoved,
    brokenReports: companies.flatMap(({ report }) => report?.broken ?? []),
    told: companies.flatMap(({ report }) => (report ? toldIn(report) : [])),
    ofFew: companies.filter(({ scenario: { plot }, report }) =>
      plot.people.length < (report?.k ?? 0))
      .map(reportOf),
  };
}

/** What HR reads at last, and what its reports say is settled. */
function balanceOf({ employer, report }: Company): Balance {
  const { purchased = 0, displayed = 0, shortfall = 0, settled, paidUntil = null } = report ?? {};
  return {
    employer: employer.name, purchased, displayed, shortfall, settled: settled ?? 0, paidUntil };
}

function reportOf({ employer, report }: Company): ReportCount {
  return {
    employer: employer.name, period: report?.period ?? '', released: report?.released ?? 0,
    people: report?.use?.people ?? null, numbers: report ? toldIn(report).length : 0,
  };
}

/** What the wallets know of their credits; who came back knows her entry credit by her case. */
function knownTo(members: readonly Member[]): { spent: number; unspent: number } {
  const contents = members.map(({ wallet }) => wallet.content);
  const isSpent = (care: (typeof contents)[number]['care'], held: HeldCredit) =>
    held.state === 'spent' || (held.kind === 'entry' && Boolean(care?.enrolments.length));
  const all = contents.flatMap(({ care, credits }) => credits.map((held) => isSpent(care, held)));
  const spent = all.filter(Boolean).length;
  return { spent, unspent: all.length - spent };
}

/** The claims in the therapists' own lists, by their answers. */
async function listedClaims(
  therapists: readonly Therapist[],
): Promise<{ paid: number; denied: number }> {
  const lists = await together(therapists, CROWD, async ({ console }) => {
    const statuses: string[] = [];
    for (;;) {
      const { claims } = await console.ask(
        CLAIMS, { skip: statuses.length });
      if (claims.length === 0) return statuses;
      statuses.push(...claims.map(({ status }) => status));
    }
  });
  const count = (wanted: string) => lists.flat().filter((status) => status === wanted).length;
  return { paid: count('PAID'), denied: count('DENIED') };
}

function book(name: string, { entries, debitsMinor, creditsMinor }: Sums): Book {
  return { name, entries, debitsMinor: whole(debitsMinor), creditsMinor: whole(creditsMinor) };
}

function sum(books: readonly Book[]): Omit<Book, 'name'> {
  return books.reduce((total, { entries, debitsMinor, creditsMinor }) => ({
    entries: total.entries + entries,
    debitsMinor: total.debitsMinor + debitsMinor,
    creditsMinor: total.creditsMinor + creditsMinor,
  }), { entries: 0, debitsMinor: 0, creditsMinor: 0 });
}

/** Minor units as a number. @throws RangeError where JSON would lose a digit. */
function whole(minor: string): number {
  const value = Number(minor);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${minor} is too large for JSON`);
  return value;
}
