import type { AskReason, DenyReason } from './reasons.ts';

export type Protection = Extract<DenyReason, 'vcs-internal' | 'private-key' | 'own-state'> | AskReason;

/**
 * Names that are protected wherever they stand in a workspace. `anywhere`: a folder protects all below it, a file
 * itself; `pairs`: two names in a row do; `files`: only the last name, whole; `patterns`: the last name. All are
 * compared folded, on every disk, so they are written in small letters. The classes are those of the reliability
 * note, section 5; the names are what each tool's own documentation says that it reads.
 */
export interface ProtectedNames {
  readonly reason: Protection;
  readonly anywhere?: readonly string[];
  readonly pairs?: readonly string[];
  readonly files?: readonly string[];
  readonly patterns?: readonly RegExp[];
}

function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Denied first, then in the order in which reasons are named. */
export const protectedNames: readonly ProtectedNames[] = [
  {
    reason: 'vcs-internal',
    anywhere: list('.git .hg .svn .jj .bzr .sl .pijul _darcs'),
  },
  {
    reason: 'private-key',
    anywhere: list('.ssh .gnupg'),
    patterns: [/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, /\.(?:pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx)$/],
  },
  {
    reason: 'own-state',
    anywhere: ['.countersign'],
  },
  {
    reason: 'editor-config',
    anywhere: list(`
      .vscode .vscode-oss .vscode-server .vscode-test .devcontainer .idea .vs .fleet .zed .nova .theia .settings
      .vim .nvim`),
    files: list(`
      .devcontainer.json devcontainer.json .exrc .vimrc .gvimrc .nvimrc .nvim.lua .lvimrc .dir-locals.el
      .dir-locals-2.el .emacs`),
    patterns: [/\.code-workspace$/, /\.sublime-(?:build|project|settings|workspace)$/, /\.(?:iml|ipr|iws)$/],
  },
  {
    reason: 'agent-config',
    anywhere: list(`
      .agent .agents .aider .amazonq .augment .claude .cline .clinerules .codebuddy .codeium .codex .continue .copilot
      .crush .cursor .factory .gemini .goose .junie .kilocode .kiro .mcp .opencode .openhands .pearai .qodo .qwen .roo
      .roorules .tabnine .trae .void .warp .windsurf .zencoder`),
    pairs: list(`
      .github/agents .github/chatmodes .github/copilot .github/hooks .github/instructions .github/prompts
      .github/skills`),
    files: list(`
      agent.md agents.md agents.override.md claude.md claude.local.md gemini.md qwen.md crush.md warp.md skill.md
      copilot-instructions.md mcp.json .mcp.json mcp.yaml mcp.yml crush.json .crush.json opencode.json opencode.jsonc
      claude_desktop_config.json .rules .goosehints .roomodes`),
    patterns: [
      /^\.(?:aider|augment|claude|cline|codex|continue|cursor|gemini|kilocode|qwen|roo|trae|windsurf)[\w.-]*$/,
      /\.(?:agent|chatmode|instructions|prompt|skill)\.md$/,
      /\.mdc$/,
    ],
  },
  {
    reason: 'auto-run',
    anywhere: list(`
      .husky .githooks .git-hooks .hooks .lefthook .direnv .yarn .bundle .mvn .mise .ipython .jupyter`),
    pairs: list(`
      .cargo/config .cargo/config.toml gradle/wrapper .config/fish .config/git .config/mise .config/pip`),
    files: list(`
      .gitattributes .gitmodules .gitconfig .lfsconfig .tool-versions mise.toml .mise.toml .autoenv .autoenv.zsh
      .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnpmfile.mjs .pnp.cjs .pnp.loader.mjs bunfig.toml pip.conf pip.ini
      .pypirc .condarc uv.toml .gemrc nuget.config .sdkmanrc .bashrc .bash_profile .bash_login .bash_logout
      .bash_aliases .profile .inputrc .curlrc .wgetrc .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc
      .xprofile .gdbinit .lldbinit .irbrc .pryrc .rprofile .renviron .pythonrc .pdbrc sitecustomize.py
      usercustomize.py .pre-commit-config.yaml .pre-commit-config.yml .pre-commit-hooks.yaml .overcommit.yml
      captainhook.json lefthook.yml lefthook.yaml lefthook.toml lefthook.json lefthook-local.yml .lefthook.yml
      .lefthook.yaml .watchmanconfig nodemon.json`),
    patterns: [
      /^\.envrc/,
      /^\.?mise\.[\w.-]+\.toml$/,
      /^\.?simple-git-hooks\.(?:json|[cm]?js)$/,
      /^(?:pre|post)-(?:commit|checkout|merge|push|receive|rewrite)$/,
      /\.pth$/,
    ],
  },
  {
    reason: 'build-code',
    pairs: list('project/plugins.sbt project/build.properties'),
    files: list(`
      package.json package.json5 package.yaml package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml
      pnpm-workspace.yaml bun.lock bun.lockb deno.json deno.jsonc deno.lock jsr.json bower.json lerna.json nx.json
      project.json rush.json turbo.json turbo.jsonc angular.json nest-cli.json biome.json biome.jsonc dprint.json
      karma.conf.js protractor.conf.js knip.json
      makefile gnumakefile bsdmakefile kbuild cmakelists.txt cmakepresets.json cmakeuserpresets.json meson.build
      meson_options.txt configure configure.ac configure.in build.ninja sconstruct wscript build build.bazel
      workspace workspace.bazel module.bazel .bazelrc buck .buckconfig build.zig build.zig.zon
      pom.xml mvnw mvnw.cmd build.xml ivy.xml gradlew gradlew.bat gradle.properties
      cargo.toml cargo.lock build.rs rust-toolchain rust-toolchain.toml clippy.toml .clippy.toml rustfmt.toml
      .rustfmt.toml go.mod go.sum go.work go.work.sum magefile.go .golangci.yml .golangci.yaml .golangci.toml
      .golangci.json
      pyproject.toml setup.py setup.cfg pipfile pipfile.lock poetry.lock poetry.toml uv.lock pdm.lock pdm.toml
      environment.yml environment.yaml tox.ini noxfile.py pytest.ini .pytest.ini conftest.py .pylintrc pylintrc
      .flake8 mypy.ini .mypy.ini ruff.toml .ruff.toml .coveragerc .isort.cfg pyrightconfig.json
      gemfile gemfile.lock gems.rb rakefile .rubocop.yml .rspec guardfile capfile fastfile brewfile dangerfile
      podfile podfile.lock cartfile package.swift .swiftlint.yml composer.json composer.lock phpunit.xml
      phpunit.xml.dist phpstan.neon phpstan.neon.dist psalm.xml mix.exs mix.lock rebar.config rebar.lock stack.yaml
      cabal.project dune dune-project pubspec.yaml pubspec.lock analysis_options.yaml project.clj deps.edn
      shadow-cljs.edn flake.lock vagrantfile justfile .justfile taskfile.yml taskfile.yaml procfile skaffold.yaml
      tiltfile earthfile wrangler.toml serverless.yml netlify.toml vercel.json global.json vcpkg.json conanfile.py
      conanfile.txt .clang-tidy .clangd compile_flags.txt compile_commands.json`),
    patterns: [
      /^(?:ts|js)config(?:[.-].+)?\.jsonc?$/,
      /\.config\.(?:[cm]?[jt]s|jsonc?|json5|ya?ml|toml|lua)$/,
      /^(?:cypress|jest|karma|playwright|rollup|vitest|webpack)\.[\w.-]+\.(?:[cm]?[jt]s|json)$/,
      /^(?:cakefile|esbuild|gruntfile|gulpfile|jakefile|makefile|rollup|webpack)\.(?:[cm]?[jt]s|coffee|babel\.js)$/,
      /^\.(?:babel|c8|commitlint|cspell|eslint|jscs|jshint|lintstaged|mocha|nyc|oxlint|prettier|stylelint|swc|tap)rc(?:\.|$)/,
      /^\.(?:postcss|posthtml|release-it|remark|markdownlint|parcel|xo-config)(?:rc)?(?:\.|$)/,
      /^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/,
      /^(?:docker|container)file(?:[.-]|$)/,
      /\.(?:docker|container)file$/,
      /^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/,
      /\.(?:mk|mak|make|cmake|gradle|gradle\.kts|sbt|bzl|bazel|podspec|gemspec|rockspec|cabal|nimble|opam|nix|rake)$/,
      /\.(?:[cfv]sproj|vbproj|vcxproj|proj|props|targets|sln|slnx|xcconfig|pbxproj|csx)$/,
    ],
  },
  {
    reason: 'ci-config',
    anywhere: list(`
      .circleci .buildkite .semaphore .teamcity .azure-pipelines .azuredevops .tekton .woodpecker .forgejo .gitea .ci`),
    pairs: list(`
      .github/workflows .github/actions .github/codeowners .github/dependabot.yml .github/dependabot.yaml
      .github/renovate.json .github/settings.yml .gitlab/ci`),
    files: list(`
      .travis.yml appveyor.yml .appveyor.yml .drone.yml .drone.star .cirrus.yml .cirrus.star .woodpecker.yml
      .woodpecker.yaml bitbucket-pipelines.yml cloudbuild.yaml cloudbuild.yml cloudbuild.json buildspec.yml
      buildspec.yaml codemagic.yaml wercker.yml circle.yml shippable.yml .scrutinizer.yml renovate.json
      renovate.json5 action.yml action.yaml .mergify.yml .goreleaser.yml .goreleaser.yaml`),
    patterns: [
      /^jenkinsfile(?:[.-]|$)/,
      /\.jenkinsfile$/,
      /^\.gitlab-ci[\w.-]*\.ya?ml$/,
      /^azure-pipelines[\w.-]*\.ya?ml$/,
      /^\.(?:release|renovate)rc(?:\.|$)/,
    ],
  },
  {
    reason: 'secret',
    anywhere: list('.aws .azure .docker .gcloud .kube .password-store .secrets'),
    pairs: list('.config/gcloud .config/gh'),
    files: list(`
      .netrc _netrc .pgpass .my.cnf .git-credentials .htpasswd .s3cfg .boto .vault-token .dockercfg secrets.json
      secrets.yaml secrets.yml credentials.json service-account.json .terraformrc terraform.tfstate`),
    patterns: [/^\.env/, /\.env$/, /^\.dev\.vars/, /\.tfvars(?:\.json)?$/],
  },
  {
    reason: 'dependency-tree',
    anywhere: list(`
      node_modules bower_components jspm_packages .pnpm .pnpm-store site-packages dist-packages .venv venv virtualenv
      __pypackages__ .tox .nox .eggs .gradle .m2 .cargo .rustup .stack-work elm-stuff .dart_tool .pub-cache
      .terraform`),
    pairs: list(`
      vendor/bundle vendor/composer vendor/github.com vendor/golang.org vendor/autoload.php vendor/modules.txt`),
  },
];
