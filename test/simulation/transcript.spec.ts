import { randomUUID } from 'node:crypto';
import { Transcript } from './transcript.ts';

const token = randomUUID();
const handle = 'Quiet Heron 4821';
const programmeId = randomUUID();

function spoken(): Transcript {
  const transcript = new Transcript();
  transcript.noteAll('people', { input: { programmeId, members: [{ token }], status: 'OPEN', n: 1 } });
  transcript.noteAll('care', { referral: { programmeId, handle, modality: 'IN_PERSON' } });
  return transcript;
}

it('keeps what each side alone was told, and no words of the schemas', () => {
  expect(spoken().secrets('people')).toEqual([{ field: 'token', value: token }]);
  expect(spoken().secrets('care')).toEqual([{ field: 'handle', value: handle }]);
  expect(spoken().crossed()).toEqual([]);
});

it('names what both sides were told although nobody has published it', () => {
  const transcript = spoken();
  transcript.noteAll('care', { authorization: token });
  expect(transcript.crossed()).toEqual([{ people: 'token', care: 'authorization', value: token }]);
});

it('calls public what the vault has published and signed', () => {
  const transcript = spoken();
  transcript.announce(Buffer.from(JSON.stringify({ providers: [{ handle }] })).toString('base64url'));
  expect(transcript.secrets('care')).toEqual([]);
});
