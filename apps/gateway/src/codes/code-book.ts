import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '#platform/settings/config';
import { normaliseCode, toQuintets, writeGroups } from '#pseudonym/crockford';
import { readLetterCode } from '#pseudonym/letter-code';
import { mac, purposeKey } from '../foundation/macs.ts';
import { CONFIG } from '../foundation/tokens.ts';
import type { SeatRange } from '../programmes/periods.store.ts';

/** 104 bits: nobody guesses a code. */
const CODE_BYTES = 13;
const BATCH = 1_000;

/** A code as the database knows it. */
export interface CodeHash {
  readonly number: number;
  readonly block: string;
  readonly hash: Buffer;
}

/**
 * Eligibility codes: derived, so that letters can be printed again and come out the same, and
 * stored only as keyed hashes.
 */
@Injectable()
export class CodeBook {
  private readonly codeKey: Buffer;
  private readonly hashKey: Buffer;
  private readonly claimKey: Buffer;
  private readonly memberKey: Buffer;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.codeKey = purposeKey(config.codeSecret, 'code');
    this.hashKey = purposeKey(config.memberPepper, 'code-hash');
    this.claimKey = purposeKey(config.memberPepper, 'claim-key-hash');
    this.memberKey = purposeKey(config.memberPepper, 'member');
  }

  /**
   * The code of letter `number`: 24 characters in groups of 8, each with its check character. One
   * that was ordered later follows from its order too: a gateway that a restore made forget an
   * order gives its numbers again, and must not give the codes that are printed already.
   */
  write(programmeId: string, period: string, number: number, order: string | null): string {
    const letter = order === null ? String(number) : `${order} ${number}`;
    const bytes = mac(this.codeKey, programmeId, period, letter).subarray(0, CODE_BYTES);
    return writeGroups(toQuintets(bytes)).join('-');
  }

  /** The keyed hash of a code as a person types it; of any other text too, after the same work. */
  hashOf(typed: string): Buffer {
    const reading = readLetterCode(typed);
    return mac(this.hashKey, reading.kind === 'code' ? normaliseCode(reading.code)
      : `unreadable ${normaliseCode(typed)}`);
  }

  /** The keyed hash of a wallet's claim key. */
  hashOfClaimKey(claimKey: string): Buffer {
    return mac(this.claimKey, claimKey);
  }

  /** member = HMAC(pepper, programme, subject), hex; the subject is the letter. */
  memberOf(programmeId: string, period: string, number: number): string {
    return mac(this.memberKey, programmeId, `letter ${period} ${number}`).toString('hex');
  }

  /** The hashes of all codes of a period, in batches. */
  *hashes(
    programmeId: string, period: string, ranges: readonly SeatRange[],
  ): Generator<CodeHash[]> {
    let batch: CodeHash[] = [];
    for (const { firstNumber, headcount, block, order } of ranges) {
      for (let number = firstNumber; number < firstNumber + headcount; number += 1) {
        const code = this.write(programmeId, period, number, order);
        batch.push({ number, block, hash: this.hashOf(code) });
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}
