import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { textPlaces, type TextPlace } from '../../../../test/faults/texts.ts';
import { unstorable } from '../../../../test/faults/unstorable.ts';
import type { Answer } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';

const LARGE = 'a'.repeat(1_048_576);

describe('a text in any argument of the gateway', () => {
  let rig: Rig;
  let places: TextPlace[];
  beforeAll(async () => {
    rig = await startRig();
    places = textPlaces(rig.app.get(GraphQLSchemaHost).schema);
  });
  afterAll(() => rig.close());

  const sent = async ({ document, variables }: TextPlace, text: string) =>
    JSON.parse((await rig.client().send(document, variables(text))).text) as Answer;

  it('that cannot be stored is refused by the name of its field, before anything is done', async () => {
    expect(places.length).toBeGreaterThan(30);
    for (const place of places) {
      await fc.assert(fc.asyncProperty(unstorable, async ({ text, character }) => {
        const { errors } = await sent(place, text);
        expect([place.name, errors?.[0]?.extensions.code, errors?.[0]?.message]).toEqual(
          [place.name, 'BAD_USER_INPUT', expect.stringContaining(`${place.place} has the `)]);
        expect(errors?.[0]?.message).toContain(character);
      }), { numRuns: 6 });
    }
    expect(rig.faults).toEqual([]);
  });

  it('of a megabyte has a typed answer', async () => {
    for (const place of places) {
      const { errors } = await sent(place, LARGE);
      expect([place.name, errors?.[0]?.extensions.code]).toEqual([place.name, 'BAD_USER_INPUT']);
    }
    expect(rig.faults).toEqual([]);
  });
});
