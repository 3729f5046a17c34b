import { Inject, Injectable } from '@nestjs/common';
import type { Terms } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import type { JsonValue } from '#pseudonym/canonical';
import { daysAfter } from '#calendar/days';
import type { MemberTerms } from '#pseudonym/terms-leaf';
import { CLOCK } from '../foundation/tokens.ts';
import { TermsLogService } from '../log/terms-log.service.ts';
import { ProgrammeEndsStore } from '../programmes/programme-ends.store.ts';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { TermsStore } from '../terms/terms.store.ts';
import { KeyMirrorStore } from './key-mirror.store.ts';

/** Terms that hold: as members are told of them, and whole. */
interface Confirmed {
  readonly terms: MemberTerms;
  readonly text: string;
  /** Confirmed before this vault was restored. */
  readonly isRecalled: boolean;
}

/** What members are told of a period, all of it: their wallets compare the gateway with it. */
@Injectable()
export class MembersStatements {
  constructor(
    private readonly periods: ProgrammePeriodsStore,
    private readonly terms: TermsStore,
    private readonly mirror: KeyMirrorStore,
    private readonly log: TermsLogService,
    private readonly ends: ProgrammeEndsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The statement of a period: while no terms are confirmed they are null, and it has no keys. */
  async of(tx: Tx, programme: string, period: string): Promise<JsonValue> {
    const confirmed = await this.confirmed(tx, programme, period);
    const day = today(this.clock);
    return {
      programme, period, ended: await this.ends.isEnded(tx, { programme, period }, day),
      terms: (confirmed?.terms ?? null) as unknown as JsonValue,
      keys: await this.mirror.of(tx, programme, period) as unknown as JsonValue,
      log: await this.log.openingOf(tx, { programme, period }) as unknown as JsonValue,
    };
  }

  /** Give a period its leaf in the log, as soon as it has all keys that its terms give. */
  async logIfComplete(tx: Tx, programme: string, period: string): Promise<void> {
    const confirmed = await this.confirmed(tx, programme, period);
    if (!confirmed) return;
    const { terms, text, isRecalled } = confirmed;
    const keys = await this.mirror.of(tx, programme, period);
    await this.log.appendIfComplete(tx, { programme, period, terms, keys }, { text, isRecalled });
  }

  /** What members are told of confirmed terms, and all of them as text; null before. */
  private async confirmed(
    tx: Tx, programme: string, period: string,
  ): Promise<Confirmed | null> {
    const proposal = await this.terms.find(tx, { programme, period });
    const planned = await this.periods.find(tx, programme, period);
    if (!proposal?.confirmedBy || !planned) return null;
    const { rules } = JSON.parse(proposal.text) as Terms;
    const { opens, closes, seats, k, sessionsPerMember } = planned;
    const blocks = await this.periods.blocks(tx, programme, period);
    const terms = {
      rules, opens, last: daysAfter(closes, -1), seats, k, sessionsPerMember,
      by: proposal.confirmedBy,
      blocks: blocks.map(({ block, headcount: people }) => ({ block, people })),
    };
    return { terms, text: proposal.text, isRecalled: proposal.isRecalled === true };
  }
}
