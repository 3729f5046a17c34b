import fc from 'fast-check';
import { openTwo, type TwoDomains } from './two-domains.ts';

/** HR proposes; a backup is taken; that comes to nothing, and HR has proposed something else. */
async function proposedAnew(two: TwoDomains, how: string) {
  const domains = await two.begin();
  await domains.hrProposes(60);
  await domains.deliver();
  await domains.backUpVault();
  if (how === 'withdrawn') await domains.hrWithdraws();
  else await domains.vaultDeclines();
  await domains.deliver();
  await domains.hrProposes(61);
  await domains.deliver();
  return domains;
}

const step = fc.oneof(
  fc.integer({ min: 60, max: 62 }),
  fc.constantFrom('withdraws', 'declines', 'confirms', 'delivers', 'backs up'),
);

describe('terms, where the vault is put back', () => {
  let two: TwoDomains;
  beforeAll(async () => { two = await openTwo(); });
  afterAll(() => two.close());

  it.each(['withdrawn', 'declined'])(
    'that were %s, and gave way to others that hold, do not keep it closed', async (how) => {
      const domains = await proposedAnew(two, how);
      await domains.vaultConfirms();
      await domains.deliver();
      const before = await domains.state();
      expect(before.on).toBe('2026-08-03');
      expect(await domains.restoreVault()).toBe('open');
      expect(await domains.state()).toEqual(before);
      expect(await domains.isHeldAtVault()).toBe(true);
    });

  it.each(['withdrawn', 'declined'])(
    'that were %s do not wait again, and those that HR has proposed since do', async (how) => {
      const domains = await proposedAnew(two, how);
      const before = await domains.state();
      expect(await domains.restoreVault()).toBe('open');
      expect(await domains.state()).toEqual(before);
      expect(await domains.vaultConfirms()).toBe('TermsConfirmed');
      await domains.deliver();
      expect(await domains.state()).toEqual({ ...before, on: '2026-08-03' });
    });

  it('hold again where they held, and are gone where they had come to nothing', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const domains = await two.begin();
        for (const next of steps) {
          if (typeof next === 'number') await domains.hrProposes(next);
          else if (next === 'withdraws') await domains.hrWithdraws();
          else if (next === 'declines') await domains.vaultDeclines();
          else if (next === 'confirms') await domains.vaultConfirms();
          else if (next === 'backs up') await domains.backUpVault();
          await domains.deliver();
        }
        const before = await domains.state();
        const wasHeld = await domains.isHeldAtVault();
        expect(await domains.restoreVault()).toBe('open');
        expect([await domains.state(), await domains.isHeldAtVault()]).toEqual([before, wasHeld]);
        if (before.atVault === undefined) await domains.hrProposes(60);
        await domains.deliver();
        if (!wasHeld) expect(await domains.vaultConfirms()).toBe('TermsConfirmed');
        await domains.deliver();
        expect(await domains.state()).toMatchObject({ refused: null, on: '2026-08-03' });
      }), { numRuns: 10 });
  });
});
