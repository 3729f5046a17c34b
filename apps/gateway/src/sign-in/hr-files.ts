import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError, type ErrorCode } from '#server/coded-error';
import { factorMissing } from '../http/refusals.ts';
import { lacksFactor, type HrCaller } from '../http/caller.ts';
import type { Sessions } from './sessions.ts';

/** A file that a browser downloads by a plain link. */
export interface HrFile {
  readonly name: string;
  readonly type: string;
  readonly body: Buffer | string;
}

const STATUSES: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401, FORBIDDEN: 403, SECOND_FACTOR_MISSING: 403, NOT_FOUND: 404,
  BAD_USER_INPUT: 400, OVERLOADED: 503,
};

/**
 * Answer one of HR with a file, or say why she gets none. Such files lie below /graphql, because
 * that is the only path to which HR's cookie goes: the relay and the employees' pages are never
 * sent one.
 */
export async function answerFile(
  request: FastifyRequest, reply: FastifyReply, sessions: Sessions,
  make: (caller: HrCaller) => Promise<HrFile>,
): Promise<FastifyReply> {
  try {
    const { name, type, body } = await make(await callerOf(request, sessions));
    return await reply.type(type)
      .header('content-disposition', `attachment; filename="${name}"`).send(body);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return reply.code(STATUSES[error.code] ?? 400).type('text/plain; charset=utf-8')
      .send(error.message);
  }
}

/** @throws CodedError UNAUTHENTICATED or SECOND_FACTOR_MISSING, as the GraphQL fields of HR do. */
async function callerOf(request: FastifyRequest, sessions: Sessions): Promise<HrCaller> {
  const caller = await sessions.find(request.session.get('token'));
  if (!caller) throw new CodedError('UNAUTHENTICATED', 'Sign in first.');
  if (lacksFactor(caller)) throw factorMissing();
  return caller;
}
