/** What the user's own settings say about models. Never taken from a workspace (design section 12). */
export interface ModelSettings {
  /** `ollama/<name>`, `openai/<name>` or `embedded/<catalogue id>`; empty: the best that is found. */
  readonly model: string;
  /** Empty: Ollama is not asked. */
  readonly ollamaEndpoint: string;
  /** Empty: no such server. */
  readonly openaiEndpoint: string;
  /** Where model files are; empty: in the cache folder. */
  readonly modelsFolder: string;
  /** Where the embedded runtime is installed; empty: in the cache folder. */
  readonly runtimeFolder: string;
  /** Threads of the embedded runtime; 0: as many as suit this machine. */
  readonly threads: number;
  /** Hosts (`name` or `name:port`) that a person allowed to be reached without encryption (S66). */
  readonly confirmedHosts: readonly string[];
}

export const defaultOllamaEndpoint = 'http://127.0.0.1:11434';

/** The settings of a person who set nothing. */
export const defaultSettings: ModelSettings = {
  model: '',
  ollamaEndpoint: defaultOllamaEndpoint,
  openaiEndpoint: '',
  modelsFolder: '',
  runtimeFolder: '',
  threads: 0,
  confirmedHosts: [],
};
