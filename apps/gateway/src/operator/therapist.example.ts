/** A therapist as `provider register --file` takes her; everybody in it is made up. */
export const EXAMPLE = {
  name: 'Dr Ada Brandt',
  languages: ['en', 'de'],
  specialities: ['ANXIETY', 'STRESS'],
  modalities: ['VIDEO', 'PHONE', 'IN_PERSON'],
  gender: 'FEMALE',
  timeZone: 'Europe/Berlin',
  meeting: {
    videoLink: 'https://meet.example.org/ada-brandt',
    phone: '+49 30 1234567',
    inPerson: {
      address: 'Example Street 1\n10115 Berlin',
      directions: 'Second floor, the left door',
      atTheDoor: 'Ring at Brandt, and say that you have an appointment',
    },
  },
  licences: [{ jurisdiction: 'DE', number: 'PT-2291', expires: '2029-12-31' }],
};
