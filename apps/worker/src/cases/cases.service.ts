import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { CONSENT_TEXTS, CONSENT_VERSION } from '../consent/consent.text.ts';
import { CREDIT_NOT_USABLE, CreditsService } from '../credits/credits.service.ts';
import { SpentCreditsStore } from '../credits/spent-credits.store.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { CasesStore, type ShownEnrolment } from './cases.store.ts';

/** What a client asks when opening her case. */
export interface CaseRequest {
  readonly idempotencyKey: string;
  readonly entryCredit: string;
  readonly caseKey: string;
  readonly consentVersion: string;
  readonly consentLanguage?: string | undefined;
  readonly acceptedConsent: boolean;
  readonly concern?: string | undefined;
}

/** The case is open for a period. */
interface Opened {
  readonly kind: 'case-opened';
  readonly period: string;
  readonly openedOn: string;
  readonly consentVersion: string;
}

/** Verdict on opening a case. */
export type CaseOpening = Opened | Refusal<'credit-not-usable'> | Refusal<'consent-outdated'>;

const CONSENT_OUTDATED = refusal('consent-outdated',
  `Read and accept the consent text ${CONSENT_VERSION} first; the credit was not used.`);

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
    private readonly store: CasesStore,
  ) {}

  /** Open a case, or enrol one for its next period. The credit is spent with it or not at all. */
  async open(request: CaseRequest): Promise<CaseOpening> {
    const language = request.consentLanguage ?? 'en';
    const readable = CONSENT_TEXTS.some((text) => text.language === language);
    if (!request.acceptedConsent || request.consentVersion !== CONSENT_VERSION || !readable) {
      return CONSENT_OUTDATED;
    }
    const { nullifier, use } = await this.credits.examine(request.entryCredit, 'entry');
    if (use && !await this.periods.find(use.programme, use.period)) {
      throw new CodedError('UNAVAILABLE', 'This period is being set up: try again in a minute.');
    }
    return this.db.transaction('open-case', (tx) =>
      this.once.once<CaseOpening>(tx, `open-case:${request.caseKey}`, request.idempotencyKey,
        hashRequest({ ...request }), () => this.spendOn(tx, request, nullifier, use),
        ({ kind }) => kind === 'case-opened'));
  }

  /** A case as its owner sees it. */
  async show(caseId: string): Promise<{
    caseId: string; openedOn: string; consentVersion: string; enrolments: ShownEnrolment[];
  }> {
    const shown = await this.db.read('show-case', (tx) => this.store.show(tx, caseId));
    return { caseId, ...shown, consentVersion: shown.enrolments[0]?.consentVersion ?? '' };
  }

  private async spendOn(
    tx: Tx, request: CaseRequest, nullifier: string, use: IssuerPublicKey | null,
  ): Promise<CaseOpening> {
    const [spent] = await this.spent.spent(tx, [nullifier]);
    if (spent || !use?.block || await this.spent.isEnded(tx, use)) return CREDIT_NOT_USABLE;
    const { programme, period, block } = use;
    const day = today(this.clock);
    const { caseKey: secretHash, concern = null } = request;
    const found = await this.store.findOrMake(tx,
      { caseId: randomUUID(), secretHash, programme, openedOn: day });
    const enrolled = found.programme === programme && await this.store.enrol(tx, {
      caseId: found.caseId, programme, period, block, concern,
      consentVersion: request.consentVersion, consentLanguage: request.consentLanguage ?? 'en',
    }, day);
    if (!enrolled) {
      throw new CodedError('CONFLICT',
        'This case is open for the period already; the entry credit was not used.');
    }
    await this.spent.spend(tx, [{ nullifier, kind: 'entry', programme, period }], day);
    return {
      kind: 'case-opened', period, openedOn: found.openedOn,
      consentVersion: request.consentVersion,
    };
  }
}
