import stylistic from '@stylistic/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What plain scripts find in Node, and the offline worker of the portal in its browser. */
const GLOBALS = Object.fromEntries([
  'process', 'console', 'globalThis', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'setInterval',
  'clearInterval', 'structuredClone', 'performance', 'self', 'caches', 'fetch', 'Response',
].map((name) => [name, 'readonly']));

/**
 * How the code is laid out; `npm run format` puts it so. Where lines break is the writer's choice:
 * what breaks them anew makes a fifth more lines of this code (docs/decisions/0088).
 */
const LAYOUT = {
  ...stylistic.configs.customize({
    indent: 2, quotes: 'single', semi: true, arrowParens: true, braceStyle: '1tbs', jsx: true,
    commaDangle: 'always-multiline', quoteProps: 'consistent',
  }).rules,
  ...Object.fromEntries([
    'list-style', 'multiline-ternary', 'max-statements-per-line', 'no-mixed-operators',
    'jsx-one-expression-per-line', 'jsx-closing-tag-location', 'jsx-max-props-per-line',
    'jsx-first-prop-new-line', 'jsx-wrap-multilines', 'jsx-closing-bracket-location',
    'lines-between-class-members', 'member-delimiter-style', 'generator-star-spacing',
    // What goes on is set in, so that it does not look like the next of a list.
    'indent-binary-ops',
  ].map((name) => [`@stylistic/${name}`, 'off'])),
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
  // A generic of one arrow in TSX needs its comma.
  '@stylistic/comma-dangle': ['error', {
    arrays: 'always-multiline', objects: 'always-multiline', imports: 'always-multiline',
    exports: 'always-multiline', enums: 'always-multiline', functions: 'ignore', generics: 'ignore',
    tuples: 'ignore',
  }],
  '@stylistic/operator-linebreak': ['error', 'before', { overrides: { '=': 'ignore' } }],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'apps/web/*/gql/', 'libs/wallet/src/gql/'] },
  ...tseslint.configs.strict,
  { plugins: { '@stylistic': stylistic }, rules: LAYOUT },
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-len': ['error', { code: 100, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'eqeqeq': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.fixture.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // A screen is a function too, and half of its lines are markup and words for people.
    files: ['apps/web/**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'max-len': ['error', { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
    },
  },
  {
    files: ['apps/web/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error' },
  },
  { files: ['demo/**/*.ts', 'test/bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Scripts are no part of a TypeScript program: what its compiler would see is seen here.
    files: ['**/*.{mjs,js}'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { parserOptions: { projectService: false }, globals: GLOBALS },
    rules: { 'no-undef': 'error', 'no-console': 'off' },
  },
);
