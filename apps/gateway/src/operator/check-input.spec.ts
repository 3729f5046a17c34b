import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildSchema, isEnumType, isInputObjectType } from 'graphql';
import { asVaultInput, withValues } from './check-input.ts';
import { OperatorError } from './operator-settings.ts';
import { EXAMPLE } from './therapist.example.ts';

const key = { idempotencyKey: '0b6f2c1e-8a47-4d0c-9f3e-5b7a61d2c844' };
const check = (content: unknown) =>
  asVaultInput('RegisterProviderInput', content, 'therapist.json', key);
const said = (content: unknown): string => {
  try {
    check(content);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a file for the vault', () => {
  it('is taken as it is when it is the example', () => {
    expect(check(EXAMPLE)).toEqual({ ...key, ...EXAMPLE });
  });

  it('is told all its faults at once: the field, what stands there, what may', () => {
    const rest = { ...EXAMPLE, name: undefined };
    const words = said({
      ...rest, langauges: ['en'], gender: 'female', specialities: ['ANXIETY', 'STRES'],
      modalities: 'VIDEO', licences: [{ jurisdiction: 'DE', number: 7, expires: '2029-12-31' }],
    });
    for (const fault of [
      'therapist.json: langauges is no field: did you mean languages?',
      'name is missing: a text',
      'gender is "female" and must be one of FEMALE, MALE, NONBINARY: did you mean FEMALE?',
      'specialities.1 is "STRES" and must be one of',
      'did you mean STRESS?',
      'modalities is "VIDEO" and must be a list, each one of',
      'licences.0.number is 7 and must be a text',
    ]) expect(words).toContain(fault);
    expect(words).not.toContain('\n');
    expect(words).not.toContain('$input');
  });

  it.each([
    [[EXAMPLE], 'the file is [{"name"'], ['text', 'the file is "text" and must be an object with'],
    [null, 'the file is null and must be an object'], [7, 'the file is 7'],
  ])('that is no object is told so: %j', (content, words) => {
    expect(said(content)).toContain(words);
  });

  it('with any value of no type in any field is told that field, whatever it is', () => {
    const fields = Object.keys(EXAMPLE);
    const odd = fc.oneof(
      fc.integer(), fc.boolean(), fc.constant([]).map(() => [[7]]), fc.constant({ a: 1 }));
    fc.assert(fc.property(fc.constantFrom(...fields), odd, (field, value) => {
      expect(said({ ...EXAMPLE, [field]: value })).toContain(`${field}`);
      expect(said({ ...EXAMPLE, [field]: value })).toMatch(/^therapist\.json: /);
    }));
  });

  it('with a character that cannot be stored, in any text, is told the field, the text and it', () => {
    const [licence] = EXAMPLE.licences;
    const { meeting: { inPerson } } = EXAMPLE;
    const wrong = (odd: string): [string, object][] => [
      ['name', { name: odd }], ['languages.1', { languages: ['en', odd] }],
      ['licences.0.number', { licences: [{ ...licence, number: odd }] }],
      ['meeting.inPerson.atTheDoor', { meeting: { inPerson: { ...inPerson, atTheDoor: odd } } }],
    ];
    for (const [odd, character] of [['a\u0000b', 'U+0000'], ['\u0007', 'U+0007'], ['x\ud800', 'U+D800']]) {
      for (const [place, change] of wrong(odd!)) {
        expect(said({ ...EXAMPLE, ...change })).toBe(`therapist.json: ${place} is `
          + `${JSON.stringify(odd)} and has the character ${character}, which cannot be stored.`);
      }
    }
  });

  it('names the allowed values of every list of the schema', () => {
    const schema = buildSchema(readFileSync('apps/worker/schema.graphql', 'utf8'));
    const input = schema.getType('RegisterProviderInput');
    if (!isInputObjectType(input)) throw new Error('there is no such input');
    for (const name of ['Concern', 'Modality', 'Gender']) {
      const type = schema.getType(name);
      if (!isEnumType(type)) throw new Error('it is no list');
      const all = type.getValues().map((value) => value.name).join(', ');
      expect(said({ ...EXAMPLE, specialities: ['x'], modalities: ['x'], gender: 'x' })).toContain(all);
    }
  });

  it('is told what stands where the vault refuses a value', async () => {
    const input = { ...EXAMPLE, languages: ['english'] };
    const refuse = () => Promise.reject(new OperatorError(
      'BAD_USER_INPUT: "languages.0" must be an ISO 639-1 code such as en.'));
    await expect(withValues(input, 'therapist.json', refuse)).rejects.toThrow(
      'therapist.json: languages.0 is "english" and must be an ISO 639-1 code such as en.');
    const both = () => Promise.reject(new OperatorError('MEETING_MISSING: "meeting.videoLink" is '
      + 'missing: give it; "meeting.phone" must be one telephone number.'));
    await expect(withValues({ meeting: { phone: 'x' } }, 'therapist.json', both)).rejects.toThrow(
      'therapist.json: meeting.videoLink is missing: give it; meeting.phone is "x" and must be');
    const other = () => Promise.reject(new OperatorError('UNAVAILABLE: "languages.0" must'));
    await expect(withValues(input, 'therapist.json', other)).rejects.toThrow('UNAVAILABLE');
  });
});
