import { isOver, type RecordedResult } from '../core/ledger/results.ts';
import type { Place } from '../core/verdict.ts';
import { marksOf } from './marks.ts';

/** Staged edits of one file that get a line of their own, at most. */
const editsAtMost = 20;

/**
 * Where a result stands in one file, for the lines above the code: each staged edit, else its first mark, else the
 * first of the lines that are worth showing.
 */
export function lensPlaces(result: RecordedResult, path: string): readonly Place[] {
  if (isOver(result)) return [];
  const marks = marksOf(result).map((mark) => mark.place);
  const inFile = [...marks, ...result.shown].filter((place) => place.path === path);
  if (result.changeSet === undefined) return inFile.slice(0, 1);
  const places = new Map(inFile.map((place) => [place.line, place]));
  const changed = result.changeSet.files.some((file) => file.path === path && file.operation === 'modify');
  if (places.size === 0 && changed) return [{ path, line: 1 }];
  return [...places.values()].slice(0, editsAtMost);
}

/** Every place of a result in one file, to tell whether a cursor stands in it. */
export function allPlaces(result: RecordedResult, path: string): readonly Place[] {
  if (isOver(result)) return [];
  const claims = result.claims.flatMap((claim) => [
    ...(claim.place === undefined ? [] : [claim.place]),
    ...(claim.support ?? []),
  ]);
  const marks = marksOf(result).map((mark) => mark.place);
  return [...marks, ...result.shown, ...claims].filter((place) => place.path === path);
}
