import tseslint from "typescript-eslint";

// The style rules that the compiler cannot hold. Import rules between rooms are in test/architecture.test.ts.
export default tseslint.config(
  { ignores: ["node_modules/", "bin/", "templates/", "eslint.config.js", "coverage/"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "prefer-const": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  { files: ["src/**/*.ts"], rules: { "max-lines-per-function": ["error", { max: 80, skipComments: true, skipBlankLines: true }] } },
  {
    files: ["test/**/*.ts"], ignores: ["test/support/properties.ts"],
    rules: { "no-restricted-imports": ["error", { name: "fast-check", message: "Import { fc } from test/support/properties.ts, which gives every run the same cases." }] },
  },
  {
    // A test that measures time fails on a busy machine and on no other: time is measured in bench/.
    files: ["test/**/*.ts"], ignores: ["test/model/main.ts"],
    rules: { "no-restricted-properties": ["error", ...[["performance", "now"], ["process", "hrtime"]].map(([object, property]) => ({ object, property, message: "Measure time in bench/, never in a test." }))] },
  },
  { files: ["src/probot.ts"], rules: { "no-restricted-exports": "off" } },
);
