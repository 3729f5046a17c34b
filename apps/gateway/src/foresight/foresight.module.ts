import { Module } from '@nestjs/common';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ForesightResolver } from './foresight.resolver.ts';
import { Foresights } from './foresights.ts';

/** What a buyer will see of use, before she buys. */
@Module({ imports: [ProgrammesModule], providers: [ForesightResolver, Foresights] })
export class ForesightModule {}
