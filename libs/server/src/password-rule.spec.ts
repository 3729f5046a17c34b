import fc from 'fast-check';
import { LONGEST_PASSWORD, refusePassword, type PasswordFault } from './password-rule.ts';
import { Passwords } from './passwords.ts';

const OWN = ['maria.gonzalez@fernside.example', 'Fernside GmbH'];
const faultOf = async (typed: string, own: readonly string[] = OWN) =>
  (await refusePassword(typed, own))?.code ?? 'none';

/** Ways in which one text reaches us from other keyboards and systems. */
const spellings = (text: string) => [
  text.normalize('NFC'), text.normalize('NFD'), text.replaceAll(' ', '\u00a0'),
  text.normalize('NFD').replaceAll(' ', '\u3000'),
];

describe('which passwords may be set', () => {
  it.each<[PasswordFault, readonly string[]]>([
    ['TOO_SHORT', ['', 'x', 'kq7#zm2pw9!', 'ÄäÖöÜüßéèêñ', '\u{1f600}'.repeat(11)]],
    ['TOO_LONG', ['kq7#'.repeat(65), '\u{1f600}'.repeat(257), 'x'.repeat(100_000)]],
    ['NOT_TYPEABLE', ['correct\u0000horse battery', 'correct horse\nbattery', 'horse battery \ud800 x']],
    ['REPEATED', ['ffffffffffff', '            ', 'mmmmmmmmmmmmmmmmmmmm', '密码密码密码密码密码密码', 'йййййййййййй',
      'trustno1trustno1', 'letmeinletmein', 'aé aé aé aé aé']],
    ['IN_A_ROW', ['bcdefghijklm', 'ponmlkjihgfe', 'wertzuiopasd', 'azertyuiopqs']],
    ['COMMON', ['password1234', 'Password123!', 'pa$$w0rd1234', '1q2w3e4r5t6y', 'iloveyou1234',
      'qazwsxedcrfv', 'administrator1', 'contraseña123',
      'Summer2026!!', 'Barcelona2024!', 'p a s s w o r d 1 2 3', 'p-a-s-s-w-o-r-d-1',
      'ｐａｓｓｗｏｒｄ１２３４', 'pässwörd1234', 'p\u00adassword1234', 'drowssap4321',
      'correct horse battery staple', 'Correct-Horse-Battery-Staple!', 'c0rrecthorsebatterystaple',
      'may the force be with you', 'To be, or not to be', 'Viva España 2026', 'open sesame 2026']],
    ['OWN_WORDS', ['maria.gonzalez@fernside.example', 'MARIA.GONZALEZ@fernside.example1!',
      'María González', 'mariagonzalez1985', 'gonzalezmaria', 'Fernside2026!', 'fernsidefernside',
      'FernsideGmbH1', 'sottosottosotto', 'Sotto-2026-Sotto', 'm4ri4.g0nz4l3z', 'sotto fernside',
      'sotto therapist 1', 'Terapeuta-Sotto7']],
  ])('%s: is said of every example of it', async (fault, examples) => {
    const found = await Promise.all(examples.map(async (text) => [text, await faultOf(text)]));
    const near = new Set<string>([fault, ...(['REPEATED', 'IN_A_ROW'].includes(fault) ? ['COMMON'] : [])]);
    expect(found.filter(([, code]) => !near.has(code!))).toEqual([]);
  });

  it.each([
    'correct horse battery staple under green tiles', 'calm-harbour-of-quill', 'winter table orange river',
    'mesa ventana rio perro', 'кошка собака птица', '猫が庭で静かに本を読んでいる', '77x2kq4m9wpd',
    'Maria hates early train rides', 'sotto voce under the grey bridge', 'a b c is not my thing at all',
  ])('takes %p', async (text) => {
    expect(await faultOf(text)).toBe('none');
  });

  it('never quotes the password, and says what to do', async () => {
    for (const text of ['short', 'ffffffffffff', 'password1234', OWN[0]!, 'x'.repeat(300)]) {
      const refused = await refusePassword(text, OWN);
      expect(refused?.message).not.toContain(text);
      expect(refused?.message).toMatch(/^(Use|It|This) .*\.$/);
    }
  });

  it('refuses the one that she has now, in any spelling', async () => {
    const now = 'Größe und Wärme im Frühling';
    for (const typed of spellings(now)) {
      expect((await refusePassword(typed, OWN, now))?.code).toBe('UNCHANGED');
    }
  });

  it('refuses whatever is made of her own words, however it is written', () =>
    fc.assert(fc.asyncProperty(
      fc.shuffledSubarray(['maria', 'gonzalez', 'fernside', 'sotto', 'GmbH'], { minLength: 2 }),
      fc.constantFrom('', '.', '-', ' ', '_'), fc.constantFrom('', '1', '!', '2026', '123'),
      fc.constantFrom((text: string) => text, (text: string) => text.toUpperCase()),
      async (words, between, end, written) => {
        expect(await faultOf(written(words.join(between) + end))).not.toBe('none');
      }), { numRuns: 60 }));

  it('refuses every repetition of a few characters', () =>
    fc.assert(fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), fc.integer({ min: 12, max: 80 }),
      async (few, times) => {
        fc.pre(/^[\p{L}\p{N}]+$/u.test(few));
        expect(await faultOf(few.repeat(times))).not.toBe('none');
      }), { numRuns: 60 }));

  it('says the same of every spelling of one text', () =>
    fc.assert(fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('é', 'ö', 'ñ', 'Å', 'ḍ', '가', ' ', 'a', '7'), maxLength: 40 }),
      async (text) => {
        const codes = await Promise.all(spellings(text).map((spelling) => faultOf(spelling)));
        expect(new Set(codes).size).toBe(1);
      }), { numRuns: 60 }));
});

describe('a password that may be set', () => {
  const passwords = new Passwords();

  it('opens in each of its spellings, and not with a space more or less or in another case', async () => {
    const set = ' Größe und Wärme im Frühling 가을 ';
    expect(await faultOf(set)).toBe('none');
    const hashed = await passwords.hash(set);
    for (const typed of spellings(set)) expect(await passwords.check(hashed, typed)).toBe(true);
    for (const other of [set.trim(), `${set} `, set.toLowerCase(), set.replace('ö', 'o')]) {
      expect(await passwords.check(hashed, other)).toBe(false);
    }
  });

  it('is hashed whole: the last of its 256 characters counts', async () => {
    const longest = 'kq7#zm2pw9!x'.repeat(22).slice(0, LONGEST_PASSWORD - 1);
    const hashed = await passwords.hash(`${longest}a`);
    expect(await passwords.check(hashed, `${longest}a`)).toBe(true);
    expect(await passwords.check(hashed, `${longest}b`)).toBe(false);
  });
});
