import { z } from 'zod';
import { readSuccession, type Succession } from '#pseudonym/succession';

const WANTED = 'must be what `npm run --silent operator -- vault-key-succession` printed, with commas between';

/** Keys of the vault, each signed by the one before it, as a setting has them; none when unset. */
export const successions = z.string().default('').transform(
  (text, context): readonly Succession[] =>
    text.split(',').filter((one) => one.trim() !== '').map((one) => {
      const succession = readSuccession(one);
      if (succession) return succession;
      context.addIssue(WANTED);
      return z.NEVER;
    }));
