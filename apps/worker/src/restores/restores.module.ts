import { Module } from '@nestjs/common';
import { SealedModule } from '../sealed/sealed.module.ts';
import { PayoutsModule } from '../payouts/payouts.module.ts';
import { ProvidersModule } from '../providers/providers.module.ts';
import { GatewayTickedProcessor } from './gateway-ticked.processor.ts';
import { ListPeriodsProcessor } from './list-periods.processor.ts';
import { RestoresResolver } from './restores.resolver.ts';
import { RestoresStore } from './restores.store.ts';

/** What is to be known and done after a restore of this vault or of the gateway. */
@Module({
  imports: [SealedModule, PayoutsModule, ProvidersModule],
  providers: [GatewayTickedProcessor, ListPeriodsProcessor, RestoresResolver, RestoresStore],
})
export class RestoresModule {}
