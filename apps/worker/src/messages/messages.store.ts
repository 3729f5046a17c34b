import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Which side of a referral somebody is, and who. */
export interface Side {
  readonly is: 'client' | 'therapist';
  /** The case, or the therapist. */
  readonly id: string;
}

/** A referral, as far as messages need it. */
export interface ThreadRow {
  readonly referralId: string;
  readonly caseId: string;
  readonly providerId: string;
  readonly status: string;
  /** 64 hex digits; null before the client's wallet offered it. */
  readonly clientKey: string | null;
}

/** A message as one side is given it. */
export interface KeptMessage {
  readonly referralId: string;
  /** Among all messages of that side, from 1. */
  readonly place: number;
  readonly fromClient: boolean;
  /** Base64url. */
  readonly sealed: string;
  /** YYYY-MM-DD. */
  readonly sentOn: string;
}

/** How many messages one side wrote under a referral. */
export interface Counted {
  readonly today: number;
  readonly ever: number;
}

const OWNER = { client: 'case_id', therapist: 'provider_id' } as const;
const PLACE = { client: 'case_place', therapist: 'provider_place' } as const;
const base64Url = (column: string) =>
  `translate(replace(encode(${column}, 'base64'), E'\\n', ''), '+/=', '-_')`;
const KEPT = (is: Side['is']) => `referral_id AS "referralId", ${PLACE[is]} AS place,
  from_client AS "fromClient", ${base64Url('sealed')} AS sealed, sent_on::text AS "sentOn"`;

/** Messages, sealed as they came. */
@Injectable()
export class MessagesStore {
  /** A referral of somebody's, locked: what is written under it comes one by one. */
  async lockThread(tx: Tx, { is, id }: Side, referralId: string): Promise<ThreadRow | null> {
    const [row] = await tx.query<ThreadRow[]>(
      `SELECT id AS "referralId", case_id AS "caseId", provider_id AS "providerId", status,
         encode(client_key, 'hex') AS "clientKey"
       FROM referral WHERE id = $1 AND ${OWNER[is]} = $2 FOR NO KEY UPDATE`, [referralId, id]);
    return row ?? null;
  }

  async keepClientKey(tx: Tx, referralId: string, key: string): Promise<void> {
    await tx.query(`UPDATE referral SET client_key = decode($2, 'hex') WHERE id = $1`,
      [referralId, key]);
  }

  /** A message that came before, by its SHA-256. */
  async find(
    tx: Tx, { is }: Side, referralId: string, hash: Uint8Array,
  ): Promise<KeptMessage | null> {
    const [row] = await tx.query<KeptMessage[]>(
      `SELECT ${KEPT(is)} FROM message WHERE referral_id = $1 AND hash = $2`, [referralId, hash]);
    return row ?? null;
  }

  async count(tx: Tx, referralId: string, isClient: boolean, day: string): Promise<Counted> {
    const [row] = await tx.query<Counted[]>(
      `SELECT count(*) FILTER (WHERE sent_on = $3)::integer AS today, count(*)::integer AS ever
       FROM message WHERE referral_id = $1 AND from_client = $2`, [referralId, isClient, day]);
    return row ?? { today: 0, ever: 0 };
  }

  /** Keep a message at the next place of both sides. */
  async add(
    tx: Tx, { referralId, caseId, providerId }: ThreadRow,
    message: {
      readonly hash: Uint8Array; readonly sealed: Uint8Array;
      readonly isClient: boolean; readonly day: string;
    },
  ): Promise<void> {
    const { hash, sealed, isClient, day } = message;
    // Always the case's before the therapist's, so that no two wait for each other.
    const [casePlace, providerPlace] = [
      await this.nextPlace(tx, caseId), await this.nextPlace(tx, providerId)];
    await tx.query(
      `INSERT INTO message (referral_id, hash, case_id, provider_id, from_client, case_place,
         provider_place, sealed, sent_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [referralId, hash, caseId, providerId, isClient, casePlace, providerPlace, sealed, day]);
  }

  /** Messages of somebody after a place, in order. */
  after(tx: Tx, { is, id }: Side, place: number, most: number): Promise<KeptMessage[]> {
    return tx.query<KeptMessage[]>(
      `SELECT ${KEPT(is)} FROM message WHERE ${OWNER[is]} = $1 AND ${PLACE[is]} > $2
       ORDER BY ${PLACE[is]} LIMIT $3`, [id, place, most]);
  }

  private async nextPlace(tx: Tx, ownerId: string): Promise<number> {
    const [row] = await tx.query<{ messages: number }[]>(
      `INSERT INTO mailbox AS m (owner_id, messages) VALUES ($1, 1)
       ON CONFLICT (owner_id) DO UPDATE SET messages = m.messages + 1 RETURNING messages`,
      [ownerId]);
    if (!row) throw new Error('a mailbox gave no place');
    return row.messages;
  }
}
