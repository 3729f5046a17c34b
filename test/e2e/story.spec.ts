import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '#local/postmaster';
import { ATTACKS } from '../../demo/story/attack-log.ts';
import type { Outcome } from '../../demo/story/outcome.ts';
import { emptyFolder, runDemo, type Ended } from './command.ts';
import { findProcess, listeningOn } from './sockets.ts';
import { visitAsHr, type Visit } from './visitor.ts';

const MEMBERS = 130;
const PROVIDERS = 6;
const WORKER = 'apps/worker/src/main.js';
const GATEWAY = 'apps/gateway/src/main.js';

describe('the demo', () => {
  const folder = emptyFolder();
  const file = join(folder, 'outcome.json');
  /** What worker and gateway listened on, whenever the demo said something. */
  const heard = { worker: new Set<string>(), gateway: new Set<string>() };
  let looks = 0;
  let ended: Ended;
  let outcome: Outcome;
  let visit: Promise<Visit> | undefined;

  beforeAll(async () => {
    const port = await freePort();
    const flags = { members: MEMBERS, providers: PROVIDERS, seed: 7, port, json: file };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    ended = await runDemo(args, (child, stdout) => {
      if (!visit && stdout.includes('Ctrl-C stops everything')) {
        visit = visitAsHr(stdout);
        void visit.catch(() => undefined).then(() => { child.kill('SIGINT'); });
      }
      const worker = findProcess(child.pid ?? 0, WORKER);
      const gateway = findProcess(child.pid ?? 0, GATEWAY);
      if (worker === undefined || gateway === undefined) return;
      looks += 1;
      for (const address of listeningOn(worker)) heard.worker.add(address);
      for (const address of listeningOn(gateway)) heard.gateway.add(address);
    });
    outcome = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8') || '{}') : {};
  }, 300_000);
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it('plays to its end and keeps every promise', () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Every promise was kept');
    expect(ended.stdout).not.toContain('✗');
  });

  it('ends today: the clock of an authenticator agrees with it', async () => {
    const { authenticator, today, days } = await visit!;
    expect(authenticator).toBe('SecondFactorOn');
    expect(days).toContain(today);
  });

  it('writes exactly the documented shape', () => {
    const count = expect.any(Number);
    expect(outcome).toEqual({
      purchasedCredits: count, members: count, issued: { entry: count, session: count },
      cases: count, referrals: count,
      sessions: { booked: count, cancelled: count, delivered: count, bearer: count },
      claims: { submitted: count, paid: count, rejected: count },
      payouts: { count, totalMinor: count, currency: 'EUR' },
      attacks: expect.any(Array), recoveredWallets: count,
      ledger: { entries: count, debitsMinor: count, creditsMinor: count, openHoldsMinor: count },
      reports: expect.any(Array),
      displayedBalance: count, elapsedSeconds: count,
    });
  });

  it('counts what adds up', () => {
    const { members } = outcome;
    expect(members).toBeGreaterThan(MEMBERS / 4);
    expect(outcome.issued.entry).toBe(members);
    // Those of the second employer have fewer sessions each.
    expect(outcome.issued.session).toBeGreaterThan(members * 6);
    expect(outcome.issued.session).toBeLessThan(members * 8);
    expect(outcome.cases).toBeGreaterThan(MEMBERS / 12);
    expect(outcome.sessions.cancelled).toBeGreaterThan(0);
    expect(outcome.sessions.bearer).toBeGreaterThan(0);
    expect(outcome.claims.paid).toBe(outcome.sessions.delivered);
    expect(outcome.claims.submitted).toBe(outcome.claims.paid + outcome.claims.rejected);
    expect(outcome.ledger.debitsMinor).toBe(outcome.ledger.creditsMinor);
    expect(outcome.ledger.openHoldsMinor).toBe(0);
    expect(outcome.recoveredWallets).toBe(1);
    expect(outcome.displayedBalance).toBeLessThanOrEqual(outcome.purchasedCredits);
  });

  it('lasts a whole year, and tells of many people what it does not tell of few', () => {
    const [large, small] = outcome.reports;
    expect(large).toEqual({ employer: 'Northwind Shipping', released: 4,
      period: small?.period, people: expect.any(Number), numbers: expect.any(Number) });
    expect(small).toEqual({ employer: 'Old Quay Bakery', released: 4,
      period: expect.stringMatching(/^\d{4}-\d\d$/), people: null, numbers: 0 });
  });

  it.each(ATTACKS)('is attacked by %s, in vain', (name) => {
    const attack = outcome.attacks.find((each) => each.name === name);
    expect(attack).toEqual({ name, attempts: expect.any(Number), succeeded: 0 });
    expect(attack?.attempts).toBeGreaterThan(0);
  });

  it('has a worker that listens on nothing while it runs', () => {
    expect(looks).toBeGreaterThan(5);
    expect([...heard.worker]).toEqual([]);
    expect([...heard.gateway]).toHaveLength(1);
  });

  it('uses no colour where nobody looks', () => {
    expect(ended.stdout).not.toContain('\u001b');
  });
});

describe('a demo that cannot begin', () => {
  it.each([
    [['--members', '12']], [['--port', 'abc']], [['--unknown']],
    [['--json', '/no/such/folder/file.json']],
  ])('says so in one line and exits with 1: %j', async (args) => {
    const { code, stdout, stderr } = await runDemo(['--exit', ...args]);
    expect({ code, stdout, lines: stderr.trim().split('\n').length })
      .toEqual({ code: 1, stdout: '', lines: 1 });
  });

  it('says what to do about a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as { port: number };
    const { code, stderr } = await runDemo(['--exit', '--port', String(port)]);
    await new Promise((resolve) => { server.close(resolve); });
    expect({ code, stderr: stderr.trim() }).toEqual({
      code: 1,
      stderr: `Port ${port} is in use: stop the program that has it, or choose another with --port.`,
    });
  });
});
