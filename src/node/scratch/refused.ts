/** Why a copy of the workspace cannot be made, in words for people. */
export class CopyRefused extends Error {}
