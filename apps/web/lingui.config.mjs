/**
 * One catalogue for each surface and one for what they share. `WORDS_OF=hr` limits to one;
 * `WORDS_INTO=folder` leaves the catalogues here alone.
 */
import { formatter } from '@lingui/format-po';
import { fileURLToPath } from 'node:url';

const { WORDS_OF: only, WORDS_INTO: elsewhere } = process.env;
const folders = ['ui', 'hr', 'employee', 'therapist'];

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  sourceLocale: 'en',
  locales: ['en', 'es'],
  orderBy: 'message',
  format: formatter({ lineNumbers: false, origins: false, printLinguiId: false }),
  catalogs: folders.filter((name) => !only || name === only).map((name) => ({
    path: elsewhere ? `${elsewhere}/${name}/{locale}` : `<rootDir>/${name}/locales/{locale}`,
    include: [`<rootDir>/${name}`],
    exclude: ['**/gql/**', '**/locales/**'],
  })),
};
