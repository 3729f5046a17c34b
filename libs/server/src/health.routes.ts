import type { FastifyInstance } from 'fastify';
import type { Readiness } from '#platform/readiness';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * For supervisors and load balancers, as plain routes in a context of their own: `/health/live`,
 * whether the process answers at all, and `/health/ready`, whether it can do its work, with what
 * each look found. The answers hold no address, no name and no secret.
 */
export async function healthRoutes(http: FastifyInstance, readiness: Readiness): Promise<void> {
  await http.register((scope, _options, done) => {
    scope.get('/health/live', (_request, reply) => reply.headers(HEADERS).send({ status: 'up' }));
    scope.get('/health/ready', async (_request, reply) => {
      const { ready, checks } = await readiness.verdict();
      const status = ready ? 'ready' : 'not-ready';
      return reply.code(ready ? 200 : 503).headers(HEADERS).send({ status, checks });
    });
    done();
  });
}
