import { Module } from '@nestjs/common';
import { SlotsResolver } from './slots.resolver.ts';
import { SlotsService } from './slots.service.ts';
import { SlotsStore } from './slots.store.ts';

/** Times that can be booked. */
@Module({ providers: [SlotsResolver, SlotsService, SlotsStore] })
export class SlotsModule {}
