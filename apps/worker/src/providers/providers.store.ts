import { Injectable } from '@nestjs/common';
import type { Licence, Practice } from '#matching/practice';
import type { Tx } from '#platform/database';
import { LICENCES } from '../directory/practices.store.ts';
import { Provider, ProviderLicence } from './providers.rows.ts';

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

/** Therapists, their licences and their sessions. */
@Injectable()
export class ProvidersStore {
  /** Keep a new therapist. */
  async register(
    tx: Tx, { licences, name, ...practice }: Practice, login: string, passwordHash: string,
    day: string,
  ): Promise<void> {
    await tx.insert(Provider, { ...practice, displayName: name, login, passwordHash, active: true,
      firstPassword: true, registeredOn: day });
    await tx.insert(ProviderLicence,
      licences.map((licence) => ({ ...licence, providerId: practice.id })));
  }

  /** What signing in needs; null for a login that nobody has. */
  async credentials(tx: Tx, login: string): Promise<Credentials | null> {
    return credentialsIn(await tx.findOneBy(Provider, { login }));
  }

  /** The same once more, locked so that no reset comes between this and a session. */
  async lockCredentials(tx: Tx, id: string): Promise<Credentials | null> {
    return credentialsIn(await tx.findOne(
      Provider, { where: { id }, lock: { mode: 'for_no_key_update' } }));
  }

  /** The same of a therapist who is signed in. */
  async credentialsOf(tx: Tx, id: string): Promise<Credentials | null> {
    return credentialsIn(await tx.findOneBy(Provider, { id }));
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
    const { languages, specialities, modalities, gender, timeZone } = profile;
    await tx.update(Provider, id, { languages, specialities, modalities, gender, timeZone });
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
  async licensedUntil(tx: Tx, providerId: string): Promise<string> {
    const [last] = await tx.find(
      ProviderLicence, { where: { providerId }, order: { expires: 'DESC' }, take: 1 });
    return last?.expires ?? '';
  }

  /** Replace a password. The sessions of whoever is signed in by the old one are ended with it. */
  async replacePassword(
    tx: Tx, id: string, { passwordHash, isFirst }: Pick<Credentials, 'passwordHash' | 'isFirst'>,
  ): Promise<void> {
    await tx.update(Provider, id, { passwordHash, firstPassword: isFirst });
  }
}

function credentialsIn(row: Provider | null): Credentials | null {
  if (!row) return null;
  const { id, login, displayName, passwordHash, active, firstPassword } = row;
  return { providerId: id, login, name: displayName, passwordHash, active, isFirst: firstPassword };
}
