import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import type { Enrolment, Recovery, SwitchedOff } from '#server/second-factor';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { AppRules } from './factor-rules.ts';
import { PresentFactor, type FactorNeeded, type Proof } from './present-factor.ts';
import { ProvidersStore } from './providers.store.ts';
import { WrongTries } from './wrong-tries.ts';

/** Therapists' authenticator apps. */
@Injectable()
export class ProviderFactorService {
  constructor(
    private readonly db: Database,
    private readonly rows: ProviderFactorStore,
    private readonly providers: ProvidersStore,
    private readonly tries: WrongTries,
    private readonly apps: AppRules,
    private readonly present: PresentFactor,
  ) {}

  /** Make a secret for an app. It counts once a code of it was confirmed. */
  begin(providerId: string, proof: Proof): Promise<Enrolment | FactorNeeded> {
    return this.present.during<Enrolment>('begin-second-factor', providerId, proof,
      (tx, { login }) => this.apps.begin(tx, providerId, login));
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm(providerId: string, code: string): Promise<Recovery> {
    return this.db.transaction('confirm-second-factor', async (tx) => {
      await this.providers.lockCredentials(tx, providerId);
      return this.counted(tx, providerId, () => this.apps.confirm(tx, providerId, code));
    });
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery(providerId: string, code: string): Promise<Recovery> {
    return this.db.transaction('renew-recovery', (tx) =>
      this.counted(tx, providerId, () => this.apps.renew(tx, providerId, code)));
  }

  /** Switch it off. */
  switchOff(providerId: string, proof: Proof): Promise<SwitchedOff | FactorNeeded> {
    return this.present.during<SwitchedOff>('switch-off-second-factor', providerId, proof,
      (tx) => this.apps.switchOff(tx, providerId));
  }

  /** Under the row's lock, so that of many at once no more are tried than one after another. */
  private async counted(
    tx: Tx, providerId: string, work: () => Promise<Recovery>,
  ): Promise<Recovery> {
    await this.rows.lock(tx, providerId);
    await this.tries.begin(tx, 'code', providerId);
    const outcome = await work();
    if (outcome.kind !== 'refused') await this.tries.forgive(tx, 'code', providerId);
    return this.present.heard(outcome);
  }
}
