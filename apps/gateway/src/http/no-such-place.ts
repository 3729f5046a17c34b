import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '#server/coded-error';

/** Answers what is addressed to nothing, with a stable code and without repeating the address. */
@Catch(NotFoundException)
export class NoSuchPlaceFilter implements ExceptionFilter {
  /** Answer a request; within GraphQL nothing throws this. */
  catch(_error: NotFoundException, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    refuse(reply, 404, 'NOT_FOUND', 'There is nothing here but /graphql, /relay, /health/live and /health/ready.');
  }
}

/** Answers a request whose address cannot even be read, such as `/%`. */
export function refuseUrl(
  _error: FastifyError, _request: FastifyRequest, reply: FastifyReply,
): void {
  refuse(reply, 400, 'BAD_USER_INPUT', 'This address cannot be read: check its percent signs.');
}

function refuse(reply: FastifyReply, status: number, code: ErrorCode, message: string): void {
  void reply.code(status).header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions: { code } }] });
}
