import { isGuessable, isMadeOf } from '../../apps/web/ui/guessable.ts';

/** A passphrase that everybody tries first locks nothing. */

it.each([
  'aaaaaaaaaaaaaa', 'abababababab', 'abcabcabcabc', '1234567890', '0987654321', 'abcdefghij',
  'jihgfedcba', 'qwertyuiop', 'QWERTYUIOP', 'asdfghjkl!', '12345678ab', 'qwertyui99', 'mypass123456',
  'password12', 'Password2026!', 'P4ssw0rd!!!', 'passphrase1', 'sottosotto', 'sotto2026!', 'contraseña1',
  'letmein2026', 'a b a b a b', '1 2 3 4 5 6 7',
  'correct horse battery staple', 'Correct-Horse-Battery-Staple!', 'correcthorsebatterystaple1',
  'may the force be with you', 'To be, or not to be: that is the question', 'en un lugar de la Mancha',
  'open sesame 2026',
])('%j is refused', (one) => {
  expect([one, isGuessable(one)]).toEqual([one, true]);
});

it.each([
  'three unrelated words', 'quite another one', 'tres palabras sueltas', 'correct horse battery',
  'sotto voce under green tiles', 'correct horse battery staple under green tiles', 'Zimt-Orgel-Laterne', 'hj4%kd92!x', 'лампа корабль снег',
])('%j is taken', (one) => {
  expect([one, isGuessable(one)]).toEqual([one, false]);
});

describe('words of her own twelve', () => {
  const phrase = 'shoot crane poem winter idle stone amateur broken cable tiger loop wage';

  it.each(['shoot crane poem', 'Shoot-Crane-Poem', 'tigerloopwage', 'WAGE loop 2026!', 'poem.poem.poem',
    'ｓｈｏｏｔ crane poem', 'amateur broken'])('%j is refused', (one) => {
    expect(isMadeOf(one, phrase)).toBe(true);
    expect(isMadeOf(one, '')).toBe(false);
  });

  it.each(['three unrelated words', 'a poem about cold rivers', 'crane driver holiday', 'lamp ship snow'])(
    '%j is taken', (one) => { expect(isMadeOf(one, phrase)).toBe(false); });
});
