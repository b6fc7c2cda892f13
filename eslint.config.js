import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules'] },
  {
    files: ['src/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['./tests/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // A locale must never decide an order or a spelling: the same inputs give the same bytes everywhere.
      'no-restricted-properties': [
        'error',
        { property: 'localeCompare', message: 'Orders depend on no locale: use compareText from src/text/order.ts.' },
        { property: 'toLocaleLowerCase', message: 'Use toLowerCase.' },
        { property: 'toLocaleUpperCase', message: 'Use toUpperCase.' },
        { property: 'toLocaleString', message: 'Output depends on no locale.' },
        { object: 'process', property: 'exit', message: 'Set process.exitCode: pending output must be written.' },
        { object: 'Math', property: 'random', message: 'Randomness comes from a seed in the review.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
);
