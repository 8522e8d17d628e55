import { describe, expect, it } from 'vitest';
import { printedReader } from '../../../src/node/search/printed.ts';

function readInPieces(bytes: Buffer, size: number) {
  const reader = printedReader();
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
  return Object.fromEntries(reader.end());
}

const output = Buffer.from(
  './a:1.txt\x001:x:2:y\n./a:1.txt\x0022:é日😀\r\n./b\nc.txt\x003:\ufeff\n./late\x001:x\n' +
    './late: WARNING: stopped searching binary file after match (found "\\0" byte around offset 70000)\n./z\x009:\n',
);
const read = {
  'a:1.txt': [
    { path: 'a:1.txt', line: 1, text: 'x:2:y' },
    { path: 'a:1.txt', line: 22, text: 'é日😀\r' },
  ],
  'b\nc.txt': [{ path: 'b\nc.txt', line: 3, text: '\ufeff' }],
  z: [{ path: 'z', line: 9, text: '' }],
};

describe('printedReader', () => {
  it.each([1, 2, 3, 7, 64, 10_000])('reads what comes in pieces of %i bytes', (size) => {
    expect(readInPieces(output, size)).toEqual(read);
  });

  it('reads nothing from nothing, and leaves out a line that was cut', () => {
    expect(readInPieces(Buffer.alloc(0), 1)).toEqual({});
    expect(readInPieces(Buffer.from('./a\x001:x\n./a\x002:y'), 5)).toEqual({
      a: [{ path: 'a', line: 1, text: 'x' }],
    });
  });
});
