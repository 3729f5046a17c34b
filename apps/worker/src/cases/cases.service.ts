import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CONSENT_TEXTS, CONSENT_VERSION } from '../consent/consent.text.ts';
import {
  CREDIT_NOT_USABLE, CreditsService, type ExaminedCredit,
} from '../credits/credits.service.ts';
import { SpentCreditsStore } from '../credits/spent-credits.store.ts';
import { CodedError } from '#server/coded-error';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ProgrammeEndsStore } from '../programmes/programme-ends.store.ts';
import { CasesStore, type ShownEnrolment } from './cases.store.ts';

/** What a client brings to open her case, or to carry it into the next period. */
export interface CaseRequest {
  readonly idempotencyKey: string;
  readonly caseKey: string;
  readonly entryCredit: string;
  readonly consentVersion: string;
  readonly consentLanguage?: string | undefined;
  readonly acceptedConsent: boolean;
  readonly concern?: string | undefined;
}

/** A case as its owner sees it; what is of sessions and referrals is looked up by its id. */
export interface ShownCase {
  readonly caseId: string;
  readonly openedOn: string;
  readonly consentVersion: string;
  readonly endsOn: string | null;
  readonly enrolments: readonly ShownEnrolment[];
}

/** An entry that was looked at: its consent is in force, and `use` null is good for nothing. */
interface ExaminedEntry extends CaseRequest, ExaminedCredit {
  readonly kind: 'examined';
}

/** The case is open for a period. */
interface Opened {
  readonly kind: 'case-opened';
  readonly caseId: string;
  readonly openedOn: string;
}

/** Verdict on opening a case. */
export type CaseOpening = Opened | Refusal<'credit-not-usable'> | Refusal<'consent-outdated'>;

const CONSENT_OUTDATED = refusal('consent-outdated',
  `Read and accept the consent text ${CONSENT_VERSION} first; the credit was not used.`);

/** A verdict with the case as it is afterwards, so that it need not be asked for. */
export type WithCase<Verdict> = Verdict & { readonly case?: ShownCase };

/** Opens cases, and carries them into another period: one entry credit each time. */
@Injectable()
export class CasesService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly credits: CreditsService,
    private readonly spent: SpentCreditsStore,
    private readonly periods: PeriodsBook,
    private readonly ends: ProgrammeEndsStore,
    private readonly store: CasesStore,
  ) {}

  /** Open a case, or enrol one for its next period. The credit is spent with it or not at all. */
  async open(request: CaseRequest): Promise<CaseOpening> {
    const { idempotencyKey, caseKey } = request;
    const entry = await this.examine(request);
    if (entry.kind !== 'examined') return entry;
    return this.db.transaction('open-case', (tx) =>
      this.once.once<CaseOpening>(tx, `open-case:${caseKey}`, idempotencyKey,
        hashRequest({ ...request }), () => this.spendOn(tx, entry),
        ({ kind }) => kind === 'case-opened'));
  }

  /** Look at what is to open a case, before anything is locked. */
  private async examine(entry: CaseRequest): Promise<ExaminedEntry | Refusal<'consent-outdated'>> {
    const language = entry.consentLanguage ?? 'en';
    const readable = CONSENT_TEXTS.some((text) => text.language === language);
    if (!entry.acceptedConsent || entry.consentVersion !== CONSENT_VERSION || !readable) {
      return CONSENT_OUTDATED;
    }
    const examined = await this.credits.examine(entry.entryCredit, 'entry');
    const { use } = examined;
    if (use && !await this.periods.find(use.programme, use.period)) {
      throw new CodedError('UNAVAILABLE', 'This period is being set up: try again in a minute.');
    }
    return { kind: 'examined', ...entry, ...examined };
  }

  /** A case as its owner sees it. */
  async show(caseId: string): Promise<ShownCase> {
    const shown = await this.db.read('show-case', (tx) => this.store.show(tx, caseId));
    return { caseId, ...shown };
  }

  private async spendOn(
    tx: Tx, entry: ExaminedEntry,
  ): Promise<Opened | Refusal<'credit-not-usable'>> {
    const { nullifier, use, concern = null, consentVersion, consentLanguage = 'en' } = entry;
    const { caseKey: secretHash } = entry;
    await this.store.lockKey(tx, secretHash);
    const [spent] = await this.spent.spent(tx, [nullifier]);
    const day = today(this.clock);
    if (spent || !use?.block || await this.ends.isEnded(tx, use, day)) return CREDIT_NOT_USABLE;
    const { programme, period, block } = use;
    const found = await this.store.findOrMake(tx,
      { caseId: randomUUID(), secretHash, programme, openedOn: day });
    const { caseId, openedOn } = found;
    const enrolled = found.programme === programme && await this.store.enrol(tx, {
      caseId, programme, period, block, concern, consentVersion, consentLanguage,
    }, day);
    if (!enrolled) {
      throw new CodedError('CONFLICT',
        'This case is open for the period already; the entry credit was not used.');
    }
    await this.spent.spend(tx, [{ nullifier, kind: 'entry', programme, period }]);
    return { kind: 'case-opened', caseId, openedOn };
  }
}
