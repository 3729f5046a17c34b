import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Poster } from '#billing/poster';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { IssuerPool } from '#pseudonym/issuer';
import { ApiError } from '../door/api-error.ts';
import type { MemberCaller } from '../door/caller.ts';
import { IssuedBatches } from '../issued/issued.service.ts';
import { KeyRing, type ActiveKey, type PeriodKeys } from '../keys/key-ring.ts';
import { CLOCK } from '../parts.ts';
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

/** Blind-signs credits. We learn who asks and how many, never what we sign. */
@Injectable()
export class CreditsService implements OnApplicationShutdown {
  private readonly pool = new IssuerPool();
  private readonly allowances: Poster<Batch, boolean>;

  constructor(
    db: Database,
    store: AllowanceStore,
    private readonly keys: KeyRing,
    private readonly issued: IssuedBatches,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    // What arrives while one transaction commits shares the next one.
    this.allowances = new Poster(
      (batches) => db.transaction('issue', (tx) => store.use(tx, batches)),
      { batch: 64, queue: 2_000 },
    );
  }

  /**
   * Issue a member's whole allowance. The first batch of a period is recorded by its hash and
   * signed; the same batch again is signed again to the same bytes; another one is refused. What
   * was signed is kept for the wallet before it is answered.
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
    const fits = request.entry.keyId === entry.keyId &&
      request.sessions.every(({ keyId }) => keyId === session.keyId);
    if (!fits) return wrongBatch('Use the entry key of your block and the session key.');
    const blinded = [readBlinded(entry, request.entry)]
      .concat(request.sessions.map((credit) => readBlinded(session, credit)));
    return this.record(caller, entry, session, blinded);
  }

  /** The last request has been answered by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.allowances.drained();
    await this.pool.close();
  }

  private async record(
    caller: MemberCaller, entry: ActiveKey, session: ActiveKey, blinded: readonly Buffer[],
  ): Promise<Issuance> {
    const { member, programmeId, period, block } = caller;
    const hash = blinded.reduce((sum, message) => sum.update(message),
      createHash('sha256').update(entry.keyId).update(session.keyId)).digest();
    const sessions = blinded.length - 1;
    const stands = await this.allowances.submit({ member, programmeId, period, hash, sessions });
    if (typeof stands !== 'boolean') {
      throw new ApiError('OVERLOADED', 'Many ask for credits just now. Try again in a moment.');
    }
    if (!stands) return USED;
    const signatures = (await Promise.all([
      this.pool.sign(entry, blinded.slice(0, 1)), this.pool.sign(session, blinded.slice(1)),
    ])).flat();
    await this.issued.keep(caller.batchSecret, {
      programme: programmeId, period, block, entryKeyId: entry.keyId,
      sessionKeyId: session.keyId, signatures,
    });
    const [first = '', ...rest] = signatures.map(encode);
    return { kind: 'issued', entry: first, sessions: rest };
  }
}

function activeOn(day: string, keys: PeriodKeys, block: string) {
  const active = (key: ActiveKey | undefined) =>
    key && key.description.notBefore <= day && day <= key.description.notAfter ? key : undefined;
  return { entry: active(keys.entryByBlock.get(block)), session: active(keys.session) };
}

/** RFC 9474, 4.3: the blinded message is a number below the modulus; checked before it counts. */
function readBlinded(key: ActiveKey, { blinded }: BlindedCredit): Buffer {
  const bytes = BLINDED.test(blinded) ? Buffer.from(blinded, 'base64url') : undefined;
  if (!bytes || bytes.compare(key.modulus) >= 0 || bytes.every((byte) => byte === 0)) {
    throw new ApiError('BAD_USER_INPUT', 'blinded: is 256 bytes below the key\'s modulus, base64url.');
  }
  return bytes;
}

function wrongBatch(message: string): Issuance {
  return { kind: 'wrong-batch', code: 'WRONG_BATCH', message };
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}
