import { stemOf } from './terms.ts';

/**
 * Words that people say beside words that code says for about the same, a group a line. General English of
 * programming only; nothing of any one project.
 */
const groups = `
refuse reject complain forbid deny disallow throw error invalid fail
report warn error message throw
detect notice recognise recognize check test
guess detect infer lookup
remove delete drop strip discard unset clear trim omit
skip ignore exclude omit
convert turn transform become translate coerce format
parse read decode
write dump serialize stringify format print output emit
fetch download request load
start launch run spawn begin open init
stop close end finish dispose destroy abort cancel
wait delay timeout pause poll
limit max most many maximum exceed
large big long size length
small short min minimum
old expire stale age outdated
random generate uuid
escape safe sanitize quote encode
choose pick select decide
make build create generate
remember cache store save keep
split break wrap divide fold
merge combine join concat extend
compare equal match same
compress decompress unpack inflate deflate gzip zip
hash digest checksum sha
copy clone
default fallback
count number total
add append insert push register
change update replace modify set
show display render print
send write emit post
receive listen handle
colour color
folder directory dir
environment env
web url http
setting option config
`
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(stemOf));

/** Stems of words that code may have in the place of this stem. */
export function relatedTo(stem: string): readonly string[] {
  const others = groups.filter((group) => group.includes(stem)).flat();
  return [...new Set(others)].filter((other) => other !== stem);
}
