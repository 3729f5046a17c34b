import fc from 'fast-check';
import {
  type Credit, creditMessage, decodeCredit, encodeCredit, printCredit, readCredit,
} from './credit.ts';

const ALPHABET = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const credits: fc.Arbitrary<Credit> = fc.tuple(bytes(32), bytes(32), bytes(256))
  .map(([id, randomiser, signature]) => {
    const keyId = Buffer.from(id).toString('hex');
    return { keyId, message: creditMessage(keyId, randomiser), signature };
  });
const places = fc.integer({ min: 0, max: 599 });

/** The text without prefix and hyphens: 600 characters, eight a group. */
const bodyOf = (credit: Credit) => printCredit(credit).slice('SOTTO1'.length).replaceAll('-', '');
const groupOf = (place: number) => Math.floor(place / 8) + 1;

test('a credit survives its binary form', () => {
  fc.assert(fc.property(credits, (credit) => {
    const encoded = encodeCredit(credit);
    expect(encoded).toHaveLength(321);
    expect(decodeCredit(encoded)).toEqual({ kind: 'credit', credit });
  }));
});

test('a credit survives print and typing: any case, spaces and hyphens anywhere, O I L', () => {
  fc.assert(fc.property(credits, fc.infiniteStream(fc.nat(8)), (credit, choices) => {
    const typed = [...printCredit(credit)].map((char) => {
      const { value: choice } = choices.next() as { value: number };
      const lookalike = char === '0' ? 'o' : char === '1' ? (choice % 2 ? 'l' : 'I') : char;
      const changed = choice < 3 ? lookalike : choice < 6 ? char.toLowerCase() : char;
      return choice === 8 ? ` ${changed}-\n` : changed;
    });
    expect(readCredit(typed.join(''))).toEqual({ kind: 'credit', credit });
  }), { numRuns: 40 });
});

test('the printed form is 75 groups of eight in the letters that QR packs tightly', () => {
  fc.assert(fc.property(credits, (credit) => {
    expect(printCredit(credit)).toMatch(/^SOTTO1(-[0-9A-HJKMNP-TV-Z]{8}){75}$/);
  }), { numRuns: 20 });
});

test('any one wrong character is found, in its group', () => {
  fc.assert(fc.property(credits, places, fc.nat(30), (credit, place, shift) => {
    const body = bodyOf(credit);
    const wrong = ALPHABET[(ALPHABET.indexOf(body[place]!) + 1 + shift) % 32]!;
    const typed = `SOTTO1${body.slice(0, place)}${wrong}${body.slice(place + 1)}`;
    const found = { kind: 'malformed', reason: 'group', group: groupOf(place) };
    expect(readCredit(typed)).toEqual(found);
  }), { numRuns: 500 });
});

test('any two exchanged neighbours are found, in the first group that they touch', () => {
  fc.assert(fc.property(credits, fc.integer({ min: 0, max: 598 }), (credit, place) => {
    const body = bodyOf(credit);
    const [left, right] = [body[place]!, body[place + 1]!];
    fc.pre(left !== right);
    const typed = `SOTTO1${body.slice(0, place)}${right}${left}${body.slice(place + 2)}`;
    const found = { kind: 'malformed', reason: 'group', group: groupOf(place) };
    expect(readCredit(typed)).toEqual(found);
  }), { numRuns: 500 });
});

test('two exchanged neighbouring groups are found', () => {
  fc.assert(fc.property(credits, fc.integer({ min: 0, max: 73 }), (credit, first) => {
    const groups = printCredit(credit).split('-').slice(1);
    [groups[first], groups[first + 1]] = [groups[first + 1]!, groups[first]!];
    expect(readCredit(['SOTTO1', ...groups].join('-')).kind).toBe('malformed');
  }), { numRuns: 100 });
});

test('exchanged groups that share their place mark are found by the checksum', () => {
  fc.assert(fc.property(credits, (credit) => {
    const groups = printCredit(credit).split('-').slice(1);
    fc.pre(groups[3] !== groups[34]);
    [groups[3], groups[34]] = [groups[34]!, groups[3]!];
    const reading = readCredit(['SOTTO1', ...groups].join('-'));
    expect(reading).toEqual({ kind: 'malformed', reason: 'checksum' });
  }), { numRuns: 20 });
});

test('what is missing, too much, foreign or not a character is refused by its kind', () => {
  const [credit] = fc.sample(credits, { numRuns: 1, seed: 7 });
  const text = printCredit(credit!);
  const reasonOf = (typed: string) => readCredit(typed);
  expect(reasonOf('')).toEqual({ kind: 'malformed', reason: 'prefix' });
  expect(reasonOf('SOTTO2' + text.slice(6))).toEqual({ kind: 'malformed', reason: 'prefix' });
  expect(reasonOf('SOTTO1')).toEqual({ kind: 'malformed', reason: 'length' });
  expect(reasonOf(text.slice(0, -9))).toEqual({ kind: 'malformed', reason: 'length' });
  expect(reasonOf(`${text}AAAAAAAA`)).toEqual({ kind: 'malformed', reason: 'length' });
  expect(reasonOf(`${text.slice(0, 10)}U${text.slice(11)}`))
    .toEqual({ kind: 'malformed', reason: 'character', group: 1 });
  expect(reasonOf(text.slice(0, 30) + text.slice(31)))
    .toEqual({ kind: 'malformed', reason: 'length', group: 3 });
});

test('any text and any bytes are read without an exception', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    expect(readCredit(`SOTTO1${text}`).kind).toBe('malformed');
  }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (binary) => {
    const reading = decodeCredit(binary);
    expect(reading.kind).toBe(binary.length === 321 && binary[0] === 1 ? 'credit' : 'malformed');
  }));
  expect(decodeCredit(new Uint8Array(321))).toEqual({ kind: 'malformed', reason: 'version' });
  expect(decodeCredit(new Uint8Array(320))).toEqual({ kind: 'malformed', reason: 'length' });
});
