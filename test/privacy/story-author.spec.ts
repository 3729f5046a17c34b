import { inventedTerms } from '../../demo/attacks/invented.ts';
import { confirm, departmentsOf, propose, termsOf } from '../../apps/worker/test/terms.ts';
import { openVault, type Vault } from '../../apps/worker/test/vault.ts';
import { stageOn, type Careless } from './vault-stage.ts';

/*
 * The gateway of the story, which says to the vault what was never agreed, before a real vault:
 * it wins where somebody there does not do her part, and comes to nothing where she does.
 */

let vault: Vault;
beforeAll(async () => { vault = await openVault(); });
afterAll(() => vault.close());

const PERIOD = '2026-10';

/** An employer whose contract was confirmed, and the stage on which its gateway goes on. */
async function confirmed(careless?: Careless) {
  const terms = termsOf({ departments: departmentsOf(90, 65), spareSeats: 3 });
  await propose(vault, terms);
  expect((await confirm(vault, terms)).__typename).toBe('TermsConfirmed');
  const stage = await stageOn(vault, PERIOD, { terms: [terms] }, careless);
  return { stage, employer: { programmeId: terms.programme } };
}

const counted = ({ attacks }: Awaited<ReturnType<typeof confirmed>>['stage'], name: string) =>
  attacks.list().find((one) => one.name === name);

describe('a gateway that makes terms up', () => {
  it('has more seats, twice the price, and all of it twice, where one confirms what is shown', async () => {
    const shown = new Map<unknown, object>();
    const { stage, employer } = await confirmed({
      asks: (text, { input }) => {
        if (!text.includes('confirmTerms')) return;
        Object.assign(input as object, shown.get((input as Json)['programmeId']), { also: true });
      },
      reads: ({ proposedTerms = [] }: { proposedTerms?: Shown[] }) => {
        for (const { programme, people, price } of proposedTerms) {
          shown.set(programme, { people, priceMinor: price.minor });
        }
      },
    });
    await inventedTerms(stage, employer);
    expect(counted(stage, 'terms that no contract has')).toMatchObject({ succeeded: 3 });
  });

  it('has nothing, before one who goes by the contract', async () => {
    const { stage, employer } = await confirmed();
    await inventedTerms(stage, employer);
    expect(counted(stage, 'terms that no contract has')).toMatchObject({ attempts: 9, succeeded: 0 });
  });
});

type Json = Record<string, unknown>;
interface Shown { programme: string; people: number; price: { minor: string } }
