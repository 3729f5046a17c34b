import { z } from 'zod';
import { CURRENCIES } from '#billing/money';
import { line } from '#platform/text/line';
import { currency, email, id, minorUnits, password, period, readInput } from './input.ts';

const schema = z.object({
  name: line(20), email, id, period, password, amount: minorUnits, currency,
  first: z.int().min(1).max(200), many: z.array(z.string()).max(1),
});
const honest = {
  name: 'F', email: 'a@example.org', id: '7d7d1b2c-8a55-4b7e-8f65-0a6c5b8d9e10', period: '2026-10',
  password: 'long enough it is', amount: '100', currency: 'EUR', first: 1, many: [],
};
const refusalOf = (odd: object) => {
  try {
    readInput(schema, { ...honest, ...odd });
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('an input that is refused', () => {
  it('is none when nothing is wrong', () => {
    expect(refusalOf({})).toBe('taken');
  });

  it.each([
    [{ name: ' ' }, 'name must not be empty.'],
    [{ name: 'x'.repeat(30) }, 'name must be 20 characters or less.'],
    [{ name: 'a\u0007b' }, 'name must not have the invisible U+0007, which no paper can carry.'],
    [{ email: 'nobody' }, 'email must be an e-mail address.'],
    [{ id: '7' }, 'id must be a UUID of version 4.'],
    [{ amount: '-1' }, 'amount must be a whole number of minor units.'],
    [{ currency: 'ABC' }, `currency must be a currency that we bill in: ${CURRENCIES.join(', ')}.`],
    [{ first: 0 }, 'first must be 1 or more.'],
    [{ first: 999 }, 'first must be 200 or less.'],
    [{ many: ['a', 'b'] }, 'many must be 1 entries or less.'],
    [{ first: 'one' }, 'first must be as the schema says.'],
  ])('is told what must be there: %j', (odd, message) => {
    expect(refusalOf(odd)).toBe(message);
  });

  it.each(['2026', '2026-Q4', '2026-10.1', '2026-13', '2026-10-01', 'soon', ''])(
    'is told how a programme year is written, and that %j is none', (odd) => {
      expect(refusalOf({ period: odd }))
        .toBe('period must be a programme year by its first month, such as 2026-10.');
    });

  it('is told all of its faults at once, and nothing of what was sent', () => {
    const message = refusalOf({ email: 'nobody', first: 0, period: 'soon' });
    expect(message).toBe('email must be an e-mail address; period must be a programme year '
      + 'by its first month, such as 2026-10; first must be 1 or more.');
  });
});
