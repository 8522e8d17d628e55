import { nodeDisk, type Disk, type OpenFile } from '../../../src/node/writer/disk.ts';

/** What happens at one of the calls, counted from 1. */
export interface Fault {
  readonly at: number;
  /** An error code, thrown at that call, or at it and all later ones; or a function that ends the process. */
  readonly does: string | (() => void);
  readonly stays?: boolean;
  /** Which calls are counted; all where it is left out. */
  readonly counts?: (call: string) => boolean;
}

export interface FaultDisk {
  readonly disk: Disk;
  /** Calls so far, with the name of each. */
  readonly calls: string[];
  /** True once the fault has happened. */
  readonly hit: () => boolean;
}

/** The real disk with one planted fault. A call that writes bytes has written half of them when it happens. */
export function faultDisk(fault: Fault | undefined, real: Disk = nodeDisk()): FaultDisk {
  const calls: string[] = [];
  let hit = false;
  let counted = 0;
  const counts = fault?.counts ?? (() => true);
  const count = (name: string): void => {
    calls.push(name);
    if (fault === undefined || !counts(name)) return;
    counted += 1;
    const isNow = counted === fault.at || (fault.stays === true && counted > fault.at);
    if (!isNow) return;
    hit = true;
    if (typeof fault.does === 'function') fault.does();
    else throw Object.assign(new Error(`${fault.does}: planted at ${name}`), { code: fault.does });
  };
  const wrapFile = (file: OpenFile): OpenFile => ({
    async write(bytes, position) {
      const willHit = fault !== undefined && counts('write') && counted + 1 >= fault.at;
      if (willHit) await file.write(bytes.subarray(0, Math.floor(bytes.length / 2)), position);
      count('write');
      await file.write(bytes, position);
    },
    truncate: async (size) => (count('truncate'), file.truncate(size)),
    sync: async () => (count('sync'), file.sync()),
    chmod: async (mode) => (count('chmod'), file.chmod(mode)),
    chown: async (uid, gid) => (count('chown'), file.chown(uid, gid)),
    async close() {
      // The descriptor goes, whatever is told about it.
      await file.close();
      count('close');
    },
  });
  const disk: Disk = {
    platform: real.platform,
    entry: async (path) => (count('entry'), real.entry(path)),
    readLink: async (path) => (count('readLink'), real.readLink(path)),
    realPath: async (path) => (count('realPath'), real.realPath(path)),
    list: async (path) => (count('list'), real.list(path)),
    read: async (path) => (count('read'), real.read(path)),
    writable: async (path) => (count('writable'), real.writable(path)),
    create: async (path, mode) => (count('create'), wrapFile(await real.create(path, mode))),
    open: async (path) => (count('open'), wrapFile(await real.open(path))),
    rename: async (from, to) => (count('rename'), real.rename(from, to)),
    link: async (from, to) => (count('link'), real.link(from, to)),
    remove: async (path) => (count('remove'), real.remove(path)),
    makeFolder: async (path, mode) => (count('makeFolder'), real.makeFolder(path, mode)),
    removeFolder: async (path) => (count('removeFolder'), real.removeFolder(path)),
    syncFolder: async (path) => (count('syncFolder'), real.syncFolder(path)),
  };
  return { disk, calls, hit: () => hit };
}
