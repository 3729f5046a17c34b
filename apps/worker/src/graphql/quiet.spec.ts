import { randomUUID } from 'node:crypto';
import type { Log, LogFields, LogLevel } from '#platform/logging';
import { Scheduler } from '../periods/scheduler.service.ts';
import { book, openCase, openPeriod, openVault, type Vault } from '../../test/vault.ts';

describe('the vault\'s log', () => {
  const lines: (LogFields & { level: LogLevel })[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ ...fields, level }); } };
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());

  it('has no line for a request that was refused, whoever sent it and why', async () => {
    const issuer = await openPeriod(vault);
    const person = await openCase(vault, issuer);
    lines.splice(0);
    await expect(book(vault, person, {
      referralId: randomUUID(), slotId: randomUUID(), payment: { credit: issuer.mint('session') },
    })).rejects.toThrow('NOT_FOUND');
    await expect(vault.get('{ operations { cases } }')).rejects.toThrow('UNAUTHENTICATED');
    await expect(vault.get('{ operations { cases } }', {}, person.authorization))
      .rejects.toThrow('FORBIDDEN');
    await expect(vault.get('{ keyDirectory(programmeId: "x", period: "2027-10") { type } }'))
      .rejects.toThrow('BAD_USER_INPUT');
    expect(lines).toEqual([]);
  });

  it('has one line for a fault of ours, with nothing of the request in it', async () => {
    await vault.cluster.query('vault', 'ALTER TABLE issuer_key RENAME TO issuer_lost');
    lines.splice(0);
    const programme = randomUUID();
    await expect(vault.get(
      `{ keyDirectory(programmeId: "${programme}", period: "2027-10") { type } }`))
      .rejects.toThrow('INTERNAL');
    await vault.cluster.query('vault', 'ALTER TABLE issuer_lost RENAME TO issuer_key');
    expect(lines).toEqual([{
      level: 'error', event: 'operation-failed', code: expect.stringContaining('42P01'),
      name: expect.any(String),
    }]);
    expect(JSON.stringify(lines)).not.toContain(programme);
  });

  it('names a period that cannot be closed with its reason, not at every look', async () => {
    await openPeriod(vault);
    await vault.cluster.query('vault', 'ALTER TABLE authorisation RENAME TO authorisation_lost');
    vault.clock.set('2027-01-30T12:00:00Z');
    const scheduler = vault.app.get(Scheduler, { strict: false });
    for (let look = 0; look < 3; look += 1) await scheduler.look();
    // One line for each of the two programmes.
    expect(lines.filter(({ event }) => event === 'period-not-closed')).toEqual([1, 2].map(() => ({
      level: 'error', event: 'period-not-closed', code: 'QueryFailedError 42P01', attempt: 1 })));
  });

  it('names what else the calendar cannot do, with its reason, and does the rest', async () => {
    await vault.cluster.query('vault', 'ALTER TABLE payout_run RENAME TO payout_run_lost');
    vault.clock.set('2027-02-20T12:00:00Z');
    lines.splice(0);
    const scheduler = vault.app.get(Scheduler, { strict: false });
    for (let look = 0; look < 3; look += 1) await scheduler.look();
    // The first time was when sessions were away, by which it asks what may be paid.
    expect(lines.filter(({ event }) => event === 'schedule-failed')).toEqual([{
      level: 'error', event: 'schedule-failed', name: 'weekly-payouts',
      code: 'QueryFailedError 42P01', attempt: 2 }]);
    expect(await vault.row(`SELECT count(*)::integer AS n FROM outbox
      WHERE name = 'relay-key.published'`)).toEqual({ n: 3 });
  });
});
