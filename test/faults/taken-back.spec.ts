import fc from 'fast-check';
import { openTwo, type TwoDomains } from './two-domains.ts';

describe('a year that HR takes back before it is confirmed', () => {
  let two: TwoDomains;
  beforeAll(async () => { two = await openTwo(); });
  afterAll(() => two.close());

  it('comes to nothing or holds, for both domains alike, whoever was faster', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.constantFrom('confirms', 'withdraws', 'delivers'), { minLength: 2, maxLength: 6 }),
      fc.array(fc.nat(50), { maxLength: 6 }),
      async (steps, picks) => {
        const domains = await two.begin();
        await domains.hrProposes(60);
        await domains.deliver();
        for (const next of steps) {
          if (next === 'confirms') await domains.vaultConfirms();
          else if (next === 'withdraws') await domains.hrWithdraws();
          else await domains.deliver();
        }
        await domains.deliver();
        await domains.redeliver(picks);
        await domains.deliver();
        const { atGateway, atVault, refused, on } = await domains.state();
        const isHeld = await domains.isHeldAtVault();
        const first = steps.find((one) => one !== 'delivers');
        if (first === undefined) expect([refused, on, isHeld]).toEqual([null, null, false]);
        else if (isHeld) expect([atGateway, refused, on]).toEqual([atVault, null, '2026-08-03']);
        else expect([atVault, refused, on]).toEqual([undefined, 'withdrawn', null]);
        if (first === 'confirms') expect(isHeld).toBe(true);
        // Neither is stuck: what came to nothing is opened again, and holds.
        if (isHeld || first === undefined) return;
        await domains.hrProposes(61);
        await domains.deliver();
        expect(await domains.vaultConfirms()).toBe('TermsConfirmed');
        await domains.deliver();
        expect(await domains.state()).toMatchObject({ on: '2026-08-03' });
      }), { numRuns: 14 });
  });

  it('stays taken back where the vault is restored to before, or the gateway', async () => {
    const domains = await two.begin();
    await domains.hrProposes(60);
    await domains.deliver();
    await domains.backUpVault();
    await domains.hrWithdraws();
    await domains.deliver();
    const over = { refused: 'withdrawn', atVault: undefined };
    expect(await domains.state()).toMatchObject(over);
    await domains.restoreVault();
    await domains.deliver();
    expect(await domains.state()).toMatchObject(over);
    await domains.gatewayForgets('refusal');
    await domains.deliver();
    expect(await domains.state()).toMatchObject(over);
  });
});
