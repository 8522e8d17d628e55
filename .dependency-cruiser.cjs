// Which module may import which (the direction of every arrow between the folders of src). test/architecture.test.ts
// plants a violation of each rule and sees it reported.

/**
 * A rule that forbids modules matching `from` to import what matches `to`.
 *
 * @param {string} name
 * @param {object} from
 * @param {object} to
 * @param {string} comment
 */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

const core = '^src/core/';
const node = '^src/node/';
const editor = '^src/(editor/|extension\\.ts$)';
const cli = '^src/cli/';
const webview = '^src/webview/';
const protocol = '^src/protocol\\.ts$';

module.exports = {
  forbidden: [
    forbid(
      'no-cycle',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'Modules that load each other are one module, or hide a third. (Types alone may refer to each other.)',
    ),
    forbid(
      'no-unresolved',
      {},
      { couldNotResolve: true },
      'An import that leads nowhere hides what it would break.',
    ),
    forbid(
      'core-stands-alone',
      { path: core },
      { pathNot: [core, '(^|/)node_modules/zod/'] },
      'The domain depends on zod and on nothing else: no editor, no Node, no DOM.',
    ),
    forbid(
      'node-knows-only-core',
      { path: node },
      { path: '^src/', pathNot: [node, core] },
      'Adapters serve the domain; they do not know who runs it.',
    ),
    forbid(
      'cli-has-no-editor',
      { path: cli },
      { path: '^src/', pathNot: [cli, node, core] },
      'The command line is the same core without an editor.',
    ),
    forbid(
      'webview-speaks-protocol',
      { path: webview },
      { path: '^src/', pathNot: [webview, protocol] },
      'The page and the host share their messages and nothing else.',
    ),
    forbid(
      'protocol-carries-events',
      { path: protocol },
      { path: '^src/', pathNot: ['^src/core/events\\.ts$'] },
      'Messages carry events of the core; nothing else of ours is needed to say them.',
    ),
    forbid(
      'editor-leaves-pages-alone',
      { path: editor },
      { path: [webview, cli] },
      'The host talks to the page through messages, and to the command line not at all.',
    ),
    forbid(
      'only-editor-imports-vscode',
      { path: '^src/', pathNot: editor },
      { path: '^vscode$|^node_modules/@types/vscode/' },
      'Everything else runs without an editor, and is tested without one.',
    ),
    forbid(
      'webview-has-no-node',
      { path: [webview, protocol] },
      { dependencyTypes: ['core'] },
      'The page runs in a browser.',
    ),
    forbid(
      'source-has-no-tests',
      { path: '^src/' },
      { path: '^test/' },
      'What ships does not need what tests it.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/\\.out|test/fixtures)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'require', 'types', 'default'],
    },
    builtInModules: { add: ['vscode'] },
  },
};
