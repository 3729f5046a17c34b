import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { ConfigError } from '#platform/settings/config';
import { Database } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { ConsentStore } from './consent.store.ts';
import { CONSENT_TEXTS, plainText } from './consent.text.ts';

/** Holds the program to the texts that people have accepted: a version never changes. */
@Injectable()
export class ConsentRegister implements OnApplicationBootstrap {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: ConsentStore,
  ) {}

  /** @throws ConfigError when a text differs from what was shown before under the same version. */
  async onApplicationBootstrap(): Promise<void> {
    for (const text of CONSENT_TEXTS) {
      const digest = createHash('sha256').update(plainText(text)).digest();
      const same = await this.db.transaction('register-consent', (tx) =>
        this.store.register(tx, text.version, text.language, digest, today(this.clock)));
      if (!same) {
        throw new ConfigError(`The consent text ${text.version} (${text.language}) has changed since it `
          + 'was first shown: give the new text a new version.');
      }
    }
  }
}
