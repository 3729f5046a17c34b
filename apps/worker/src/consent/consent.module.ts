import { Module } from '@nestjs/common';
import { ConsentRegister } from './consent-register.service.ts';
import { ConsentResolver } from './consent.resolver.ts';
import { ConsentStore } from './consent.store.ts';

/** Informed consent: the text in force, and proof that it was not changed under anybody. */
@Module({ providers: [ConsentResolver, ConsentRegister, ConsentStore] })
export class ConsentModule {}
