import { Module } from '@nestjs/common';
import { ConsentRegister } from './consent-register.service.ts';
import { ConsentResolver } from './consent.resolver.ts';
import { ConsentStore } from './consent.store.ts';
import { VaultDayResolver } from './vault-day.resolver.ts';

/** Informed consent: the text in force, and proof that it was not changed under anybody. */
@Module({
  providers: [ConsentResolver, ConsentRegister, ConsentStore, VaultDayResolver],
})
export class ConsentModule {}
