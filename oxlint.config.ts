import { builtinModules } from 'node:module';
import { defineConfig, type OxlintOverride } from 'oxlint';
import {
  electronMayImport,
  type EngineFolder,
  engineFolders,
  engineLayers,
  portableFolders,
  pureFolders,
  rendererMayImport,
} from './scripts/layers.ts';

interface Wall {
  readonly regex: string;
  readonly message: string;
}

const anyOf = (names: readonly string[]) => `(${names.join('|')})`;
const others = (allowed: readonly string[]) => engineFolders.filter((folder) => !allowed.includes(folder));

const noNode: Wall = {
  regex: `^(node:.*|${anyOf(builtinModules.filter((name) => !name.startsWith('_')))})$`,
  message: 'This folder also runs in a browser: nothing of Node here.',
};
const noElectron: Wall = { regex: '^electron(/.*)?$', message: 'Only electron/ knows Electron.' };
const noScreens: Wall = {
  regex: '^@sagaloom/(renderer|electron|examples|e2e)(/.*)?$|^(\\.\\./)+(renderer|electron|examples|e2e)/',
  message: 'The engine and the renderer know nothing of the packages around them.',
};
const engineByName: Wall = {
  regex: '^(\\.\\./)+engine/',
  message: 'Import the engine by its name: @sagaloom/engine/….',
};

/** Within the engine, imports are relative: `../runtime/loop.ts`. */
function engineWall(folder: EngineFolder, allowed: readonly EngineFolder[]): Wall {
  const forbidden = anyOf(others([folder, ...allowed]));
  return {
    regex: `^(\\.\\./)+${forbidden}(/|$)|^@sagaloom/engine`,
    message: `${folder}/ may import only ${allowed.join(', ') || 'itself'} (scripts/layers.ts).`,
  };
}

/** From outside, the engine is imported by name: `@sagaloom/engine/core`. */
function outsideWall(who: string, allowed: readonly EngineFolder[]): Wall {
  return {
    regex: `^@sagaloom/engine/${anyOf(others(allowed))}(/|$)`,
    message: `${who} may import only ${allowed.join(', ')} of the engine (scripts/layers.ts).`,
  };
}

function walls(files: string[], patterns: Wall[]): OxlintOverride {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const isPortable = (folder: EngineFolder) => (portableFolders as readonly string[]).includes(folder);

const engineWalls = engineFolders.map((folder) =>
  walls(
    [`engine/${folder}/**/*.ts`],
    [
      engineWall(folder, engineLayers[folder]),
      noScreens,
      ...(folder === 'hosts' ? [] : [noElectron]),
      ...(isPortable(folder) ? [noNode] : []),
    ],
  ),
);

const electronWalls = Object.entries(electronMayImport)
  .toSorted(([a], [b]) => a.localeCompare(b)) // `*` first: a later override wins
  .map(([file, allowed]) =>
    walls(
      [file === '*' ? 'electron/**/*.ts' : `electron/${file}`],
      [outsideWall(`electron/${file}`, allowed), engineByName],
    ),
  );

/** A test may drive its folder with any other part of the engine; only the screens stay out of reach. */
const testWalls = walls(['engine/**/*.test.ts', 'engine/**/testing/**/*.ts'], [noScreens, noElectron]);

const pureRules: OxlintOverride = {
  files: pureFolders.map((folder) => `engine/${folder}/**/*.ts`),
  rules: {
    'no-console': 'error',
    'no-restricted-globals': [
      'error',
      ...['process', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval', 'window', 'document'].map(
        (name) => ({ name, message: 'The core is pure: time, chance and the world come in as arguments.' }),
      ),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'The core has no clock: take the time as an argument.' },
      { object: 'Math', property: 'random', message: "The core has no dice: draw from the run's own seed." },
    ],
  },
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y', 'vitest'],
  options: { typeAware: true },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', 'release/**'],
  rules: {
    'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/use-unknown-in-catch-callback-variable': 'error',
    'import/no-named-as-default-member': 'off', // fast-check is meant to be read as fc.…
    'typescript/no-unsafe-enum-comparison': 'off', // React Flow's enums are strings, and come from files as such
    'typescript/no-unsafe-type-assertion': 'off', // parsing at the edges ends in one
    'typescript/no-generated-empty-object-type': 'off', // a catalogue that is still empty is no mistake
    'typescript/consistent-return': 'off', // the compiler's noImplicitReturns knows which switches are exhaustive
    'typescript/ban-ts-comment': 'error',

    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'no-shadow': 'off',
    'no-underscore-dangle': 'off',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'prefer-const': 'error',

    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-unassigned-import': 'off', // style sheets and fonts
    'unicorn/no-array-sort': 'error',
    'unicorn/prefer-node-protocol': 'error',
    'unicorn/consistent-function-scoping': 'off',

    'promise/always-return': 'off', // a promise left alone is caught by its type

    'react/exhaustive-deps': 'error',
    'react/rules-of-hooks': 'error',
    'react/hooks': 'off', // the two above, once more
    'react/exhaustive-effect-dependencies': 'off',
    'react/memo-dependencies': 'off',
    'react/set-state-in-effect': 'off', // a hint for the React compiler, which is not used
    'jsx-a11y/prefer-tag-over-role': 'off', // a canvas and its menus are no lists of options and no forms
    'react/react-in-jsx-scope': 'off',
    'react/no-danger': 'error',

    'vitest/no-disabled-tests': 'error',
    'vitest/no-focused-tests': 'error',
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'assert*', 'fc.assert'] }],
    'vitest/no-conditional-expect': 'off',
    'vitest/no-standalone-expect': 'off', // helpers hold expectations too
    'vitest/require-to-throw-message': 'off',
    'vitest/valid-title': 'off', // a suite that two adapters pass takes its title from them
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...engineWalls,
    walls(
      ['renderer/**/*.{ts,tsx}'],
      [outsideWall('renderer/', rendererMayImport), engineByName, noNode, noElectron, noScreens],
    ),
    ...electronWalls,
    pureRules,
    {
      // Markup is long without being complicated.
      files: ['renderer/**/*.tsx'],
      rules: { 'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }] },
    },
    testWalls,
    walls(['renderer/**/*.test.{ts,tsx}', 'renderer/vite.config.ts'], [outsideWall('renderer/', rendererMayImport)]),
    {
      files: ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'],
      rules: {
        'max-lines-per-function': 'off',
        'no-restricted-globals': 'off',
        'no-restricted-properties': 'off',
        'typescript/no-non-null-assertion': 'off',
        'typescript/no-unsafe-assignment': 'off', // expect.any() is `any`
        'typescript/no-unsafe-return': 'off',
      },
    },
    // A MessagePort has one other end, and needs no origin to find it.
    {
      files: ['electron/**/*.ts', 'renderer/rpc/**/*.ts'],
      rules: { 'unicorn/require-post-message-target-origin': 'off' },
    },
    { files: ['e2e/**/*.ts'], rules: { 'react/rules-of-hooks': 'off' } }, // Playwright's fixtures have a `use` too
    { files: ['*.config.ts', '*/*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    {
      // Plain JavaScript, in no TypeScript project: its values have no types to be safe about.
      files: ['engine/bin/**'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
  ],
});
