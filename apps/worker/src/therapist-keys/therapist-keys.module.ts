import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.ts';
import { TherapistKeysResolver } from './therapist-keys.resolver.ts';
import { TherapistKeysService } from './therapist-keys.service.ts';
import { TherapistKeysStore } from './therapist-keys.store.ts';

/** The keys to which clients seal what they write to their therapists. */
@Module({
  imports: [DirectoryModule],
  providers: [TherapistKeysResolver, TherapistKeysService, TherapistKeysStore],
})
export class TherapistKeysModule {}
