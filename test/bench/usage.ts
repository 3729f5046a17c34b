import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** A moment's CPU time of a process, its children and those that it has buried, in seconds. */
export function cpuSeconds(pid: number): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap(readStat);
  const own = all.filter((one) => one.pid === pid || one.parent === pid);
  return own.reduce((sum, one) => sum + one.ticks, 0) / TICKS;
}

/** proc(5): after the name in brackets, the 2nd field is the parent, 12th to 15th are times. */
function readStat(name: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
    return [{ pid: Number(name), parent: fields[1] ?? 0, ticks }];
  } catch {
    // It ended while it was looked at.
    return [];
  }
}

/** What lies in the queue's tables. */
export interface QueueRest { readonly jobs: number; readonly events: number; readonly kB: number }

/** What is left in the queue of a server, of sealed requests. @param url its owner's. */
export async function queueRest(url: string): Promise<QueueRest> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<QueueRest>(`SELECT
      (SELECT count(*)::integer FROM bullmq.job WHERE queue = 'sealed') AS jobs,
      (SELECT count(*)::integer FROM bullmq.event WHERE queue = 'sealed') AS events,
      (pg_total_relation_size('bullmq.job') + pg_total_relation_size('bullmq.event'))::integer / 1024
        AS "kB"`);
    return rows[0] ?? { jobs: 0, events: 0, kB: 0 };
  } finally {
    await client.end();
  }
}
