import { randomUUID } from 'node:crypto';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';

const DEEDS = '{ operatorDeeds(first: 50) { subject outcome } }';

/** The gateway names programmes: one contract proposed under two names is paid for twice. */
describe('one contract and period, proposed for a second programme', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  it('is confirmed only where she says that the contract has both, and the record has both', async () => {
    const first = termsOf();
    const second = { ...first, programme: randomUUID() };
    await propose(vault, first);
    await propose(vault, second);
    const once = { also: false };
    expect(await confirm(vault, first, once)).toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await confirm(vault, second, once)).toMatchObject({
      code: 'TERMS_CONFIRMED_ALREADY', message: expect.stringContaining(first.programme) });
    // The first again is no second one.
    expect(await confirm(vault, first, once)).toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await confirm(vault, second, { also: true }))
      .toMatchObject({ __typename: 'TermsConfirmed' });
    const subject = ({ contract, period, programme }: typeof first) =>
      `${contract} ${period} ${programme.slice(0, 8)}`;
    expect(await vault.get(DEEDS, {}, vault.operator)).toEqual([
      { subject: subject(second), outcome: 'DONE' }, { subject: subject(first), outcome: 'DONE' },
      { subject: subject(second), outcome: 'TERMS_CONFIRMED_ALREADY' },
      { subject: subject(first), outcome: 'DONE' }]);
  });

  it.each(['2026-11', '2027-09'])('or for %s, which shares days with it', async (period) => {
    const first = termsOf({ contract: `C-2026-${period}` });
    const second = { ...first, programme: randomUUID(), period };
    await propose(vault, first);
    await propose(vault, second);
    expect(await confirm(vault, first, { also: false }))
      .toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await confirm(vault, second, { also: false }))
      .toMatchObject({ code: 'TERMS_CONFIRMED_ALREADY' });
  });

  it('at once with the first, is not confirmed unsaid either', async () => {
    const first = termsOf({ contract: 'C-2026-AT-ONCE' });
    const second = { ...first, programme: randomUUID() };
    await propose(vault, first);
    await propose(vault, second);
    const both = await Promise.all([first, second].map((terms) =>
      confirm(vault, terms, { also: false })));
    expect(both.map(({ __typename }) => __typename).sort())
      .toEqual(['TermsConfirmed', 'TermsNotConfirmed']);
  });
});
