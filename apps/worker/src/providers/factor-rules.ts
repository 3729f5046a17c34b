import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { PasskeyChallenges } from '#server/passkey-challenges';
import { Passkeys, type PasskeyLimits } from '#server/passkeys';
import { SecondFactors } from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { ProviderFactorStore } from '../auth/provider-factor.store.ts';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import { ProviderPasskeyStore } from './provider-passkey.store.ts';

/** What is asked of a browser goes in one sealed answer, what it says in one sealed request. */
const LIMITS: PasskeyLimits = { most: 5, longestId: 255 };

/** The rules of authenticator apps, over therapists' rows and keys. */
@Injectable()
export class AppRules extends SecondFactors {
  constructor(
    rows: ProviderFactorStore, @Inject(CLOCK) clock: Clock,
    @Inject(WORKER_CONFIG) config: WorkerConfig,
  ) {
    super(rows, new SecondFactorSecrets(
      keyOf(config, 'second-factor'), keyOf(config, 'recovery-code')), clock);
  }
}

/** The rules of passkeys, over therapists' rows and keys. */
@Injectable()
export class PasskeyRules extends Passkeys {
  constructor(
    rows: ProviderPasskeyStore, @Inject(CLOCK) clock: Clock,
    @Inject(WORKER_CONFIG) config: WorkerConfig,
  ) {
    super(rows, new PasskeyChallenges(keyOf(config, 'passkey')), config.passkeys, clock, LIMITS);
  }
}

function keyOf({ kek }: WorkerConfig, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', kek, '', `sotto/${purpose}/v1`, 32));
}
