/** The layers of the house: contracts <- core <- plugins <- hosts. Each rule says why it exists. */
const TESTS = "\\.(test|it|e2e)\\.ts$|/test/";

module.exports = {
  forbidden: [
    { name: "no-circular", comment: "A cycle cannot be understood, tested or replaced in parts.", severity: "error", from: {}, to: { circular: true } },
    {
      name: "contracts-are-leaves",
      comment: "What crosses a process boundary depends on nothing of ours but itself.",
      severity: "error",
      from: { path: "^contracts/", pathNot: TESTS },
      to: { path: "^(core|plugins|hosts|deploy)/" },
    },
    {
      name: "core-below-plugins",
      comment: "The core names no plugin and no host.",
      severity: "error",
      from: { path: "^core/", pathNot: TESTS },
      to: { path: "^(plugins|hosts|deploy)/" },
    },
    {
      name: "plugins-below-hosts",
      comment: "A plugin runs in every host.",
      severity: "error",
      from: { path: "^plugins/", pathNot: TESTS },
      to: { path: "^(hosts|deploy)/" },
    },
    {
      name: "plugins-apart",
      comment: "A plugin asks for a port, so that another plugin can provide it.",
      severity: "error",
      from: { path: "^plugins/([^/]+)/", pathNot: TESTS },
      to: { path: "^plugins/", pathNot: "^plugins/$1/" },
    },
    {
      name: "one-plugin-set",
      comment: "A host imports plugins in one file.",
      severity: "error",
      from: { path: "^hosts/", pathNot: `plugin-set\\.ts$|${TESTS}` },
      to: { path: "^plugins/" },
    },
    {
      name: "neutral-contracts-and-core",
      comment: "These run in browsers too.",
      severity: "error",
      from: { path: "^(contracts|core)/", pathNot: TESTS },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "container-in-one-file",
      comment: "Only the kernel's scope knows the container and its traps.",
      severity: "error",
      from: { pathNot: "^core/src/kernel/scope\\.(test\\.)?ts$" },
      to: { path: "node_modules/tsyringe" },
    },
    {
      name: "tests-are-not-products",
      comment: "Helpers of tests never ship.",
      severity: "error",
      from: { path: "^(contracts|core|plugins|hosts)/", pathNot: TESTS },
      to: { path: "^deploy/testkit/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|/dist-ui/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.tests.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
