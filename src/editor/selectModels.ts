import type { Surfaces } from './surfaces.ts';
export async function selectModels(_s: Surfaces): Promise<undefined> {
  return undefined;
}
