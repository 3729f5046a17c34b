import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import { textPlaces, type TextPlace } from '../../../../test/faults/texts.ts';
import { unstorable } from '../../../../test/faults/unstorable.ts';
import { openVault, type Vault } from '../../test/vault.ts';

const LARGE = 'a'.repeat(1_048_576);
const REGISTER = `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
  __typename } }`;

describe('a text in any argument of the vault', () => {
  let vault: Vault;
  let places: TextPlace[];
  beforeAll(async () => {
    vault = await openVault();
    places = textPlaces(vault.app.get(GraphQLSchemaHost).schema);
  });
  afterAll(() => vault.close());

  it('that cannot be stored is refused by the name of its field, before anything is done', async () => {
    expect(places.length).toBeGreaterThan(40);
    for (const place of places) {
      await fc.assert(fc.asyncProperty(unstorable, async ({ text, character }) => {
        const { errors } = await vault.ask(place.document, place.variables(text), vault.operator);
        expect([place.name, errors?.[0]?.extensions.code, errors?.[0]?.message]).toEqual(
          [place.name, 'BAD_USER_INPUT', expect.stringContaining(`${place.place} has the `)]);
        expect(errors?.[0]?.message).toContain(character);
      }), { numRuns: 6 });
    }
  });

  it.each([undefined, 'operator'])('of a megabyte has a typed answer, to %s', async (who) => {
    for (const place of places) {
      const as = who && vault.operator;
      const { errors } = await vault.ask(place.document, place.variables(LARGE), as);
      expect([place.name, errors?.[0]?.extensions.code]).not.toEqual([place.name, 'INTERNAL']);
    }
  });

  it('in a licence is one line that prints', async () => {
    const register = (number: string) => vault.ask(REGISTER, {
      input: {
        idempotencyKey: crypto.randomUUID(), name: 'Dr Line', languages: ['en'],
        specialities: ['WORK'], modalities: ['VIDEO'], gender: 'FEMALE', timeZone: 'Europe/Berlin',
        licences: [{ jurisdiction: 'DE', number, expires: '2030-01-01' }],
        meeting: { videoLink: 'https://meet.example.org/line' },
      },
    }, vault.operator);
    for (const number of ['PT\n1', 'PT\u202e1', '\u200b']) {
      expect((await register(number)).errors?.[0]).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
        message: expect.stringContaining('"licences.0.number"'),
      });
    }
    expect((await register('PT 1 / Ü')).errors).toBeUndefined();
  });
});
