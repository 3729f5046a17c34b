import { createServer } from 'node:net';
import { LaunchError } from './child.ts';
import { portInUse } from '#platform/process/processes';

/**
 * The port, once it is known that nobody has it: better said before everything is started.
 *
 * @throws LaunchError when it is in use.
 */
export function portFor(wished: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      fail(new LaunchError(
        busy ? portInUse(wished) : `Port ${wished} cannot be used (${error.code ?? ''}).`));
    });
    probe.listen(wished, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : wished));
    });
  });
}
