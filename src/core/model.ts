/** A JSON Schema of the subset that every constrained decoder keeps (notes: no pattern, format or $ref). */
export type JsonSchema = { readonly [key: string]: unknown };

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ModelRequest {
  /** Stable part first (system, examples, file), the volatile ask last: servers reuse the prefix. */
  readonly messages: readonly ModelMessage[];
  /** Text that opens the assistant's turn; the completion's text does not repeat it. */
  readonly prefill?: string;
  /** Generation ends before the first of these; they are not part of the text. */
  readonly stop?: readonly string[];
  /** Constrains decoding where the server can; the caller validates again in every case. */
  readonly schema?: JsonSchema;
  /** Hard cap on generated tokens. Reaching it ends in `stop: 'length'`, which callers treat as a refusal. */
  readonly maxTokens: number;
}

/** Token counts as the server reports them, clamped to what is possible; durations in milliseconds, ours. */
export interface Usage {
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly ms: number;
  /** Until the first token, which includes loading a cold model. */
  readonly firstTokenMs: number;
}

/** Why a call failed, one class each (reliability note section 10). */
export type ModelFailure =
  | 'unreachable'
  | 'first-byte-timeout'
  | 'idle-timeout'
  | 'turn-timeout'
  | 'http-error'
  | 'protocol-error'
  | 'model-error'
  | 'incomplete'
  | 'too-big'
  | 'redirect-refused'
  | 'rate-limited'
  | 'context-too-small'
  | 'unhealthy';

/** How a call ended. A call never throws: done, failed or aborted, always with what was spent. */
export type Completion =
  | {
      readonly type: 'done';
      readonly text: string;
      readonly stop: 'end' | 'stop-text' | 'length';
      readonly usage: Usage;
      /** Smallest token probability of the chosen values, where the server tells it (small-models section 10). */
      readonly probability?: number;
    }
  | {
      readonly type: 'failed';
      readonly failure: ModelFailure;
      /** What is wrong and what to do next, for a person. */
      readonly message: string;
      readonly partial: string;
      readonly usage: Usage;
    }
  | { readonly type: 'aborted'; readonly partial: string; readonly usage: Usage };

export type ModelProgress =
  { readonly type: 'waiting'; readonly message: string } | { readonly type: 'text'; readonly delta: string };

/** A model behind one endpoint. `id` is `<provider>/<name>`; trust is kept by `digest`, not by name. */
export interface Model {
  readonly id: string;
  readonly label: string;
  readonly digest: string;
  readonly location: 'this machine' | 'another machine';
  /** The window that was asked for and is really there, in tokens. */
  readonly contextTokens: number;
  complete(
    request: ModelRequest,
    onProgress: (progress: ModelProgress) => void,
    signal: AbortSignal,
  ): Promise<Completion>;
}
