import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { PasskeyChallenges } from '#server/passkey-challenges';
import { Passkeys } from '#server/passkeys';
import { SecondFactors } from '#server/second-factor';
import { SecondFactorSecrets } from '#server/second-factor.secrets';
import { purposeKey } from '../foundation/macs.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { PasskeyStore } from './passkey.store.ts';
import { SecondFactorStore } from './second-factor.store.ts';

/** The rules of authenticator apps, over HR's rows and keys. */
@Injectable()
export class AppRules extends SecondFactors {
  constructor(
    store: SecondFactorStore, @Inject(CLOCK) clock: Clock, @Inject(CONFIG) config: GatewayConfig,
  ) {
    super(store, new SecondFactorSecrets(
      purposeKey(config.kek, 'second-factor'), purposeKey(config.sessionKey, 'recovery-code')),
    clock);
  }
}

/** The rules of passkeys, over HR's rows and keys. */
@Injectable()
export class PasskeyRules extends Passkeys {
  constructor(
    store: PasskeyStore, @Inject(CLOCK) clock: Clock, @Inject(CONFIG) config: GatewayConfig,
  ) {
    super(store, new PasskeyChallenges(purposeKey(config.sessionKey, 'passkey')),
      config.passkeys, clock);
  }
}
