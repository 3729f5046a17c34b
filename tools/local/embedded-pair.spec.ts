import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from './embedded-pair.ts';
import { launch } from './launch.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'sotto-pair-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

test('a data folder from when there was one server is refused by name, with the cure', async () => {
  mkdirSync(join(folder, 'database'));
  writeFileSync(join(folder, 'database', 'secrets.json'), '{}');
  const line = /^\S+database has one database server for both[^\n]*: move it away and start anew/;
  await expect(startEmbedded(join(folder, 'database'))).rejects.toThrow(line);
  await expect(launch({ folder, port: 0, mode: 'test', env: {} })).rejects.toThrow(line);
});

test('each database is on its domain\'s server, and one that does not start leaves none running',
  async () => {
    const both = await startEmbedded(join(folder, 'database'));
    try {
      const portOf = (url: string) => Number(new URL(url).port);
      expect(both.gateway.port).not.toBe(both.vault.port);
      for (const url of [both.urls.gateway, both.urls.queue, both.urls.queueWorker]) {
        expect(portOf(url)).toBe(both.gateway.port);
      }
      expect(portOf(both.urls.vault)).toBe(both.vault.port);
      expect(portOf(both.ownerUrl('vault'))).toBe(both.vault.port);
      await both.gateway.stop();
      // The vault's folder is still in use.
      await expect(startEmbedded(join(folder, 'database'))).rejects.toThrow(/vault is in use/);
    } finally {
      await both.vault.stop();
    }
    const again = await startEmbedded(join(folder, 'database'));
    await again.stop();
  });
