import type { ModelFailure } from '../core/model.ts';

/**
 * Why a call of a model failed, in one class; the message is for a person. Adapters throw it among themselves; a
 * `Model` turns it into a completion. An aborted call throws the signal's own reason instead.
 */
export class CallFailure extends Error {
  readonly failure: ModelFailure;
  /** True while nothing of an answer has come: only then may a request be sent again. */
  readonly beforeAnyByte: boolean;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(failure: ModelFailure, message: string, beforeAnyByte = false, status?: number) {
    super(message);
    this.name = 'CallFailure';
    this.failure = failure;
    this.beforeAnyByte = beforeAnyByte;
    this.status = status;
  }
}
