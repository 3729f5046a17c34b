import {
  Injectable, type CallHandler, type ExecutionContext, type NestInterceptor,
} from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { audienceOf, isMutation } from '../access/allow.ts';
import { DeedsService } from './deeds.service.ts';

/** Puts every mutation of an operator's on the record. */
@Injectable()
export class DeedsInterceptor implements NestInterceptor {
  constructor(private readonly deeds: DeedsService) {}

  /** Whatever is no deed of an operator's passes as it is. */
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handler = context.getHandler();
    const isDeed = audienceOf(handler) === 'operator' && isMutation(handler);
    if (!isDeed) return next.handle();
    const { caller } = context.getArgByIndex<{ caller?: { kind: string; name?: string } }>(2);
    if (caller?.kind !== 'operator' || caller.name === undefined) {
      throw new Error('the guard lets operators through alone');
    }
    return from(this.deeds.onRecord(caller.name, handler.name, context.getArgByIndex<object>(1),
      () => lastValueFrom(next.handle())));
  }
}
