import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const KEBAB_CASE_FILE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/

/**
 * Files are kebab-case on every system, also on those where names differ only by case.
 * @type {import('eslint').Rule.RuleModule}
 */
const kebabCaseFile = {
  meta: { type: 'layout', schema: [], messages: { name: 'File name {{ name }} is not kebab-case.' } },
  create: (context) => ({
    Program(node) {
      const name = context.filename.split(/[\\/]/).at(-1) ?? ''
      if (!KEBAB_CASE_FILE.test(name)) context.report({ node, messageId: 'name', data: { name } })
    },
  }),
}

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Use a named export: one thing has one name everywhere.',
}
const NO_DEFAULT_CASE = {
  selector: 'SwitchCase[test=null]',
  message: 'Exhaust the union: a default would swallow the case that is added next year.',
}
const IMPURE = [
  { object: 'Date', property: 'now', message: 'Time is an argument.' },
  { object: 'Math', property: 'random', message: 'Randomness is an argument.' },
  { object: 'performance', property: 'now', message: 'Time is an argument.' },
  { object: 'crypto', property: 'randomUUID', message: 'Identifiers are an argument.' },
]
const NO_CLOCK_BY_CONSTRUCTOR = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
  message: 'Time is an argument.',
}

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', 'test-results/', 'bench-results/', 'tests/fixtures/']),
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true },
    plugins: { local: { rules: { 'kebab-case-file': kebabCaseFile } } },
    rules: {
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 260, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_DEFAULT_CASE],
      'no-console': 'error',
      'local/kebab-case-file': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['server/core/**', 'shared/domain/**'],
    rules: {
      'no-restricted-properties': ['error', ...IMPURE],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_DEFAULT_CASE, NO_CLOCK_BY_CONSTRUCTOR],
    },
  },
  {
    files: ['client/**/*.{ts,tsx}', 'tests/client/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  {
    // A describe block is one function, a table of cases one file: sizes say nothing there.
    files: ['tests/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' },
  },
  {
    // A cast in JavaScript is a comment, which the rule cannot see.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // What runs in a terminal speaks to it.
    files: ['server/cli/**', 'tests/bench/**', 'tests/**/*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tools ask for a default export.
    files: ['*.config.{js,ts}', '.dependency-cruiser.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
