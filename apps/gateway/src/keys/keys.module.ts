import { Module } from '@nestjs/common';
import { IssuerKeys } from './issuer-keys.ts';
import { KeyRing } from './key-ring.ts';
import { KeysMirroredProcessor } from './keys-mirrored.processor.ts';
import { KeysRefusedProcessor } from './keys-refused.processor.ts';
import { KeysResolver } from './keys.resolver.ts';
import { KeysStore } from './keys.store.ts';

/** Issuer keys: made, wrapped, published once the vault has mirrored them. */
@Module({
  providers: [
    IssuerKeys, KeysStore, KeyRing, KeysResolver, KeysMirroredProcessor, KeysRefusedProcessor,
  ],
  exports: [IssuerKeys, KeysStore, KeyRing],
})
export class KeysModule {}
