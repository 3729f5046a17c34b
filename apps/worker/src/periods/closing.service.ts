import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { releaseHold } from '#billing/release';
import { markReleased } from '#billing/settlement';
import { settlementReleased, usageReleased } from '#contracts/jobs';
import { NOTHING_CARRIED } from '#disclosure/balance';
import { makeRelease, type Disclosure } from '#disclosure/release';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/outbox';
import type { JsonValue } from '#pseudonym/canonical';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { FundingStore } from '../funding/funding.store.ts';
import { Concern, Modality } from '../graphql/terms.graphql.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import type { ProgrammePeriod } from '../programmes/programme-periods.store.ts';
import { ClosingStore, type DuePeriod } from './closing.store.ts';

/** Why a period is not closed now. Its code is for the operator, and holds nothing of anybody. */
export class PeriodNotClosed extends Error {
  override readonly name = 'PeriodNotClosed';

  constructor(readonly code: string) {
    super(`the period is not closed: ${code}`);
  }
}

/**
 * Closes a benefit period on its release day: what nobody claimed goes back to the fund, and the
 * period's usage goes through disclosure control, is verified, signed, stored for good and sent.
 */
@Injectable()
export class ClosingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly signer: Signer,
    private readonly periods: PeriodsBook,
    private readonly fundings: FundingStore,
    private readonly ledger: LedgerStore,
    private readonly store: ClosingStore,
  ) {}

  /**
   * Close one period; nothing is done when a rival has closed it.
   *
   * @throws PeriodNotClosed, DisclosureError, LedgerRefused or what the database throws: then
   *   nothing was done, and it can be tried again.
   */
  async close(due: DuePeriod): Promise<void> {
    const period = await this.periods.find(due.programme, due.period);
    if (!period) throw new PeriodNotClosed('never-opened');
    await this.db.transaction('close-period', async (tx) => {
      const earliest = await this.store.lock(tx, due);
      if (earliest === undefined) return;
      if (earliest !== due.period) throw new PeriodNotClosed('earlier-is-open');
      await this.expireHolds(tx, due);
      const disclosure = await this.disclose(tx, period);
      await this.settle(tx, period, disclosure.release.settledSessions);
      await this.publish(tx, due, disclosure);
    });
  }

  private async expireHolds(tx: Tx, due: DuePeriod): Promise<void> {
    const day = today(this.clock);
    const open = await this.store.expire(tx, due);
    await this.ledger.mustPost(tx, open.map(({ holdId, feeCapMinor, currency }) => {
      const held = { programme: due.programme, price: money(BigInt(feeCapMinor), currency) };
      return journalItem(randomUUID(), day, releaseHold(held, 'unclaimed').entry, holdId);
    }));
  }

  /** The one release of the period, verified. @throws DisclosureError rather than release more. */
  private async disclose(tx: Tx, period: ProgrammePeriod): Promise<Disclosure> {
    const { carried, settled } = await this.store.before(tx, period);
    const funded = await this.fundings.sessions(tx, period.programme);
    const blocks = await this.store.blocks(tx, period);
    return makeRelease({
      programme: period.programme,
      period: period.period,
      rules: { k: period.k },
      layout: {
        // Which departments a block stands for is unknown here: the gateway adds their names.
        blocks: blocks.map(({ block, headcount, site }) =>
          ({ block, label: block, headcount, site: site === null ? null : String(site) })),
        modalities: Object.values(Modality),
        concerns: Object.values(Concern),
        crossed: ['modality', 'concern', 'band'],
        creditsPerMember: period.sessionsPerMember,
      },
      cases: await this.store.cases(tx, period),
      bearerSessions: await this.store.bearerSessions(tx, period),
      carried: carried ?? NOTHING_CARRIED,
      fundedSessions: Math.max(0, funded - settled),
    });
  }

  private async settle(tx: Tx, { programme }: ProgrammePeriod, sessions: number): Promise<void> {
    const settlement = markReleased(programme, BigInt(sessions));
    if (settlement.kind === 'nothing-to-settle') return;
    if (settlement.kind === 'refused') throw new PeriodNotClosed(`settlement-${settlement.reason}`);
    const families = ['delivered:programme', 'released:programme'] as const;
    await this.ledger.open(tx, families.map((family) => vaultAccount(family, programme, 'SES')));
    await this.ledger.mustPost(tx,
      [journalItem(randomUUID(), today(this.clock), settlement.entry)]);
  }

  private async publish(tx: Tx, due: DuePeriod, disclosure: Disclosure): Promise<void> {
    const { release, certificate, carried } = disclosure;
    const { settledSessions } = release;
    const usage = await this.signer.sign('usage', release as unknown as JsonValue);
    const settlement = await this.signer.sign('settlement', { ...due, version: 1, settledSessions });
    const body = Buffer.from(usage.body, 'base64url').toString('utf8');
    await this.store.keep(tx, { ...due, body, certificate, settledSessions, carried },
      today(this.clock));
    await put(tx, { contract: usageReleased, payload: usage });
    await put(tx, { contract: settlementReleased, payload: settlement });
  }
}
