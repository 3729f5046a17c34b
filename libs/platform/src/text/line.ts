import { z } from 'zod';
import { tidyLine, unprintable } from './printable.ts';

/**
 * One line of text that people read and that may end on paper, of at most `most` characters, as
 * it is kept. A character that no paper can carry is refused by name.
 */
export const line = (most: number) => z.string().max(most * 2).transform(tidyLine)
  .pipe(z.string().min(1, 'must not be empty').max(most).superRefine((text, context) => {
    const message = unprintable(text);
    if (message !== null) context.addIssue({ code: 'custom', message });
  }));
