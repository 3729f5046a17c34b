import { Module } from '@nestjs/common';
import { DirectoryService } from './directory.service.ts';
import { DirectoryStore } from './directory.store.ts';
import { PracticesStore } from './practices.store.ts';

/** The directory of therapists, signed and published. */
@Module({
  providers: [DirectoryService, DirectoryStore, PracticesStore],
  exports: [DirectoryService, PracticesStore],
})
export class DirectoryModule {}
