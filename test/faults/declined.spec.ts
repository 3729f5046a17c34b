import fc from 'fast-check';
import { openTwo, type Domains, type TwoDomains } from './two-domains.ts';

type Step = (domains: Domains) => Promise<unknown>;
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.integer({ min: 60, max: 62 }).map((people): Step => (d) => d.hrProposes(people)),
  fc.constant<Step>((d) => d.deliver()),
  fc.constant<Step>((d) => d.vaultDeclines()),
  fc.constant<Step>((d) => d.hrWithdraws()),
  fc.array(fc.nat(50), { maxLength: 4 }).map((picks): Step => (d) => d.redeliver(picks)),
  fc.constantFrom('refusal', 'proposal').map((what): Step => (d) => d.gatewayForgets(what)),
  fc.constant<Step>((d) => d.backUpVault()),
  fc.constant<Step>((d) => d.restoreVault()),
);

describe('a year whose terms are declined while either domain is restored', () => {
  let two: TwoDomains;
  beforeAll(async () => { two = await openTwo(); });
  afterAll(() => two.close());

  /** What people do who read their screens: each does what is told there, until all agree. */
  const settle = async (domains: Domains): Promise<number> => {
    for (let rounds = 1; rounds <= 4; rounds += 1) {
      await domains.deliver();
      const before = await domains.state();
      if (before.atGateway && before.atGateway === before.atVault && !before.refused) return rounds;
      await domains.vaultDeclines();
      await domains.deliver();
      await domains.hrProposes(60);
    }
    throw new Error(`it is stuck: ${JSON.stringify(await domains.state())}`);
  };

  it('is stuck nowhere: HR proposes it anew, and no old word is about a new proposal', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(step, { maxLength: 10 }), fc.array(fc.nat(50), { maxLength: 12 }),
      async (steps, picks) => {
        const domains = await two.begin();
        for (const take of steps) await take(domains);
        await settle(domains);
        const agreed = await domains.state();
        await domains.redeliver(picks);
        await domains.deliver();
        expect(await domains.state()).toEqual(agreed);
        expect(await domains.vaultConfirms()).toBe('TermsConfirmed');
        await domains.deliver();
        await domains.redeliver(picks);
        await domains.deliver();
        expect(await domains.state()).toEqual({ ...agreed, on: '2026-08-03' });
      }), { numRuns: 8 });
  });

  it('that the gateway made again, restored, is declined under both names', async () => {
    const domains = await two.begin();
    await domains.hrProposes(60);
    await domains.deliver();
    await domains.gatewayForgets('proposal');
    await domains.hrProposes(60);
    await domains.deliver();
    await domains.vaultDeclines();
    await domains.deliver();
    expect(await domains.state()).toMatchObject({ refused: 'declined-people', atVault: undefined });
  });

  it('is declined again by a vault that hears that the gateway was restored', async () => {
    const domains = await two.begin();
    await domains.hrProposes(60);
    await domains.deliver();
    await domains.vaultDeclines();
    await domains.deliver();
    await domains.gatewayForgets('refusal');
    expect(await domains.state()).toMatchObject({ refused: null });
    // The proposal is old, and is not taken a second time.
    await domains.deliver();
    expect(await domains.state()).toMatchObject({ refused: 'declined-people' });
    // And the vault that is restored is not told of it any more.
    await two.vault.cluster.query('vault', 'DELETE FROM terms_refusal WHERE programme = $1',
      [domains.programme]);
    await domains.restoreVault();
    await domains.deliver();
    expect(await domains.state()).toMatchObject({ refused: 'declined-people', atVault: undefined });
  });

  it('was in conflict with what waits: that is declined, and HR opens it again', async () => {
    const domains = await two.begin();
    await domains.hrProposes(60);
    await domains.deliver();
    await domains.gatewayForgets('proposal');
    await domains.hrProposes(61);
    await domains.deliver();
    expect(await domains.state()).toMatchObject({ refused: 'conflict' });
    await domains.vaultDeclines();
    await domains.hrProposes(61);
    await domains.deliver();
    const { atGateway, atVault, refused } = await domains.state();
    expect([atGateway === atVault, refused]).toEqual([true, null]);
  });
});
