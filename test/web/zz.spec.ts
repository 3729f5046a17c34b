import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { openBrowser } from './browser.ts';
import { openEmployeeStage } from './employee.stage.ts';
import { testCluster } from '#platform/testing';
import { openWorld } from '../simulation/world.ts';

const cpuOf = (pid: number) => {
  const s = readFileSync(`/proc/${pid}/stat`, 'utf8'); const f = s.slice(s.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].map((i) => Number(f[i]) * 10);
};
const all = () => execFileSync('sh', ['-c', 'ps -eo pid,ppid,cputimes,comm,args | grep /work/w/one | grep -v grep | cut -c1-120']).toString();
let t = performance.now(); let c = process.cpuUsage();
const mark = (name: string, pids: number[] = []) => {
  const u = process.cpuUsage(c);
  process.stdout.write(`MARK ${name} wall ${Math.round(performance.now() - t)} cpu ${Math.round((u.user + u.system) / 1000)} kids ${JSON.stringify(cpuOf(process.pid))} pids ${JSON.stringify(pids.map(cpuOf))}\n`);
  t = performance.now(); c = process.cpuUsage();
};
it('x', async () => {
  process.stdout.write(`MARK start uptime ${process.uptime()} cpu ${JSON.stringify(process.cpuUsage())}\n`);
  const cluster = await testCluster(); mark('cluster');
  const world = await openWorld({ members: 60, providers: 4, seed: 1 }, { cluster, startsAt: new Date().toISOString(), confirmsAutomatically: true });
  const pids = [world.service.pidOf('gateway')!, world.service.pidOf('worker')!];
  mark('world', pids);
  const stage = await openEmployeeStage({ world, cluster, origin: world.service.origin, close: () => Promise.resolve() } as never);
  mark('stage', pids);
  const browser = await openBrowser(); mark('browser', pids);
  const seat = await browser.seat({ origin: world.service.origin }); mark('seat', pids);
  await seat.page.goto('/employee'); mark('goto', pids);
  await browser.close(); mark('close', pids);
  await stage.close?.(); await world.close(); mark('world closed');
  await cluster.drop(); mark('dropped');
}, 300000);
