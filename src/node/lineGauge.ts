export interface GaugeLimits {
  readonly maxBytes: number;
  readonly maxLineBytes: number;
  readonly maxLines: number;
  readonly anyByteIsProgress?: boolean;
}

export type Measured =
  { readonly type: 'nothing' | 'life' | 'progress' } | { readonly type: 'too-big'; readonly message: string };

/** Measures a body as it comes, without keeping any of it. */
export interface LineGauge {
  feed(chunk: Uint8Array): Measured;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
const nothing: Measured = { type: 'nothing' };
const life: Measured = { type: 'life' };
const progress: Measured = { type: 'progress' };

/**
 * Holds a body to its caps and tells progress from mere life: a whole line with something in it is progress; a
 * comment of an event stream (a line that begins with a colon) or a `ping` event is life; a piece of a line is
 * neither. A body of one JSON value has no lines, so each piece of it is life. What is capped in an event stream is
 * the event, which ends at a blank line.
 */
export function gaugeLines(contentType: string | undefined, limits: GaugeLimits): LineGauge {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (limits.anyByteIsProgress === true) return gaugeWhole(limits, progress);
  if (type === 'application/json') return gaugeWhole(limits, life);
  return gaugeByLine(type === 'text/event-stream', limits);
}

function gaugeWhole(limits: GaugeLimits, each: Measured): LineGauge {
  let bytes = 0;
  return {
    feed: (chunk) => {
      bytes += chunk.byteLength;
      return bytes > limits.maxBytes ? bodyTooBig(limits) : each;
    },
  };
}

function gaugeByLine(events: boolean, limits: GaugeLimits): LineGauge {
  let bytes = 0;
  let lines = 0;
  let unitBytes = 0;
  let lineBytes = 0;
  let comment = false;
  let ping = false;
  const opening = Buffer.alloc(pingLine.length);

  const lineEnds = (last: number): Measured => {
    const blank = lineBytes === 0 || (lineBytes === 1 && last === carriageReturn);
    if (blank) {
      unitBytes = 0;
      ping = false;
      return nothing;
    }
    lines += 1;
    if (!events) unitBytes = 0;
    if (comment && events) return life;
    ping ||= events && lineBytes >= pingLine.length && opening.equals(pingLine);
    return ping ? life : progress;
  };

  return {
    feed: (chunk) => {
      bytes += chunk.byteLength;
      if (bytes > limits.maxBytes) return bodyTooBig(limits);
      let result = nothing;
      let from = 0;
      while (from < chunk.byteLength) {
        const at = chunk.indexOf(lineFeed, from);
        const to = at === -1 ? chunk.byteLength : at;
        if (lineBytes === 0 && to > from) comment = chunk[from] === colon;
        if (lineBytes < opening.length)
          opening.set(chunk.subarray(from, Math.min(to, from + opening.length - lineBytes)), lineBytes);
        lineBytes += to - from;
        unitBytes += to - from;
        if (unitBytes > limits.maxLineBytes) return unitTooBig(events, limits);
        if (at === -1) break;
        const ended = lineEnds(at > 0 ? (chunk[at - 1] ?? 0) : (opening[0] ?? 0));
        if (ended.type === 'progress' || result.type === 'nothing') result = ended;
        lineBytes = 0;
        from = at + 1;
      }
      return lines > limits.maxLines
        ? { type: 'too-big', message: `the answer has more than ${limits.maxLines} lines` }
        : result;
    },
  };
}

const pingLine = Buffer.from('event: ping');

function bodyTooBig(limits: GaugeLimits): Measured {
  return { type: 'too-big', message: `the answer is longer than ${limits.maxBytes} bytes` };
}

function unitTooBig(events: boolean, limits: GaugeLimits): Measured {
  const unit = events ? 'event' : 'line';
  return {
    type: 'too-big',
    message: `one ${unit} of the answer is longer than ${limits.maxLineBytes} bytes`,
  };
}
