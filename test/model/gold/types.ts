import type { EditCheck } from './change.ts';
import { becomes, swap } from './general.ts';

/** The declaration's head is `from`; with its return type it may be any of `to`, and all else is as before. */
function typed(path: string, from: string, ...to: readonly string[]): EditCheck {
  return becomes(path, ...to.map((head) => (old: string) => swap(old, from, head)));
}

/** Checks by ask id. */
export const typeChecks: Readonly<Record<string, EditCheck>> = {
  'types-is-date': typed(
    'src/utils/kindOf.ts',
    'function isDate(val: any) {',
    'function isDate(val: any): boolean {',
    'function isDate(val: any): val is Date {',
  ),
  'types-kind-of': typed(
    'src/utils/kindOf.ts',
    'export function kindOf(val: any) {',
    'export function kindOf(val: any): string {',
  ),
  'types-prod-message': typed(
    'src/utils/formatProdErrorMessage.ts',
    'export function formatProdErrorMessage(code: number) {',
    'export function formatProdErrorMessage(code: number): string {',
  ),
  'types-should-buffer': typed(
    'src/parse.ts',
    'function shouldBufferTrailing(trailing: string) {',
    'function shouldBufferTrailing(trailing: string): boolean {',
  ),
  'types-dispatch': typed('src/parse.ts', 'function dispatchEvent() {', 'function dispatchEvent(): void {'),
  'types-numeric': typed(
    'src/encode.ts',
    'const numericReference = (cp: number) =>',
    'const numericReference = (cp: number): string =>',
    'const numericReference = (cp: number): `&#${number};` =>',
  ),
};
