const ts = require('typescript');

/** Jest transformer: one ECMAScript module in, the same module as CommonJS out. */
module.exports = {
  process: (source) => ({
    code: ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
    }).outputText,
  }),
};
