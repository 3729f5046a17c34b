import { z } from 'zod';
import { readInput, uuid } from './input.ts';

it.each(['nope', 'x'.repeat(40), '00000000-0000-1000-8000-000000000000'])(
  'an id that is none is told what it must be, and where: %s', (payoutId) => {
    expect(() => readInput(z.object({ payoutId: uuid }), { payoutId }))
      .toThrow('"payoutId" must be an id of 36 characters, as lists print it');
  });
