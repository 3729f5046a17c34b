import { Inject, Injectable } from '@nestjs/common';
import type { Licence } from '#matching/practice';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { OwnSignIns } from '#server/own-account/own-sign-ins';
import { Passwords, readableRandom } from '#server/passwords';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { DirectoryService } from '../directory/directory.service.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ProvidersStore } from './providers.store.ts';

/** Verdict on a licence that the operator has seen. */
export type LicenceVerdict =
  | { readonly kind: 'licence-kept'; readonly providerId: string; readonly licensedUntil: string }
  | Refusal<'provider-not-found'>;

/** Verdict on taking a second factor away. */
export type FactorVerdict =
  | { readonly kind: 'second-factor-reset'; readonly hadOne: boolean }
  | Refusal<'provider-not-found'>;

/** Verdict on a new password. */
export type PasswordVerdict =
  | {
    readonly kind: 'password-reset'; readonly password: string | null;
    /** Whole address of her page; null where that was not told. */
    readonly signInAt: string | null;
  }
  | Refusal<'provider-not-found'>;

/** The same for whoever asks for a login that nobody has. */
export const NOT_FOUND = refusal('provider-not-found',
  'Nobody has this login: ask the therapist how it is spelled.');
const PASSWORD_LENGTH = 20;

/** What the operator does for therapists who are registered. */
@Injectable()
export class ProviderCareService {
  constructor(
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: ProvidersStore,
    private readonly directory: DirectoryService,
    private readonly passwords: Passwords,
    private readonly factors: ProviderFactorStore,
    private readonly sessions: OwnSignIns,
  ) {}

  /** Keep a licence, new or renewed, and publish the directory with it. */
  keepLicence(login: string, licence: Licence): Promise<LicenceVerdict> {
    return this.db.transaction('keep-licence', async (tx) => {
      const found = await this.store.credentials(tx, login);
      if (!found) return NOT_FOUND;
      await this.store.keepLicence(tx, found.providerId, licence);
      await this.directory.publish(tx);
      const { providerId } = found;
      return {
        kind: 'licence-kept', providerId,
        licensedUntil: await this.store.licensedUntil(tx, providerId),
      };
    });
  }

  /** Take a second factor away, for who lost phone and recovery codes; she is signed out. */
  resetSecondFactor(login: string): Promise<FactorVerdict> {
    return this.db.transaction('reset-second-factor', async (tx) => {
      const found = await this.store.credentials(tx, login);
      if (!found) return NOT_FOUND;
      const hadOne = await this.factors.removeAll(tx, found.providerId);
      await this.sessions.closeAll(tx, found.providerId);
      return { kind: 'second-factor-reset', hadOne };
    });
  }

  /** Give a therapist a new first password, once for a key; it is in the first answer only. */
  async resetPassword(login: string, key: string): Promise<PasswordVerdict> {
    const password = readableRandom(PASSWORD_LENGTH);
    const passwordHash = await this.passwords.hash(password);
    let isNew = false;
    const verdict = await this.db.transaction('reset-password', (tx) =>
      this.once.once<PasswordVerdict>(tx, 'reset-password', key, hashRequest({ login }), async () => {
        const found = await this.store.credentials(tx, login);
        if (!found) return NOT_FOUND;
        const given = { passwordHash, isFirst: true };
        await this.store.replacePassword(tx, found.providerId, given);
        await this.sessions.closeAll(tx, found.providerId);
        isNew = true;
        return { kind: 'password-reset', password: null, signInAt: this.config.therapistPage };
      }, ({ kind }) => kind === 'password-reset'));
    return verdict.kind === 'password-reset' && isNew ? { ...verdict, password } : verdict;
  }
}
