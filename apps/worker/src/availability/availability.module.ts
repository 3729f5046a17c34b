import { Module } from '@nestjs/common';
import { AvailabilityResolver } from './availability.resolver.ts';
import { AvailabilityService } from './availability.service.ts';
import { AvailabilityStore } from './availability.store.ts';

/** Weekly hours of therapists, and the slots that are made from them. */
@Module({
  providers: [AvailabilityResolver, AvailabilityService, AvailabilityStore],
  exports: [AvailabilityService],
})
export class AvailabilityModule {}
