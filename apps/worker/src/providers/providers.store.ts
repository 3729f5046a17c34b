import { Injectable } from '@nestjs/common';
import type { Licence, Practice } from '#matching/practice';
import type { Tx } from '#platform/database';
import { LICENCES } from '../directory/practices.store.ts';

/** What signing in needs to know of a therapist. */
export interface Credentials {
  readonly providerId: string;
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly active: boolean;
  /** The operator has seen this password: she has to choose her own. */
  readonly isFirst: boolean;
}

/** What a therapist says of her practice herself. */
export type Profile = Omit<Practice, 'id' | 'name' | 'licences'>;

/** A therapist's own account. */
export interface Account extends Practice {
  readonly login: string;
  readonly secondFactor: boolean;
  /** Recovery codes that are left. */
  readonly recoveryCodes: number;
}

const CREDENTIALS = `SELECT id AS "providerId", login, display_name AS name,
  password_hash AS "passwordHash", active, first_password AS "isFirst" FROM provider`;

/** Therapists, their licences and their sessions. */
@Injectable()
export class ProvidersStore {
  /** Keep a new therapist. */
  async register(
    tx: Tx, practice: Practice, login: string, passwordHash: string, day: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO provider (id, login, password_hash, display_name, languages, specialities,
         modalities, gender, time_zone, active, registered_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10)`,
      [practice.id, login, passwordHash, practice.name, practice.languages,
        practice.specialities, practice.modalities, practice.gender, practice.timeZone, day]);
    await tx.query(
      `INSERT INTO provider_licence (provider_id, jurisdiction, number, expires)
       SELECT $1, l.jurisdiction, l.number, l.expires
       FROM jsonb_to_recordset($2::jsonb) AS l (jurisdiction text, number text, expires date)`,
      [practice.id, JSON.stringify(practice.licences)]);
  }

  /** What signing in needs; null for a login that nobody has. */
  async credentials(tx: Tx, login: string): Promise<Credentials | null> {
    const [row] = await tx.query<Credentials[]>(`${CREDENTIALS} WHERE login = $1`, [login]);
    return row ?? null;
  }

  /** The same once more, locked so that no reset comes between this and a session. */
  async lockCredentials(tx: Tx, id: string): Promise<Credentials | null> {
    const [row] = await tx.query<Credentials[]>(
      `${CREDENTIALS} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return row ?? null;
  }

  /** The same of a therapist who is signed in. */
  async credentialsOf(tx: Tx, id: string): Promise<Credentials | null> {
    const [row] = await tx.query<Credentials[]>(`${CREDENTIALS} WHERE id = $1`, [id]);
    return row ?? null;
  }

  /** The account of a therapist who is signed in. */
  async account(tx: Tx, id: string): Promise<Account> {
    const [row] = await tx.query<Account[]>(
      `SELECT p.id, p.login, p.display_name AS name, p.time_zone AS "timeZone", p.languages,
         p.specialities, p.modalities, p.gender, ${LICENCES} AS licences,
         EXISTS (SELECT FROM provider_second_factor f
           WHERE f.provider_id = p.id AND f.confirmed_on IS NOT NULL) AS "secondFactor",
         (SELECT count(*)::int FROM provider_recovery_code r
           WHERE r.provider_id = p.id) AS "recoveryCodes"
       FROM provider p WHERE p.id = $1`, [id]);
    if (!row) throw new Error('a therapist who called is not there');
    return row;
  }

  /** Change what a therapist says of her practice. */
  async update(tx: Tx, id: string, profile: Profile): Promise<void> {
    await tx.query(
      `UPDATE provider SET languages = $2, specialities = $3, modalities = $4, gender = $5,
         time_zone = $6 WHERE id = $1`,
      [id, profile.languages, profile.specialities, profile.modalities, profile.gender,
        profile.timeZone]);
  }

  /** Keep a licence; one for the same jurisdiction is replaced. */
  async keepLicence(tx: Tx, id: string, { jurisdiction, number, expires }: Licence): Promise<void> {
    await tx.query(
      `INSERT INTO provider_licence (provider_id, jurisdiction, number, expires)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (provider_id, jurisdiction) DO UPDATE SET number = $3, expires = $4`,
      [id, jurisdiction, number, expires]);
  }

  /** Last day of a therapist's licences. */
  async licensedUntil(tx: Tx, id: string): Promise<string> {
    const [row] = await tx.query<{ day: string }[]>(
      'SELECT max(expires)::text AS day FROM provider_licence WHERE provider_id = $1', [id]);
    return row?.day ?? '';
  }

  /** Replace a password. The sessions of whoever is signed in by the old one are ended with it. */
  async replacePassword(
    tx: Tx, id: string, { passwordHash, isFirst }: Pick<Credentials, 'passwordHash' | 'isFirst'>,
  ): Promise<void> {
    await tx.query('UPDATE provider SET password_hash = $2, first_password = $3 WHERE id = $1',
      [id, passwordHash, isFirst]);
  }
}
