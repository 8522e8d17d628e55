/** Keeps the beginning and the end of what a program prints, and counts the rest. */
export class Output {
  readonly #headAtMost: number;
  readonly #tailAtMost: number;
  readonly #head: Buffer[] = [];
  #headSize = 0;
  #tail: Buffer[] = [];
  #tailSize = 0;
  #bytes = 0;

  constructor(headAtMost = 256 * 1024, tailAtMost = 1024 * 1024) {
    this.#headAtMost = headAtMost;
    this.#tailAtMost = tailAtMost;
  }

  /** Bytes that came, kept or not. */
  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const room = this.#headAtMost - this.#headSize;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      this.#head.push(part);
      this.#headSize += part.length;
    }
    const rest = room > 0 ? chunk.subarray(room) : chunk;
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailSize += rest.length;
    // Joined only when twice too long, so that many small chunks cost no more than a few large ones.
    if (this.#tailSize > 2 * this.#tailAtMost || this.#tail.length > 4096) this.#shorten();
  }

  text(): string {
    this.#shorten();
    const lost = this.#bytes - this.#headSize - this.#tailSize;
    const gap = lost > 0 ? `\n[${lost} bytes left out]\n` : '';
    const head = Buffer.concat(this.#head).toString('utf8');
    return `${head}${gap}${Buffer.concat(this.#tail).toString('utf8')}`;
  }

  #shorten(): void {
    const all = Buffer.concat(this.#tail);
    const kept = Buffer.from(all.subarray(Math.max(0, all.length - this.#tailAtMost)));
    this.#tail = [kept];
    this.#tailSize = kept.length;
  }
}

/** Without colours, cursor movements and other control characters. */
export function plain(text: string): string {
  return text
    .replace(/\u001b\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\)/gu, '')
    .replace(/\u001b\[[0-9;?]{0,50}[A-Za-z]/gu, '')
    .replaceAll('\r\n', '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '');
}
