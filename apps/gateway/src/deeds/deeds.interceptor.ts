import {
  Injectable, type CallHandler, type ExecutionContext, type NestInterceptor,
} from '@nestjs/common';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { audienceOf, isMutation } from '#server/access/allow';
import { requestContext } from '../door/caller.ts';
import { DeedsService } from './deeds.service.ts';

/** Puts every mutation of an operator's on the record. */
@Injectable()
export class DeedsInterceptor implements NestInterceptor {
  constructor(private readonly deeds: DeedsService) {}

  /** Whatever is no deed of an operator's passes as it is. */
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const handler = context.getHandler();
    const isDeed = audienceOf(handler) === 'operator'
      && isMutation(handler);
    if (!isDeed) return next.handle();
    const { caller } = requestContext(context);
    if (caller?.kind !== 'operator') throw new Error('the guard lets operators through alone');
    const args = context.getArgByIndex<object>(1);
    return from(this.deeds.onRecord(
      caller.name, handler.name, args, () => lastValueFrom(next.handle())));
  }
}
