/** Stop the PostgreSQL of this jest run, if one was started, and remove its folder. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export default async function tearDown() {
  if (!globalThis.sottoTest) return;
  const { folder, watch, starting } = globalThis.sottoTest;
  clearInterval(watch);
  const cluster = await starting;
  await cluster?.stop();
  const elsewhere = join(folder, 'cluster', 'cluster-location');
  if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
}
