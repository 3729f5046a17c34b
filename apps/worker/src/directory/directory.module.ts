import { Module } from '@nestjs/common';
import { ProvidersStore } from '../providers/providers.store.ts';
import { DirectoryService } from './directory.service.ts';
import { DirectoryStore } from './directory.store.ts';

/** The directory of therapists, signed and published. */
@Module({
  providers: [DirectoryService, DirectoryStore, ProvidersStore],
  exports: [DirectoryService, ProvidersStore],
})
export class DirectoryModule {}
