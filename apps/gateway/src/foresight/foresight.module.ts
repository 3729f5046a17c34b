import { Module } from '@nestjs/common';
import { PeriodsModule } from '../periods/periods.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ForesightResolver } from './foresight.resolver.ts';
import { Foresights } from './foresights.ts';

/** What a buyer will see of use, before she buys. */
@Module({
  imports: [PeriodsModule, ProgrammesModule],
  providers: [ForesightResolver, { provide: Foresights, useFactory: () => new Foresights() }],
})
export class ForesightModule {}
