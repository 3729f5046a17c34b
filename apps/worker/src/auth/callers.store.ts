import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Openness } from '#server/sign-ins.rows';
import type { CaseCaller, ProviderCaller } from '../access/caller.ts';
import { HAS_FACTOR } from './provider-factor.store.ts';

/** Looks callers up by the hashes of their secrets. */
@Injectable()
export class CallersStore {
  /** The case whose secret has this hash (hexadecimal). */
  async caseBy(tx: Tx, hash: string): Promise<CaseCaller | null> {
    const [row] = await tx.query<Omit<CaseCaller, 'kind'>[]>(
      `SELECT id AS "caseId", programme FROM care_case WHERE secret_hash = $1`,
      [Buffer.from(hash, 'hex')],
    );
    return row ? { kind: 'case', ...row } : null;
  }

  /** The active therapist whose session, open by these moments, has a token of this hash. */
  async providerBy(
    tx: Tx, hash: Buffer, { now, idleSince }: Openness,
  ): Promise<{ caller: ProviderCaller; usedAt: Date } | null> {
    const [row] = await tx.query<{
      providerId: string; timeZone: string; hasFactor: boolean; usedAt: Date }[]>(
      `SELECT p.id AS "providerId", p.time_zone AS "timeZone", s.used_at AS "usedAt",
         ${HAS_FACTOR('p.id')} AS "hasFactor"
       FROM provider_session s JOIN provider p ON p.id = s.provider_id AND p.active
       WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.used_at > $3`, [hash, now, idleSince],
    );
    if (!row) return null;
    const { usedAt, ...whose } = row;
    return { caller: { kind: 'provider', ...whose, tokenHash: hash }, usedAt };
  }

  /** Note that a therapist's session is used now. */
  async useSession(tx: Tx, hash: Buffer, usedAt: Date): Promise<void> {
    await tx.query(
      'UPDATE provider_session SET used_at = $2 WHERE token_hash = $1 AND used_at < $2',
      [hash, usedAt]);
  }
}
