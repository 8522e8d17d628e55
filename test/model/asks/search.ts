import type { Ask, Anchor, ClosedGold, FindGold, PackageName } from '../ask.ts';

const at = (path: string, text: string, nth?: number): Anchor =>
  nth === undefined ? { path, text } : { path, text, nth };

function find(id: string, name: PackageName, text: string, ...lines: Anchor[]): Ask {
  const gold: FindGold = { type: 'find', lines };
  return { id, package: name, text, gold };
}

const server = 'lib/websocket-server.js';

/** Open searches: the gold is the line that defines the thing or does it. */
export const findAsks: readonly Ask[] = [
  find(
    'find-get-only',
    'ws',
    "where does the server refuse a handshake that isn't a GET request?",
    at(server, "if (req.method !== 'GET') {"),
    at(server, "const message = 'Invalid HTTP method';"),
  ),
  find(
    'find-mask-random',
    'ws',
    'find where the masking key gets its random bytes',
    at('lib/sender.js', 'randomFillSync(randomPool, 0, RANDOM_POOL_SIZE)'),
    at('lib/sender.js', 'mask[0] = randomPool[randomPoolPointer++]'),
  ),
  find(
    'find-accept-digest',
    'ws',
    'Where does the server compute the digest for Sec-WebSocket-Accept?',
    at(server, "const digest = createHash('sha1')"),
    at(server, '.update(key + GUID)'),
  ),
  find(
    'find-close-codes',
    'ws',
    'find the code that decides which close status codes are legal',
    at('lib/validation.js', 'function isValidStatusCode(code) {'),
    at('lib/validation.js', '(code >= 1000 &&'),
  ),
  find(
    'find-version-cap',
    'semver',
    'where do we cap how long a version string may be',
    at('classes/semver.js', 'if (version.length > MAX_LENGTH) {'),
    at('internal/constants.js', 'const MAX_LENGTH = 256'),
  ),
  find(
    'find-tilde',
    'semver',
    'find where a tilde range is turned into plain comparators',
    at('classes/range.js', 'const replaceTilde = (comp, options) => {'),
    at('classes/range.js', 'const replaceTildes = (comp, options) => {'),
  ),
  find(
    'find-evict',
    'semver',
    'where does the least recently used entry get thrown out of the cache?',
    at('internal/lrucache.js', 'const firstKey = this.map.keys().next().value'),
    at('internal/lrucache.js', 'this.delete(firstKey)'),
    at('internal/lrucache.js', 'if (this.map.size >= this.max) {'),
  ),
  find(
    'find-preid',
    'semver',
    "where's the --preid command line flag handled",
    at('bin/semver.js', "case '--preid':"),
  ),
  find(
    'find-proto-key',
    'ini',
    'find where a key called __proto__ is skipped',
    at('lib/ini.js', "if (key === '__proto__') {"),
  ),
  find(
    'find-comment-lines',
    'ini',
    'where do comment lines get skipped when decoding?',
    at('lib/ini.js', 'if (!line || line.match(/^\\s*[;#]/)'),
  ),
  find(
    'find-reducer-dispatch',
    'redux',
    'Where do we complain that a reducer dispatched an action?',
    at('src/createStore.ts', "throw new Error('Reducers may not dispatch actions.')"),
  ),
  find(
    'find-call-listeners',
    'redux',
    'find where the listeners get called after a dispatch',
    at('src/createStore.ts', 'listeners.forEach(listener => {'),
    at('src/createStore.ts', 'const listeners = (currentListeners = nextListeners)'),
  ),
  find(
    'find-plain-action',
    'redux',
    'where is it checked that an action is a plain object',
    at('src/createStore.ts', 'if (!isPlainObject(action)) {'),
    at('src/utils/isAction.ts', 'isPlainObject(action) &&'),
  ),
  find(
    'find-replacement-char',
    'entities',
    'which place turns an invalid code point into the replacement character?',
    at('src/decode-codepoint.ts', 'return 0xff_fd;'),
    at('src/decode-codepoint.ts', 'return isInvalidCodePoint(codePoint) ? 0xff_fd : codePoint;'),
    at('src/decode-codepoint.ts', 'if (isInvalidCodePoint(codePoint)) {'),
  ),
  find(
    'find-trailing-surrogate',
    'entities',
    'find where encodeXML skips the second half of a surrogate pair',
    at('src/escape.ts', 'if (cp !== char) index++; // Skip trailing surrogate'),
  ),
  find(
    'find-buffer-throw',
    'eventsource-parser',
    'where does feed throw after the buffer limit was exceeded?',
    at('src/parse.ts', 'if (terminated) {'),
    at('src/parse.ts', "'Cannot feed parser: it was terminated after exceeding"),
  ),
  find(
    'find-strip-bom',
    'eventsource-parser',
    'Find where a leading byte order mark is stripped.',
    at('src/parse.ts', "chunk = chunk.replace(/^(?:\\uFEFF|\\xEF\\xBB\\xBF)/, '')"),
  ),
  find(
    'find-retry-zh',
    'eventsource-parser',
    '在哪里检查 retry 字段的值是不是数字?',
    at('src/parse.ts', 'if (/^\\d+$/.test(value)) {'),
  ),
  find(
    'find-utf8-de',
    'ws',
    'Wo wird geprüft, ob ein Puffer gültiges UTF-8 enthält?',
    at('lib/validation.js', 'function _isValidUTF8(buf) {'),
    at('lib/validation.js', 'return buf.length < 24 ? _isValidUTF8(buf) : isUtf8(buf);'),
    at('lib/receiver.js', '!isValidUTF8(', 1),
    at('lib/receiver.js', '!isValidUTF8(', 2),
  ),
];

function closed(id: string, name: PackageName, text: string, gold: Partial<ClosedGold>): Ask {
  const whole: ClosedGold = { type: 'closed', pattern: '', regex: false, word: false, under: '', ...gold };
  return { id, package: name, text, gold: whole };
}

/** Closed searches: the pattern stands in the ask, the gold is every line, recomputed by the scorer's own scan. */
export const closedAsks: readonly Ask[] = [
  closed('closed-new-range', 'semver', 'find every line with "new Range("', { pattern: 'new Range(' }),
  closed('closed-opcode', 'ws', "list all lines that contain 'WS_ERR_INVALID_OPCODE'", {
    pattern: 'WS_ERR_INVALID_OPCODE',
  }),
  closed('closed-kindof-word', 'redux', 'find `kindOf` as a whole word, everywhere', {
    pattern: 'kindOf',
    word: true,
  }),
  closed('closed-in-file', 'entities', 'search for "charCodeAt" in src/encode.ts', {
    pattern: 'charCodeAt',
    under: 'src/encode.ts',
  }),
  closed('closed-buffer-size', 'eventsource-parser', 'show me every line with `maxBufferSize`', {
    pattern: 'maxBufferSize',
  }),
  closed('closed-proto', 'ini', 'where does "__proto__" appear? all lines please', { pattern: '__proto__' }),
  closed('closed-regex', 'ws', 'find all matches of /new (Syntax|Type)Error\\(/', {
    pattern: 'new (Syntax|Type)Error\\(',
    regex: true,
  }),
  closed('closed-zh', 'semver', '找出所有包含 "MAX_SAFE_INTEGER" 的行', { pattern: 'MAX_SAFE_INTEGER' }),
];
