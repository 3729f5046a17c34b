import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { CaseCaller, ProviderCaller } from './caller.ts';

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

  /** The active therapist whose session, good at `now`, has a token of this hash. */
  async providerBy(tx: Tx, hash: Buffer, now: Date): Promise<ProviderCaller | null> {
    const [row] = await tx.query<{ providerId: string; timeZone: string }[]>(
      `SELECT p.id AS "providerId", p.time_zone AS "timeZone"
       FROM provider_session s JOIN provider p ON p.id = s.provider_id AND p.active
       WHERE s.token_hash = $1 AND s.expires_at > $2`, [hash, now],
    );
    return row ? { kind: 'provider', ...row, tokenHash: hash } : null;
  }
}
