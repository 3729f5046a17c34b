import { createServer } from 'node:net';
import { once } from 'node:events';
import { refuseListeners } from './no-listeners.ts';

describe('the worker', () => {
  it('goes on with connections of its own, and refuses whatever listens', async () => {
    expect(() => { refuseListeners(['TCPSocketWrap', 'Timeout', 'PipeWrap']); }).not.toThrow();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(() => { refuseListeners(process.getActiveResourcesInfo()); })
      .toThrow('The worker must not listen, but a TCPServerWrap does: remove it.');
    server.close();
  });
});
