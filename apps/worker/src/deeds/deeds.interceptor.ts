import {
  Injectable, type CallHandler, type ExecutionContext, type NestInterceptor,
} from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AUDIENCE } from '../access/allow.ts';
import type { CallContext } from '../access/caller.ts';
import { DeedsService } from './deeds.service.ts';

/** Where Nest's GraphQL decorators note that a method is a query or a mutation. */
const RESOLVER_TYPE = 'graphql:resolver_type';

/** Puts every mutation of an operator's on the record. */
@Injectable()
export class DeedsInterceptor implements NestInterceptor {
  constructor(private readonly deeds: DeedsService) {}

  /** Whatever is no deed of an operator's passes as it is. */
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handler = context.getHandler();
    const isDeed = Reflect.getMetadata(AUDIENCE, handler) === 'operator'
      && Reflect.getMetadata(RESOLVER_TYPE, handler) === 'Mutation';
    if (!isDeed) return next.handle();
    const { caller } = GqlExecutionContext.create(context).getContext<CallContext>();
    if (caller?.kind !== 'operator') throw new Error('the guard lets operators through alone');
    return from(this.deeds.onRecord(caller.name, handler.name, context.getArgByIndex<object>(1),
      () => lastValueFrom(next.handle())));
  }
}
