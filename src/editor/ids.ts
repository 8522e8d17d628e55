/** Every id that the manifest also names, once. `test/editor/manifest.test.ts` compares both ways. */
export const commands = {
  ask: 'countersign.ask',
  find: 'countersign.find',
  explain: 'countersign.explain',
  summarize: 'countersign.summarize',
  extract: 'countersign.extract',
  convertFile: 'countersign.convertFile',
  fillTemplate: 'countersign.fillTemplate',
  classifyLines: 'countersign.classifyLines',
  documentSymbol: 'countersign.documentSymbol',
  renameSymbol: 'countersign.renameSymbol',
  editSelection: 'countersign.editSelection',
  verifyResult: 'countersign.verifyResult',
  verifyChanges: 'countersign.verifyChanges',
  fixError: 'countersign.fixError',
  applyChange: 'countersign.applyChange',
  undoChange: 'countersign.undoChange',
  discardChange: 'countersign.discardChange',
  showEvidence: 'countersign.showEvidence',
  showEvidenceData: 'countersign.showEvidenceData',
  showDiff: 'countersign.showDiff',
  redoResult: 'countersign.redoResult',
  selectModels: 'countersign.selectModels',
  chooseCheckCommands: 'countersign.chooseCheckCommands',
  stop: 'countersign.stop',
  clearResults: 'countersign.clearResults',
  exportReport: 'countersign.exportReport',
  showLog: 'countersign.showLog',
} as const;
export type CommandId = (typeof commands)[keyof typeof commands];

export const views = { chat: 'countersign.chat', staged: 'countersign.staged' } as const;
/** The view container in the activity bar. */
export const container = 'countersign';

/** Settings, as the part behind `countersign.`. */
export const settings = {
  model: 'model',
  ollamaEndpoint: 'ollama.endpoint',
  openaiEndpoint: 'openai.endpoint',
  embeddedThreads: 'embedded.threads',
  modelsFolder: 'models.folder',
  ripgrepPath: 'search.ripgrepPath',
  checkCommands: 'checks.commands',
  verifyOnSave: 'verify.onSave',
  showVerified: 'showVerified',
} as const;
export type SettingId = (typeof settings)[keyof typeof settings];
export const section = 'countersign';

/** Context keys, for `when` clauses and the walkthrough's completion events. */
export const contexts = {
  running: 'countersign.running',
  hasResults: 'countersign.hasResults',
  hasVerified: 'countersign.hasVerified',
  hasStaged: 'countersign.hasStaged',
  hasApplied: 'countersign.hasApplied',
  hasModel: 'countersign.hasModel',
} as const;

/** Schemes of the read-only documents we show: evidence pages, and both sides of a staged change. */
export const schemes = { evidence: 'countersign-evidence', staged: 'countersign-staged' } as const;

/** The source of our diagnostics, as people see it in the Problems view. */
export const diagnosticSource = 'Countersign';
