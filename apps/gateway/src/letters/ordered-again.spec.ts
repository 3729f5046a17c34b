import { startRig } from '../../testing/rig.ts';
import { createProgramme, letters, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';

const BATCHES = `query ($id: ID!) { letterBatches(programmeId: $id, period: "${PERIOD}") {
  id department spare } }`;
const ORDER = `mutation ($input: OrderLettersInput!) { orderLetters(input: $input) { __typename } }`;

interface Batch { readonly id: string; readonly department: string; readonly spare: number }

it('a gateway that a restore made forget an order gives none of its codes to another group', async () => {
  const rig = await startRig();
  try {
    const owner = await signedInOwner(rig);
    const id = await createProgramme(owner);
    await openPeriod(rig, owner, id);
    const order = async (department: string) => {
      const batches = await owner.field<Batch[]>(BATCHES, { id });
      const { id: batchId, spare } = batches.find((batch) => batch.department === department)!;
      await owner.field(ORDER, { input: {
        batchId, letters: 1, reason: 'JOINED', spareSeen: spare } });
      return (await letters(rig, id, 500)).at(-1)!;
    };
    const printed = await order('Care');
    // As the backup knows it.
    await rig.cluster.query('gateway', 'DELETE FROM eligibility_code WHERE number >= $1', [printed.number]);
    await rig.cluster.query('gateway', `DELETE FROM seat_range WHERE kind <> 'EVERYBODY'`);
    const after = await order('Sales');
    expect(after).toMatchObject({ number: printed.number, department: 'Sales' });
    expect(after.code).not.toBe(printed.code);
    // Printed once more it is the same.
    expect((await letters(rig, id, 500)).at(-1)).toEqual(after);
  } finally {
    await rig.close();
  }
});
