import { Module } from '@nestjs/common';
import { LogModule } from '../log/log.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { TermsModule } from '../terms/terms.module.ts';
import { KeyMirrorStore } from './key-mirror.store.ts';
import { KeyringService } from './keyring.service.ts';
import { KeysResolver } from './keys.resolver.ts';
import { MembersStatements } from './members-statements.ts';
import { MirrorKeysProcessor } from './mirror-keys.processor.ts';

/** The vault's own copy of the issuer's public keys. */
@Module({
  imports: [LogModule, ProgrammesModule, TermsModule],
  providers: [
    KeyMirrorStore, KeyringService, KeysResolver, MembersStatements, MirrorKeysProcessor,
  ],
  exports: [KeyringService],
})
export class KeysModule {}
