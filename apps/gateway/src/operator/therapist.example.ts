/** A therapist as `provider register --file` takes her; everybody in it is made up. */
export const EXAMPLE = {
  name: 'Dr Ada Brandt',
  languages: ['en', 'de'],
  specialities: ['ANXIETY', 'STRESS'],
  modalities: ['VIDEO', 'PHONE'],
  gender: 'FEMALE',
  timeZone: 'Europe/Berlin',
  licences: [{ jurisdiction: 'DE', number: 'PT-2291', expires: '2029-12-31' }],
};
