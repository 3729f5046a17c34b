import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { readPeriod } from '#calendar/periods';
import { Batcher } from '#billing/batcher';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { IssuerPool, SigningRefused } from '#pseudonym/issuer';
import { CodedError } from '#server/coded-error';
import type { MemberCaller } from '../http/caller.ts';
import { IssuedBatches } from '../issued/issued.service.ts';
import { IssuedStore } from '../issued/issued.store.ts';
import { KeyRing, type ActiveKey, type PeriodKeys } from '../keys/key-ring.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { AllowanceStore, type Batch } from './allowance.store.ts';
import type { BlindedCredit, IssueCreditsInput } from './credits.graphql.ts';

/** Base64url of 256 bytes. */
const BLINDED = /^[A-Za-z0-9_-]{342}$/;

interface Refusal<K extends string> {
  readonly kind: K;
  readonly code: string;
  readonly message: string;
}

/** Outcome of asking for credits. */
export type Issuance =
  | { readonly kind: 'issued'; readonly entry: string; readonly sessions: string[] }
  | Refusal<'allowance-used'> | Refusal<'wrong-batch'> | Refusal<'key-not-active'>;

const USED: Issuance = {
  kind: 'allowance-used', code: 'ALLOWANCE_USED',
  message: 'The credits of this period were issued already. Restore the wallet that has them.',
};
const INACTIVE: Issuance = {
  kind: 'key-not-active', code: 'KEY_NOT_ACTIVE',
  message: 'Credits of this period cannot be issued now. Read the key directory and try later.',
};

/** Members whose batches may wait, to be signed and to be recorded. */
const QUEUE = 2_000;

/** Blind-signs credits. We learn who asks and how many, never what we sign. */
@Injectable()
export class CreditsService implements OnApplicationShutdown {
  private readonly pool = new IssuerPool({ queue: 2 * QUEUE });
  private readonly recording: Batcher<Batch, boolean>;

  constructor(
    private readonly db: Database,
    private readonly allowances: AllowanceStore,
    private readonly entries: IssuedStore,
    private readonly keys: KeyRing,
    private readonly issued: IssuedBatches,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    // What arrives while one transaction commits shares the next one.
    this.recording = new Batcher((batches) => this.record(batches), { batch: 64, queue: QUEUE });
  }

  /**
   * Issue a member's whole allowance. It is signed, and leaves once one transaction has used up the
   * allowance by the batch's hash and kept for the wallet what was signed. The same batch again is
   * signed again to the same bytes; of another one nothing leaves.
   */
  async issue(caller: MemberCaller, request: IssueCreditsInput): Promise<Issuance> {
    const { period, sessionsPerMember } = caller;
    if (request.period !== period) return wrongBatch(`Your code is for ${period}.`);
    if (request.sessions.length !== sessionsPerMember) {
      return wrongBatch(`Ask for one entry credit and ${sessionsPerMember} session credits at once.`);
    }
    const { entry, session } = activeOn(
      today(this.clock), await this.keys.of(caller.programmeId, period), caller.block,
    );
    if (!entry || !session) return INACTIVE;
    const fits = request.entry.keyId === entry.keyId
      && request.sessions.every(({ keyId }) => keyId === session.keyId);
    if (!fits) return wrongBatch('Use the entry key of your block and the session key.');
    const blinded = [readBlinded(entry, request.entry)]
      .concat(request.sessions.map((credit) => readBlinded(session, credit)));
    const signatures = await this.sign(entry, session, blinded);
    const { member, programmeId, block } = caller;
    const hash = blinded.reduce((sum, message) => sum.update(message),
      createHash('sha256').update(entry.keyId).update(session.keyId)).digest();
    const stands = await this.recording.submit({
      member, programmeId, period, hash, sessions: sessionsPerMember,
      entries: await this.issued.seal(caller.batchSecret, {
        programme: programmeId, period, block, entryKeyId: entry.keyId,
        sessionKeyId: session.keyId, signatures,
      }),
    });
    if (typeof stands !== 'boolean') throw overloaded();
    if (!stands) return USED;
    const [first = '', ...rest] = signatures.map(encode);
    return { kind: 'issued', entry: first, sessions: rest };
  }

  /** The last request has been answered by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
    await this.recording.drained();
  }

  private async sign(
    entry: ActiveKey, session: ActiveKey, blinded: readonly Buffer[],
  ): Promise<Uint8Array[]> {
    try {
      return (await Promise.all([
        this.pool.sign(entry, blinded.slice(0, 1)), this.pool.sign(session, blinded.slice(1)),
      ])).flat();
    } catch (error) {
      throw error instanceof SigningRefused && error.code === 'busy' ? overloaded() : error;
    }
  }

  /** Each batch stands with all its rows or not at all, and is answered only when it stands. */
  private async record(batches: readonly Batch[]): Promise<boolean[]> {
    const added = await this.db.statement('issue', (tx) => this.allowances.use(tx, batches));
    return added.every(Boolean) ? added : this.db.transaction('issue-again', async (tx) => {
      const standing = await this.allowances.stand(tx, batches);
      // By another claim key, which the letter passed to, the same batch has another place.
      await this.entries.keep(tx, batches.filter((_, at) => standing[at])
        .flatMap(({ entries }) => entries));
      return standing;
    });
  }
}

function overloaded(): CodedError {
  return new CodedError('OVERLOADED', 'Many ask for credits just now. Try again in a moment.');
}

function activeOn(day: string, keys: PeriodKeys, block: string) {
  const active = (key: ActiveKey | undefined) =>
    key && startOf(key.description) <= day && day <= key.description.notAfter ? key : undefined;
  return { entry: active(keys.entryByBlock.get(block)), session: active(keys.session) };
}

/** Credits of a programme year are issued some time before it opens. */
function startOf({ period, notBefore }: ActiveKey['description']): string {
  return readPeriod(period)?.startsBooking ?? notBefore;
}

/** RFC 9474, 4.3: the blinded message is a number below the modulus; checked before it counts. */
function readBlinded(key: ActiveKey, { blinded }: BlindedCredit): Buffer {
  const bytes = BLINDED.test(blinded) ? Buffer.from(blinded, 'base64url') : undefined;
  if (!bytes || bytes.compare(key.modulus) >= 0 || bytes.every((byte) => byte === 0)) {
    throw new CodedError('BAD_USER_INPUT', 'blinded: is 256 bytes below the key\'s modulus, base64url.');
  }
  return bytes;
}

function wrongBatch(message: string): Issuance {
  return { kind: 'wrong-batch', code: 'WRONG_BATCH', message };
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}
