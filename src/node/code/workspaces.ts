import { openProject, type Cancelled, type Project } from './project.ts';
import type { Config } from './configs.ts';
import type { Ts } from './parse.ts';
import type { Source } from './protocol.ts';
import { atOneMoment, layered, memoryView, openDisk, slashes, type View } from './view.ts';

/** Projects that are kept open, so that a second question about one finds it warm. */
export interface Workspaces {
  /** The files as they are, before any change. */
  view(source: Source): View;
  /**
   * The project of a configuration, shown at this moment of its files. Before and after a change are two projects,
   * so that the one before stays warm while changes come and go.
   */
  project(source: Source, view: View, config: Config, side: 'before' | 'after'): Project;
}

/** As many projects are kept; the compiler holds hundreds of megabytes for a large one. */
const projectsAtMost = 6;

export function openWorkspaces(ts: Ts, libFolder: string, cancelled: Cancelled): Workspaces {
  const disk = openDisk();
  const lib = slashes(libFolder);
  const registry = ts.createDocumentRegistry(true, '/');
  // In the order of their last use, the oldest first.
  const projects = new Map<string, Project>();
  return {
    view(source) {
      if (source.type === 'memory') return layered(memoryView(disk, lib), source.texts);
      const absent = source.absent.map((path) => [path, null] as const);
      const now = atOneMoment(disk);
      return layered({ ...now, root: now.realpath(slashes(source.folder)) }, [...source.texts, ...absent]);
    },
    project(source, view, config, side) {
      const where = source.type === 'memory' ? source.key : source.folder;
      const key = JSON.stringify([where, config.path ?? config.folder, side]);
      const known = projects.get(key);
      const project = known ?? openProject(ts, view, config, { libFolder: lib, cancelled, registry });
      project.show(view, config);
      projects.delete(key);
      projects.set(key, project);
      for (const [oldest, one] of projects) {
        if (projects.size <= projectsAtMost) break;
        projects.delete(oldest);
        one.service.dispose();
      }
      return project;
    },
  };
}

export function pathsOf(source: Source): readonly string[] {
  return source.type === 'memory' ? source.texts.map(([path]) => path) : source.paths;
}
