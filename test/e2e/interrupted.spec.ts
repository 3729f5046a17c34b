import { processIdentity } from '#local/identity';
import { freePort } from '#local/postmaster';
import { runDemo } from './command.ts';
import { findProcess, processesUnder } from './sockets.ts';

describe('a demo that is interrupted', () => {
  it('stops its story and its service in order, and leaves nothing running', async () => {
    const port = await freePort();
    /** What tells each process from a later one with its number. */
    const running = new Map<number, string>();
    const { code, stdout } = await runDemo(
      ['--members', '60', '--providers', '4', '--port', String(port)], (child) => {
        const seen = processesUnder(child.pid ?? 0);
        // Once gateway, worker, PostgreSQL and the story run: the demo is in the middle of it.
        if (running.size > 0 || seen.length <= 8) return;
        for (const pid of seen) running.set(pid, processIdentity(pid) ?? '');
        child.kill('SIGINT');
      });
    expect(code).toBe(130);
    expect(running.size).toBeGreaterThan(8);
    const left = [...running].filter(([pid, identity]) => processIdentity(pid) === identity);
    expect(left).toEqual([]);
    expect(stdout).not.toContain('Every promise was kept');
  });

  it('exits with 1 when its story breaks off', async () => {
    const port = await freePort();
    let story: number | undefined;
    const { code } = await runDemo(
      ['--members', '60', '--providers', '4', '--port', String(port)], (child) => {
        if (story !== undefined) return;
        story = findProcess(child.pid ?? 0, 'demo/story.js');
        if (story !== undefined) process.kill(story, 'SIGKILL');
      });
    expect(story).toBeDefined();
    expect(code).toBe(1);
  });
});
