import { documentIdOf, textOf, type Documents } from '../documents.ts';
import { TEXTS } from '../gql/texts.ts';

/** As programs name documents: by the very text that the pages' hash stands for, or their own. */
export const byText: Documents = (document) => {
  const query = textOf(document) ?? TEXTS[documentIdOf(document)];
  if (query === undefined) throw new TypeError('this document is none of the wallet\'s');
  return { query };
};
