import fc from 'fast-check';
import { meetingOf } from '../../test/meeting.ts';
import { readMeeting, type WrittenDetails } from './meeting-details.ts';

const ALL = ['VIDEO', 'PHONE', 'IN_PERSON'] as const;
const place = meetingOf(['IN_PERSON']).inPerson!;

const read = (written: WrittenDetails) => {
  const given = [
    ...(written.inPerson ? ['IN_PERSON'] : []), ...(written.phone ? ['PHONE'] : []),
    ...(written.videoLink ? ['VIDEO'] : []),
  ];
  const outcome = readMeeting(written, given);
  return outcome.kind === 'read' ? outcome.details : `${outcome.fault.code} ${outcome.fault.field}`;
};

describe('the details of meeting', () => {
  it('are exactly those of the ways that are offered', () => {
    for (let offered = 0; offered < 8; offered += 1) {
      for (let given = 0; given < 8; given += 1) {
        const ways = (bits: number) => ALL.filter((_, place) => (bits >> place) % 2 === 1);
        const outcome = readMeeting(meetingOf(ways(given)), ways(offered));
        expect(outcome.kind).toBe(given === offered ? 'read' : 'refused');
      }
    }
    expect(readMeeting({}, ['PHONE'])).toEqual({ kind: 'refused', fault: {
      code: 'MEETING_MISSING', field: 'meeting.phone', message: expect.stringContaining('"meeting.phone"') } });
    expect(readMeeting({ phone: '' }, ['PHONE'])).toMatchObject({ kind: 'refused' });
  });

  it('are refused with every fault at once, the first by its code', () => {
    const outcome = readMeeting({
      inPerson: { address: '', directions: '\u202e', atTheDoor: 'x'.repeat(151) },
      phone: 'call me', videoLink: 'http://meet.example.org/room',
    }, [...ALL]);
    expect(outcome).toMatchObject({
      kind: 'refused', fault: { code: 'TEXT_EMPTY', field: 'meeting.inPerson.address' } });
    const told = outcome.kind === 'refused' ? outcome.fault.message : '';
    for (const field of ['inPerson.address', 'inPerson.directions', 'inPerson.atTheDoor', 'phone',
      'videoLink']) expect(told.split(`"meeting.${field}"`)).toHaveLength(2);
    expect(told).toContain('of 7 to 15 digits: +49 30 1234567; "meeting.videoLink" must begin');
    expect(told).toMatch(/https:\/\/\.$/);
  });

  it.each([
    ['+49 30 1234567', '+49 30 1234567'],
    ['0049 30/123-45 67', '+49 30 123 45 67'],
    ['+49 (0)30 1234567', '+49 30 1234567'],
    ['+1 (212) 555‑0100', '+1 212 555 0100'],
    ['＋４９ ３０ １２３４５６７', '+49 30 1234567'],
    ['\u202a+49 30 1234567\u202c', '+49 30 1234567'],
    ['+44\u00a020\u20097946.0000', '+44 20 7946 0000'],
    ['030 1234567', 'PHONE_NO_COUNTRY meeting.phone'],
    ['+0 30 1234567', 'PHONE_UNREADABLE meeting.phone'],
    ['+49 30', 'PHONE_UNREADABLE meeting.phone'],
    [`+49 ${'1'.repeat(16)}`, 'PHONE_UNREADABLE meeting.phone'],
    ['+49 30 1234567 ext 4', 'PHONE_UNREADABLE meeting.phone'],
    ['+49 30 1234567, +49 30 7654321', 'PHONE_UNREADABLE meeting.phone'],
    ['+49 30 12\u000034567', 'PHONE_UNREADABLE meeting.phone'],
    ['call me', 'PHONE_UNREADABLE meeting.phone'],
  ])('take the number %j as %j', (given, expected) => {
    const outcome = read({ phone: given });
    expect(typeof outcome === 'string' ? outcome : outcome.phone).toBe(expected);
  });

  it.each([
    ['https://meet.example.org/room', 'https://meet.example.org/room'],
    ['  HTTPS://Meet.Example.org:8443/a?b#c ', 'https://meet.example.org:8443/a?b#c'],
    ['https://bücher.example/raum', 'https://xn--bcher-kva.example/raum'],
    // Cyrillic а for a: it can't pose as the host that it looks like.
    ['https://pаypal.com/x', 'https://xn--pypal-4ve.com/x'],
    ['https://ｍｅｅｔ.example.org/', 'https://meet.example.org/'],
    ['http://meet.example.org/room', 'LINK_NOT_HTTPS meeting.videoLink'],
    ['javascript:alert(1)', 'LINK_NOT_HTTPS meeting.videoLink'],
    ['data:text/html,hello', 'LINK_NOT_HTTPS meeting.videoLink'],
    ['https:meet.example.org', 'LINK_NOT_HTTPS meeting.videoLink'],
    ['https://bank.example@evil.example/', 'LINK_HAS_CREDENTIALS meeting.videoLink'],
    ['https://user:pass@meet.example.org/', 'LINK_HAS_CREDENTIALS meeting.videoLink'],
    ['meet.example.org/room', 'LINK_UNREADABLE meeting.videoLink'],
    ['Join: https://meet.example.org/', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://meet.example.org\\@evil.example', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://meet.exam\u00adple.org/', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://meet.example.org/\u202egnp.exe', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://meet.example.org/\u0000', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://meet.example.org/\ud800', 'LINK_UNREADABLE meeting.videoLink'],
    ['https://192.168.0.7/room', 'LINK_NOT_PUBLIC meeting.videoLink'],
    ['https://0x7f.1/room', 'LINK_NOT_PUBLIC meeting.videoLink'],
    ['https://[::1]/room', 'LINK_NOT_PUBLIC meeting.videoLink'],
    ['https://localhost/room', 'LINK_NOT_PUBLIC meeting.videoLink'],
    ['https://printer.local/room', 'LINK_NOT_PUBLIC meeting.videoLink'],
    [`https://meet.example.org/${'a'.repeat(200)}`, 'TEXT_TOO_LONG meeting.videoLink'],
  ])('take the link %j as %j', (given, expected) => {
    const outcome = read({ videoLink: given });
    expect(typeof outcome === 'string' ? outcome : outcome.videoLink).toBe(expected);
  });

  it.each([
    ['U+0000', '\u0000'], ['a control', '\u0007'], ['a C1 control', '\u009b'],
    ['a high surrogate', '\ud83d'], ['a low surrogate', '\ude00'], ['private use', '\ue000'],
    ['a noncharacter', '\uffff'], ['an override', '\u202e'], ['an isolate', '\u2066'],
    ['a mark of direction', '\u200f'], ['a zero-width space', '\u200b'], ['a BOM', '\ufeff'],
  ])('refuse %s in each text, by the name of its field', (_what, character) => {
    for (const field of ['address', 'directions', 'atTheDoor'] as const) {
      expect(read({ inPerson: { ...place, [field]: `a${character}b` } }))
        .toBe(`TEXT_UNPRINTABLE meeting.inPerson.${field}`);
    }
  });

  it('keep what people write: lines, scripts, emoji; and say what is empty or too long', () => {
    const address = '  Łódź 5\r\n株式会社ビル\u2028می\u200cروم 👩\u200d⚕️  ';
    expect(read({ inPerson: { ...place, address, directions: ' ' } })).toMatchObject({ inPerson: {
      address: 'Łódź 5\n株式会社ビル\nمی\u200cروم 👩\u200d⚕️', directions: null } });
    expect(read({ inPerson: { ...place, address: ' - ' } })).toBe('TEXT_EMPTY meeting.inPerson.address');
    expect(read({ inPerson: { ...place, atTheDoor: 'x'.repeat(151) } }))
      .toBe('TEXT_TOO_LONG meeting.inPerson.atTheDoor');
  });

  it('are kept as they are read again, whatever was written', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(fc.property(text, text, text, text, (address, directions, phone, path) => {
      for (const written of [
        { inPerson: { address, directions, atTheDoor: 'Ring.' } }, { phone },
        { videoLink: `https://meet.example.org/${path}` },
      ]) {
        const once = read(written);
        if (typeof once === 'string') continue;
        expect(read(once)).toEqual(once);
        expect(JSON.stringify(once)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }
    }));
  });
});
