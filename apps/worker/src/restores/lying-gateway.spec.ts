import { publishSlots, registerTherapist } from '../../test/vault.ts';
import { newPeriod, Two } from './two.fixture.ts';

const END = 'mutation { endPeriods { state periods } }';
const ACCEPT = 'mutation { acceptRestore(upTo: 0) { state atMost } }';
const WAITING = '{ proposedTerms { state confirmedBy } }';
const DEEDS = '{ operatorDeeds(first: 50) { operator deed subject outcome } }';

describe.each([['endPeriods', END], ['acceptRestore', ACCEPT]])(
  'a gateway that keeps back a period of a restored vault, until %s', (_, say) => {
    it('does not bring it back: the vault\'s old word is good while the vault is closed', async () => {
      const two = await Two.open();
      try {
        const therapist = await registerTherapist(two.vault);
        await publishSlots(two.vault, therapist, [8, 10, 12].map((hour) =>
          `2026-11-10T${String(hour).padStart(2, '0')}:00:00Z`));
        await two.backUp('vault');
        await two.pass(3);
        const { spend, tell, programme } = newPeriod(two, therapist.id);
        await tell();
        expect(await spend()).toEqual(['case', 'SessionBooked', 'SessionBooked']);
        await two.restore('vault');
        // It knows of no period, it says.
        await two.pass(2);
        await two.vault.get(say, {}, two.vault.operator);
        await two.pass(1);
        expect(two.states()).toEqual(['open', 'open']);
        // And now it does, with the vault's own word, the keys and the money.
        await tell();
        expect(await two.vault.get(WAITING, {}, two.vault.operator))
          .toEqual([{ state: 'WAITING', confirmedBy: null }]);
        expect(await two.vault.cluster.query('vault',
          'SELECT FROM programme_period WHERE programme = $1', [programme])).toEqual([]);
        expect(await spend()).toEqual([expect.stringContaining('CreditNotUsable')]);
      } finally {
        await two.close();
      }
    });
  });

describe('an honest gateway', () => {
  it('brings it back while the vault is closed, and that is on record as nobody\'s deed', async () => {
    const two = await Two.open();
    try {
      const therapist = await registerTherapist(two.vault);
      await two.backUp('vault');
      await two.pass(3);
      const { tell, ...period } = newPeriod(two, therapist.id);
      two.known.push({ ...period, tell });
      await tell();
      await two.restore('vault');
      await two.pass(2);
      expect(await two.vault.get(WAITING, {}, two.vault.operator))
        .toEqual([{ state: 'CONFIRMED', confirmedBy: 'operator' }]);
      const deeds = await two.vault.get<object[]>(DEEDS, {}, two.vault.operator);
      expect(deeds[0]).toEqual({ operator: 'nobody', deed: 'confirmTerms',
        subject: expect.stringMatching(`^C-4F21A7B0 ${period.period} [0-9a-f]{8}$`),
        outcome: 'CONFIRMED_BEFORE' });
    } finally {
      await two.close();
    }
  });
});
