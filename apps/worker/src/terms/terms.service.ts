import { Inject, Injectable } from '@nestjs/common';
import { amountInWords, isCurrency, money } from '#billing/money';
import { shareDays } from '#calendar/periods';
import { declinedFor, type DeclineReason } from '#contracts/refusals';
import { followsFrom } from '#disclosure/before';
import { dueBy, planTerms, type PlannedTerms, type Terms } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { CheckNumbers } from './check-numbers.ts';
import { Confirmations } from './confirmations.ts';
import { Endings } from './endings.ts';
import type { ProposedTerms } from './terms.graphql.ts';
import { TermsStore, type EndedTerms, type Proposal } from './terms.store.ts';

interface OfContract {
  readonly contract: string;
  readonly period: string;
}

/** Which terms are meant: by the contract's number, and the programme where it has several. */
export interface WantedTerms extends OfContract {
  readonly programmeId: string | null;
}

/** What the operator reads in her contract, to be compared with what was proposed. */
export interface ContractTerms extends OfContract {
  /** Of the proposal that she has read: it may have been withdrawn, and another be in its place. */
  readonly checkNumber: string;
  readonly people: number;
  readonly spareSeats: number;
  readonly sessionsPerMember: number;
  readonly priceMinor: string;
  /** A flat price of a seat for the whole year; null: it is paid by sessions. */
  readonly seatPriceMinor: string | null;
  readonly currency: string;
  readonly k: number;
  /** Basis points of the staff in a year. */
  readonly rateBps: number;
  /** That it has this period for another programme as well. */
  readonly also: boolean;
}

/** Outcome of confirming terms. */
export type ConfirmOutcome =
  | { readonly kind: 'terms-confirmed'; readonly terms: ProposedTerms }
  | {
    readonly kind: 'terms-not-confirmed'; readonly code: string; readonly message: string;
    /** Which were meant, for the record of deeds; undefined: none that are here. */
    readonly terms?: Pick<Terms, 'contract' | 'programme' | 'period'>;
  };

/** Outcome of declining terms. */
export type DeclineOutcome =
  | {
    readonly kind: 'terms-declined'; readonly contract: string; readonly programme: string;
    readonly period: string;
  }
  | { readonly kind: 'terms-not-declined'; readonly code: string; readonly message: string };

interface Planned {
  readonly proposal: Proposal;
  readonly terms: Terms;
  readonly plan: PlannedTerms;
}

interface NotFound {
  readonly kind: 'not-found';
  readonly code: string;
  readonly message: string;
}

const NOT_FOUND: NotFound = { kind: 'not-found', code: 'TERMS_NOT_FOUND',
  message: 'No such terms are here: `terms list --all` has those that are. What was declined or '
    + 'withdrawn does not wait until the customer proposes it anew.' };
const CHANGED: NotFound = { kind: 'not-found', code: 'TERMS_CHANGED',
  message: 'These terms have changed since you read them, or another number was typed: read them '
    + 'again by `terms show`. Nothing was confirmed.' };

/** What the vault's operator reads, and confirms or declines. */
@Injectable()
export class TermsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: TermsStore,
    private readonly numbers: CheckNumbers,
    private readonly confirmations: Confirmations,
    private readonly endings: Endings,
  ) {}

  /** Terms of a contract and period, or of all; with those that came to nothing, or without. */
  list(
    contract: string | null, period: string | null, hasEnded: boolean,
  ): Promise<ProposedTerms[]> {
    return this.db.read('terms', async (tx) => {
      const stand = (await this.store.list(tx, contract, period)).map((proposal) =>
        this.describe(planned(proposal)));
      const ended = hasEnded ? await this.store.ended(tx, contract, period) : [];
      return [...stand, ...ended.map((one) => this.describeEnded(one))];
    });
  }

  /**
   * Confirm the terms of one period, once. What she read in the contract is compared with what was
   * proposed: nothing is confirmed that says anything else.
   */
  confirm(read: ContractTerms): Promise<ConfirmOutcome> {
    return this.db.transaction('confirm-terms', async (tx) => {
      const found = await this.lockRead(tx, read);
      if ('kind' in found) return { ...found, kind: 'terms-not-confirmed' };
      const { proposal, terms } = found;
      const refused = (code: string, message: string): ConfirmOutcome =>
        ({ kind: 'terms-not-confirmed', code, message, terms });
      const same = differences(found, read);
      if (same.length > 0) return refused('TERMS_DIFFER', `${same.join('; ')}. Nothing was confirmed.`);
      if (!proposal.confirmedBy) {
        if (today(this.clock) >= found.plan.closes) {
          return refused('TERMS_TOO_LATE', 'The period is over: nobody could use a credit of it.');
        }
        if (isCalledOff(found)) {
          return refused('TERMS_CALLED_OFF', `The programme ends on ${proposal.endsOn}, before this begins.`);
        }
        if (!followsFrom(terms, await this.store.lastYear(tx, terms))) {
          return refused('TERMS_OTHER_BEFORE', 'A year before it was confirmed since: decline these, '
            + 'and the customer proposes it anew, after that one.');
        }
        const twin = read.also ? undefined : await this.twinOf(tx, terms);
        if (twin) {
          return refused('TERMS_CONFIRMED_ALREADY', 'Days of this period of the contract are confirmed for '
            + `the programme ${twin} already: where the contract has both, say so by --also.`);
        }
        await this.confirmations.confirm(tx, terms, found.plan, 'operator');
      }
      const kept = await this.store.find(tx, terms) ?? proposal;
      return { kind: 'terms-confirmed', terms: this.describe(planned(kept)) };
    });
  }

  /**
   * Decline terms that were not confirmed: they wait no more, and the gateway is told what is not
   * the contract's, where HR corrects it and proposes others.
   */
  decline(wanted: WantedTerms, reason: DeclineReason): Promise<DeclineOutcome> {
    return this.db.transaction('decline-terms', async (tx) => {
      const found = await this.lockOne(tx, wanted);
      if ('kind' in found) return { ...found, kind: 'terms-not-declined' };
      const { proposal, terms } = found;
      const { programme, period, contract } = terms;
      if (proposal.confirmedBy) {
        return { kind: 'terms-not-declined', code: 'TERMS_CONFIRMED',
          message: 'These terms were confirmed, for good: people may have letters of them.' };
      }
      await this.endings.end(tx, terms, proposal, `declined-${reason}`);
      return { kind: 'terms-declined', contract, programme, period };
    });
  }

  /** Another programme for which a year of the contract is confirmed that has days of this one. */
  private async twinOf(
    tx: Tx, { contract, period, programme }: Terms,
  ): Promise<string | undefined> {
    // Two are not confirmed at once, each before the other is seen.
    await this.store.lock(tx, { programme: contract });
    return (await this.store.list(tx, contract, null)).map(planned)
      .find(({ proposal, terms }) => proposal.confirmedBy && terms.programme !== programme
        && shareDays(terms.period, period))
      ?.terms.programme;
  }

  /** The one proposal that is meant, as it is once nobody else changes it. */
  private async lockOne(
    tx: Tx, { contract, period, programmeId }: WantedTerms,
  ): Promise<Planned | NotFound> {
    const all = (await this.store.list(tx, contract, period)).map(planned)
      .filter(({ terms }) => programmeId === null || terms.programme === programmeId);
    const [only] = all;
    if (!only) return NOT_FOUND;
    if (all.length > 1) {
      return { kind: 'not-found', code: 'TERMS_SEVERAL',
        message: 'This contract has several programmes: name one by its id, from `terms list`.' };
    }
    return this.locked(tx, only.terms);
  }

  /** The proposal that she has read, as it is once nobody else changes it. */
  private async lockRead(
    tx: Tx, { contract, period, checkNumber }: ContractTerms,
  ): Promise<Planned | NotFound> {
    const all = await this.store.list(tx, contract, period);
    if (all.length === 0) return NOT_FOUND;
    const isRead = (proposal: Proposal) => this.numbers.of(proposal) === checkNumber;
    const shown = all.find(isRead);
    const found = shown ? await this.locked(tx, planned(shown).terms) : CHANGED;
    return 'kind' in found || isRead(found.proposal) ? found : CHANGED;
  }

  private async locked(tx: Tx, terms: Terms): Promise<Planned | NotFound> {
    await this.store.lock(tx, terms);
    const proposal = await this.store.find(tx, terms);
    return proposal ? planned(proposal) : NOT_FOUND;
  }

  private describe({ proposal, terms, plan }: Planned): ProposedTerms {
    const {
      contract, programme, period, rules, sessionsPerMember, spareSeats, k, rateBps, currency,
    } = terms;
    const { opens, last, releases, seats, blocks } = plan;
    const { proposedOn, confirmedBy, confirmedOn, refusals, endsOn } = proposal;
    const confirmBy = dueBy(plan, proposedOn);
    return {
      contract, programme, period, rules, sessionsPerMember, k, rateBps, confirmBy, opens, last,
      releases, seats, people: seats - spareSeats, spareSeats, blocks, proposedOn, confirmedBy,
      confirmedOn, refusals, endsOn, endedOn: null, declinedFor: null,
      checkNumber: this.numbers.of(proposal), departments: terms.departments,
      state: this.stateOf({ proposal, plan }),
      price: { minor: terms.sessionPriceMinor, currency },
      seatPrice: terms.seatPriceMinor === undefined ? null
        : { minor: terms.seatPriceMinor, currency },
      total: { minor: plan.totalMinor, currency },
    };
  }

  private describeEnded({ text, proposedOn, reason, endedOn }: EndedTerms): ProposedTerms {
    const proposal: Proposal = { text, proposedOn, proposals: [], confirmedBy: null,
      confirmedOn: null, isRecalled: null, endsOn: null, refusals: 0 };
    const found = declinedFor(reason);
    return { ...this.describe(planned(proposal)), endedOn, declinedFor: found, checkNumber: null,
      state: found === null ? 'WITHDRAWN' : 'DECLINED' };
  }

  private stateOf({ proposal, plan }: Pick<Planned, 'proposal' | 'plan'>): string {
    const { confirmedBy, proposedOn } = proposal;
    const day = today(this.clock);
    if (confirmedBy) return 'CONFIRMED';
    if (isCalledOff({ proposal, plan })) return 'CALLED_OFF';
    if (day >= plan.closes) return 'TOO_LATE';
    return day >= dueBy(plan, proposedOn) ? 'OVERDUE' : 'WAITING';
  }
}

/** Whether its programme ends before it begins. */
function isCalledOff({ proposal: { endsOn }, plan }: Pick<Planned, 'proposal' | 'plan'>): boolean {
  return endsOn !== null && endsOn < plan.opens;
}

/** Terms are planned again whenever they are looked at: nothing of the plan is taken from a row. */
function planned(proposal: Proposal): Planned {
  const terms = JSON.parse(proposal.text) as Terms;
  const plan = planTerms(terms);
  if (plan.kind === 'refused') throw new Error(`terms that were planned are ${plan.fault} now`);
  return { proposal, terms, plan };
}

/** What the proposal says differently from the contract, in words for the operator. */
function differences({ terms, plan }: Planned, read: ContractTerms): string[] {
  const pairs: [string, number | string, number | string][] = [
    ['people', plan.seats - terms.spareSeats, read.people],
    ['spare seats', terms.spareSeats, read.spareSeats],
    ['sessions for each', terms.sessionsPerMember, read.sessionsPerMember],
    ['price of a session', priceOf(terms.sessionPriceMinor, terms.currency),
      priceOf(read.priceMinor, read.currency)],
    ['flat price of a seat', seatPriceOf(terms.seatPriceMinor ?? null, terms.currency),
      seatPriceOf(read.seatPriceMinor, read.currency)],
    ['smallest group told', terms.k, read.k],
    ['stated use in a year', percentOf(terms.rateBps), percentOf(read.rateBps)],
  ];
  return pairs.filter(([, proposed, own]) => proposed !== own).map(([what, proposed]) =>
    `${what}: proposed are ${proposed}, not what you gave`);
}

/** `4.5 %`, as lists show it. */
function percentOf(bps: number): string {
  return `${bps / 100} %`;
}

/** `24.00 EUR`, or that there is none. */
function seatPriceOf(minor: string | null, currency: string): string {
  return minor === null ? 'none, but by sessions' : priceOf(minor, currency);
}

/** `95.00 EUR`, as lists show it; terms may name a currency that nobody bills in. */
function priceOf(minor: string, currency: string): string {
  return isCurrency(currency) ? amountInWords(money(BigInt(minor), currency))
    : `${minor} minor units of ${currency}`;
}
