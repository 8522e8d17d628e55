import type { Anchor, Ask, AskedFrom, PackageName, ReadGold } from '../ask.ts';

interface Wanted {
  readonly must: readonly RegExp[];
  readonly mustNot?: readonly RegExp[];
  readonly proof: readonly (readonly [path: string, text: string, nth?: number])[];
  readonly from?: AskedFrom;
}

function read(id: string, name: PackageName, text: string, wanted: Wanted): Ask {
  const proof = wanted.proof.map(([path, line, nth]): Anchor =>
    nth === undefined ? { path, text: line } : { path, text: line, nth },
  );
  const gold: ReadGold = { type: 'read', must: wanted.must, mustNot: wanted.mustNot ?? [], proof };
  return { id, package: name, text, gold, ...(wanted.from === undefined ? {} : { from: wanted.from }) };
}

/** Questions about a file or a symbol. `must` holds what no right answer can do without, in its possible wordings. */
export const readAsks: readonly Ask[] = [
  read('read-is-quoted', 'ini', 'what does isQuoted in lib/ini.js count as quoted?', {
    must: [/double|"/i, /single|'/i, /start|begin|end|surround|enclos|wrapp/i],
    proof: [
      ['lib/ini.js', `return (val.startsWith('"') && val.endsWith('"')) ||`],
      ['lib/ini.js', `(val.startsWith("'") && val.endsWith("'"))`],
    ],
  }),
  read('read-eol', 'ini', 'In lib/ini.js, which line ending does encode use on Windows?', {
    must: [/\\r\\n|\bCR ?LF\b|carriage return/i],
    proof: [['lib/ini.js', "const eol = opt.platform === 'win32'"]],
  }),
  read('read-lru-max', 'semver', 'how many entries does LRUCache keep at most?', {
    must: [/\b1[,. ]?000\b|\bthousand\b/i],
    proof: [['internal/lrucache.js', 'this.max = 1000']],
  }),
  read('read-clean-null', 'semver', "what does functions/clean.js return when the version can't be parsed?", {
    must: [/\bnull\b/i],
    proof: [['functions/clean.js', 'return s ? s.version : null']],
  }),
  read(
    'read-comparator-error',
    'semver',
    "which error does intersects in classes/comparator.js throw when it isn't given a Comparator?",
    {
      must: [/TypeError|a Comparator is required/i],
      proof: [
        ['classes/comparator.js', "throw new TypeError('a Comparator is required')"],
        ['classes/comparator.js', 'if (!(comp instanceof Comparator)) {'],
      ],
    },
  ),
  read('read-max-length', 'semver', "what's the value of MAX_LENGTH?", {
    must: [/\b256\b/],
    proof: [['internal/constants.js', 'const MAX_LENGTH = 256']],
  }),
  read('read-diff-equal', 'semver', 'functions/diff.js: what comes back for two equal versions?', {
    must: [/\bnull\b/i],
    proof: [
      ['functions/diff.js', 'if (comparison === 0) {'],
      ['functions/diff.js', 'return null'],
    ],
  }),
  read('read-hilo', 'semver', 'what happens here if hilo is neither ">" nor "<"?', {
    must: [/TypeError|throw|error/i],
    proof: [['ranges/outside.js', 'throw new TypeError(\'Must provide a hilo val of "<" or ">"\')']],
    from: { activePath: 'ranges/outside.js' },
  }),
  read('read-rtl', 'semver', 'in functions/coerce.js, which option makes it look from the right?', {
    must: [/\brtl\b/],
    proof: [
      ['functions/coerce.js', 'if (!options.rtl) {'],
      ['functions/coerce.js', '// Find the right-most coercible string'],
    ],
  }),
  read('read-max-payload', 'ws', 'what is the default maxPayload of a WebSocketServer?', {
    must: [/100 ?\* ?1024 ?\* ?1024|104[,. ]?857[,. ]?600|\b100 ?(MiB|MB|megabytes?|mebibytes?)\b/i],
    proof: [
      ['lib/websocket-server.js', 'maxPayload: 100 * 1024 * 1024,'],
      ['lib/websocket-server.js', '[options.maxPayload=104857600]'],
    ],
  }),
  read(
    'read-426',
    'ws',
    'Which HTTP status do ordinary requests that are no upgrade get? See lib/websocket-server.js',
    {
      must: [/\b426\b/],
      proof: [
        ['lib/websocket-server.js', 'const body = http.STATUS_CODES[426];'],
        ['lib/websocket-server.js', 'res.writeHead(426, {'],
      ],
    },
  ),
  read('read-limiter', 'ws', 'lib/limiter.js: how many jobs run at once if I give no concurrency?', {
    must: [/infinit|unlimited|no limit|unbounded|any number/i],
    proof: [
      ['lib/limiter.js', 'this.concurrency = concurrency || Infinity;'],
      ['lib/limiter.js', '[concurrency=Infinity]'],
    ],
  }),
  read('read-array-buffer', 'ws', 'does toArrayBuffer in lib/buffer-util.js always make a copy?', {
    must: [/\bno\b|not always|does not|doesn't|only (copies|copy|when|if)|\bif\b/i],
    mustNot: [/^\W*yes\b/i, /(?<!not )\balways (makes|copies|creates|returns)/i],
    proof: [
      ['lib/buffer-util.js', 'if (buf.length === buf.buffer.byteLength) {'],
      ['lib/buffer-util.js', 'return buf.buffer;'],
      ['lib/buffer-util.js', 'return buf.buffer.slice('],
    ],
  }),
  read('read-1005', 'ws', 'what does isValidStatusCode say about 1005?', {
    must: [/\bfalse\b|not (a )?(valid|allowed|permitted)|invalid|excluded|disallowed|rejected|isn't/i],
    mustNot: [/\b(returns?|is|say|says) `?(true|valid|allowed)\b/i],
    proof: [['lib/validation.js', 'code !== 1005 &&']],
  }),
  read('read-compose-empty', 'redux', "what does compose return when it's called with no functions?", {
    must: [/identity|(its|the|that|same|first|input|given) (single )?arg|\barg\b|unchanged|same value/i],
    proof: [
      ['src/compose.ts', 'return <T>(arg: T) => arg'],
      ['src/compose.ts', 'if (funcs.length === 0) {'],
    ],
  }),
  read('read-kindof-production', 'redux', 'src/utils/kindOf.ts: what does kindOf return in production?', {
    must: [/typeof/i],
    mustNot: [/^(?!.*\b(not|without|instead|non|only|otherwise)\b).*miniKindOf/is],
    proof: [
      ['src/utils/kindOf.ts', 'let typeOfVal: string = typeof val'],
      ['src/utils/kindOf.ts', "if (process.env.NODE_ENV !== 'production') {"],
      ['src/utils/kindOf.ts', 'return typeOfVal'],
    ],
  }),
  read('read-get-state', 'redux', 'In src/createStore.ts, may getState be called while a reducer runs?', {
    must: [/\bno\b|\bnot\b|can't|cannot|throw|error/i],
    mustNot: [/^\W*yes\b/i],
    proof: [
      ['src/createStore.ts', "'You may not call store.getState() while the reducer is executing. ' +"],
      ['src/createStore.ts', "'The reducer has already received the state as an argument. ' +"],
      ['src/createStore.ts', 'if (isDispatching) {', 1],
    ],
  }),
  read('read-surrogate', 'entities', 'what does replaceCodePoint do with surrogates?', {
    must: [/U\+FFFD|0xff_?fd|\bFFFD\b|replacement char/i],
    proof: [
      ['src/decode-codepoint.ts', 'return 0xff_fd;'],
      ['src/decode-codepoint.ts', 'if (isInvalidCodePoint(codePoint)) {'],
      [
        'src/decode-codepoint.ts',
        '* Replace the given code point with U+FFFD if it is NUL (0), a surrogate, or',
      ],
    ],
  }),
  read('read-encode-mode', 'entities', 'which mode does encode use when I pass none? src/index.ts', {
    must: [/Extensive/],
    proof: [
      ['src/index.ts', 'const { mode = EncodingMode.Extensive, level = EntityLevel.XML } ='],
      ['src/index.ts', '@default {@link EncodingMode.Extensive}'],
    ],
  }),
  read('read-reset-consume', 'eventsource-parser', 'what does reset do differently with consume: true?', {
    must: [/incomplete|pending|buffered|partial|remaining|left/i, /pars|process|consum|handle/i],
    proof: [
      ['src/parse.ts', 'if (options.consume && pendingFragments.length > 0) {'],
      ['src/parse.ts', "const incompleteLine = pendingFragments.join('')"],
      ['src/parse.ts', 'parseLine(incompleteLine, 0, incompleteLine.length)'],
      ['src/types.ts', 'Previously received, incomplete data will NOT be parsed unless'],
      ['src/types.ts', 'which tells the parser to attempt to consume any incomplete data'],
    ],
  }),
  read(
    'read-invalid-retry',
    'eventsource-parser',
    'which error type does processField report for a bad retry value?',
    {
      must: [/invalid-retry/],
      proof: [
        ['src/parse.ts', "type: 'invalid-retry',"],
        ['src/errors.ts', "export type ErrorType = 'invalid-retry'"],
      ],
    },
  ),
  read(
    'read-config-fr',
    'eventsource-parser',
    'Dans src/parse.ts, que se passe-t-il si config est une fonction ?',
    {
      must: [/TypeError|erreur|error|throw|lève|lance|exception/i],
      proof: [
        ['src/parse.ts', "if (typeof config === 'function') {"],
        ['src/parse.ts', 'throw new TypeError('],
        ['src/parse.ts', "'`config` must be an object, got a function instead."],
      ],
    },
  ),
];
