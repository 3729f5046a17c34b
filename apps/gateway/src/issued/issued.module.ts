import { Module } from '@nestjs/common';
import { IssuedBatches } from './issued.service.ts';
import { IssuedStore } from './issued.store.ts';

/** Issued batches, found again by their claim keys. */
@Module({ providers: [IssuedStore, IssuedBatches], exports: [IssuedBatches] })
export class IssuedModule {}
