import type { CodeSet, GradedItem } from '../item.ts';
import { scopesOf } from './scope.ts';
import { scriptExports, scriptImports } from './scriptModules.ts';
import { scriptClasses, scriptEnvVars, scriptFunctions } from './scriptNames.ts';
import { scriptRoutes } from './scriptRoutes.ts';
import type { Token } from './token.ts';

/** Every occurrence of a set in a TypeScript or JavaScript text, from its tokens without comments. */
export function scriptItems(set: Exclude<CodeSet, 'todos'>, tokens: readonly Token[]): readonly GradedItem[] {
  switch (set) {
    case 'imports':
      return scriptImports(tokens, scopesOf(tokens));
    case 'exports':
      return scriptExports(tokens, scopesOf(tokens));
    case 'functions':
      return scriptFunctions(tokens);
    case 'classes':
      return scriptClasses(tokens);
    case 'env-vars':
      return scriptEnvVars(tokens);
    case 'routes':
      return scriptRoutes(tokens);
  }
}
