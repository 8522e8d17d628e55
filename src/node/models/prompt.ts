import type { CompleteMessage } from './hostProtocol.ts';
import type { ChatItem, LlamaModel, LlamaModule, Token } from './llama.ts';

/**
 * The tokens of a chat, with the assistant's turn opened. Models whose own template is ChatML get it written by
 * hand, so that the tokens of a stable beginning are the same from turn to turn and their state can be used again;
 * the marks of the format are special tokens, what people and files say never is. Other models get the runtime's
 * wrapper for them.
 */
export function promptTokens(module: LlamaModule, model: LlamaModel, request: CompleteMessage): Token[] {
  return isChatMl(model) ? chatMl(model, request) : wrapped(module, model, request);
}

function isChatMl(model: LlamaModel): boolean {
  const template = model.fileInfo.metadata?.tokenizer?.chat_template;
  return typeof template === 'string' && template.includes('<|im_start|>') && template.includes('<|im_end|>');
}

function chatMl(model: LlamaModel, request: CompleteMessage): Token[] {
  const [start, end] = [model.tokenize('<|im_start|>', true), model.tokenize('<|im_end|>', true)];
  const plain = (text: string): Token[] => model.tokenize(text, false);
  const turns = request.messages.flatMap(({ role, content }) => [
    ...start,
    ...plain(`${role}\n${content}`),
    ...end,
    ...plain('\n'),
  ]);
  return [...turns, ...start, ...plain(`assistant\n${request.prefill}`)];
}

function wrapped(module: LlamaModule, model: LlamaModel, request: CompleteMessage): Token[] {
  const history = request.messages.map(({ role, content }): ChatItem =>
    role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content },
  );
  const opened: ChatItem = { type: 'model', response: request.prefill === '' ? [] : [request.prefill] };
  const state = module.resolveChatWrapper(model).generateContextState({ chatHistory: [...history, opened] });
  return [...state.contextText.tokenize(model.tokenizer)];
}
