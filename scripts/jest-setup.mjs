/**
 * Both embedded PostgreSQL servers for a whole jest run, started only when a spec asks for it (by
 * writing the file `wanted`; see tools/local/testing.ts). They live in this process, jest's
 * parent, so they end with the run, however that ends. A run within another (of mutants) uses the
 * other's.
 */
import { chmodSync, existsSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// A run of mutants has not loaded it yet.
import './typescript.mjs';

export default function setUp() {
  if (process.env.SOTTO_TEST_FOLDER) return;
  const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  // As root, PostgreSQL runs under another account, which has to get through.
  chmodSync(folder, 0o711);
  process.env.SOTTO_TEST_FOLDER = folder;
  const state = { folder, starting: undefined };
  globalThis.sottoTest = state;
  state.watch = setInterval(() => {
    if (!existsSync(join(folder, 'wanted'))) return;
    clearInterval(state.watch);
    state.starting = start(folder);
  }, 40);
  state.watch.unref();
}

async function start(folder) {
  const answer = (text) => {
    writeFileSync(join(folder, 'endpoint.new'), JSON.stringify(text), { mode: 0o600 });
    renameSync(join(folder, 'endpoint.new'), join(folder, 'endpoint.json'));
  };
  try {
    const { startEmbedded } = await import('../tools/local/embedded-pair.ts');
    const { SIDES } = await import('../tools/local/roles.ts');
    const cluster = await startEmbedded(join(folder, 'cluster'), {
      // Durability is not tested here, and is the larger part of the time.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '400' },
    });
    answer(Object.fromEntries(Object.entries(SIDES).map(([side, { roles, databases }]) => {
      const passwordOf = (role) => new URL(cluster.urlOf(role, databases[0])).password;
      const passwords = Object.fromEntries(roles.map((role) => [role, passwordOf(role)]));
      return [side, { adminUrl: cluster[side].adminUrl, passwords }];
    })));
    return cluster;
  } catch (error) {
    answer({ error: String(error) });
    return undefined;
  }
}
