import { Module } from '@nestjs/common';
import { StatementsModule } from '../statements/statements.module.ts';
import { IssuedBatches } from './issued.service.ts';
import { IssuedStore } from './issued.store.ts';

/** Issued batches, found again by their claim keys. */
@Module({
  imports: [StatementsModule],
  providers: [IssuedStore, IssuedBatches],
  exports: [IssuedBatches, IssuedStore],
})
export class IssuedModule {}
