import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { today, type Clock } from '#platform/clock';
import { Database, isUniqueViolation } from '#platform/database';
import { batchSecret } from '#pseudonym/issued-batches';
import { IssuedBatches } from '../issued/issued.service.ts';
import { MemberTokens } from '../members/member-tokens.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { CodeBook } from './code-book.ts';
import { CodesStore, type ClaimedCode } from './codes.store.ts';

/** A refusal takes this long at least: longer than any of the reasons for it. */
const REFUSAL_MS = 50;

const NOT_USABLE = {
  kind: 'not-usable', code: 'CODE_NOT_USABLE',
  message: 'This code cannot be used here. Check every character, or use the phrase of the wallet '
    + 'that used it first. If that does not help, ask for another letter.',
} as const;

const KEY_USED = {
  kind: 'claim-key-used', code: 'CLAIM_KEY_USED',
  message: 'This claim key holds another letter. Claim this one with the wallet\'s next claim key.',
} as const;

/** Outcome of claiming a code. */
export type ClaimOutcome = typeof NOT_USABLE | typeof KEY_USED | {
  readonly kind: 'claimed';
  readonly token: string;
  readonly expiresAt: string;
  readonly programmeId: string;
  readonly period: string;
  readonly block: string;
  readonly sessionsPerMember: number;
};

/** What claiming a code gives. */
@Injectable()
export class CodesService {
  constructor(
    private readonly db: Database,
    private readonly store: CodesStore,
    private readonly book: CodeBook,
    private readonly tokens: MemberTokens,
    private readonly issued: IssuedBatches,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Claim a code for the wallet that holds `claimKey`, or open it again for that wallet. A claim
   * key is for one letter: it joins nothing, and a restored wallet finds each letter by its own.
   *
   * @param firstKey what the same device claimed it with before there was a wallet, or else some
   *   key: it hands over, and is good for nothing afterwards. What passes to a wallet is noted for
   *   its restore before it is answered.
   */
  async claim(typed: string, claimKey: string, firstKey?: string): Promise<ClaimOutcome> {
    const refusal = pause(REFUSAL_MS, NOT_USABLE, { ref: false });
    const codeHash = this.book.hashOf(typed);
    const claimKeyHash = this.book.hashOfClaimKey(claimKey);
    const firstKeyHash = this.book.hashOfClaimKey(firstKey ?? claimKey);
    const claimed = await this.bind(codeHash, claimKeyHash, firstKeyHash);
    if (claimed === 'key-used') {
      const held = await this.db.read('letter-of-key', (tx) =>
        this.store.heldBy(tx, claimKeyHash));
      if (held) await this.keepMark(claimKey, held);
      return KEY_USED;
    }
    if (!claimed) return refusal;
    const { programmeId, period, block, sessionsPerMember } = claimed;
    if (firstKey !== undefined) await this.keepMark(claimKey, claimed);
    const member = this.book.memberOf(programmeId, period, claimed.number);
    const { token, expiresAt } = this.tokens.write({
      member, programmeId, period, block, sessionsPerMember,
      batchSecret: batchSecret(Buffer.from(claimKey, 'hex')),
    });
    return {
      kind: 'claimed', token, expiresAt: expiresAt.toISOString(),
      programmeId, period, block, sessionsPerMember,
    };
  }

  private async bind(
    codeHash: Buffer, claimKeyHash: Buffer, firstKeyHash: Buffer,
  ): Promise<ClaimedCode | 'key-used' | undefined> {
    try {
      return await this.db.transaction('claim-code', (tx) =>
        this.store.claim(tx, codeHash, claimKeyHash, firstKeyHash, today(this.clock)));
    } catch (error) {
      if (isUniqueViolation(error, 'eligibility_code_one_letter')) return 'key-used';
      throw error;
    }
  }

  /** A wallet goes on to its next key only past one that a restore will find. */
  private keepMark(
    claimKey: string,
    { programmeId: programme, period, block }: Pick<ClaimedCode, 'programmeId' | 'period' | 'block'>,
  ): Promise<void> {
    return this.issued.keepClaimed(Buffer.from(claimKey, 'hex'), { programme, period, block });
  }
}
