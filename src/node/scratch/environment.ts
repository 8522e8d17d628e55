import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What a program needs to start and to find its caches; everything else stays out. Upper case. */
const passed = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA ' +
    'PROGRAMDATA PROGRAMFILES SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE ' +
    'LD_LIBRARY_PATH DYLD_LIBRARY_PATH JAVA_HOME GOPATH GOROOT GOCACHE GOMODCACHE GOFLAGS CARGO_HOME RUSTUP_HOME ' +
    'RUSTUP_TOOLCHAIN PYENV_ROOT VIRTUAL_ENV CONDA_PREFIX NVM_DIR NVM_BIN FNM_DIR FNM_MULTISHELL_PATH VOLTA_HOME ' +
    'ASDF_DIR MISE_DATA_DIR PNPM_HOME COREPACK_HOME DOTNET_ROOT GRADLE_USER_HOME XDG_CACHE_HOME XDG_CONFIG_HOME ' +
    'XDG_DATA_HOME NIX_PATH NIX_SSL_CERT_FILE SDKROOT DEVELOPER_DIR'
  ).split(' '),
);

/** Names that speak of a secret, or that change what a runtime loads. They never pass, whatever is listed above. */
const secret =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|APIKEY|(?:^|_)KEYS?(?:_|$)|(?:^|_)AUTH(?:_|$)|COOKIE|SESSION|^(?:AWS|AZURE|GCP|GOOGLE|GITHUB|GH|GITLAB|NPM|SSH|GPG|VSCODE|ELECTRON|ANTHROPIC|OPENAI)_|^NODE_|PRIVATE|DATABASE_URL|DSN$/;

export interface EnvironmentPlaces {
  /** The workspace folder, whose paths become those of the copy. */
  readonly folder: string | undefined;
  readonly work: string;
  readonly temp: string;
}

/**
 * The environment of a check command: an allow list of names without secrets, its own folder for temporary files,
 * and paths into the workspace (a virtual environment on PATH) led into the copy.
 */
export function environmentOf(
  env: Readonly<Record<string, string | undefined>>,
  places: EnvironmentPlaces,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const upper = name.toUpperCase();
    if (value === undefined || secret.test(upper)) continue;
    if (!passed.has(upper) && !upper.startsWith('LC_')) continue;
    kept[name] = upper === 'PATH' ? value.split(delimiter).map(inCopy).join(delimiter) : inCopy(value);
  }
  function inCopy(value: string): string {
    if (places.folder === undefined || !isAbsolute(value)) return value;
    const path = relative(resolve(places.folder), value);
    if (path === '') return places.work;
    return path.startsWith(`..${sep}`) || path === '..' || isAbsolute(path) ? value : join(places.work, path);
  }
  return {
    ...kept,
    TMPDIR: places.temp,
    TMP: places.temp,
    TEMP: places.temp,
    CI: '1',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
  };
}
