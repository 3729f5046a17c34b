import { Inject, Injectable } from '@nestjs/common';
import { daysAfter } from '#calendar/days';
import { OPENS_AHEAD_DAYS, readPeriod, shareDays } from '#calendar/periods';
import type { Unit } from '#disclosure/planner';
import { planTerms, type PlannedTerms, type Terms, type TermsFault } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { PeriodsStore, type KnownPeriod } from '../programmes/periods.store.ts';
import { LastYearsStore } from './last-years.store.ts';
import { YearRefusal } from './periods.graphql.ts';
import { termsOf } from './propose.ts';

/** A year that is not opened, in words for programs. */
export interface YearRefused {
  readonly kind: 'refused';
  readonly code: YearRefusal;
  readonly message: string;
}

const BEING_WITHDRAWN: YearRefused = { kind: 'refused', code: YearRefusal.BEING_WITHDRAWN,
  message: 'It is being taken back: wait until the vault has answered.' };

/** Why no plan follows from what HR has entered. */
const UNPLANNABLE: Readonly<Record<TermsFault, Omit<YearRefused, 'kind'>>> = {
  'too-small': { code: YearRefusal.TOO_SMALL, message: 'Too few people to be reported on.' },
  'too-many-blocks': { code: YearRefusal.TOO_LARGE,
    message: 'Too many departments are reported on by themselves: join some.' },
  'low-k': { code: YearRefusal.ODD_TERMS,
    message: 'Reports tell of ten people or more, and of no fewer than the year before: make a '
      + 'programme with such a smallest group.' },
  'rate-rises': { code: YearRefusal.ODD_TERMS,
    message: 'The stated use is above what the year before stated and told: ask whoever runs the '
      + 'service.' },
  'odd-rate': { code: YearRefusal.ODD_TERMS,
    message: 'Reports are planned for a use of 2 to 10 % a year: ask whoever runs the service.' },
  'odd-terms': { code: YearRefusal.ODD_TERMS,
    message: 'No plan follows from these headcounts: ask whoever runs the service.' },
  'unknown-rules': { code: YearRefusal.UNKNOWN_RULES,
    message: 'The rules by which years are planned are not known here: whoever runs the service '
      + 'must bring it up to date.' },
};

/** A year as it would be proposed from what HR has entered. */
export interface YearPlan {
  readonly kind: 'planned';
  readonly programme: ProgrammeRow;
  readonly terms: Terms;
  /** Departments in the order of their numbers. */
  readonly units: readonly Unit[];
  readonly plan: PlannedTerms;
}

/** Plans a year, in the same way to show it and to propose it. */
@Injectable()
export class YearPlans {
  constructor(
    private readonly store: PeriodsStore,
    private readonly programmes: ProgrammesStore,
    private readonly lastYears: LastYearsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The year of a label, or the one that is there already. @throws CodedError NOT_FOUND */
  async plan(
    tx: Tx, { employerId }: HrCaller, programmeId: string, label: string,
  ): Promise<YearPlan | YearRefused | { readonly kind: 'there'; readonly period: KnownPeriod }> {
    if (!this.isTimely(label)) {
      return refused(YearRefusal.WRONG_PERIOD, 'Open a year that runs, or begins within a year.');
    }
    const programme = await this.programmes.find(tx, programmeId, employerId);
    if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
    const period = await this.store.find(tx, programmeId, label);
    if (period && !period.refused) return period.withdrawn ? BEING_WITHDRAWN : { kind: 'there', period };
    const beside = await this.beside(tx, programmeId, label);
    if (beside) return beside;
    const last = await this.lastYears.find(tx, programmeId, label);
    const units = await this.programmes.units(tx, programmeId);
    const numbered = termsOf(programme, label, units, last);
    const plan = planTerms(numbered.terms);
    if (plan.kind === 'refused') return { kind: 'refused', ...UNPLANNABLE[plan.fault] };
    if (programme.endsOn !== null && plan.opens > programme.endsOn) {
      return refused(YearRefusal.CONTRACT_ENDS,
        `Your contract ends on ${programme.endsOn}, before it begins.`);
    }
    return { kind: 'planned', programme, ...numbered, plan };
  }

  /** Refused where another year of the programme has one of its days. */
  async beside(tx: Tx, programmeId: string, label: string): Promise<YearRefused | undefined> {
    const other = (await this.store.labels(tx, programmeId))
      .find((one) => one !== label && shareDays(one, label));
    return other === undefined ? undefined : refused(YearRefusal.WRONG_PERIOD,
      `It shares days with ${other}: the next year begins where it ends.`);
  }

  private isTimely(label: string): boolean {
    const year = readPeriod(label);
    const day = today(this.clock);
    return year !== null && day <= year.last && year.opens <= daysAfter(day, OPENS_AHEAD_DAYS);
  }
}

function refused(code: YearRefusal, message: string): YearRefused {
  return { kind: 'refused', code, message };
}
